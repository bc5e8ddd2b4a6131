from dataclasses import replace

import pytest

from schedules.duties.duty import DutyId, DutyStep
from schedules.duties.status import Status
from schedules.people.role import Role
from schedules.reminders.recheck import Recheck, recheck
from schedules.reminders.review import Dossier
from schedules.reminders.stage import Reminder, Stage
from schedules.reminders.wording import Reason
from tests.schedules.reminders.office import at
from tests.schedules.reminders.values import (
    BRANCH,
    CALENDAR,
    COMMITTEE,
    RULES,
    assessment,
    committee,
    dossier,
    obligation,
    post,
    reminder,
    review,
)

NOW = "2026-06-26T09:05"
HERE = dossier(post("1001", Role.ORGANISER))
AHEAD = reminder("1001", Stage.AHEAD, 2)


def look(*reminders: Reminder, status: Status = Status.OPEN, known: Dossier = HERE, now: str = NOW) -> Recheck:
    reviews = {BRANCH: review(known, assessment(obligation(), status))}
    return recheck(reminders, reviews, now=at(now), calendar=CALENDAR, rules=RULES)


def test_what_still_holds_is_told() -> None:
    found = look(AHEAD)
    assert [item.reminder for item in found.told] == [AHEAD]
    assert found.dropped == ()


@pytest.mark.parametrize(
    ("status", "reason"),
    [(Status.MET, Reason.FULFILLED), (Status.MET_LATE, Reason.FULFILLED), (Status.WAIVED, Reason.WAIVED)],
)
def test_what_is_settled_is_dropped(status: Status, reason: Reason) -> None:
    found = look(AHEAD, status=status)
    assert found.told == ()
    assert [(item.state, item.reason) for item in found.dropped] == [("suppressed", reason)]


def test_duty_that_is_no_longer_owed_is_dropped() -> None:
    found = look(replace(AHEAD, key=replace(AHEAD.key, period="2026-05")))
    assert [item.reason for item in found.dropped] == [Reason.NOT_OWED]
    gone = recheck([AHEAD], {}, now=at(NOW), calendar=CALENDAR, rules=RULES)
    assert [item.reason for item in gone.dropped] == [Reason.NOT_OWED]


def test_who_no_longer_holds_the_post_is_not_told() -> None:
    assert [item.reason for item in look(AHEAD, known=dossier(post("1005", Role.ORGANISER))).dropped] == [
        Reason.NOT_IN_POST
    ]


def test_escalation_that_was_switched_off_is_not_told() -> None:
    escalated = reminder("2001", Stage.ESCALATED, -5)
    above = (post("2001", Role.CLERK, COMMITTEE),)

    def late(*, escalations: bool) -> Recheck:
        known = dossier(superiors=above, parent=committee(escalations=escalations))
        return look(escalated, status=Status.OVERDUE, known=known, now="2026-07-07T09:05")

    assert late(escalations=True).told
    assert not late(escalations=False).told


def test_of_one_obligation_the_latest_stage_is_told() -> None:
    opening, due = reminder("1001", Stage.OPENING, 7), reminder("1001", Stage.DUE, 0)
    found = look(due, opening, AHEAD)
    assert [item.reminder.key.stage for item in found.told] == [Stage.DUE]
    assert [(item.key.stage, item.reason) for item in found.dropped] == [
        (Stage.OPENING, Reason.OVERTAKEN),
        (Stage.AHEAD, Reason.OVERTAKEN),
    ]


def test_stage_before_the_end_is_not_told_after_it() -> None:
    assert look(AHEAD, status=Status.OVERDUE, now="2026-07-01T09:05").dropped[0].reason == Reason.OVERTAKEN
    assert look(AHEAD, now="2026-06-30T17:00").told


def test_what_was_put_off_is_for_whoever_is_told_of_the_duty() -> None:
    put_off = reminder("1001", Stage.AHEAD, 1)
    assert look(put_off).told
    assert not look(replace(put_off, key=replace(put_off.key, recipient=post("1009", Role.LEADER).member_id))).told


def test_most_urgent_comes_first() -> None:
    above = (post("1001", Role.CLERK, COMMITTEE),)
    known = dossier(post("1001", Role.ORGANISER), superiors=above, parent=committee(escalations=True))
    may, june = obligation("2026-05"), obligation("2026-06")
    quarter = replace(obligation("2026Q2"), duty=replace(june.duty, id=DutyId("dangke")))
    looked_at = review(known, assessment(quarter), assessment(june), assessment(may, Status.OVERDUE))
    quarterly = replace(AHEAD, key=replace(AHEAD.key, duty_id=quarter.duty.id, period="2026Q2"))
    escalated = reminder("1001", Stage.ESCALATED, -5)
    late = replace(escalated, key=replace(escalated.key, period="2026-05"))
    found = recheck([late, quarterly, AHEAD], {BRANCH: looked_at}, now=at(NOW), calendar=CALENDAR, rules=RULES)
    assert [item.reminder.key.period for item in found.told] == ["2026Q2", "2026-06", "2026-05"]


def test_election_is_told_with_the_step_that_comes_next() -> None:
    steps = tuple(
        DutyStep(id=name, name=name, days_before=before) for name, before in (("名册", 120), ("请示", 30), ("选举", 0))
    )
    election = obligation("2026-01-12..2026-07-10", id="huanjie-zhibu", name="党支部按期换届", steps=steps)
    key = replace(AHEAD.key, duty_id=election.duty.id, period=election.period.label)
    reviews = {BRANCH: review(HERE, assessment(election))}

    def step_on(now: str) -> str | None:
        found = recheck([replace(AHEAD, key=key)], reviews, now=at(now), calendar=CALENDAR, rules=RULES)
        step = found.told[0].next_step
        return f"{step.step.name} {step.due_on}" if step else None

    assert step_on("2026-06-01T09:05") == "请示 2026-06-10"
    assert step_on("2026-06-11T09:05") == "选举 2026-07-10"
