"""Withdraw several records at once, when the sender has seen which; together they can be restored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers import replies
from handlers.assignment import named_organisation
from handlers.commands.change import keep_changed, tell_branches_concerned, without_withdrawn
from handlers.commands.record import DRAFT_LIVES
from handlers.commands.target import LOOKED_BACK, changeable, find_targets
from handlers.context import Answer, Context, say
from handlers.conversation import Draft, Option, Purpose, Question
from handlers.grammar.lexicon.kinds import name_of
from handlers.intents import Target, UndoSeveral
from schedules.calendar.zone import local_day_of
from schedules.ledger.activity import Activity, ActivityId, ActivityState
from schedules.outbox import Content

MOST = 10
"""So many records are withdrawn at once."""


def propose_withdrawal(context: Context, wanted: UndoSeveral, name: str | None) -> Answer:
    """Show which records are meant, the last first, and ask whether all of them are to go.

    They are the sender's own; of an organisation of that `name`, those that he answers for.
    """
    found = _meant_by(context, wanted, name)
    if not found:
        return say(replies.NONE_OF_THAT_DAY if wanted.reported_on and name is None else replies.NOT_YOURS)
    shown = found[:MOST]
    draft = Draft(
        purpose=Purpose.UNDO,
        question=Question.TARGET,
        options=(Option(label=replies.UNDO if len(shown) == 1 else replies.UNDO_ALL, value=replies.UNDO_ALL),),
        several=tuple(activity.id for activity in shown),
    )
    words = replies.to_withdraw(shown, context.today, more=len(found) - MOST, left=_not_found(wanted, found))
    content = Content(text=words, buttons=replies.buttons_of(draft.options), is_spare=True)
    conversation = replace(context.conversation, draft=draft, expires_at=context.now + DRAFT_LIVES)
    return Answer(replies=(content,), conversation=conversation)


def withdraw(context: Context, chosen: Sequence[ActivityId]) -> Answer:
    """Withdraw those that were chosen and may still be changed."""
    found = [context.uow.activities.get(activity_id) for activity_id in chosen]
    standing = changeable(context, [activity for activity in found if activity])
    if not standing:
        return say(replies.NOT_YOURS, conversation=replace(context.conversation, draft=None))
    gone = [replace(activity, state=ActivityState.VOID) for activity in standing]
    for old, new in zip(standing, gone, strict=True):
        keep_changed(context, old, new)
    tell_branches_concerned(context, gone, lambda theirs: replies.withdrawn(theirs, context.today))
    words = f"{replies.withdrawn(gone, context.today)}\n{replies.HOW_TO_RESTORE}"
    return say(words, conversation=without_withdrawn(context, gone))


def _meant_by(context: Context, wanted: UndoSeveral, name: str | None) -> Sequence[Activity]:
    if wanted.numbers:
        numbered = [context.uow.activities.get(ActivityId(number)) for number in wanted.numbers]
        found = changeable(context, [activity for activity in numbered if activity])
    elif wanted.targets:
        each = (find_targets(context, target, name) for target in wanted.targets)
        found = [max(of_kind, key=lambda item: (item.reported_at, item.id)) for of_kind in each if of_kind]
    elif wanted == UndoSeveral() and name is None:
        found = find_targets(context, Target())
    else:
        found = [activity for activity in _reported(context, name) if _is_of(activity, wanted)]
    return sorted(found, key=lambda item: (item.reported_at, item.id), reverse=True)[: wanted.last]


def _not_found(wanted: UndoSeveral, found: Sequence[Activity]) -> Sequence[str]:
    """The numbers and kinds of those that are not among what was found."""
    numbers, kinds = {activity.id for activity in found}, {activity.kind for activity in found}
    lost = [target.kind for target in wanted.targets if target.kind and target.kind not in kinds]
    return [*(f"#{number}" for number in sorted(set(wanted.numbers) - numbers)), *map(name_of, lost)]


def _reported(context: Context, name: str | None) -> Sequence[Activity]:
    since, until = context.today - LOOKED_BACK, context.today + timedelta(days=1)
    listed = context.uow.activities.list
    if name is None:
        return changeable(context, listed(reported_by=context.sender.member.id, since=since, until=until))
    named = named_organisation(context, name)
    return changeable(context, listed(organisation_id=named.id, since=since, until=until)) if named else ()


def _is_of(activity: Activity, wanted: UndoSeveral) -> bool:
    reported_on = local_day_of(activity.reported_at)
    return wanted.kind in {None, activity.kind} and wanted.reported_on in {None, reported_on}
