"""What a server is to the database and to the platform, without its sockets: so that many of them can share a clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.settings import WecomSettings
from bot.limits import Limit
from bot.pump import Pump
from bot.storage.database import Database
from bot.storage.progress import KeptProgress
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.outbox import DeliveryState, OutboundMessage
from schedules.reminders.rules import ReminderRules
from schedules.tick import TickOutcome, tick
from tests.books import rulebook
from tests.fakes.wecom import FakeWecom

BOOK = replace(rulebook(), rules=ReminderRules(spread_minutes=0))


class Process:
    """A pool of connections, a channel and a pump of its own."""

    def __init__(self, database: Database, crowd: "Crowd", owner: str) -> None:
        self.database, self._crowd = database, crowd
        settings = WecomSettings.model_validate(crowd.fake.settings())
        progress = KeptProgress(database, crowd.clock)
        self.channel = WecomChannel(settings, now=crowd.clock, allow=self._allow, progress=progress)
        self.pump = Pump(
            database=database, channels={"wecom": self.channel}, rulebook=BOOK, clock=crowd.clock, owner=owner
        )

    async def beat(self) -> None:
        """Plan and send until nothing is due."""
        while (await self.database.write(self.plan)).reviewed:
            pass
        while await self.pump.pump_due():
            pass

    def plan(self, uow: SqlUnitOfWork) -> TickOutcome:
        """Plan for the next few organisations."""
        now = self._crowd.clock()
        return tick(uow, now, catalogue=BOOK.catalogue, calendar=BOOK.calendar, rules=BOOK.rules)

    async def _allow(self, target: str, count: int, limits: Sequence[Limit]) -> timedelta:
        now = self._crowd.clock()
        return await self.database.write(lambda uow: uow.allowances.claim(target, count, limits=limits, now=now))


@dataclass(kw_only=True)
class Crowd:
    """Processes on one database and one platform, under one clock that moves when it is told to."""

    fake: FakeWecom
    url: str
    now: datetime
    processes: list[Process] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now

    async def open(self, count: int) -> None:
        for number in range(count):
            self.processes.append(Process(await Database.open(self.url), self, f"host:{number}"))

    async def close(self) -> None:
        for process in self.processes:
            await process.channel.close()
            await process.database.close()

    @property
    def database(self) -> Database:
        return self.processes[0].database

    async def add(self, messages: Sequence[OutboundMessage]) -> None:
        await self.database.write(lambda uow: [uow.outbox.add(message) for message in messages])

    async def states(self) -> dict[DeliveryState, int]:
        return dict(await self.database.read(lambda uow: uow.outbox.count()))

    async def next_due_at(self) -> datetime | None:
        return await self.database.read(lambda uow: uow.outbox.get_next_due_at())
