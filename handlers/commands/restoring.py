"""Let a withdrawn record stand again; that it was withdrawn stays in its history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers import replies
from handlers.commands.change import keep_changed, store, tell_branches_concerned
from handlers.commands.fulfilment import report_fulfilled
from handlers.commands.record import reporter_of
from handlers.context import Answer, Context, say
from handlers.intents import Restore
from handlers.records import are_same_event, are_same_pair, reading_of
from handlers.sender import may_change
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, ActivityState


def restore(context: Context, asked: Restore) -> Answer:
    """Restore the record of a number, else what was withdrawn last; not beside another of the same event."""
    number, wanted = asked.number, _wanted(context, asked)
    if len(wanted) > 1:
        return _restore_together(context, wanted)
    found = context.uow.activities.get(wanted[0]) if wanted else None
    if found is None or not may_change(context.uow, context.sender, found, context.now):
        return say(replies.NOTHING_WITHDRAWN if number is None else replies.NOT_YOURS)
    if found.state is not ActivityState.VOID:
        return say(replies.nothing_changed(found, context.today))
    if twin := _twin_of(context, found):
        return say(replies.already(twin, reporter_of(context, twin), context.today))
    standing = replace(found, state=_state_before(context, found))
    answer = store(context, found, standing)
    met = report_fulfilled(context, found.organisation_id, [standing])
    before, *rest = answer.replies
    return replace(answer, replies=(replace(before, text="\n".join([before.text, *met])), *rest))


def _wanted(context: Context, asked: Restore) -> Sequence[ActivityId]:
    if asked.number is not None:
        return [ActivityId(asked.number)]
    last = [one for one in (context.conversation.withdrawn, *context.conversation.withdrawn_with) if one]
    found = filter(None, map(context.uow.activities.get, last))
    return [one.id for one in found if one.kind is asked.kind] if asked.kind else last


def _restore_together(context: Context, wanted: Sequence[ActivityId]) -> Answer:
    """Restore those of several that are still withdrawn and that nothing has taken the place of."""
    lines, standing = [], []
    for found in filter(None, map(context.uow.activities.get, wanted)):
        if found.state is not ActivityState.VOID or not may_change(context.uow, context.sender, found, context.now):
            continue
        if twin := _twin_of(context, found):
            lines.append(replies.already(twin, reporter_of(context, twin), context.today))
            continue
        restored = replace(found, state=_state_before(context, found))
        keep_changed(context, found, restored)
        standing.append(restored)
    if standing:
        lines.insert(0, replies.restored(standing, context.today))
        tell_branches_concerned(context, standing, lambda theirs: replies.restored(theirs, context.today))
    for organisation_id in dict.fromkeys(one.organisation_id for one in standing):
        lines += report_fulfilled(
            context, organisation_id, [x for x in standing if x.organisation_id == organisation_id]
        )
    recent = tuple(dict.fromkeys((*(one.id for one in standing), *context.conversation.recent)))
    conversation = replace(context.conversation, draft=None, recent=recent)
    return say("\n".join(lines) or replies.NOTHING_WITHDRAWN, conversation=conversation)


def _twin_of(context: Context, withdrawn: Activity) -> Activity | None:
    """What was reported anew in its place."""
    day, told = withdrawn.held_on, reading_of(withdrawn)
    same_day = context.uow.activities.list(
        organisation_id=withdrawn.organisation_id, since=day, until=day + timedelta(days=1)
    )
    alike = (each for each in same_day if each.state is not ActivityState.VOID and are_same_event(each, told))
    return next((each for each in alike if each.kind is not ActivityKind.TALK or are_same_pair(each, told, "")), None)


def _state_before(context: Context, withdrawn: Activity) -> ActivityState:
    history = context.uow.amendments.list(activity_id=withdrawn.id)
    states = (each.before["state"] for each in reversed(history) if each.after.get("state") == ActivityState.VOID)
    return ActivityState(next(filter(None, states), ActivityState.RECORDED))
