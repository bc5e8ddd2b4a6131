"""一会多用: one record for several duties, unless the organisation settled that it counts for one alone."""

import pytest

from schedules.duties.wording import explain
from schedules.people.organisation import OrganisationSettings
from tests.schedules.duties.branches import Branch, Recorder

SINGLE = OrganisationSettings(single_use=True)
JULY_FIRST = "2026-06-15..2026-07-15"
AT = "2026-07-20"


def test_one_record_serves_several_duties_by_default(branch: Branch, record: Recorder) -> None:
    held = branch.recording(record("party_lecture", "2026-06-28", lecturer="陈静"))
    assert held.judged("qiyi-zhuanti-dangke", JULY_FIRST, AT).done == 1
    assert held.judged("dangke", "2026Q2", AT).done == 1


def test_where_it_may_serve_one_only_the_more_particular_duty_takes_it(branch: Branch, record: Recorder) -> None:
    held = branch.being(settings=SINGLE).recording(record("party_lecture", "2026-06-28", lecturer="陈静"))
    assert held.judged("qiyi-zhuanti-dangke", JULY_FIRST, AT).status == "met"
    quarter = held.judged("dangke", "2026Q2", AT)
    assert (quarter.status, quarter.counted) == ("overdue", ())
    assert "6月28日的记录已计入“‘七一’党支部书记讲专题党课”，本组织设定一次活动只计入一项" in explain(quarter)


def test_what_the_more_particular_duty_does_not_need_is_free(branch: Branch, record: Recorder) -> None:
    lectures = [record("party_lecture", day, lecturer="陈静") for day in ("2026-06-20", "2026-06-28")]
    held = branch.being(settings=SINGLE).recording(*lectures)
    assert held.judged("qiyi-zhuanti-dangke", JULY_FIRST, AT).status == "met"
    assert held.judged("dangke", "2026Q2", AT).counted == (2,)


def test_a_record_that_the_particular_duty_refuses_serves_the_other(branch: Branch, record: Recorder) -> None:
    held = branch.being(settings=SINGLE).recording(record("party_lecture", "2026-06-28", lecturer="刘洋"))
    assert held.judged("dangke", "2026Q2", AT).status == "met"


def test_several_counts_of_the_same_are_no_second_use(party_group: Branch, record: Recorder) -> None:
    single = party_group.being(settings=SINGLE).recording(record("center_group", "2026-06-11"))
    assert single.judged("zhongxinzu-xuexi-monthly", "2026-06", AT).done == 1
    assert single.judged("zhongxinzu-xuexi-yearly", "2026", AT).done == 1


@pytest.mark.parametrize(
    ("duty", "period", "done"),
    [
        ("minzu-lilun-zhuanti", "2026", 1),
        ("zhongxinzu-yantao-quarterly", "2026Q2", 0),
        ("zhongxinzu-xuexi-monthly", "2026-06", 0),
    ],
)
def test_of_three_duties_the_rarest_takes_it(
    party_group: Branch, record: Recorder, duty: str, period: str, done: int
) -> None:
    seminar = record("seminar", "2026-06-11", topic="民族理论专题研讨")
    assert party_group.being(settings=SINGLE).recording(seminar).judged(duty, period, AT).done == done
    assert party_group.recording(seminar).judged(duty, period, AT).done == 1


def test_a_record_booked_to_another_period_is_taken_there(party_group: Branch, record: Recorder) -> None:
    seminar = record("seminar", "2026-07-02", topic="专题研讨", counts_for="2026-06")
    single = party_group.being(settings=SINGLE).recording(seminar)
    assert single.judged("zhongxinzu-yantao-quarterly", "2026Q2", AT).done == 1
    assert single.judged("zhongxinzu-xuexi-monthly", "2026-06", AT).done == 0
