"""Send what waits in the outbox: claim, look again whether it is still true, send, mark."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.channels.base import Channel, SendError
from bot.storage.database import Database
from handlers.context import Rulebook
from schedules.delivery import Failed, Sent, Suppressed, Worded, settle, word_message
from schedules.outbox import OutboundMessage
from schedules.people.address import Address
from schedules.ports import UnitOfWork
from schedules.wording import NO_ACCOUNT

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
BATCH = 50
AT_ONCE = 8


async def pump_due(database: Database, channels: Mapping[str, Channel], rulebook: Rulebook, now: datetime) -> int:
    """Send one batch of due messages; how many there were."""
    messages = await database.write(lambda uow: uow.outbox.claim(due_by=now, leased_until=now + LEASE, limit=BATCH))
    gate = asyncio.Semaphore(AT_ONCE)

    async def deliver(message: OutboundMessage) -> None:
        async with gate:
            await _deliver(database, channels, rulebook, message, now)

    await asyncio.gather(*(deliver(message) for message in messages))
    return len(messages)


async def _deliver(
    database: Database, channels: Mapping[str, Channel], rulebook: Rulebook, message: OutboundMessage, now: datetime
) -> None:
    content, address = await database.write(lambda uow: _prepare(uow, message, rulebook, frozenset(channels), now))
    if isinstance(content, Suppressed):
        await database.write(lambda uow: settle(uow, message, content, now))
        return
    result = await _send(channels, message, content, address, now)
    if isinstance(result, Failed):
        logger.warning("a message was not sent", extra={"message_id": message.id, "reason": result.reason})
    await database.write(lambda uow: settle(uow, message, result, now))


def _prepare(
    uow: UnitOfWork, message: OutboundMessage, rulebook: Rulebook, channels: frozenset[str], now: datetime
) -> tuple[Worded | Suppressed, Address | None]:
    content = word_message(
        uow, message, now, catalogue=rulebook.catalogue, calendar=rulebook.calendar, rules=rulebook.rules
    )
    return content, message.address or _best_address(uow, message, channels)


def _best_address(uow: UnitOfWork, message: OutboundMessage, channels: frozenset[str]) -> Address | None:
    """The account that the recipient wrote on last, among the channels that there are."""
    if message.recipient is None:
        return None
    accounts = uow.accounts.list(member_id=message.recipient)
    return next((account.address for account in accounts if account.address.channel in channels), None)


async def _send(
    channels: Mapping[str, Channel], message: OutboundMessage, content: Worded, address: Address | None, now: datetime
) -> Sent | Failed | Suppressed:
    channel = channels.get(address.channel) if address else None
    if address is None or channel is None:
        return Failed(reason=NO_ACCOUNT, permanent=True)
    try:
        await channel.send(address, content, key=message.key)
    except SendError as error:
        if error.untried:
            return Suppressed(reason=error.reason, until=now + (error.pause or LEASE))
        return Failed(reason=error.reason, permanent=error.permanent, pause=error.pause)
    return Sent(text=content.text, buttons=content.buttons, told=content.told)
