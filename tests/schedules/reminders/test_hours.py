from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.calendar.quiet import QuietSpan, parse_quiet
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind, OrganisationSettings
from schedules.reminders.hours import hour_of, may_send_at, moment_from, moment_on, spread_of
from schedules.reminders.rules import ReminderRules, leave_quiet
from tests.schedules.reminders.office import at

CALENDAR, RULES = WorkCalendar.of(), ReminderRules()
NIGHT = QuietSpan(starts=time(18), ends=time(8, 30))


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [
        ("08:29", True),
        ("08:30", False),
        ("11:59", False),
        ("12:00", True),
        ("13:59", True),
        ("14:00", False),
        ("18:00", True),
        ("23:59", True),
        ("00:00", True),
    ],
)
def test_quiet_spans_are_half_open_and_cross_midnight(clock: str, *, quiet: bool) -> None:
    assert RULES.is_quiet_at(time.fromisoformat(clock)) is quiet


@pytest.mark.parametrize(
    ("instant", "left"),
    [
        ("2026-06-15T09:00", "2026-06-15T09:00"),
        ("2026-06-15T12:30", "2026-06-15T14:00"),
        ("2026-06-15T18:00", "2026-06-16T08:30"),
        ("2026-06-15T03:00", "2026-06-15T08:30"),
    ],
)
def test_leaving_a_quiet_span(instant: str, left: str) -> None:
    assert leave_quiet(at(instant), RULES) == at(left)


def test_spans_that_meet_are_left_together() -> None:
    rules = ReminderRules(quiet=(parse_quiet("08:30-10:00"), NIGHT))
    assert leave_quiet(at("2026-06-15T02:00"), rules) == at("2026-06-15T10:00")


@pytest.mark.parametrize("text", ["08:30", "08:30-", "8-25:00", "morning-noon"])
def test_no_span(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_quiet(text)


def test_spans_that_leave_no_time_are_refused() -> None:
    with pytest.raises(ValueError, match="no time to send"):
        ReminderRules(quiet=(parse_quiet("08:30-18:00"), NIGHT))


@pytest.mark.parametrize(
    ("instant", "hour", "moment"),
    [
        ("2026-06-15T00:00", "09:05", "2026-06-15T09:05"),
        ("2026-06-15T10:30", "09:05", "2026-06-15T10:30"),
        ("2026-06-15T12:30", "09:05", "2026-06-15T14:00"),
        ("2026-06-15T18:30", "09:05", "2026-06-16T09:05"),
        ("2026-06-18T19:00", "09:05", "2026-06-22T09:05"),  # 端午 and the weekend lie between
        ("2026-06-20T10:00", "09:05", "2026-06-22T09:05"),
        ("2026-02-14T00:00", "09:05", "2026-02-14T09:05"),  # a Saturday that is worked before 春节
        ("2026-06-15T00:00", "12:30", "2026-06-15T14:00"),
        ("2026-06-15T00:00", "20:00", "2026-06-15T08:30"),
    ],
)
def test_first_allowed_moment(instant: str, hour: str, moment: str) -> None:
    found = moment_from(at(instant), time.fromisoformat(hour), calendar=CALENDAR, rules=RULES)
    assert found == at(moment)


def test_days_off_count_only_where_the_rules_say_so() -> None:
    rules = ReminderRules(workdays_only=False)
    assert moment_from(at("2026-06-20T08:00"), time(9), calendar=CALENDAR, rules=rules) == at("2026-06-20T09:00")


def test_an_organisations_own_hour_wins() -> None:
    settings = OrganisationSettings(send_at="15:30")
    branch = Organisation(id=OrganisationId("zb1"), name="第一党支部", kind=OrganisationKind.BRANCH, settings=settings)
    assert hour_of(branch, RULES) == time(15, 30)


def test_spread_is_the_same_on_every_machine() -> None:
    assert [spread_of(name, RULES) for name in ("1001", "1002", "1003")] == [
        timedelta(minutes=13),
        timedelta(minutes=19),
        timedelta(minutes=1),
    ]
    assert spread_of("1001", ReminderRules(spread_minutes=0)) == timedelta()


instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda naive: at(naive.isoformat()))  # noqa: DTZ001
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@st.composite
def any_rules(draw: st.DrawFn) -> ReminderRules:
    spans = draw(st.lists(st.builds(QuietSpan, starts=clocks, ends=clocks), max_size=3))
    try:
        return ReminderRules(quiet=tuple(spans), spread_minutes=draw(st.integers(0, 120)))
    except ValueError:
        return RULES


@given(instants, clocks, any_rules(), st.text(max_size=8))
def test_moments_are_allowed_and_never_in_the_past(
    instant: datetime, hour: time, rules: ReminderRules, name: str
) -> None:
    moment = moment_from(instant, hour, calendar=CALENDAR, rules=rules, spread=spread_of(name, rules))
    assert moment >= instant
    assert may_send_at(moment, CALENDAR, rules)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), clocks, any_rules())
def test_moment_of_a_day_stays_on_it(day: date, hour: time, rules: ReminderRules) -> None:
    moment = moment_on(day, hour, rules)
    assert local_day_of(moment) == day
    assert not rules.is_quiet_at(moment.time())
