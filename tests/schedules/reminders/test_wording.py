from dataclasses import replace

import pytest

from schedules.calendar.periods import Cadence
from schedules.duties.duty import DutyStep, Obligation
from schedules.duties.election import StepDue
from schedules.duties.status import Status
from schedules.ledger.activity import ActivityKind
from schedules.outbox import Content
from schedules.people.organisation import OrganisationId
from schedules.reminders.stage import Stage
from schedules.reminders.told import Told
from schedules.reminders.wording import due_words, duty_words, missing_words, word_reminders
from tests.schedules.reminders.office import at
from tests.schedules.reminders.values import assessment, day, obligation, organisation, reminder

TODAY = day("2026-06-26")
LECTURE = obligation(
    "2026-06-15..2026-07-15",
    due="2026-06-30",
    id="qiyi-zhuanti-dangke",
    name="“七一”党支部书记讲专题党课",
    cadence=Cadence.WINDOW,
    kinds=frozenset({ActivityKind.PARTY_LECTURE}),
    source="000_2f5d1dad1ff597f3.txt 三(4)",
)
BANNED = ("打卡", "排名", "积分", "通报批评", "！", "!")


def item(
    owed: Obligation, stage: Stage = Stage.AHEAD, branch: str = "第一党支部", status: Status = Status.OPEN
) -> Told:
    told = reminder(stage=stage)
    own = organisation(id=OrganisationId(branch), name=branch)
    return Told(
        reminder=replace(told, key=replace(told.key, duty_id=owed.duty.id, period=owed.period.label)),
        organisation=own,
        assessment=assessment(owed, status),
    )


def word(*items: Told, delayed: bool = False) -> Content:
    return word_reminders(items, name="李建国", today=TODAY, delayed=delayed)


def test_one_duty() -> None:
    content = word(item(LECTURE))
    assert content.text == (
        "【支部助手】李建国同志，第一党支部有1项待办：\n"
        "“七一”党支部书记讲专题党课：请于6月30日（周二）前完成，尚未登记。\n"
        "依据：市直属机关2023年度重点任务清单三(4)\n"
        "办完回复：“6月26日党课，书记主讲，到12人”\n"
        "推迟回复“推迟”，转给他人回复“转交”，本期没有回复“不适用”，不再提醒回复“停止提醒”。"
    )
    assert [(button.label, button.action) for button in content.buttons] == [
        ("已完成", "done:zb1:qiyi-zhuanti-dangke:2026-06-15..2026-07-15"),
        ("推迟", "later:zb1:qiyi-zhuanti-dangke:2026-06-15..2026-07-15"),
        ("转交", "hand:zb1:qiyi-zhuanti-dangke:2026-06-15..2026-07-15"),
        ("不适用", "na:zb1:qiyi-zhuanti-dangke:2026-06-15..2026-07-15"),
        ("不再提醒", "stop:zb1:qiyi-zhuanti-dangke:2026-06-15..2026-07-15"),
    ]


def test_election_tells_its_next_step() -> None:
    step = StepDue(step=DutyStep(id="request", name="报送换届请示", days_before=30), due_on=day("2026-07-03"))
    text = word(replace(item(LECTURE), next_step=step)).text
    assert text.splitlines()[2] == "下一步：报送换届请示，7月3日（周五）前"


def test_several_duties_are_numbered_as_their_first_choices() -> None:
    content = word(item(LECTURE), item(obligation()), delayed=True)
    lines = content.text.splitlines()
    assert lines[0] == "【支部助手】（补发）李建国同志，第一党支部有2项待办："
    assert lines[4] == "2. 主题党日（6月）：请于6月30日（周二）前完成，尚未登记。"
    assert lines[-1] == (
        "推迟回复“推迟党课”，转给他人回复“转交党课”，本期没有回复“党课不适用”，不再提醒回复“停止提醒党课”。"
    )
    assert [button.label for button in content.buttons] == ["第1项已完成", "第2项已完成", "第1项其他", "第2项其他"]


def test_duties_of_several_branches_name_them() -> None:
    text = word(item(LECTURE), item(obligation(), branch="第二党支部")).text
    assert "您有2项待办" in text
    assert "2. 第二党支部主题党日（6月）：" in text


def test_what_is_late_is_worded_as_something_to_make_up_for() -> None:
    text = word(item(obligation("2026-05"), Stage.OVERDUE, status=Status.OVERDUE)).text
    assert "主题党日（5月）：已于5月31日（周日）到期，尚未登记，请尽快补办；已经开展的，补录即可。" in text


def test_what_is_late_below_is_told_by_duty_with_nothing_to_press() -> None:
    may = obligation("2026-05")
    content = word(*(item(may, Stage.ESCALATED, branch) for branch in ("第一党支部", "第二党支部")))
    assert content.text == (
        "【支部助手】李建国同志，所属党组织有1项逾期未登记的事项，请予督促帮助：\n"
        "· 主题党日（5月），5月31日（周日）到期：第一党支部、第二党支部"
    )
    assert content.buttons == ()


def test_own_duties_come_before_those_below() -> None:
    lines = word(item(LECTURE), item(obligation("2026-05"), Stage.ESCALATED, "第二党支部")).text.splitlines()
    assert lines[0].endswith("第一党支部有1项待办：")
    assert lines[4:6] == [
        "所属党组织有逾期未登记的事项，请予督促帮助：",
        "· 主题党日（5月），5月31日（周日）到期：第二党支部",
    ]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-06-26", "6月30日（周二）前"),
        ("2026-06-30", "今天"),
        ("2026-07-01", "最迟7月15日（周三）"),
        ("2026-07-16", "7月15日（周三）到期"),
    ],
)
def test_due_words_follow_the_day(on: str, words: str) -> None:
    assert due_words(LECTURE, day(on)) == words


def test_days_without_the_years_holiday_notice_are_provisional() -> None:
    uncertain = replace(LECTURE, deadline=replace(LECTURE.deadline, provisional=True))
    assert due_words(uncertain, TODAY) == "6月30日（周二）前（暂定）"


@pytest.mark.parametrize(
    ("owed", "words"),
    [
        (obligation("2026Q2", cadence=Cadence.QUARTERLY), "主题党日（第二季度）"),
        (obligation("2026H2", cadence=Cadence.HALF_YEARLY), "主题党日（下半年）"),
        (obligation("2026", cadence=Cadence.YEARLY), "主题党日（2026年）"),
        (LECTURE, "“七一”党支部书记讲专题党课"),
        (obligation(name="中心组学习（每月）"), "中心组学习（6月）"),
        (obligation(name="党组（党委）学习"), "党组（党委）学习（6月）"),
    ],
)
def test_duties_are_named_with_their_period(owed: Obligation, words: str) -> None:
    assert duty_words(owed) == words


@pytest.mark.parametrize(
    ("per", "done", "needed", "words"),
    [
        ("organisation", 0, 1, "尚未登记"),
        ("organisation", 0, 4, "尚未登记，共需4次"),
        ("organisation", 1, 4, "已登记1次，还差3次"),
        ("member", 9, 12, "已登记9人，还差3人"),
        ("pair", 2, 5, "已登记2对，还差3对"),
    ],
)
def test_what_is_missing(per: str, done: int, needed: int, words: str) -> None:
    assert missing_words(assessment(obligation(per=per), done=done, needed=needed)) == words


@pytest.mark.parametrize(
    ("owed", "how"),
    [
        (obligation(kinds=frozenset({ActivityKind.DUES}), name="按月交纳党费"), "：“6月26日党费已收齐”"),
        (obligation(kinds=frozenset(), name="年度计划"), "“已完成”登记"),
        (
            obligation(kinds=frozenset({ActivityKind.OTHER, ActivityKind.APPRAISAL}), name="“两优一先”评选"),
            "“已完成”登记",
        ),
        (
            obligation(kinds=frozenset({ActivityKind.STUDY, ActivityKind.SEMINAR}), name="专题研讨"),
            "：“6月26日专题研讨，到12人”",
        ),
        (obligation(kinds=frozenset({ActivityKind.TALK}), per="pair"), "：“6月26日和张三谈心谈话了”"),
        (
            obligation(kinds=frozenset({ActivityKind.TRAINING}), unit="hours", tag="集中轮训"),
            "：“6月26日党员培训4学时，主题《集中轮训》，到12人”",
        ),
    ],
)
def test_each_duty_tells_how_it_is_reported(owed: Obligation, how: str) -> None:
    assert f"办完回复{how}" in word(item(owed)).text


def test_election_is_reported_by_its_next_step() -> None:
    step = StepDue(step=DutyStep(id="request", name="报送换届请示", days_before=30, tag="换届请示"), due_on=TODAY)
    owed = item(obligation(kinds=frozenset({ActivityKind.ELECTION}), name="党支部按期换届"))
    assert "办完回复：“6月26日换届选举，主题《换届请示》”" in word(replace(owed, next_step=step)).text


def test_what_no_sentence_reports_is_chosen_by_its_number() -> None:
    plan = obligation(kinds=frozenset({ActivityKind.REPORT}), name="年度计划")
    assert "办完回复“2”登记" in word(item(LECTURE), item(plan)).text


def test_duty_without_a_source_is_of_the_offices_own_list() -> None:
    assert "依据：本单位事项清单" in word(item(obligation(source=""))).text


@pytest.mark.parametrize(
    ("digest_at", "words"),
    [
        ("2026-06-26T16:10", "还差2项，今天16:10前补上就不会列入群简报的待办。"),
        ("2026-06-29T10:10", "还差2项，3天内补上就不会列入群简报的待办。"),
    ],
)
def test_what_a_digest_would_tell_is_told_in_private_first(digest_at: str, words: str) -> None:
    told = [replace(item(owed), digest_at=at(digest_at)) for owed in (LECTURE, obligation())]
    assert words in word(*told).text


def test_many_duties_are_told_of_briefly_with_how_to_see_them_all() -> None:
    owed = [obligation(f"2026-{month:02}") for month in range(1, 13)]
    content = word(*(item(one) for one in owed))
    assert "有12项待办" in content.text
    assert content.text.count("依据：") == 3
    assert "另有9项：主题党日（4月）、" in content.text
    assert "等。回复“全部待办”查看。" in content.text
    assert len(content.buttons) == 6


def test_rest_of_several_branches_names_them_too() -> None:
    owed = [item(obligation(f"2026-{month:02}")) for month in range(1, 6)]
    told = word(*owed, item(obligation("2026-06"), branch="第二党支部")).text
    assert "另有3项：第一党支部主题党日（4月）、第一党支部主题党日（5月）、第二党支部主题党日（6月）。" in told


def test_many_duties_stay_within_the_platforms_bytes() -> None:
    source = "关于进一步加强和规范机关基层党组织组织生活的若干意见" * 4
    name = "一项名称相当长的应办事项" * 4
    owed = [obligation(f"2026-{month:02}", source=source, name=name) for month in range(1, 13)]
    text = word(*(item(one) for one in owed)).text
    assert len(text.encode()) <= 2048
    assert "回复“全部待办”查看" in text
    assert not [words for words in BANNED if words in text]


def test_more_duties_than_can_be_named_are_counted() -> None:
    owed = [obligation("2026-05", name=f"一项名称相当长的应办事项{number}" * 12) for number in range(60)]
    content = word(*(item(one) for one in owed))
    assert len(content.text.encode()) <= 2048
    assert "另有59项。回复“全部待办”查看。" in content.text
