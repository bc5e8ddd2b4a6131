"""Putting a single reminder into the messages of its recipient."""

from schedules.outbox import MessageKind
from schedules.ports import UnitOfWork
from schedules.reminders.merging import SEEN_BACK, place
from schedules.reminders.stage import Reminder


def add_anew(uow: UnitOfWork, reminder: Reminder, *, is_known: bool) -> None:
    """Store a reminder, or its new moment where it `is_known`, with the message that is to carry it."""
    recipient = reminder.key.recipient
    messages = uow.outbox.list(kind=MessageKind.REMINDER, recipient=recipient, since=reminder.send_at - SEEN_BACK)
    placement = place([reminder], messages)
    if is_known:
        uow.reminders.update(placement.reminders)
    else:
        uow.reminders.add(placement.reminders)
    for message in placement.messages:
        uow.outbox.add(message)
