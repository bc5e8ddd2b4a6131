"""One message per person and day: into which message a reminder goes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from schedules.calendar.zone import local_day_of
from schedules.outbox import DeliveryState, MessageKind, OutboundMessage
from schedules.people.member import MemberId
from schedules.reminders.stage import Reminder

SEEN_BACK = timedelta(days=62)
"""How far back one's messages are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Reminders with their messages, and the messages that have to be made for them."""

    reminders: tuple[Reminder, ...]
    messages: tuple[OutboundMessage, ...]


def message_key_of(recipient: MemberId, day: date, number: int = 1) -> str:
    """The key of a person's message of a day."""
    return f"reminder:{recipient}:{day}" if number == 1 else f"reminder:{recipient}:{day}:{number}"


def place(reminders: Iterable[Reminder], messages: Sequence[OutboundMessage], *, at_once: bool = False) -> Placement:
    """Give the planned reminders of one recipient to his messages: those that wait take them, a new one where none does.

    What is to be told `at_once`, at the next moment that there is, also joins a message left over from an earlier day,
    so that an outage ends in one message.
    """
    placed: list[Reminder] = []
    made: list[OutboundMessage] = []
    for reminder in reminders:
        message = _waiting((*messages, *made), local_day_of(reminder.send_at), at_once=at_once)
        if message is None:
            message = _make(reminder, messages)
            made.append(message)
        placed.append(replace(reminder, message_key=message.key, send_at=message.send_at))
    return Placement(reminders=tuple(placed), messages=tuple(made))


def sent_on(messages: Iterable[OutboundMessage], day: date) -> int:
    """How many reminder messages went out on `day`."""
    return sum(message.sent_at is not None and local_day_of(message.sent_at) == day for message in messages)


def _waiting(messages: Iterable[OutboundMessage], day: date, *, at_once: bool) -> OutboundMessage | None:
    for message in messages:
        planned_on = local_day_of(message.send_at)
        if message.state is DeliveryState.PENDING and (planned_on == day or (at_once and planned_on < day)):
            return message
    return None


def _make(reminder: Reminder, messages: Sequence[OutboundMessage]) -> OutboundMessage:
    recipient, send_at = reminder.key.recipient, reminder.send_at
    return OutboundMessage(
        key=_new_key(recipient, local_day_of(send_at), messages),
        kind=MessageKind.REMINDER,
        send_at=send_at,
        organisation_id=reminder.key.organisation_id,
        recipient=recipient,
    )


def _new_key(recipient: MemberId, day: date, messages: Sequence[OutboundMessage]) -> str:
    taken = {message.key for message in messages}
    number = 1
    while (key := message_key_of(recipient, day, number)) in taken:
        number += 1
    return key
