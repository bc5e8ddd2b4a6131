"""On which days an obligation is spoken of. 2026: 19 June is 端午, 28 June a Sunday, 1 to 7 October are off."""

import pytest

from schedules.people.member import MemberId
from schedules.reminders.ladder import latest_day_of, postponed_key, rungs_of
from schedules.reminders.rules import ReminderRules
from schedules.reminders.stage import Stage
from tests.schedules.reminders.values import CALENDAR, RULES, day, obligation


def rungs(*lead_days: int, label: str = "2026-06", due: str | None = None) -> list[tuple[str, int, str]]:
    owed = obligation(label, due=due, lead_days=lead_days)
    return [(rung.stage, rung.lead_days, str(rung.falls_on)) for rung in rungs_of(owed, calendar=CALENDAR, rules=RULES)]


def test_stages_move_to_working_days_and_the_end_is_followed_up() -> None:
    assert rungs(10, 2, 0) == [
        ("opening", 10, "2026-06-18"),
        ("ahead", 2, "2026-06-26"),
        ("due", 0, "2026-06-30"),
        ("overdue", -1, "2026-07-01"),
        ("escalated", -5, "2026-07-07"),
    ]


@pytest.mark.parametrize(
    ("leads", "first"),
    [
        ((3,), ("ahead", 3, "2026-06-26")),
        ((0,), ("due", 0, "2026-06-30")),
        ((3, 0), ("opening", 3, "2026-06-26")),
        ((60, 3), ("opening", 60, "2026-06-01")),
        ((), ("overdue", -1, "2026-07-01")),
    ],
)
def test_first_stage(leads: tuple[int, ...], first: tuple[str, int, str]) -> None:
    assert rungs(*leads)[0] == first


def test_what_opens_on_a_holiday_is_first_spoken_of_after_it() -> None:
    assert rungs(40, 0, label="2026-10")[0] == ("opening", 40, "2026-10-08")


def test_own_nudges_after_the_end_replace_the_usual_one() -> None:
    assert [rung for rung in rungs(0, -2, -30) if rung[0] == "overdue"] == [
        ("overdue", -2, "2026-07-02"),
        ("overdue", -30, "2026-07-30"),
    ]


def test_soft_due_day_counts_for_reminders_and_the_hard_end_for_nudges() -> None:
    found = rungs(10, 0, label="2026-06-15..2026-07-15", due="2026-06-30")
    assert [(stage, on) for stage, _, on in found] == [
        ("opening", "2026-06-18"),
        ("due", "2026-06-30"),
        ("overdue", "2026-07-16"),
        ("escalated", "2026-07-22"),
    ]


def test_last_rung_before_the_due_day_is_marked() -> None:
    found = rungs_of(obligation(lead_days=(7, 2)), calendar=CALENDAR, rules=RULES)
    assert [rung.lead_days for rung in found if rung.is_last] == [2]


def test_days_off_are_kept_where_the_rules_allow_them() -> None:
    found = rungs_of(obligation(lead_days=(2,)), calendar=CALENDAR, rules=ReminderRules(workdays_only=False))
    assert found[0].falls_on == day("2026-06-28")


@pytest.mark.parametrize(
    ("put_off_to", "stage", "lead"),
    [("2026-06-26", Stage.AHEAD, 4), ("2026-06-30", Stage.DUE, 0), ("2026-07-03", Stage.OVERDUE, -3)],
)
def test_key_of_what_was_put_off(put_off_to: str, stage: Stage, lead: int) -> None:
    key = postponed_key(obligation(), MemberId("1001"), day(put_off_to))
    assert (key.stage, key.lead_days) == (stage, lead)


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        ("2026-06-23", "2026-06-30"),
        ("2026-06-29", "2026-06-30"),
        ("2026-06-30", "2026-07-15"),
        ("2026-07-14", "2026-07-15"),
        ("2026-07-15", "2026-08-17"),
    ],
)
def test_nothing_is_put_off_beyond_its_day_or_then_its_end(today: str, latest: str) -> None:
    lecture = obligation("2026-06-15..2026-07-15", due="2026-06-30")
    assert latest_day_of(lecture, day(today), calendar=CALENDAR, rules=RULES) == day(latest)
