"""Half-open spans of days and the cadences that cut the calendar into them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from schedules.errors import ScheduleError

DAY = timedelta(days=1)


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

    @property
    def last_on(self) -> date:
        """The last day of the period."""
        return self.ends_until - DAY

    def covers(self, other: "Period") -> bool:
        """Whether `other` lies wholly inside."""
        return self.starts_on <= other.starts_on and other.ends_until <= self.ends_until

    def meets(self, since: date, until: date) -> bool:
        """Whether any of its days is among those from `since` up to, not including, `until`."""
        return self.starts_on < until and since < self.ends_until


MONTHS_OF = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6, Cadence.YEARLY: 12}
"""The cadences that tile the calendar, with their length in months."""

LABEL = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})|Q(?P<quarter>[1-4])|H(?P<half>[12]))?")


def period_of(cadence: Cadence, day: date) -> Period:
    """The month, quarter, half-year or year that `day` lies in."""
    if cadence not in MONTHS_OF:
        raise ScheduleError(f"{cadence} does not tile the calendar")
    length = MONTHS_OF[cadence]
    return _span(cadence, day.year, (day.month - 1) // length)


def periods_between(cadence: Cadence, since: date, until: date) -> tuple[Period, ...]:
    """The periods that have a day from `since` up to, not including, `until`."""
    return tuple(_walk(cadence, since, until))


@lru_cache(maxsize=4096)
def range_of(first: date, last: date) -> Period:
    """A period of its own, both ends inclusive, as its label says them."""
    return Period(starts_on=first, ends_until=last + DAY, label=f"{first}..{last}")


def parse_period(label: str) -> Period | None:
    """The period that a label names; None for anything else."""
    try:
        if ".." in label:
            return _parse_range(label)
        found = LABEL.fullmatch(label)
        return _parse_tile(found) if found else None
    except ValueError:
        return None


def _walk(cadence: Cadence, since: date, until: date) -> Iterator[Period]:
    day = since
    while day < until:
        period = period_of(cadence, day)
        yield period
        day = period.ends_until


@lru_cache(maxsize=1024)
def _span(cadence: Cadence, year: int, index: int) -> Period:
    length = MONTHS_OF[cadence]
    first, after = index * length, (index + 1) * length
    return Period(
        starts_on=date(year, first + 1, 1),
        ends_until=date(year + after // 12, after % 12 + 1, 1),
        label=_label_of(cadence, year, index + 1),
    )


def _label_of(cadence: Cadence, year: int, number: int) -> str:
    if cadence is Cadence.MONTHLY:
        return f"{year:04}-{number:02}"
    suffix = {Cadence.QUARTERLY: f"Q{number}", Cadence.HALF_YEARLY: f"H{number}"}
    return f"{year:04}{suffix.get(cadence, '')}"


def _parse_tile(found: re.Match[str]) -> Period:
    year = int(found["year"])
    for group, cadence in (
        ("month", Cadence.MONTHLY),
        ("quarter", Cadence.QUARTERLY),
        ("half", Cadence.HALF_YEARLY),
    ):
        if found[group]:
            return _span(cadence, year, int(found[group]) - 1)
    return _span(Cadence.YEARLY, year, 0)


def _parse_range(label: str) -> Period | None:
    first, last = (date.fromisoformat(part) for part in label.split(".."))
    period = range_of(first, last)
    return period if first <= last and period.label == label else None
