"""Issues of a digest: which week or month it tells of, and when it comes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from schedules.calendar.periods import Cadence, Period, parse_period, period_of
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import instant_at
from schedules.people.organisation import Organisation
from schedules.reminders.rules import DAY, ReminderRules

WEEK = timedelta(days=7)
WEEK_LABEL = re.compile(r"(\d{4})-W(\d{2})")

USEFUL_FOR = timedelta(days=3)
"""A digest that could not go out for longer is left to the next one."""


class Rhythm(StrEnum):
    """How often a digest comes."""

    WEEKLY = "W"
    MONTHLY = "M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue of a digest (一期简报)."""

    rhythm: Rhythm
    period: Period

    @property
    def label(self) -> str:
        """`2026-W26`, `2026-06`."""
        return self.period.label


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
    """The issue that a label names: `2026-W26` or any period of the calendar; None for anything else."""
    week = WEEK_LABEL.fullmatch(label)
    if week is None:
        period = parse_period(label)
        return Issue(rhythm=Rhythm.MONTHLY, period=period) if period else None
    try:
        return weekly_issue_of(date.fromisocalendar(int(week[1]), int(week[2]), 1))
    except ValueError:
        return None


def appointments_between(
    organisation: Organisation, since: date, until: date, *, calendar: WorkCalendar, rules: ReminderRules
) -> Iterator[Appointment]:
    """The digests of an organisation from `since` up to, not including, `until`: at most one a day, the month's first."""
    day = since
    while day < until:
        if _ends_month(organisation, day, calendar):
            yield Appointment(issue=monthly_issue_of(day), at=instant_at(day, rules.monthly_digest))
        elif _ends_week(organisation, day, calendar):
            yield Appointment(issue=weekly_issue_of(day), at=instant_at(day, rules.weekly_digest))
        day += DAY


def _ends_month(organisation: Organisation, day: date, calendar: WorkCalendar) -> bool:
    return organisation.settings.monthly_digest and day == calendar.last_workday_of_month(day)


def _ends_week(organisation: Organisation, day: date, calendar: WorkCalendar) -> bool:
    return organisation.settings.weekly_digest and day == calendar.last_workday_of_week(day)


def digest_hour(issue: Issue, rules: ReminderRules) -> time:
    """The time of day of its rhythm."""
    return rules.weekly_digest if issue.rhythm is Rhythm.WEEKLY else rules.monthly_digest
