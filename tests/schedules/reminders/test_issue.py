from datetime import date, timedelta

import pytest

from schedules.people.organisation import OrganisationSettings
from schedules.reminders.issue import Issue, appointments_between, parse_issue, wanted_of, weekly_issue_of
from schedules.tick import list_past_digests, plan_digests
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
    ], "June's comes with the week that ends in July"
    assert appointments("2026-07-01", "2026-07-11") == [
        ("2026-W27+2026-06", "07-03 16:10"),
        ("2026-W28", "07-10 16:10"),
    ]


def test_nothing_where_it_is_switched_off() -> None:
    assert appointments("2026-06-01", "2026-07-01", weekly=False) == [("2026-06", "06-30 10:10")]
    assert len(appointments("2026-06-01", "2026-07-01", monthly=False)) == 4
    assert appointments("2026-06-01", "2026-07-01", weekly=False, monthly=False) == []


def test_week_without_a_working_day_has_no_digest() -> None:
    labels = [label for label, _ in appointments("2026-02-09", "2026-03-02", monthly=False)]
    assert labels == ["2026-W07", "2026-W09"], "春节 2026: 15 to 23 February are off"


def test_one_digest_where_week_and_month_end_together() -> None:
    assert appointments("2026-07-31", "2026-08-01") == [("2026-W31+2026-07", "07-31 16:10")]


def test_at_most_one_digest_a_week_and_every_month_is_told() -> None:
    found = [label.split("+") for label, _ in appointments("2024-12-28", "2027-01-01")]
    weeks = [label[0] for label in found]
    assert len(weeks) == len(set(weeks))
    months = [label[1] for label in found if len(label) > 1]
    assert months == [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)][11:]


def test_what_is_switched_off_is_left_out_of_an_issue() -> None:
    both, week, month = (parse_issue(label) for label in ("2026-W27+2026-06", "2026-W27", "2026-06"))
    assert both
    assert week
    assert month

    def wanted(issue: Issue, *, weekly: bool, monthly: bool) -> Issue | None:
        return wanted_of(issue, OrganisationSettings(weekly_digest=weekly, monthly_digest=monthly))

    assert [wanted(both, weekly=a, monthly=b) for a in (True, False) for b in (True, False)] == [
        both,
        week,
        month,
        None,
    ]
    assert [wanted(week, weekly=a, monthly=b) for a, b in ((True, False), (False, True))] == [week, None]
    assert [wanted(month, weekly=a, monthly=b) for a, b in ((True, False), (False, True))] == [None, month]


def test_worked_saturday_ends_the_week() -> None:
    assert appointments("2026-02-09", "2026-02-15", monthly=False) == [("2026-W07", "02-14 16:10")]


@pytest.mark.parametrize(
    ("label", "starts_on", "ends_until"),
    [
        ("2026-W26", date(2026, 6, 22), date(2026, 6, 29)),
        ("2026-06", date(2026, 6, 1), date(2026, 7, 1)),
        ("2026Q2", date(2026, 4, 1), date(2026, 7, 1)),
        ("2026-W27+2026-06", date(2026, 6, 1), date(2026, 7, 6)),
    ],
)
def test_labels_name_issues(label: str, starts_on: date, ends_until: date) -> None:
    issue = parse_issue(label)
    assert issue is not None
    assert (issue.label, issue.starts_on, issue.period.ends_until) == (label, starts_on, ends_until)


@pytest.mark.parametrize(
    "label",
    ["", "2026-W54", "2026-W00", "W26", "2026-13", "本周", "2026-W27+2026-04", "2026-W27+2026Q2", "2026-06+2026-06"],
)
def test_other_labels_name_none(label: str) -> None:
    assert parse_issue(label) is None


def test_week_of_the_new_year_belongs_to_the_iso_year() -> None:
    assert weekly_issue_of(at("2027-01-01T00:00").date()).label == "2026-W53"


def test_a_digest_is_past_only_where_it_would_be_made_up_for() -> None:
    settings = OrganisationSettings(weekly_digest=True, monthly_digest=True)
    grouped = organisation(groups={"wecom": "党委群"}, settings=settings)
    past: set[str] = set()
    for hours in range(0, 366 * 24, 7):
        now = at("2026-01-01T00:00") + timedelta(hours=hours)
        planned = {message.key for message in plan_digests(grouped, now, calendar=CALENDAR, rules=RULES)}
        gone = {message.key for message in list_past_digests(grouped, now, calendar=CALENDAR, rules=RULES)}
        assert gone <= planned
        past |= gone
    assert len(past) > 50
