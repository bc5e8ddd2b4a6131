"""Issues of a digest: which week or month it tells of, and when it comes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from schedules.calendar.periods import Cadence, Period, parse_period, period_of
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import instant_at
from schedules.people.organisation import Organisation, OrganisationSettings
from schedules.reminders.rules import DAY, ReminderRules

WEEK = timedelta(days=7)
WEEK_LABEL = re.compile(r"(\d{4})-W(\d{2})")
WITH_MONTH = "+"

USEFUL_FOR = timedelta(days=3)
"""A digest that could not go out for longer is left to the next one."""


class Rhythm(StrEnum):
    """How often a digest comes."""

    WEEKLY = "W"
    MONTHLY = "M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue of a digest (一期简报). A week's may be that of a `month` as well, which ends in it."""

    rhythm: Rhythm
    period: Period
    month: Period | None = None

    @property
    def label(self) -> str:
        """`2026-W26`, `2026-06`, or as one message `2026-W27+2026-06`."""
        return f"{self.period.label}{WITH_MONTH}{self.month.label}" if self.month else self.period.label

    @property
    def tells_month(self) -> bool:
        """Whether it closes a month."""
        return self.month is not None or self.rhythm is Rhythm.MONTHLY

    @property
    def starts_on(self) -> date:
        """The first day that it tells of."""
        return min(self.period.starts_on, self.month.starts_on) if self.month else self.period.starts_on

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day < self.period.ends_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """An issue and the instant at which it is wished for."""

    issue: Issue
    at: datetime


def weekly_issue_of(day: date) -> Issue:
    """The issue of the week, Monday to Sunday, that `day` lies in."""
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    period = Period(starts_on=monday, ends_until=monday + WEEK, label=f"{year}-W{week:02}")
    return Issue(rhythm=Rhythm.WEEKLY, period=period)


def monthly_issue_of(day: date) -> Issue:
    """The issue of the month that `day` lies in."""
    return Issue(rhythm=Rhythm.MONTHLY, period=period_of(Cadence.MONTHLY, day))


def parse_issue(label: str) -> Issue | None:
    """The issue that a label names: `2026-W26`, any period of the calendar, or a week with a month that it meets."""
    name, both, month = label.partition(WITH_MONTH)
    if both:
        return _join(_parse_week(name), parse_period(month))
    period = parse_period(name)
    return Issue(rhythm=Rhythm.MONTHLY, period=period) if period else _parse_week(name)


def wanted_of(issue: Issue, settings: OrganisationSettings) -> Issue | None:
    """As much of the issue as the organisation wants now."""
    if issue.month is None:
        is_on = settings.weekly_digest if issue.rhythm is Rhythm.WEEKLY else settings.monthly_digest
        return issue if is_on else None
    if settings.weekly_digest:
        return issue if settings.monthly_digest else replace(issue, month=None)
    return Issue(rhythm=Rhythm.MONTHLY, period=issue.month) if settings.monthly_digest else None


def appointments_between(
    organisation: Organisation, since: date, until: date, *, calendar: WorkCalendar, rules: ReminderRules
) -> Iterator[Appointment]:
    """The digests of an organisation from `since` up to, not including, `until`.

    At most one a week: who wants both gets the month's with that of the week in which its last working day lies.
    """
    settings = organisation.settings
    day = since
    while day < until:
        if settings.weekly_digest and day == calendar.last_workday_of_week(day):
            issue = weekly_issue_of(day)
            month = _month_ending_in(issue.period, calendar) if settings.monthly_digest else None
            yield Appointment(issue=replace(issue, month=month), at=instant_at(day, rules.weekly_digest))
        elif not settings.weekly_digest and settings.monthly_digest and day == calendar.last_workday_of_month(day):
            yield Appointment(issue=monthly_issue_of(day), at=instant_at(day, rules.monthly_digest))
        day += DAY


def _parse_week(label: str) -> Issue | None:
    week = WEEK_LABEL.fullmatch(label)
    try:
        return weekly_issue_of(date.fromisocalendar(int(week[1]), int(week[2]), 1)) if week else None
    except ValueError:
        return None


def _join(issue: Issue | None, month: Period | None) -> Issue | None:
    if issue is None or month is None or month != period_of(Cadence.MONTHLY, month.starts_on):
        return None
    return replace(issue, month=month) if month.meets(issue.period.starts_on, issue.period.ends_until) else None


def _month_ending_in(week: Period, calendar: WorkCalendar) -> Period | None:
    """The month whose last working day is one of the week's."""
    days = (calendar.last_workday_of_month(day) for day in (week.starts_on, week.last_on))
    return next((period_of(Cadence.MONTHLY, day) for day in days if day in week), None)


def digest_hour(issue: Issue, rules: ReminderRules) -> time:
    """The time of day of its rhythm."""
    return rules.weekly_digest if issue.rhythm is Rhythm.WEEKLY else rules.monthly_digest
