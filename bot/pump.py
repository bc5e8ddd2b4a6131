"""Send what waits in the outbox: claim, look again whether it is still true, send, mark.

Messages to one target go out one after another, in their order; those to different targets side by side. A claim is a
lease, which each message renews at its turn: whoever has lost it meanwhile leaves the message to the other process.
What a process knows of its messages no other knows: it goes on trying to store it for as long as a lease may last.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot import wording
from bot.carrying import Carrier, Export, Paint
from bot.channels.base import Channel, SendError
from bot.clock import Clock
from bot.errors import StorageError
from bot.failpoints import reach, watch
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.context import Rulebook
from schedules.delivery import Failed, Sent, drop, settle, word_message
from schedules.outbox import ERRANDS, FIRST_PAUSE, MessageKind, OutboundMessage
from schedules.people.address import Address, choose_account
from schedules.reminders.worded import Suppressed, Worded
from schedules.wording import NO_ACCOUNT

logger = logging.getLogger(__name__)

T = TypeVar("T")

LEASE = timedelta(minutes=2)
SEND_WITHIN = timedelta(minutes=1)
"""Less than a lease, so that nobody else takes over a message that is being sent."""
BATCH = 50
AT_ONCE = 8
KEPT_FOR_NOBODY = frozenset({MessageKind.REMINDER, MessageKind.DIGEST, MessageKind.LEDGER})
STORE_EVERY = timedelta(seconds=1)
STORE_TRIES = 90
"""How often, and how many times, what became of a message is tried to be stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claimed:
    """A message, and the lease under which it is ours."""

    message: OutboundMessage
    held: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """A message that is worded and about to be sent."""

    message: OutboundMessage
    held: datetime
    content: Worded
    address: Address | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wait:
    """The target of a message is to be left alone for a while."""

    pause: timedelta
    reason: str


@dataclass(slots=True, kw_only=True)
class Pump:
    """Sends due messages for one process, which is known as `owner`, until it is `halted`; `paint` draws charts, `export` writes files."""

    database: Database
    channels: Mapping[str, Channel]
    rulebook: Rulebook
    clock: Clock
    owner: str = ""
    halted: asyncio.Event = field(default_factory=asyncio.Event)
    paint: Paint | None = None
    export: Export | None = None

    async def pump_due(self) -> int:
        """Send one batch of due messages; how many there were."""
        now = self.clock()
        held = now + LEASE
        claimed = await self._claim(now, held)
        reach("S0")
        # No platform tells a group the same thing once: of those, one alone may be in doubt after a crash.
        for_members, for_groups = asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(1)

        async def deliver(queue: Sequence[_Claimed]) -> None:
            address = queue[0].message.address
            async with for_groups if address and address.is_group else for_members:
                await self._deliver_in_order(queue)

        queues = _queues_of([_Claimed(message=message, held=held) for message in claimed])
        outcomes = await asyncio.gather(*map(deliver, queues), return_exceptions=True)
        for fault in filter(None, outcomes):
            raise fault
        return len(claimed)

    async def _claim(self, now: datetime, held: datetime) -> Sequence[OutboundMessage]:
        try:
            return await self.database.write(
                lambda uow: uow.outbox.claim(due_by=now, leased_until=held, limit=BATCH, leased_by=self.owner)
            )
        except StorageError:
            # It may have been kept, and only the answer lost: then nobody is at what it leased.
            await self._store(lambda uow: uow.leases.cancel(self.owner, held=held))
            raise

    async def _deliver_in_order(self, queue: Sequence[_Claimed]) -> None:
        for place, claimed in enumerate(queue):
            if self.halted.is_set():
                await self._put_off(queue[place:], _Wait(pause=timedelta(), reason=wording.HALTED))
                return
            if wait := await self._deliver(claimed):
                await self._put_off(queue[place + 1 :], wait)
                return

    async def _deliver(self, claimed: _Claimed) -> _Wait | None:
        """Send one message and store what became of it; how long the next ones to the same target have to wait."""
        letter = await self._prepare(claimed)
        if letter is None:
            return None
        try:
            result = await self._send(letter)
        except SendError as error:
            if error.untried:
                return await self._put_off_untried(letter, _Wait(pause=error.pause or FIRST_PAUSE, reason=error.reason))
            failed = Failed(reason=error.reason, permanent=error.permanent, pause=error.pause)
            return await self._settle_failure(letter, failed, in_doubt=error.ambiguous)
        except StorageError:
            # The limits could not be asked: nothing has left.
            return await self._put_off_untried(letter, _Wait(pause=STORE_EVERY, reason=wording.UNSTORED))
        except Exception as error:
            logger.exception("a channel failed", extra={"message_id": claimed.message.id})
            failed = Failed(reason=wording.UNEXPECTED.format(fault=type(error).__name__))
            return await self._settle_failure(letter, failed, in_doubt=True)
        reach("S2")
        await self._store(lambda uow: self._settle_sent(uow, letter, result))
        return None

    async def _prepare(self, claimed: _Claimed) -> _Letter | None:
        """Word a message and begin to send it; None if it came to its end, or is no longer ours."""
        try:
            held = max(self.clock() + LEASE, claimed.held)
            return await self._store(lambda uow: self._begin(uow, claimed, held))
        except StorageError:
            raise
        except Exception as error:
            logger.exception("a message could not be worded", extra={"message_id": claimed.message.id})
            # Others to the same recipient need not wait for what is wrong with this one alone.
            failed = Failed(reason=wording.UNWORDABLE.format(fault=type(error).__name__), yields=True)
            await self._store(lambda uow: self._settle_if_held(uow, claimed.message, claimed.held, failed))
            return None

    def _begin(self, uow: SqlUnitOfWork, claimed: _Claimed, held: datetime) -> _Letter | None:
        now, book, message = self.clock(), self.rulebook, claimed.message
        if not uow.leases.claim(message.id, held=claimed.held, until=held):
            return None
        content = word_message(uow, message, now, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules)
        if isinstance(content, Suppressed):
            settle(uow, message, content, now)
            return None
        address = self._address_of(uow, message)
        if address is None and message.kind in KEPT_FOR_NOBODY:
            # Once he has an account, the next one tells what is true then: this one need not be kept for him.
            drop(uow, message, NO_ACCOUNT)
            return None
        return _Letter(message=message, held=held, content=content, address=address)

    def _address_of(self, uow: SqlUnitOfWork, message: OutboundMessage) -> Address | None:
        """The message's own, or its recipient's: where he wrote last, else where his organisation wants it."""
        if message.address or message.recipient is None:
            return message.address
        accounts = uow.accounts.list(member_id=message.recipient)
        usable = [account for account in accounts if account.address.channel in self.channels]
        member = uow.members.get(message.recipient)
        home = uow.organisations.get(member.organisation_id) if member else None
        chosen = choose_account(usable, first=home.settings.platform if home else None)
        return chosen.address if chosen else None

    async def _send(self, letter: _Letter) -> Sent:
        address, content = letter.address, letter.content
        channel = self.channels.get(address.channel) if address else None
        if address is None or channel is None:
            raise SendError(NO_ACCOUNT, permanent=True)
        try:
            async with asyncio.timeout(SEND_WITHIN.total_seconds()):
                return await self._carrier(channel, address, letter.message.key).carry(content)
        except TimeoutError:
            raise SendError(wording.TOO_SLOW, ambiguous=True) from None

    def _carrier(self, channel: Channel, address: Address, key: str) -> Carrier:
        return Carrier(
            channel=channel, address=address, key=key, clock=self.clock, paint=self.paint, export=self.export
        )

    def _settle_sent(self, uow: SqlUnitOfWork, letter: _Letter, result: Sent) -> None:
        # It is sent, whoever holds the lease by now.
        watched = watch("S3", uow)
        settle(watched, letter.message, result, self.clock())
        reach("S3")

    async def _settle_failure(self, letter: _Letter, failed: Failed, *, in_doubt: bool) -> _Wait | None:
        logger.warning("a message was not sent", extra={"message_id": letter.message.id, "reason": failed.reason})
        message = replace(letter.message, doubts=letter.message.doubts + in_doubt)
        is_errand = message.kind in ERRANDS
        failed = replace(failed, yields=failed.yields or is_errand)
        await self._store(lambda uow: self._settle_if_held(uow, message, letter.held, failed))
        return None if failed.permanent or is_errand else _Wait(pause=FIRST_PAUSE, reason=wording.AFTER_OTHERS)

    def _settle_if_held(self, uow: SqlUnitOfWork, message: OutboundMessage, held: datetime, failed: Failed) -> None:
        if uow.leases.get(message.id, held=held):
            settle(uow, message, failed, self.clock())

    async def _put_off_untried(self, letter: _Letter, wait: _Wait) -> _Wait:
        await self._put_off([_Claimed(message=letter.message, held=letter.held)], wait)
        return wait

    async def _put_off(self, queue: Sequence[_Claimed], wait: _Wait) -> None:
        until = self.clock() + wait.pause

        def put_off(uow: SqlUnitOfWork) -> None:
            for item in queue:
                doubts, held = item.message.doubts, item.held
                uow.leases.update(item.message.id, held=held, until=until, doubts=doubts, reason=wait.reason)

        if queue:
            await self._store(put_off)

    async def _store(self, use_case: Callable[[SqlUnitOfWork], T]) -> T:
        """Store something again and again: done twice, because the answer to a commit was lost, it is done once."""
        for _ in range(STORE_TRIES):
            with contextlib.suppress(StorageError):
                return await self.database.write(use_case)
            await asyncio.sleep(STORE_EVERY.total_seconds())
        return await self.database.write(use_case)


def _queues_of(claimed: Sequence[_Claimed]) -> Sequence[Sequence[_Claimed]]:
    """Claimed messages by their target, each in order."""
    queues: dict[object, list[_Claimed]] = {}
    for item in claimed:
        message = item.message
        queues.setdefault(message.address or message.recipient or message.id, []).append(item)
    return list(queues.values())
