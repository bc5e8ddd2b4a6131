import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.calendar.periods import MONTHS_OF, Cadence, parse_period, period_of, periods_between, range_of
from schedules.errors import ScheduleError

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
TILES = st.sampled_from(sorted(MONTHS_OF))


@pytest.mark.parametrize(
    ("cadence", "day", "label", "first", "last"),
    [
        (Cadence.MONTHLY, "2024-02-29", "2024-02", "2024-02-01", "2024-02-29"),
        (Cadence.MONTHLY, "2026-12-31", "2026-12", "2026-12-01", "2026-12-31"),
        (Cadence.QUARTERLY, "2026-06-30", "2026Q2", "2026-04-01", "2026-06-30"),
        (Cadence.QUARTERLY, "2026-07-01", "2026Q3", "2026-07-01", "2026-09-30"),
        (Cadence.HALF_YEARLY, "2026-06-30", "2026H1", "2026-01-01", "2026-06-30"),
        (Cadence.HALF_YEARLY, "2026-12-31", "2026H2", "2026-07-01", "2026-12-31"),
        (Cadence.YEARLY, "2026-01-01", "2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_period_of_a_day(cadence: Cadence, day: str, label: str, first: str, last: str) -> None:
    period = period_of(cadence, date.fromisoformat(day))
    assert (period.label, str(period.starts_on), str(period.last_on)) == (label, first, last)


@given(TILES, DAYS, st.integers(0, 800))
def test_periods_tile_the_calendar(cadence: Cadence, since: date, length: int) -> None:
    until = since + timedelta(days=length)
    periods = periods_between(cadence, since, until)
    assert all(a.ends_until == b.starts_on for a, b in itertools.pairwise(periods))
    assert all(period.meets(since, until) for period in periods)
    if since < until:
        assert since in periods[0]
        assert until - timedelta(days=1) in periods[-1]
    else:
        assert periods == ()


@given(TILES, DAYS)
def test_labels_are_read_back(cadence: Cadence, day: date) -> None:
    period = period_of(cadence, day)
    assert day in period
    assert parse_period(period.label) == period


@given(DAYS, st.integers(0, 400))
def test_ranges_are_read_back(first: date, length: int) -> None:
    period = range_of(first, first + timedelta(days=length))
    assert parse_period(period.label) == period


@pytest.mark.parametrize(
    "label",
    [
        "",
        "26",
        "2026Q5",
        "2026H3",
        "2026-13",
        "2026-6",
        "2026-02-30..2026-03-01",
        "2026-03-02..2026-03-01",
        "x..y",
        "0000",
    ],
)
def test_other_labels_are_refused(label: str) -> None:
    assert parse_period(label) is None


def test_a_window_does_not_tile() -> None:
    with pytest.raises(ScheduleError):
        period_of(Cadence.WINDOW, date(2026, 1, 1))
