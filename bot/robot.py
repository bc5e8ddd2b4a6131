"""The robot's three verbs over its parts: take a message in, beat, pump."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.carrying import Export, Paint
from bot.channels.base import Channel
from bot.clock import Clock
from bot.failpoints import reach, watch
from bot.fetching import Fetcher
from bot.flood import MOST_A_MINUTE, Floodgate, book, book_telling
from bot.foresight import Foresight
from bot.pump import Pump
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.wording import tell_flood
from handlers.contact_news import learn
from handlers.context import Read, Rulebook, read
from handlers.intake import intake
from handlers.messages import InboundMessage, Outcome
from handlers.ports import UnitOfWork
from handlers.posting import complete, settle_answers
from schedules.outbox import Content
from schedules.people.address import Address
from schedules.people.contacts import ContactNews
from schedules.reminders.hours import may_send_at, moment_from
from schedules.tick import TickOutcome, tick

logger = logging.getLogger(__name__)

TOLD_EVERY = 1000
"""Organisations, of a planning that takes long."""


@dataclass(slots=True, kw_only=True)
class Robot:
    """The running robot: its database, its books, its channels, its clock."""

    database: Database
    rulebook: Rulebook
    clock: Clock
    channels: Mapping[str, Channel] = field(default_factory=dict)
    roused: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when something may be waiting in the outbox."""
    owner: str = ""
    """Under which name this process leases messages; no two that live have the same."""
    fetcher: Fetcher | None = None
    """Where files are kept with records."""
    floodgate: Floodgate = field(default_factory=Floodgate)
    foresight: Foresight | None = None
    """Reads messages before their transactions, where there is somebody to do it."""
    halted: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when no further message is to be begun."""
    paint: Paint | None = None
    """Draws the charts that go with digests."""
    export: Export | None = None
    """Writes the files that are asked for."""
    reread: Callable[[], Awaitable[None]] | None = None
    """Looks whether the operator's own books have changed."""

    async def take_in(self, message: InboundMessage) -> Outcome:
        """Take a message in; everything about it is committed when this returns.

        Of what is beyond the sender's measure nothing is kept, and he is told so once.

        Raises:
            StorageError: nothing was kept.
        """
        now = self.clock()
        booking = self.floodgate.count(message.sender, now)
        if booking is None and not await self._is_known(message):
            return await self._tell_flood(message.sender, now)
        async with self.floodgate.in_turn(message.sender):
            meaning = await self._reader_of(message, now)
            outcome = await self.database.write(lambda uow: self._intake(uow, message, now, booking or 0, meaning))
        if outcome is None:
            return await self._tell_flood(message.sender, now)
        reach("R2")
        self.roused.set()
        return outcome

    async def settle_answers(self, keys: Collection[str]) -> None:
        """Remember that a channel has posted these answers.

        Raises:
            StorageError: it was not kept; the outbox will say them once more.
        """
        await self.database.write(lambda uow: settle_answers(uow, keys, self.clock()))

    async def learn(self, news: ContactNews) -> None:
        """Follow what a platform tells of its contacts; people are told of it in the hours for it.

        Raises:
            StorageError: nothing was kept.
        """
        now, book = self.clock(), self.rulebook
        tell_at = now
        if not may_send_at(now, book.calendar, book.rules):
            tell_at = moment_from(now, book.rules.send_at, calendar=book.calendar, rules=book.rules)
        await self.database.write(lambda uow: learn(uow, news, now, tell_at=tell_at))
        self.roused.set()

    async def beat(self) -> None:
        """Plan whatever is due and send whatever waits."""
        await self.tick()
        await self.pump()

    async def tick(self) -> bool:
        """Review organisations in slices until none is left; False if others keep some that are due."""
        reviewed = 0
        while (outcome := await self._tick_slice()).reviewed:
            for problem in outcome.problems:
                logger.error("a review failed and was put off", extra={"problem": str(problem)})
            before, reviewed = reviewed, reviewed + outcome.reviewed
            if reviewed // TOLD_EVERY > before // TOLD_EVERY:
                logger.info("planning goes on", extra={"reviewed": reviewed})
        return not outcome.left

    async def pump(self) -> int:
        """Send what is due; how many messages came to an end or were put off."""
        pump = Pump(
            database=self.database,
            channels=self.channels,
            rulebook=self.rulebook,
            clock=self.clock,
            owner=self.owner,
            halted=self.halted,
            paint=self.paint,
            export=self.export,
        )
        handled = 0
        while not self.halted.is_set() and (count := await pump.pump_due()):
            handled += count
        return handled

    async def next_due_at(self) -> datetime | None:
        """The next instant at which something is due by itself."""
        instants = await self.database.read(lambda uow: (uow.reviews.get(), uow.outbox.get_next_due_at()))
        return min((instant for instant in instants if instant is not None), default=None)

    async def _reader_of(self, message: InboundMessage, now: datetime) -> Read:
        """Who reads the message: ahead of its transaction only where others would have to wait for it."""
        if self.foresight is None:
            return read
        return await self.foresight.reader_of(message, now, ahead=self.floodgate.has_others)

    async def _is_known(self, message: InboundMessage) -> bool:
        """Whether a message was taken in before: then it is answered as it was."""
        return await self.database.read(lambda uow: uow.inbox.get(message.key)) is not None

    async def _tell_flood(self, sender: Address, now: datetime) -> Outcome:
        is_told = self.floodgate.end(sender, now) and await self.database.write(
            lambda uow: book_telling(uow, sender, now)
        )
        return Outcome(replies=(Content(text=tell_flood(MOST_A_MINUTE)),) if is_told else ())

    def _intake(
        self, uow: SqlUnitOfWork, message: InboundMessage, now: datetime, booking: int, meaning: Read
    ) -> Outcome | None:
        """Do what a message asks; None, and nothing, if others have read as much of its sender as may be."""
        reach("R0")
        if booking and uow.inbox.get(message.key) is None and not book(uow, message.sender, booking, now):
            return None
        watched = watch("R4", uow)
        outcome = complete(watched, message, intake(watched, message, now, rulebook=self.rulebook, read=meaning), now)
        reach("R1")
        return outcome

    async def _tick_slice(self) -> TickOutcome:
        now = self.clock()
        outcome = await self.database.write(lambda uow: self._tick(uow, now))
        reach("P4")
        return outcome

    def _tick(self, uow: UnitOfWork, now: datetime) -> TickOutcome:
        book = self.rulebook
        reach("P0")
        outcome = tick(watch("P2", uow), now, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules)
        reach("P3")
        return outcome
