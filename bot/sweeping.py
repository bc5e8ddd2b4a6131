"""The hourly round: forget what is to be forgotten (decisions: Kept and forgotten), and look after what went wrong."""

import logging
from datetime import datetime, timedelta

from bot.dead_letters import report_dead_letters
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.context import Rulebook
from schedules.outbox import MessageKind
from schedules.reminders.merging import SEEN_BACK, place

KEYS_KEPT = timedelta(days=30)
ANSWERS_KEPT = timedelta(hours=24)
MESSAGES_KEPT = timedelta(days=90)
REMINDERS_KEPT = timedelta(days=400)
"""Longer than people are reminded of one and the same thing."""
PROGRESS_KEPT = timedelta(days=2)
"""Longer than a message is tried."""

logger = logging.getLogger(__name__)


async def sweep(database: Database, rulebook: Rulebook, now: datetime) -> None:
    """Drop answers and drafts after a day, message keys after thirty, what was sent after ninety; mend and report the rest."""
    await database.write(lambda uow: uow.inbox.cancel(keys_before=now - KEYS_KEPT, replies_before=now - ANSWERS_KEPT))
    await database.write(lambda uow: uow.conversations.cancel(now=now))
    await database.write(lambda uow: uow.outbox.cancel(ended_before=now - MESSAGES_KEPT))
    await database.write(lambda uow: uow.reminders.cancel_ended(before=now - REMINDERS_KEPT))
    await database.write(lambda uow: uow.allowances.cancel(now=now))
    await database.write(lambda uow: uow.sayings.cancel(before=now - PROGRESS_KEPT))
    if rescued := await database.write(lambda uow: rescue_adrift(uow, now)):
        logger.error("reminders were in no message that waits and were put into one", extra={"count": rescued})
    await database.write(lambda uow: report_dead_letters(uow, rulebook, now))


def rescue_adrift(uow: SqlUnitOfWork, now: datetime) -> int:
    """Put reminders that no waiting message carries into one; how many there were. There should be none."""
    adrift = uow.reminders.list_adrift()
    for reminder in adrift:
        recipient = reminder.key.recipient
        messages = uow.outbox.list(kind=MessageKind.REMINDER, recipient=recipient, since=now - SEEN_BACK)
        placement = place([reminder], messages, at_once=True)
        uow.reminders.update(placement.reminders)
        for message in placement.messages:
            uow.outbox.add(message)
    return len(adrift)
