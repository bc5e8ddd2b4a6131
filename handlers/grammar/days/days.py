"""Which day is meant, seen from today. The past is the direction of everything that names no other."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from handlers.grammar.lexicon.festivals import festival_of

_YEARS_BACK = 8
_SOON = timedelta(days=62)
_MOST_KEPT = 1024
"""Days that were found before: messages speak of the same few."""


class Stated(NamedTuple):
    """A day that was named: None if there is no such day. `soon` is the same name's next day, where that is near.

    `ahead` says that the words point to the future (明天, 下周三).
    """

    day: date | None
    soon: date | None = None
    ahead: bool = False


def day_of(year: int, month: int, day: int) -> date | None:
    """A calendar day, or None if there is none of that name (2月30日)."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def on_year_day(year: int, month: int, day: int, today: date) -> Stated:
    """A day with its year."""
    found = day_of(year, month, day)
    return Stated(found, ahead=found is not None and found > today)


@lru_cache(_MOST_KEPT)
def on_month_day(month: int, day: int, today: date) -> Stated:
    """A day without a year: the latest not after today."""
    years = range(today.year, today.year - _YEARS_BACK - 1, -1)
    past = next((found for year in years if (found := day_of(year, month, day)) and found <= today), None)
    upcoming = (day_of(year, month, day) for year in (today.year, today.year + 1))
    return Stated(past, _near(next((found for found in upcoming if found and found > today), None), today))


@lru_cache(_MOST_KEPT)
def on_day(day: int, today: date) -> Stated:
    """A day without a month: the latest not after today."""
    past = next((found for back in range(13) if (found := _in_month(today, -back, day)) and found <= today), None)
    upcoming = next((found for ahead in (0, 1) if (found := _in_month(today, ahead, day)) and found > today), None)
    nearer = upcoming and past and upcoming - today < today - past
    return Stated(past, upcoming if nearer else None)


def in_month(shift: int, day: int, today: date) -> Stated:
    """A day of this month, last month (-1) or next month (1)."""
    found = _in_month(today, shift, day)
    return Stated(found, ahead=found is not None and found > today)


def on_weekday(weekday: int, today: date) -> Stated:
    """A weekday alone: the latest not after today."""
    day = today - timedelta(days=(today.weekday() - weekday) % 7)
    return Stated(day, day + timedelta(days=7))


def in_week(shift: int, weekday: int, today: date) -> Stated:
    """A weekday of this week (Monday to Sunday), last week (-1) or next week (1)."""
    day = today + timedelta(days=weekday - today.weekday() + 7 * shift)
    return Stated(day, ahead=day > today)


def on_nth(year: int, month: int, number: int, weekday: int, today: date) -> Stated:
    """The second Tuesday of a month; `number` -1 is the last one. Months run on over the year's ends."""
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    earliest = first + timedelta(days=(weekday - first.weekday()) % 7)
    found = [day for n in range(5) if (day := earliest + timedelta(days=7 * n)).month == first.month]
    if number > len(found):
        return Stated(None)
    day = found[number - 1 if number > 0 else number]
    return Stated(day, ahead=day > today)


def from_today(offset: int, today: date) -> Stated:
    """So many days away."""
    return Stated(today + timedelta(days=offset), ahead=offset > 0)


@lru_cache(_MOST_KEPT)
def on_festival(name: str, today: date) -> Stated:
    """A festival of the sun's or the moon's year: the latest not after today."""
    found = [day for year in (today.year + 1, today.year, today.year - 1) if (day := festival_of(name, year))]
    past = next((day for day in found if day <= today), None)
    return Stated(past, _near(min((day for day in found if day > today), default=None), today))


def in_year(name: str, year: int, today: date) -> Stated:
    """A festival of a year."""
    day = festival_of(name, year)
    return Stated(day, ahead=day is not None and day > today)


def on_last_of_month(shift: int, today: date) -> Stated:
    """The last day of this month, last month (-1) or next month (1)."""
    day = _in_month(today, shift + 1, 1)
    return Stated(day - timedelta(days=1), ahead=day > today + timedelta(days=1)) if day else Stated(None)


def on_last_of(month: int, today: date) -> Stated:
    """The last day of a month by its number: the latest not after today."""
    ends = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) for year in (today.year, today.year - 1))
    return Stated(next((day for day in ends if day <= today), None))


def _near(day: date | None, today: date) -> date | None:
    return day if day and day - today <= _SOON else None


def _in_month(today: date, shift: int, day: int) -> date | None:
    months = today.year * 12 + today.month - 1 + shift
    return day_of(months // 12, months % 12 + 1, day)
