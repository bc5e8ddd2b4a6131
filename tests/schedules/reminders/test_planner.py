from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.calendar.zone import start_of
from schedules.duties.status import Status
from schedules.people.organisation import OrganisationSettings
from schedules.people.role import Role
from schedules.reminders.planner import next_review_on, plan_reminders
from schedules.reminders.review import Dossier, Review, review_of
from schedules.reminders.rules import DAY
from schedules.reminders.stage import Reminder, ReminderKey
from schedules.reminders.wording import Reason
from tests.books import rulebook
from tests.schedules.duties.branches import branch_facts
from tests.schedules.reminders.office import at
from tests.schedules.reminders.values import (
    CALENDAR,
    COMMITTEE,
    RULES,
    assessment,
    committee,
    day,
    dossier,
    member,
    obligation,
    organisation,
    post,
    review,
)

SECRETARY, ORGANISER = post("1001", Role.SECRETARY), post("1002", Role.ORGANISER)
HERE = dossier(SECRETARY, ORGANISER)


def plan(looked_at: Review, now: str, known: frozenset[ReminderKey] = frozenset()) -> tuple[Reminder, ...]:
    return plan_reminders(looked_at, now=at(now), calendar=CALENDAR, rules=RULES, known=known)


def told(reminders: tuple[Reminder, ...]) -> list[tuple[str, int, str, str]]:
    return [(item.key.stage, item.key.lead_days, item.state, item.reason) for item in reminders]


def open_in_june(status: Status = Status.OPEN, known: Dossier = HERE) -> Review:
    return review(known, assessment(obligation(audience=(Role.ORGANISER,)), status))


def test_nothing_is_said_before_the_first_rung() -> None:
    assert plan(open_in_june(), "2026-06-22T23:59") == ()


def test_rung_is_planned_for_the_organisations_hour_and_the_recipients_minute() -> None:
    (first,) = plan(open_in_june(), "2026-06-23T00:00")
    assert first.send_at == at("2026-06-23T09:24")
    assert first.message_key == "reminder:1002:2026-06-23"
    own = dossier(ORGANISER, organisation=organisation(settings=OrganisationSettings(send_at="15:00")))
    assert plan(open_in_june(known=own), "2026-06-23T00:00")[0].send_at == at("2026-06-23T15:19")


@pytest.mark.parametrize(
    ("now", "send_at"),
    [
        ("2026-06-23T15:00", "2026-06-23T15:19"),
        ("2026-06-23T12:10", "2026-06-23T14:19"),
        ("2026-06-23T20:00", "2026-06-24T09:24"),
        ("2026-06-27T10:00", "2026-06-29T09:24"),
    ],
)
def test_late_plan_goes_out_at_the_next_allowed_moment_and_never_all_at_once(now: str, send_at: str) -> None:
    assert plan(open_in_june(), now)[-1].send_at == at(send_at)


def test_latest_rung_is_told_and_those_before_it_are_kept_as_overtaken() -> None:
    assert told(plan(open_in_june(), "2026-06-30T08:00")) == [
        ("opening", 7, "suppressed", Reason.OVERTAKEN),
        ("ahead", 2, "suppressed", Reason.OVERTAKEN),
        ("due", 0, "planned", ""),
    ]


@pytest.mark.parametrize("status", [Status.MET, Status.MET_LATE, Status.WAIVED, Status.UPCOMING])
def test_what_is_not_owed_is_not_planned(status: Status) -> None:
    assert plan(open_in_june(status), "2026-06-30T08:00") == ()


def test_what_is_known_is_not_planned_again() -> None:
    keys = frozenset(item.key for item in plan(open_in_june(), "2026-06-30T08:00"))
    assert plan(open_in_june(), "2026-06-30T08:00", keys) == ()


def test_upper_officers_are_told_beside_the_branchs_own() -> None:
    known = dossier(ORGANISER, superiors=(post("2001", Role.CLERK, COMMITTEE),), parent=committee(escalations=True))
    planned = [item for item in plan(open_in_june(Status.OVERDUE, known), "2026-07-10T08:00") if not item.reason]
    assert [(item.key.recipient, item.key.stage) for item in planned] == [("1002", "overdue"), ("2001", "escalated")]


def test_members_are_not_told_of_a_due_day_that_is_over() -> None:
    late = assessment(obligation(), Status.OVERDUE)
    planned = plan(review(dossier(ORGANISER, members=(member("1004"),)), late), "2026-07-02T08:00")
    assert [(item.key.recipient, item.key.stage, item.reason) for item in planned if item.key.lead_days <= 0] == [
        ("1002", "due", Reason.OVERTAKEN),
        ("1004", "due", Reason.OVERTAKEN),
        ("1002", "overdue", ""),
    ]


def test_rungs_of_long_ago_are_not_made_up_for() -> None:
    asked = open_in_june(Status.OVERDUE)
    assert told(plan(asked, "2026-08-01T08:00"))[-1] == ("overdue", -1, "planned", "")
    assert told(plan(asked, "2026-08-02T08:00"))[-1] == ("overdue", -1, "suppressed", Reason.STALE)


def test_who_takes_over_a_post_is_told_where_things_stand() -> None:
    keys = frozenset(item.key for item in plan(open_in_june(), "2026-06-26T08:00"))
    successor = dossier(SECRETARY, post("1005", Role.ORGANISER, starts_on=day("2026-06-27")))
    fresh = plan(open_in_june(known=successor), "2026-06-27T08:00", keys)
    assert [(item.key.recipient, item.key.lead_days, item.state) for item in fresh] == [
        ("1005", 7, "suppressed"),
        ("1005", 2, "planned"),
    ]


@pytest.mark.parametrize(
    ("looked_at", "now", "next_on"),
    [
        (open_in_june(), "2026-06-01T00:00", "2026-06-23"),
        (open_in_june(), "2026-06-23T00:00", "2026-06-26"),
        (open_in_june(Status.UPCOMING), "2026-05-30T00:00", "2026-06-23"),
        (open_in_june(Status.MET), "2026-06-01T00:00", "2026-07-02"),
        (open_in_june(Status.OVERDUE), "2026-07-08T00:00", "2026-08-08"),
        (
            open_in_june(Status.MET, dossier(post("1003", Role.ORGANISER, starts_on=day("2026-06-12")))),
            "2026-06-01T00:00",
            "2026-06-12",
        ),
    ],
)
def test_next_look_follows_what_is_due(looked_at: Review, now: str, next_on: str) -> None:
    assert next_review_on(looked_at, now=at(now), calendar=CALENDAR, rules=RULES) == day(next_on)


BOOK, BRANCH = rulebook(), Dossier(facts=branch_facts())
DAYS = st.dates(date(2026, 1, 2), date(2026, 12, 30))


def planned_on(on: date, known: frozenset[ReminderKey] = frozenset()) -> tuple[Reminder, ...]:
    now = start_of(on)
    looked_at = review_of(BRANCH, catalogue=BOOK.catalogue, calendar=CALENDAR, now=now)
    return plan_reminders(looked_at, now=now, calendar=CALENDAR, rules=RULES, known=known)


def keys_of(reminders: tuple[Reminder, ...]) -> frozenset[ReminderKey]:
    return frozenset(item.key for item in reminders)


@settings(max_examples=25, deadline=None)
@given(DAYS, st.integers(1, 28))
def test_beat_after_any_gap_plans_what_daily_beats_do(first: date, gap: int) -> None:
    before = keys_of(planned_on(first))
    daily = before
    for n in range(1, gap + 1):
        daily |= keys_of(planned_on(first + n * DAY, daily))
    assert before | keys_of(planned_on(first + gap * DAY, before)) == daily


@settings(max_examples=25, deadline=None)
@given(DAYS)
def test_planning_twice_is_planning_once(on: date) -> None:
    first = planned_on(on)
    assert len(keys_of(first)) == len(first)
    assert planned_on(on, keys_of(first)) == ()


@settings(max_examples=25, deadline=None)
@given(DAYS)
def test_no_day_between_two_looks_has_anything_to_plan(on: date) -> None:
    now = start_of(on)
    looked_at = review_of(BRANCH, catalogue=BOOK.catalogue, calendar=CALENDAR, now=now)
    known = keys_of(plan_reminders(looked_at, now=now, calendar=CALENDAR, rules=RULES))
    next_on = next_review_on(looked_at, now=now, calendar=CALENDAR, rules=RULES)
    assert on < next_on <= on + timedelta(days=31)
    day_before = next_on - DAY
    assert not [item for item in planned_on(day_before, known) if not item.reason]
