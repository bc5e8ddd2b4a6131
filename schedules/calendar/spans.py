"""Spans of the year that return: from one day of the year to another, also across the year's end."""

from calendar import monthrange
from datetime import date, timedelta

from schedules.calendar.periods import Period, range_of

MonthDay = tuple[int, int]
LEAP_YEAR = 2000


def day_in(year: int, day: MonthDay) -> date:
    """The day of that year; in a year without a 29 February, the 28th."""
    month, number = day
    return date(year, month, min(number, monthrange(year, month)[1]))


def parse_month_day(text: str) -> MonthDay | None:
    """`06-15`; 29 February is a day."""
    try:
        day = date.fromisoformat(f"{LEAP_YEAR}-{text}")
    except ValueError:
        return None
    return (day.month, day.day)


def parse_span(text: str) -> tuple[MonthDay, MonthDay] | None:
    """`06-15..07-15`, both ends inclusive."""
    opens, dots, closes = text.partition("..")
    first, last = parse_month_day(opens), parse_month_day(closes)
    return (first, last) if dots and first and last else None


def span_in(year: int, opens: MonthDay, closes: MonthDay) -> Period:
    """The span that opens in `year`, both ends inclusive; it ends in the next year where it closes before it opens."""
    end_year = year if closes >= opens else year + 1
    return range_of(day_in(year, opens), day_in(end_year, closes))


def span_around(day: date, *, before: int, after: int) -> Period:
    """The days around one day ("七一前后"), which itself is one of them."""
    return range_of(day - timedelta(days=before), day + timedelta(days=after))


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later; the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    return day_in(day.year + years, (month + 1, day.day))


def anniversary_in(year: int, day: date) -> date:
    """The anniversary of `day` in `year`; of a 29 February, the 28th in a common year."""
    return day_in(year, (day.month, day.day))
