"""The robot's three verbs over its parts: take a message in, beat, pump."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.base import Channel
from bot.clock import Clock
from bot.pump import pump_due
from bot.storage.database import Database
from handlers.context import Rulebook
from handlers.intake import intake
from handlers.messages import InboundMessage, Outcome
from schedules.tick import TickOutcome, tick

logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Robot:
    """The running robot: its database, its books, its channels, its clock."""

    database: Database
    rulebook: Rulebook
    clock: Clock
    channels: Mapping[str, Channel] = field(default_factory=dict)
    roused: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when something may be waiting in the outbox."""

    async def take_in(self, message: InboundMessage) -> Outcome:
        """Take a message in; everything about it is committed when this returns.

        Raises:
            StorageError: nothing was kept.
        """
        now = self.clock()
        outcome = await self.database.write(lambda uow: intake(uow, message, now, rulebook=self.rulebook))
        self.roused.set()
        return outcome

    async def beat(self) -> None:
        """Plan whatever is due and send whatever waits."""
        await self.tick()
        await self.pump()

    async def tick(self) -> None:
        """Review organisations in slices until none is due."""
        while (outcome := await self._tick_slice()).reviewed:
            for problem in outcome.problems:
                logger.error("a review failed and was put off", extra={"problem": str(problem)})

    async def pump(self) -> int:
        """Send what is due; how many messages came to an end or were put off."""
        handled = 0
        while count := await pump_due(self.database, self.channels, self.rulebook, self.clock()):
            handled += count
        return handled

    async def next_due_at(self) -> datetime | None:
        """The next instant at which something is due by itself."""
        instants = await self.database.read(lambda uow: (uow.reviews.get(), uow.outbox.get_next_due_at()))
        return min((instant for instant in instants if instant is not None), default=None)

    async def _tick_slice(self) -> TickOutcome:
        now, book = self.clock(), self.rulebook
        return await self.database.write(
            lambda uow: tick(uow, now, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules)
        )
