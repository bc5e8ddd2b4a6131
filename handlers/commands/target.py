"""Which earlier record a correction or a withdrawal means."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.context import Context
from handlers.intents import Target
from handlers.sender import is_officer, may_change
from schedules.ledger.activity import Activity, ActivityId, ActivityState

LOOKED_BACK = timedelta(days=400)
JUST_REPORTED = timedelta(hours=1)


def find_targets(context: Context, target: Target) -> Sequence[Activity]:
    """The records that may be meant and that the sender may change: none, the one, or several to choose from."""
    if target.number is not None:
        found = context.uow.activities.get(ActivityId(target.number))
        return _changeable(context, [found] if found else [])
    if target.kind is None and target.held_on is None:
        own = _last_of(context)
        others = [] if context.is_private else _newer_in_chat(context, own)
        # What somebody else has just reported in the group may be meant: better none than another record changed.
        return [*_changeable(context, others), *own] if _changeable(context, others) or not others else ()
    since = target.held_on or context.today - LOOKED_BACK
    until = (target.held_on or context.today) + timedelta(days=1)
    own = context.uow.activities.list(reported_by=context.sender.member.id, kind=target.kind, since=since, until=until)
    return _changeable(context, own) or _of_the_organisation(context, target)


def _of_the_organisation(context: Context, target: Target) -> Sequence[Activity]:
    home = context.sender.home
    if not is_officer(context.uow, context.sender, home):
        return ()
    since = target.held_on or context.today - LOOKED_BACK
    until = (target.held_on or context.today) + timedelta(days=1)
    found = context.uow.activities.list(organisation_id=home.id, kind=target.kind, since=since, until=until)
    return _changeable(context, found)


def _last_of(context: Context) -> Sequence[Activity]:
    for activity_id in context.conversation.recent:
        found = context.uow.activities.get(activity_id)
        if found is not None and _changeable(context, [found]):
            return _told_together(context, found)
    own = context.uow.activities.list(
        reported_by=context.sender.member.id, since=context.today - LOOKED_BACK, until=context.today + timedelta(days=1)
    )
    latest = sorted(_changeable(context, own), key=lambda activity: activity.reported_at, reverse=True)
    return latest[:1]


def _told_together(context: Context, last: Activity) -> Sequence[Activity]:
    """The records that one message told of, in the order that it told them."""
    recent = [context.uow.activities.get(activity_id) for activity_id in sorted(context.conversation.recent)]
    together = [found for found in recent if found and found.reported_at == last.reported_at]
    return [found for found in _changeable(context, together) if found.reported_by == last.reported_by]


def _newer_in_chat(context: Context, own: Sequence[Activity]) -> Sequence[Activity]:
    """What others have just reported for the group's organisation, after the sender's own last report."""
    since = max([context.now - JUST_REPORTED, *(activity.reported_at for activity in own)])
    about = context.spoken_of or context.sender.home.id
    held = context.uow.activities.list(
        organisation_id=about, since=context.today - LOOKED_BACK, until=context.today + timedelta(days=1)
    )
    return [
        activity
        for activity in held
        if activity.reported_at > since
        and activity.reported_by != context.sender.member.id
        and activity.state is not ActivityState.VOID
    ]


def _changeable(context: Context, activities: Sequence[Activity]) -> Sequence[Activity]:
    return [
        activity
        for activity in activities
        if activity.state is not ActivityState.VOID and may_change(context.uow, context.sender, activity, context.now)
    ]
