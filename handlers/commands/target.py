"""Which earlier record a correction or a withdrawal means."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.assignment import named_organisation
from handlers.context import Context
from handlers.intents import Target
from handlers.sender import may_change
from schedules.calendar.periods import parse_period
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, ActivityState
from schedules.people.organisation import OrganisationId

LOOKED_BACK = timedelta(days=400)
JUST_REPORTED = timedelta(hours=1)
FRESH = timedelta(minutes=10)
"""So long after a report, what takes back one that is not named, or by its kind alone, can mean nothing else."""


def find_targets(context: Context, target: Target, name: str | None = None) -> Sequence[Activity]:
    """The records that may be meant and that the sender may change: none, the one, or several to choose from.

    Where an organisation of that `name` is spoken of, none but its own.
    """
    named = named_organisation(context, name) if name else None
    if name:
        found = _find(context, target, named.id) if named else ()
        return [activity for activity in found if named and activity.organisation_id == named.id]
    return _find(context, target, None)


def find_last(context: Context, number: int) -> Sequence[Activity]:
    """So many records that the sender reported or changed last in this chat, the first of them first."""
    found = (context.uow.activities.get(activity_id) for activity_id in context.conversation.recent)
    return changeable(context, [each for each in found if each])[:number][::-1]


def find_barred(context: Context, target: Target) -> Activity | None:
    """The one record of the sender's own organisation that is meant and that others may change; of talks nobody else is told.

    By its number also one that the sender may change, but for its being withdrawn.
    """
    if target.number is not None:
        numbered = context.uow.activities.get(ActivityId(target.number))
        if numbered and is_withdrawn(context, numbered):
            return numbered
        found = [numbered] if numbered else []
    elif target == Target():
        newer = () if context.is_private else _newer_in_chat(context, ())
        found = sorted(newer, key=lambda activity: activity.reported_at)[-1:]
    else:
        since, until = _span(context, target)
        about = context.spoken_of or context.sender.home.id
        held = context.uow.activities.list(organisation_id=about, kind=target.kind, since=since, until=until)
        found = [activity for activity in held if _is_of(activity, target)]
    barred = [activity for activity in found if is_barred(context, activity)]
    return barred[0] if len(barred) == 1 else None


def is_barred(context: Context, activity: Activity) -> bool:
    """Whether the sender may know of a record, and may not change it."""
    own = {post.organisation_id for post in context.sender.posts} | {context.sender.home.id}
    known = activity.organisation_id in own and activity.kind is not ActivityKind.TALK
    return known and activity.state is not ActivityState.VOID and not changeable(context, [activity])


def is_withdrawn(context: Context, activity: Activity) -> bool:
    """Whether a record that the sender may change is withdrawn."""
    gone = activity.state is ActivityState.VOID
    return gone and may_change(context.uow, context.sender, activity, context.now)


def _find(context: Context, target: Target, organisation_id: OrganisationId | None) -> Sequence[Activity]:
    if target.number is not None:
        found = context.uow.activities.get(ActivityId(target.number))
        return changeable(context, [found] if found else [])
    if target.kind is None and target.held_on is None and target.since is None:
        own = _last_of(context)
        others = [] if context.is_private else _newer_in_chat(context, own)
        # What somebody else has just reported in the group may be meant: better none than another record changed.
        return [*changeable(context, others), *own] if changeable(context, others) or not others else ()
    listed, (since, until) = context.uow.activities.list, _span(context, target)
    own = listed(reported_by=context.sender.member.id, kind=target.kind, since=since, until=until)
    own = changeable(context, [activity for activity in own if _is_of(activity, target)])
    if own and target.since is None and organisation_id is None:
        return own if target.held_on else _just_told(context, own)
    # Of a month any record may be meant that the sender answers for, whoever has reported it.
    about = organisation_id or context.spoken_of or context.sender.home.id
    theirs = listed(organisation_id=about, kind=target.kind, since=since, until=until)
    theirs = changeable(context, [activity for activity in theirs if _is_of(activity, target)])
    return list({activity.id: activity for activity in (*own, *theirs)}.values())


def _span(context: Context, target: Target) -> tuple[date, date]:
    since = target.held_on or target.since or context.today - LOOKED_BACK
    return since, (target.held_on or context.today) + timedelta(days=1)


def _is_of(activity: Activity, target: Target) -> bool:
    """Whether it was held in the month that is named, or is booked to it."""
    if target.since is None or target.until is None:
        return True
    booked = parse_period(activity.counts_for) if activity.counts_for else None
    days = [activity.held_on, *([booked.starts_on] if booked else [])]
    return any(target.since <= day < target.until for day in days)


def _last_of(context: Context) -> Sequence[Activity]:
    for activity_id in context.conversation.recent:
        found = context.uow.activities.get(activity_id)
        if found is not None and changeable(context, [found]):
            return _told_together(context, found)
    own = context.uow.activities.list(
        reported_by=context.sender.member.id, since=context.today - LOOKED_BACK, until=context.today + timedelta(days=1)
    )
    latest = sorted(changeable(context, own), key=lambda activity: activity.reported_at, reverse=True)
    return latest[:1]


def _told_together(context: Context, last: Activity) -> Sequence[Activity]:
    """The records that one message told of, in the order that it told them."""
    recent = [context.uow.activities.get(activity_id) for activity_id in sorted(context.conversation.recent)]
    together = [found for found in recent if found and found.reported_at == last.reported_at]
    return [found for found in changeable(context, together) if found.reported_by == last.reported_by]


def _just_told(context: Context, found: Sequence[Activity]) -> Sequence[Activity]:
    """Of several of a kind, what was told last in this chat and minutes ago; all, where what was told since is withdrawn."""
    told, withdrawn = context.conversation.recent[:1], context.conversation.withdrawn
    last = next((each for each in found if each.id in told and context.now - each.reported_at <= FRESH), None)
    gone = context.uow.activities.get(withdrawn) if last and withdrawn else None
    if last is None or (gone and gone.reported_at > last.reported_at):
        return found
    return [each for each in found if each.reported_at == last.reported_at]


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


def changeable(context: Context, activities: Sequence[Activity]) -> Sequence[Activity]:
    """Those that stand and that the sender may change."""
    return [
        activity
        for activity in activities
        if activity.state is not ActivityState.VOID and may_change(context.uow, context.sender, activity, context.now)
    ]
