"""What is still to come is not recorded; who speaks of it may have it noted in his own calendar."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import replies
from handlers.context import Answer, Context, say
from handlers.grammar.lexicon.kinds import name_of
from handlers.intents import Plan
from schedules.calendar.written import parse_day
from schedules.ledger.activity import ActivityKind
from schedules.outbox import Button, Content, MessageKind, OutboundMessage

NOTE = "note"
KINDS = frozenset(kind.value for kind in ActivityKind)


def announce(context: Context, plan: Plan) -> Answer:
    """Say that nothing was recorded, and offer to note the day, where that can be done and is wanted."""
    has_calendar = context.message.has_calendar and context.sender.home.settings.calendar
    if not (plan.kind and plan.planned_on and has_calendar and context.is_private):
        return say(replies.PLANNED)
    button = Button(label=replies.NOTE_DAY, action=f"{NOTE}:{plan.kind}:{plan.planned_on}")
    return Answer(replies=(Content(text=replies.PLANNED, buttons=(button,)),))


def press_note(context: Context, rest: str) -> Answer:
    """Have a day noted, once, however often that is asked for."""
    named, _, told = rest.partition(":")
    day = parse_day(told)
    if day is None or day < context.today or named not in KINDS or not context.message.has_calendar:
        return say(replies.EXPIRED)
    home, sender, kind = context.sender.home, context.message.sender, name_of(ActivityKind(named))
    event = OutboundMessage(
        key=f"event:{sender.channel}:{sender.account}:{named}:{day}",
        kind=MessageKind.EVENT,
        send_at=context.now,
        organisation_id=home.id,
        recipient=context.sender.member.id,
        address=sender,
        content=Content(text=f"{home.name} {kind}"),
    )
    context.uow.outbox.add(event)
    return say(replies.day_noted(kind, day, context.today))


def with_those_ahead(context: Context, answer: Answer, ahead: Sequence[Plan]) -> Answer:
    """Say what was told besides and was not kept, for its day has not come."""
    if not ahead:
        return answer
    *before, last = answer.replies
    told = replace(last, text=f"{last.text}\n{replies.still_ahead(ahead, context.today)}")
    return replace(answer, replies=(*before, told))
