"""Whether a record may concern what is owed now is told from the roster alone, and never wrongly denied."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

import pytest

from schedules.duties.assessing import assess, concerned_by
from schedules.duties.duty import DutyId
from schedules.ledger.activity import Activity, ActivityKind
from schedules.people.organisation import OrganisationSettings
from tests.schedules.duties.branches import Branch, Recorder, noon

NOW = noon("2026-07-08")
DAYS = [str(date(2025, 11, 3) + timedelta(days=13 * step)) for step in range(20)]


def _stands(branch: Branch, kind: ActivityKind) -> list[object]:
    only = {duty.id for duty in branch.catalogue.duties_told_by(kind, branch.facts.organisation)}
    judged = assess(branch.facts, branch.catalogue, branch.calendar, now=NOW, only=only)
    return [(one.obligation.duty.id, one.obligation.period, one.status, one.counted, one.missing) for one in judged]


def _concerned(branch: Branch, record: Activity) -> AbstractSet[DutyId]:
    return concerned_by([record], branch.facts, branch.catalogue, branch.calendar, now=NOW)


@pytest.mark.parametrize("counts_for", [None, "2025", "2026-06", "2026"])
def test_a_record_that_concerns_nothing_changes_nothing(
    branch: Branch, record: Recorder, counts_for: str | None
) -> None:
    settled = branch.recording(
        record("theme_day", "2026-06-12"), record("party_lecture", "2026-05-20", lecturer="陈静")
    )
    passed_over = []
    for kind in ActivityKind:
        before = _stands(settled, kind)
        for day in DAYS:
            one = record(kind, day, counts_for=counts_for)
            if not _concerned(branch, one):
                passed_over.append(one)
                assert _stands(settled.recording(*settled.facts.activities, one), kind) == before, one
    assert len(passed_over) > len(DAYS)


def test_what_was_held_in_a_month_that_is_spoken_of_is_judged(branch: Branch, record: Recorder) -> None:
    days = ["2026-02-10", "2026-05-10", "2026-07-01"]
    assert ["zhuti-dangri" in _concerned(branch, record("theme_day", day)) for day in days] == [False, True, True]


def test_a_record_concerns_a_duty_that_asks_for_a_tag_where_it_carries_it(branch: Branch, record: Recorder) -> None:
    plain, paired = record("theme_day", "2026-07-01"), record("theme_day", "2026-07-01", topic="与社区结对共建")
    assert ["jiedui-gongjian" in _concerned(branch, one) for one in (plain, paired)] == [False, True]


def test_where_a_record_counts_for_one_duty_alone_all_are_judged(branch: Branch, record: Recorder) -> None:
    sharing = branch.being(settings=OrganisationSettings(single_use=True))
    assert "zhuti-dangri" in _concerned(sharing, record("theme_day", "2026-02-10"))
