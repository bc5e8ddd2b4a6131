"""The one time zone of the trade: Asia/Shanghai, whatever the machine says."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_day_of(instant: datetime) -> date:
    """The calendar day of an aware instant in Shanghai."""
    return instant.astimezone(SHANGHAI).date()


def instant_at(day: date, clock: time) -> datetime:
    """The aware instant at which a clock in Shanghai shows `clock` on `day`."""
    return datetime.combine(day, clock, tzinfo=SHANGHAI)


@lru_cache(maxsize=4096)
def start_of(day: date) -> datetime:
    """Midnight at the beginning of `day`."""
    return instant_at(day, time.min)


def last_day_before(instant: datetime) -> date:
    """The last day that is over at `instant`, an exclusive end: midnight after 30 June gives 30 June."""
    return local_day_of(instant - timedelta(microseconds=1))
