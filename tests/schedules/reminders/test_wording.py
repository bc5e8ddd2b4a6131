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
        "完成后回复一句即可，如“6月26日党课，书记主讲，到12人”。\n"
        "需要推迟请回复“推迟”，本期没有此项请回复“不适用”。"
    )
    assert [(button.label, button.action) for button in content.buttons] == [
        ("已完成", "done:zb1:qiyi-zhuanti-dangke:2026-06-15..2026-07-15"),
        ("推迟", "later:zb1:qiyi-zhuanti-dangke:2026-06-15..2026-07-15"),
        ("不适用", "na:zb1:qiyi-zhuanti-dangke:2026-06-15..2026-07-15"),
    ]


def test_election_tells_its_next_step() -> None:
    step = StepDue(step=DutyStep(id="request", name="报送换届请示", days_before=30), due_on=day("2026-07-03"))
    text = word(replace(item(LECTURE), next_step=step)).text
    assert text.splitlines()[2] == "下一步：报送换届请示，7月3日（周五）前"


def test_several_duties_are_numbered_and_the_first_can_be_put_off() -> None:
    content = word(item(LECTURE), item(obligation()), delayed=True)
    lines = content.text.splitlines()
    assert lines[0] == "【支部助手】（补发）李建国同志，第一党支部有2项待办："
    assert lines[3] == "2. 主题党日（6月）：请于6月30日（周二）前完成，尚未登记。"
    assert lines[-1] == "需要推迟请回复“推迟党课”，本期没有此项请回复“党课不适用”。"
    assert [button.label for button in content.buttons] == ["1 已完成", "1 推迟", "1 不适用", "2 已完成"]


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
    assert lines[3:5] == [
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
    ("told", "example"),
    [
        ({"kinds": frozenset({ActivityKind.DUES}), "name": "按月交纳党费"}, "6月26日党费已收齐"),
        ({"kinds": frozenset(), "name": "年度计划"}, "6月26日年度计划已完成"),
        (
            {"kinds": frozenset({ActivityKind.OTHER, ActivityKind.APPRAISAL}), "name": "“两优一先”评选"},
            "6月26日“两优一先”评选已完成",
        ),
        (
            {"kinds": frozenset({ActivityKind.STUDY, ActivityKind.SEMINAR}), "name": "专题研讨"},
            "6月26日专题研讨，到12人",
        ),
    ],
)
def test_example_is_a_sentence_that_would_fulfil_the_duty(told: dict[str, object], example: str) -> None:
    assert f"如“{example}”" in word(item(obligation(**told))).text


def test_many_duties_stay_within_the_platforms_bytes_and_none_goes_unnamed() -> None:
    source = "关于进一步加强和规范机关基层党组织组织生活的若干意见" * 4
    owed = [
        obligation(f"2026-{month:02}", source=source, name="一项名称相当长的应办事项" * 2) for month in range(1, 13)
    ]
    text = word(*(item(one) for one in owed)).text
    assert len(text.encode()) <= 2048
    assert all(f"（{month}月）" in text for month in range(1, 13))
    assert "回复“本月待办”查看" in text
    assert not [words for words in BANNED if words in text]


def test_more_duties_than_can_be_named_are_counted() -> None:
    owed = [obligation("2026-05", name=f"一项名称相当长的应办事项{number}" * 3) for number in range(60)]
    content = word(*(item(one) for one in owed))
    assert len(content.text.encode()) <= 2048
    assert "另有55项。回复“本月待办”查看。" in content.text
    assert len(content.buttons) == 6
