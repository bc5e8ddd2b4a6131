"""The only place that asks what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives an aware instant."""


def system_now() -> datetime:
    """The machine's time, in UTC."""
    return datetime.now(UTC)
