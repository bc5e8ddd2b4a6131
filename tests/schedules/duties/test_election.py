from datetime import date

import pytest

from schedules.duties.election import ElectionStage, stage_of, steps_of
from schedules.people.term import Term
from tests.schedules.duties.branches import Branch, Recorder

PERIOD = "2026-06-09..2026-12-06"


@pytest.fixture
def ending(branch: Branch) -> Branch:
    return branch.being(term=Term(ends_on=date(2026, 12, 6)))


def test_steps_are_scheduled_back_from_the_term_to_working_days(ending: Branch) -> None:
    obligation = ending.obligation("huanjie-zhibu", PERIOD)
    steps = steps_of(obligation, ending.facts, ending.calendar, today=date(2026, 6, 9))
    assert [(one.step.id, str(one.due_on)) for one in steps] == [
        ("list", "2026-06-09"),
        ("roster", "2026-08-07"),
        ("decide", "2026-09-07"),
        ("request", "2026-11-06"),
        ("candidates", "2026-11-11"),
        ("review", "2026-11-11"),
        ("public", "2026-11-20"),
        ("notice", "2026-11-27"),
        ("elect", "2026-12-04"),
        ("result", "2026-12-11"),
    ]
    assert {one.done_by for one in steps} == {None}


def test_records_tell_which_steps_are_taken(ending: Branch, record: Recorder) -> None:
    told = ending.recording(
        record("report", "2026-08-01", topic="核对换届党员名册"),
        record("election", "2026-10-10", topic="向机关党委报送换届请示"),
        record("election", "2026-12-01", topic="党员大会选举"),
    )
    obligation = told.obligation("huanjie-zhibu", PERIOD)
    taken = {
        one.step.id: one.done_by for one in steps_of(obligation, told.facts, told.calendar, today=date(2026, 12, 2))
    }
    assert {step: number for step, number in taken.items() if number} == {"roster": 1, "request": 2, "elect": 3}
    before = steps_of(obligation, told.facts, told.calendar, today=date(2026, 9, 1))
    assert [one.step.id for one in before if one.done_by] == ["roster"]


@pytest.mark.parametrize(
    ("topics", "today", "stage"),
    [
        ([], "2026-06-08", ElectionStage.REGULAR),
        ([], "2026-06-09", ElectionStage.NOTICED),
        (["报送换届请示"], "2026-11-01", ElectionStage.PREPARING),
        (["报送换届请示", "工委批复同意"], "2026-11-01", ElectionStage.APPROVED),
        (["报送换届请示", "党员大会选举"], "2026-12-06", ElectionStage.ELECTED),
        (["延期换届请示获准"], "2026-12-20", ElectionStage.POSTPONED),
        (["报送换届请示"], "2026-12-06", ElectionStage.PREPARING),
        (["报送换届请示"], "2026-12-07", ElectionStage.OVERDUE),
    ],
)
def test_how_far_an_election_has_come(
    ending: Branch, record: Recorder, *, topics: list[str], today: str, stage: ElectionStage
) -> None:
    told = ending.recording(*(record("election", "2026-10-10", topic=topic) for topic in topics))
    assert stage_of(told.facts, today=date.fromisoformat(today)) is stage


def test_without_a_stored_term_nothing_is_known(branch: Branch) -> None:
    assert stage_of(branch.facts, today=date(2026, 6, 1)) is ElectionStage.UNKNOWN
