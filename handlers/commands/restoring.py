"""Let a withdrawn record stand again; that it was withdrawn stays in its history."""

from dataclasses import replace
from datetime import timedelta

from handlers import replies
from handlers.commands.change import store
from handlers.commands.fulfilment import report_fulfilled
from handlers.commands.record import reporter_of
from handlers.context import Answer, Context, say
from handlers.records import are_same_event, are_same_pair, reading_of
from handlers.sender import may_change
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, ActivityState


def restore(context: Context, number: int | None) -> Answer:
    """Restore the record of a number, else the one that was withdrawn last; not beside another of the same event."""
    wanted = context.conversation.withdrawn if number is None else ActivityId(number)
    found = context.uow.activities.get(wanted) if wanted else None
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
