"""What one person may send in a minute, and one thing after another, so that everybody else is answered as before.

Each process counts for itself: it is its own time that it spares.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from schedules.people.address import Address

MOST_A_MINUTE = 60
"""Nobody types so fast, and whoever sends the photos of a meeting stays below."""
MINUTE = timedelta(minutes=1)
MOST_SENDERS = 10_000


@dataclass(slots=True)
class _Minute:
    begun_at: datetime
    count: int = 0


@dataclass(slots=True)
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


@dataclass(slots=True)
class Floodgate:
    """Counts what each person sends, and lets it through one by one."""

    minutes: dict[Address, _Minute] = field(default_factory=dict)
    queues: dict[Address, _Queue] = field(default_factory=dict)

    @contextlib.asynccontextmanager
    async def in_turn(self, sender: Address) -> AsyncIterator[None]:
        """Wait for what the sender sent before: it would wait in the database, and keep its connection from others."""
        queue = self.queues.setdefault(sender, _Queue())
        queue.length += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.length -= 1
            if not queue.length:
                del self.queues[sender]

    def count(self, sender: Address, now: datetime) -> int:
        """Count a message; which one of its sender's minute it is."""
        minute = self.minutes.get(sender)
        if minute is None or not minute.begun_at <= now < minute.begun_at + MINUTE:
            minute = self._begin(sender, now)
        minute.count += 1
        return minute.count

    def _begin(self, sender: Address, now: datetime) -> _Minute:
        if len(self.minutes) >= MOST_SENDERS:
            self.minutes = {who: minute for who, minute in self.minutes.items() if now - minute.begun_at < MINUTE}
        self.minutes[sender] = _Minute(now)
        return self.minutes[sender]
