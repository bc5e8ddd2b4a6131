"""What the month has cost: calls and messages are counted here, because the platform tells only when they are used up."""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from bot.clock import Clock
from bot.errors import StorageError
from schedules.calendar.zone import SHANGHAI

Spend = Callable[[str, int], Awaitable[int]]
"""Add so many to a tally that all processes share; how many it then holds."""
GATHERED_FOR = timedelta(seconds=30)
"""So long a count may wait in memory: one that is written each time costs a transaction each time."""

logger = logging.getLogger(__name__)


class Cost(StrEnum):
    """What the platform counts by the month: calls of its interface, and messages that it brings."""

    CALLS = "calls"
    PUSHES = "pushes"


async def spend_nowhere(_tally: str, count: int) -> int:
    """Keep nothing: for those who only ask."""
    return count


class Quota:
    """The tallies of one app, by the month of Shanghai."""

    def __init__(self, client_id: str, *, now: Clock, spend: Spend) -> None:
        self._client_id = client_id
        self._now = now
        self._spend = spend
        self._pending: Counter[str] = Counter()
        self._written_at = now()
        self.spent: dict[Cost, int] = {}

    async def count(self, cost: Cost) -> None:
        """One more."""
        self._pending[self._tally_of(cost, self._now())] += 1
        if self._now() - self._written_at >= GATHERED_FOR:
            await self.write()

    async def write(self) -> Mapping[Cost, int]:
        """Keep what was counted; what the month has cost so far."""
        self._written_at = self._now()
        tallies = {cost: self._tally_of(cost, self._written_at) for cost in Cost}
        try:
            for tally in {*self._pending, *tallies.values()}:
                await self._write(tally)
        except StorageError:
            if self._pending.total():
                logger.warning("What DingTalk was asked for is counted, and not yet kept")
        return dict(self.spent)

    async def _write(self, tally: str) -> None:
        count = self._pending.pop(tally, 0)
        try:
            total = await self._spend(tally, count)
        except StorageError:
            self._pending[tally] += count
            raise
        self.spent.update({cost: total for cost in Cost if tally == self._tally_of(cost, self._now())})

    def _tally_of(self, cost: Cost, at: datetime) -> str:
        return f"dingtalk:{self._client_id}:{at.astimezone(SHANGHAI):%Y-%m}:{cost}"
