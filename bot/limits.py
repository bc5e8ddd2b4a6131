"""How often a target may be written to: what goes beyond is refused by a platform, or dropped without a word."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

NO_WAIT = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `count` messages in any span of `span`."""

    count: int
    span: timedelta


Allow = Callable[[str, int, Sequence[Limit]], Awaitable[timedelta]]
"""Book so many messages to a target, for all processes together, or tell how long they have to wait."""


async def allow_all(_target: str, _count: int, _limits: Sequence[Limit]) -> timedelta:
    """Let everything through: for those who only ask."""
    return NO_WAIT


def still_counting(sent: Sequence[datetime], limits: Sequence[Limit], now: datetime) -> list[datetime]:
    """Those instants that a limit still looks back to, oldest first."""
    span = max(limit.span for limit in limits)
    # A clock that was set back leaves instants of the future: they tell nothing.
    return sorted(instant for instant in sent if NO_WAIT <= now - instant < span)


def wait_of(sent: Sequence[datetime], limits: Sequence[Limit], count: int, now: datetime) -> timedelta:
    """How long `count` more have to wait after those that were `sent`; `count` is no more than any limit's."""
    return max(_wait_of(sent, limit, count, now) for limit in limits)


def _wait_of(sent: Sequence[datetime], limit: Limit, count: int, now: datetime) -> timedelta:
    counting = [instant for instant in sent if now - instant < limit.span]
    over = len(counting) + count - limit.count
    return counting[over - 1] + limit.span - now if over > 0 else NO_WAIT
