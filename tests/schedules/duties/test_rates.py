import pytest

from schedules.duties.rates import Rate, rate_attended, rate_covered, rate_met, rate_reaching
from schedules.ledger.activity import Attendance
from tests.schedules.duties.branches import Branch, Recorder


@pytest.mark.parametrize(
    ("part", "whole", "percent", "missing"),
    [(6, 10, 60, 0), (5, 9, 55, 1), (0, 0, None, 0), (2, 7, 28, 3), (59, 99, 59, 1)],
)
def test_sixty_percent_is_never_said_of_less(part: int, whole: int, percent: int | None, missing: int) -> None:
    rate = Rate(part=part, whole=whole)
    assert (rate.percent, rate.missing_to(60)) == (percent, missing)


def test_what_is_met_of_what_is_owed(branch: Branch, record: Recorder) -> None:
    told = branch.recording(record("theme_day", "2026-06-10"))
    waived = branch.waiving("zhuti-dangri", "2026-06")
    june = [one.judged("zhuti-dangri", "2026-06", "2026-07-01") for one in (told, branch, waived)]
    assert rate_met(june) == Rate(part=1, whole=2)


def test_pairs_covered_over_branches(branch: Branch, record: Recorder) -> None:
    told = branch.recording(record("talk", "2026-03-01", host="陈静", participants=("李明",)))
    talks = [one.judged("tanxin-zhiwei-zhijian", "2026", "2026-07-01") for one in (told, branch)]
    assert rate_covered(talks) == Rate(part=1, whole=6)


def test_attendance_counts_where_both_figures_are_told(record: Recorder) -> None:
    told = [
        record("theme_day", "2026-06-10", attendance=Attendance(expected=20, present=18)),
        record("theme_day", "2026-06-11", attendance=Attendance(present=12)),
        record("theme_day", "2026-06-12", attendance=Attendance(expected=10, present=12)),
    ]
    assert rate_attended(told) == Rate(part=28, whole=30)


def test_branches_that_reached_a_standard(branch: Branch, record: Recorder) -> None:
    reached = branch.recording(record("report", "2026-06-10", topic="评定为最强党支部"))
    assert rate_reaching([reached.facts, branch.facts, branch.facts], "最强党支部") == Rate(part=1, whole=3)
