"""Forget what is to be forgotten (decisions: Kept and forgotten)."""

from datetime import datetime, timedelta

from bot.storage.database import Database

KEYS_KEPT = timedelta(days=30)
ANSWERS_KEPT = timedelta(hours=24)
MESSAGES_KEPT = timedelta(days=90)


async def sweep(database: Database, now: datetime) -> None:
    """Drop answers after a day, message keys after thirty, and what was sent after ninety."""
    await database.write(lambda uow: uow.inbox.cancel(keys_before=now - KEYS_KEPT, replies_before=now - ANSWERS_KEPT))
    await database.write(lambda uow: uow.outbox.cancel(ended_before=now - MESSAGES_KEPT))
