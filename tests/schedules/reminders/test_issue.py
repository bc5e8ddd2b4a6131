from datetime import date

import pytest

from schedules.people.organisation import OrganisationSettings
from schedules.reminders.issue import appointments_between, parse_issue, weekly_issue_of
from tests.schedules.reminders.office import at
from tests.schedules.reminders.values import CALENDAR, RULES, day, organisation


def appointments(since: str, until: str, *, weekly: bool = True, monthly: bool = True) -> list[tuple[str, str]]:
    settings = OrganisationSettings(weekly_digest=weekly, monthly_digest=monthly)
    found = appointments_between(
        organisation(settings=settings), day(since), day(until), calendar=CALENDAR, rules=RULES
    )
    return [(item.issue.label, item.at.strftime("%m-%d %H:%M")) for item in found]


def test_digests_of_june() -> None:
    assert appointments("2026-06-01", "2026-07-01") == [
        ("2026-W23", "06-05 16:10"),
        ("2026-W24", "06-12 16:10"),
        ("2026-W25", "06-18 16:10"),
        ("2026-W26", "06-26 16:10"),
        ("2026-06", "06-30 10:10"),
    ]


def test_nothing_where_it_is_switched_off() -> None:
    assert appointments("2026-06-01", "2026-07-01", weekly=False) == [("2026-06", "06-30 10:10")]
    assert len(appointments("2026-06-01", "2026-07-01", monthly=False)) == 4
    assert appointments("2026-06-01", "2026-07-01", weekly=False, monthly=False) == []


def test_week_without_a_working_day_has_no_digest() -> None:
    labels = [label for label, _ in appointments("2026-02-09", "2026-03-02", monthly=False)]
    assert labels == ["2026-W07", "2026-W09"], "春节 2026: 15 to 23 February are off"


def test_one_digest_where_week_and_month_end_together() -> None:
    assert appointments("2026-07-31", "2026-08-01") == [("2026-07", "07-31 10:10")]


def test_worked_saturday_ends_the_week() -> None:
    assert appointments("2026-02-09", "2026-02-15", monthly=False) == [("2026-W07", "02-14 16:10")]


@pytest.mark.parametrize(
    ("label", "starts_on", "ends_until"),
    [
        ("2026-W26", date(2026, 6, 22), date(2026, 6, 29)),
        ("2026-06", date(2026, 6, 1), date(2026, 7, 1)),
        ("2026Q2", date(2026, 4, 1), date(2026, 7, 1)),
    ],
)
def test_labels_name_issues(label: str, starts_on: date, ends_until: date) -> None:
    issue = parse_issue(label)
    assert issue is not None
    assert (issue.label, issue.period.starts_on, issue.period.ends_until) == (label, starts_on, ends_until)


@pytest.mark.parametrize("label", ["", "2026-W54", "2026-W00", "W26", "2026-13", "本周"])
def test_other_labels_name_none(label: str) -> None:
    assert parse_issue(label) is None


def test_week_of_the_new_year_belongs_to_the_iso_year() -> None:
    assert weekly_issue_of(at("2027-01-01T00:00").date()).label == "2026-W53"
