"""An outbox, its pump and a clock that moves to the next due message, before a platform that a subclass sets to that clock."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.channels.base import Channel
from bot.clock import Clock
from bot.limits import Allow, Limit
from bot.pump import Pump
from bot.robot import Robot
from bot.storage.database import Database
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Address
from tests.books import rulebook

START = datetime(2026, 6, 1, 1, tzinfo=UTC)


Connect = Callable[[Clock, Allow], Channel]
"""Make a channel that tells the time by this clock and asks for its limits there."""


class Office:
    """What waits in the outbox is sent by one channel."""

    def __init__(self, database: Database, connect: Connect) -> None:
        self.now = START
        self.database = database
        self.channel = connect(self.clock, self._allow)
        channels = {self.channel.name: self.channel}
        self.pump = Pump(database=database, channels=channels, rulebook=rulebook(), clock=self.clock)
        self.robot = Robot(database=database, rulebook=rulebook(), clock=self.clock, channels=channels)

    def clock(self) -> datetime:
        return self.now

    async def messages(self) -> Sequence[OutboundMessage]:
        return await self.database.read(lambda uow: uow.outbox.list())

    async def add(self, *addresses: Address, text: str = "第 {number} 条") -> None:
        messages = [
            OutboundMessage(
                key=f"m{number}",
                kind=MessageKind.NOTICE,
                send_at=START,
                address=address,
                content=Content(text=text.format(number=number)),
            )
            for number, address in enumerate(addresses)
        ]
        await self.database.write(lambda uow: uow.outbox.add(*messages))

    async def drain(self) -> int:
        """Pump until nothing waits; how many times the clock moved."""
        moves = 0
        while True:
            while await self.pump.pump_due():
                pass
            due_at = await self.database.read(lambda uow: uow.outbox.get_next_due_at())
            if due_at is None:
                return moves
            self.now, moves = max(due_at, self.now + timedelta(seconds=1)), moves + 1

    async def states(self) -> dict[DeliveryState, int]:
        counts = await self.database.read(lambda uow: uow.outbox.count())
        return {state: count for state, count in counts.items() if count}

    async def _allow(self, target: str, count: int, limits: Sequence[Limit]) -> timedelta:
        return await self.database.write(lambda uow: uow.allowances.claim(target, count, limits=limits, now=self.now))
