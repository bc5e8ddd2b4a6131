"""Limits kept in memory, for channels that are tested without a database."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.limits import NO_WAIT, Limit, still_counting, wait_of


class Allowances:
    """What was sent to each target."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._sent: defaultdict[str, list[datetime]] = defaultdict(list)

    async def allow(self, target: str, count: int, limits: Sequence[Limit]) -> timedelta:
        now = self._now()
        sent = still_counting(self._sent[target], limits, now)
        wait = wait_of(sent, limits, count, now)
        self._sent[target] = sent if wait > NO_WAIT else [*sent, *[now] * count]
        return wait
