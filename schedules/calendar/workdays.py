"""Working days (工作日) of China, with the make-up days (调休) that the State Council announces each autumn."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

YEARS = range(2000, 2061)
NO_OVERRIDES: Mapping[date, bool] = {}
SATURDAY = 5
DAY = timedelta(days=1)
NEXT_YEAR_FROM = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """Which days are worked: a table built once.

    A year is complete when its make-up days are known. In any other year the weekday decides, and the festivals that the
    law itself dates; what is computed from it is provisional (暂定).
    """

    days_off: frozenset[date]
    days_on: frozenset[date]
    complete_years: frozenset[int]

    @classmethod
    def of(cls, overrides: Mapping[date, bool] = NO_OVERRIDES) -> "WorkCalendar":
        """The public calendar with an operator's own days laid over it; True is a working day.

        Overrides for a year make it complete: whoever writes them has read that year's notice.
        """
        public = _public_calendar()
        forced_on = frozenset(day for day, works in overrides.items() if works)
        forced_off = frozenset(overrides) - forced_on
        return cls(
            days_off=(public.days_off - forced_on) | forced_off,
            days_on=(public.days_on - forced_off) | forced_on,
            complete_years=public.complete_years | {day.year for day in overrides},
        )

    def is_workday(self, day: date) -> bool:
        """Whether people are at work on `day`."""
        if day in self.days_off:
            return False
        return day.weekday() < SATURDAY or day in self.days_on

    def workday_on_or_before(self, day: date) -> date:
        """The last working day up to and including `day`."""
        while not self.is_workday(day):
            day -= DAY
        return day

    def workday_on_or_after(self, day: date) -> date:
        """The first working day from `day` on."""
        while not self.is_workday(day):
            day += DAY
        return day

    def add_workdays(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`, or before it where `n` is negative; `day` itself where `n` is 0."""
        step = DAY if n > 0 else -DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def last_workday_of_week(self, day: date) -> date | None:
        """The last working day of the week of `day`, Monday to Sunday; None in a week without any."""
        monday = day - timedelta(days=day.weekday())
        last = self.workday_on_or_before(monday + timedelta(days=6))
        return last if last >= monday else None

    def last_workday_of_month(self, day: date) -> date:
        """The last working day of the month of `day`."""
        return self.workday_on_or_before(day.replace(day=monthrange(day.year, day.month)[1]))

    def years_needed(self, day: date) -> Sequence[int]:
        """The years that have to be complete by a day: its own and, from December on, the next one."""
        return (day.year, day.year + 1) if day.month == NEXT_YEAR_FROM else (day.year,)

    def data_complete(self, year: int) -> bool:
        """Whether the year's make-up days are known."""
        return year in self.complete_years


@lru_cache(maxsize=1)
def _public_calendar() -> WorkCalendar:
    announced = country_holidays("CN", years=YEARS)
    days_on = frozenset(announced.weekend_workdays)
    complete = {day.year for day in days_on}
    by_law = country_holidays("CN", years=set(YEARS) - complete, observed=False)
    return WorkCalendar(
        days_off=frozenset(day for day in announced if day.year in complete) | frozenset(by_law),
        days_on=days_on,
        complete_years=frozenset(complete),
    )
