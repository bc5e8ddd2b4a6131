"""What one person may send in a minute, and one thing after another, so that everybody else is answered as before.

Each process counts for itself what people usually send. What somebody sends beyond that is booked in the database, for
all processes together: with several of them, a few more may be read than with one.
"""

import asyncio
from collections import deque
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.limits import NO_WAIT, Limit
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.people.address import Address

MINUTE = timedelta(minutes=1)
MOST_A_MINUTE = 60
"""Nobody types so fast, and whoever sends the photos of a meeting stays below."""
BOOKED_FROM = 10
"""So many in a minute are booked together; fewer cost the database nothing."""
MOST = Limit(count=MOST_A_MINUTE, span=MINUTE)
TOLD = Limit(count=1, span=MINUTE)
MOST_SENDERS = 10_000


@dataclass(slots=True)
class _Minute:
    begun_at: datetime
    count: int = 0
    is_over: bool = False


class _Turn:
    """A sender's turn: whoever has it hands it on to the next, who waits."""

    __slots__ = ("_queues", "_sender")

    def __init__(self, queues: dict[Address, deque[asyncio.Future[None]]], sender: Address) -> None:
        self._queues, self._sender = queues, sender

    async def __aenter__(self) -> None:
        queue = self._queues.get(self._sender)
        if queue is None:
            self._queues[self._sender] = deque()
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():
                self._hand_on()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._hand_on()

    def _hand_on(self) -> None:
        queue = self._queues[self._sender]
        while queue:
            following = queue.popleft()
            if not following.done():
                following.set_result(None)
                return
        del self._queues[self._sender]


@dataclass(slots=True)
class Floodgate:
    """Counts what each person sends, and lets it through one by one."""

    minutes: dict[Address, _Minute] = field(default_factory=dict)
    queues: dict[Address, deque[asyncio.Future[None]]] = field(default_factory=dict)

    def in_turn(self, sender: Address) -> AbstractAsyncContextManager[None]:
        """Wait for what the sender sent before: it would wait in the database, and keep its connection from others."""
        return _Turn(self.queues, sender)

    @property
    def has_others(self) -> bool:
        """Whether more than one sender is being answered."""
        return len(self.queues) > 1

    def count(self, sender: Address, now: datetime) -> int | None:
        """Count a message; how many are to be booked with it, or None if its sender's measure is full."""
        minute = self._minute_of(sender, now)
        minute.count += 1
        if minute.is_over or minute.count > MOST_A_MINUTE:
            return None
        if minute.count <= BOOKED_FROM:
            return BOOKED_FROM if minute.count == BOOKED_FROM else 0
        return 1

    def end(self, sender: Address, now: datetime) -> bool:
        """Read no more of a sender's minute; whether this is new."""
        minute = self._minute_of(sender, now)
        is_new, minute.is_over = not minute.is_over, True
        return is_new

    def _minute_of(self, sender: Address, now: datetime) -> _Minute:
        minute = self.minutes.get(sender)
        if minute is None or not minute.begun_at <= now < minute.begun_at + MINUTE:
            minute = self._begin(sender, now)
        return minute

    def _begin(self, sender: Address, now: datetime) -> _Minute:
        if len(self.minutes) >= MOST_SENDERS:
            self.minutes = {who: minute for who, minute in self.minutes.items() if now - minute.begun_at < MINUTE}
        self.minutes[sender] = _Minute(now)
        return self.minutes[sender]


def book(uow: SqlUnitOfWork, sender: Address, count: int, now: datetime) -> bool:
    """Book messages of a sender for all processes together; False if that is more than may be read."""
    return count == 0 or uow.allowances.claim(_name_of("read", sender), count, limits=[MOST], now=now) == NO_WAIT


def book_telling(uow: SqlUnitOfWork, sender: Address, now: datetime) -> bool:
    """Whether it falls to this process to tell a sender that there was too much."""
    return uow.allowances.claim(_name_of("told", sender), 1, limits=[TOLD], now=now) == NO_WAIT


def _name_of(what: str, sender: Address) -> str:
    return f"{what}:{sender.channel}:{sender.account}"
