"""Half-open spans of days and the cadences that cut the calendar into them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Cadence(StrEnum):
    """How often a duty returns (频次)."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    WINDOW = "window"
    TERM = "term"
    ANNIVERSARY = "anniversary"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Period:
    """A period (周期): the days from `starts_on` up to, not including, `ends_until`.

    `label` is its stable name: `2026`, `2026H1`, `2026Q2`, `2026-06`, `2026-06-15..2026-07-15`.
    """

    starts_on: date
    ends_until: date
    label: str

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_until
