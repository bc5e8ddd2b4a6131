"""How often the platform lets one target be written to: what goes beyond is refused, or dropped without a word."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `count` messages in any span of `span`."""

    count: int
    span: timedelta


ROBOT_LIMITS = (Limit(count=20, span=timedelta(minutes=1)),)
MEMBER_LIMITS = (Limit(count=30, span=timedelta(minutes=1)), Limit(count=1000, span=timedelta(hours=1)))
NO_WAIT = timedelta()


class SlidingWindow:
    """When each target was written to, as far back as the longest limit looks."""

    def __init__(self, *limits: Limit) -> None:
        self.most = min(limit.count for limit in limits)
        self._limits = limits
        self._span = max(limit.span for limit in limits)
        self._sent: dict[str, deque[datetime]] = {}
        self._pruned_at: datetime | None = None

    def claim(self, target: str, count: int, *, now: datetime) -> timedelta | None:
        """Book `count` messages to `target`, no more than `most`, or tell how long they have to wait."""
        self._prune(now)
        sent = self._sent.setdefault(target, deque())
        self._forget(sent, now)
        wait = max(_wait_of(limit, sent, count, now) for limit in self._limits)
        if wait > NO_WAIT:
            return wait
        sent.extend([now] * count)
        return None

    def _prune(self, now: datetime) -> None:
        if self._pruned_at is not None and NO_WAIT <= now - self._pruned_at < self._span:
            return
        self._pruned_at = now
        for target, sent in list(self._sent.items()):
            self._forget(sent, now)
            if not sent:
                del self._sent[target]

    def _forget(self, sent: deque[datetime], now: datetime) -> None:
        # A clock that was set back leaves instants of the future: they tell nothing.
        while sent and not NO_WAIT <= now - sent[0] < self._span:
            sent.popleft()


def _wait_of(limit: Limit, sent: deque[datetime], count: int, now: datetime) -> timedelta:
    over = len(sent) + count - limit.count
    return sent[over - 1] + limit.span - now if over > 0 else NO_WAIT
