from datetime import date, timedelta

import chinese_calendar
import pytest

from schedules.calendar.workdays import WorkCalendar

CALENDAR = WorkCalendar.of()


@pytest.mark.parametrize("year", range(2010, 2027))
def test_every_day_agrees_with_the_second_source(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    wrong = [day for day in days if day.year == year and CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)]
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-06-19", False),  # 端午
        ("2026-02-14", True),  # 调休, a Saturday
        ("2026-02-23", False),  # 调休, a Monday
        ("2026-11-21", False),
        ("2026-11-23", True),
        ("2027-01-01", False),  # dated by the law
        ("2027-01-04", True),
        ("2027-02-09", True),  # a Tuesday after 春节 that only a notice could take off
    ],
)
def test_days(day: str, works: bool) -> None:  # noqa: FBT001 - a table
    assert CALENDAR.is_workday(date.fromisoformat(day)) is works


def test_next_year_is_known_to_be_unknown() -> None:
    assert CALENDAR.data_complete(2026)
    assert not CALENDAR.data_complete(2027)


def test_an_operators_days_win_and_complete_their_year() -> None:
    own = WorkCalendar.of({date(2027, 2, 9): False, date(2027, 2, 14): True, date(2026, 6, 19): True})
    assert own.data_complete(2027)
    assert not own.data_complete(2028)
    assert [own.is_workday(date(2027, 2, day)) for day in (9, 14)] == [False, True]
    assert own.is_workday(date(2026, 6, 19))
    assert not CALENDAR.is_workday(date(2027, 2, 14))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-06-18", 1, "2026-06-22"),  # over 端午
        ("2026-06-22", -1, "2026-06-18"),
        ("2026-06-20", 0, "2026-06-20"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-12-31", 1, "2027-01-04"),
    ],
)
def test_adding_workdays(start: str, n: int, end: str) -> None:
    assert CALENDAR.add_workdays(date.fromisoformat(start), n) == date.fromisoformat(end)


def test_neighbouring_workdays() -> None:
    assert CALENDAR.workday_on_or_before(date(2026, 6, 21)) == date(2026, 6, 18)
    assert CALENDAR.workday_on_or_after(date(2026, 6, 19)) == date(2026, 6, 22)
    assert CALENDAR.workday_on_or_after(date(2026, 6, 22)) == date(2026, 6, 22)


def test_last_workday_of_week_and_month() -> None:
    assert CALENDAR.last_workday_of_week(date(2026, 6, 15)) == date(2026, 6, 18)
    assert CALENDAR.last_workday_of_week(date(2026, 2, 9)) == date(2026, 2, 14)
    assert CALENDAR.last_workday_of_month(date(2026, 5, 3)) == date(2026, 5, 29)
    assert CALENDAR.last_workday_of_month(date(2024, 2, 10)) == date(2024, 2, 29)


def test_a_week_of_holidays_has_no_last_workday() -> None:
    assert CALENDAR.last_workday_of_week(date(2026, 2, 18)) is None
