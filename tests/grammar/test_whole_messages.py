"""Messages that are one request from end to end: follow-ups, several withdrawals, restorings, agendas."""

from datetime import date

import pytest

from handlers.grammar.requests.choosing import places_chosen
from handlers.intents import FollowUp, Query, QueryTopic, Restore, UndoSeveral
from schedules.ledger.activity import ActivityKind
from tests.grammar.sayings import intent_of, rows

OCTOBER = FollowUp(since=date(2026, 10, 1), until=date(2026, 11, 1))
FOLLOW_UPS: dict[FollowUp, tuple[str, ...]] = {
    OCTOBER: ("上个月呢", "那上个月呢？", "上个月的呢", "10月呢", "那十月份的呢"),
    FollowUp(since=date(2025, 1, 1), until=date(2026, 1, 1)): ("去年呢", "2025年呢", "那去年的呢？"),
    FollowUp(since=date(2026, 7, 1), until=date(2026, 10, 1)): ("三季度呢", "上季度的呢"),
    FollowUp(kind=ActivityKind.PARTY_LECTURE): ("那党课呢", "党课呢", "还有党课呢", "那么党课呢"),
    FollowUp(kind=ActivityKind.PARTY_LECTURE, since=OCTOBER.since, until=OCTOBER.until): (
        "上个月的党课呢",
        "那上月党课呢",
    ),
    FollowUp(): ("二支部呢", "那第二党支部呢", "我们支部呢", "机关党委呢", "各支部呢"),
}


@pytest.mark.parametrize(("expected", "text"), rows(FOLLOW_UPS))
def test_one_thing_is_to_be_exchanged(expected: FollowUp, text: str) -> None:
    assert intent_of(text) == expected


@pytest.mark.parametrize(
    "text",
    ["钥匙呢", "那材料呢", "书记呢", "人呢", "党课的签到表呢", "这个月党费一分没收上来呢", "嗯呢", "换成党课", "那上个月", "我没去听党课，值班呢"],
)  # fmt: skip
def test_what_only_ends_like_a_follow_up_is_none(text: str) -> None:
    assert not isinstance(intent_of(text), FollowUp)


SEVERAL: dict[UndoSeveral, tuple[str, ...]] = {
    UndoSeveral(last=2): ("撤销刚才那两条", "把刚才那两条撤了", "刚才报的两条删掉", "两条都撤销", "撤掉前两条", "刚才那两条不要了", "刚才两条都报错了，撤销", "我想把最近两条撤掉"),
    UndoSeveral(last=3): ("最近三条都撤销", "撤销最近3条", "请把最近三条都删了吧", "删除刚才那三条记录", "最后三次作废"),
    UndoSeveral(numbers=(12, 13)): ("撤销#12和#13", "把 #12、#13 都撤了", "撤销第12条和第13条", "#12 #13 报重了，撤掉"),
    UndoSeveral(last=12): ("撤销最近12条",),
    UndoSeveral(last=2, kind=ActivityKind.PARTY_LECTURE): ("撤销最近两次党课", "把最近两条党课都撤了"),
    UndoSeveral(): ("都撤了", "全部撤销", "把刚才那几条都撤了", "刚才报的都撤掉", "都删了吧"),
    UndoSeveral(reported_on=date(2026, 11, 18)): (
        "把今天报的都撤了",
        "今天登记的全部删除",
        "今天的记录全部撤销",
        "撤销今天报的所有记录",
        "我今天上午报的都撤销",
    ),
    UndoSeveral(reported_on=date(2026, 11, 17), kind=ActivityKind.THEME_DAY): ("昨天报的主题党日都撤了",),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "text"), rows(SEVERAL))
def test_several_are_taken_back(expected: UndoSeveral, text: str) -> None:
    assert intent_of(text) == expected


@pytest.mark.parametrize(
    "text",
    ["信号不好发了两遍，删一条", "撤销上一条", "把签到表都撤了", "两个会都取消了", "今天的会都取消了", "下午的活动全部取消", "撤销12月3条", "撤销12、13号的党课", "把这两个字去掉"],
)  # fmt: skip
def test_what_takes_back_one_or_nothing_takes_back_no_several(text: str) -> None:
    assert not isinstance(intent_of(text), UndoSeveral)


@pytest.mark.parametrize(
    "text",
    ["恢复", "撤错了", "刚才撤错了", "哎呀，撤错了", "撤错了，恢复一下", "刚才那条撤错了", "不该撤", "不该删的", "误删了", "撤回撤销", "取消刚才的撤销", "恢复刚才撤的", "把刚才撤的都恢复", "都恢复", "恢复刚才那两条", "把刚才撤销的恢复"],
)  # fmt: skip
def test_what_was_withdrawn_is_wanted_back(text: str) -> None:
    assert intent_of(text) == Restore()


@pytest.mark.parametrize(
    "text", ["恢复提醒", "撤回", "撤回刚刚那条", "撤回上一条，不该把小阮流产的事写进去", "你撤回了啥，我还没来得及看"]
)
def test_what_restores_nothing(text: str) -> None:
    assert not isinstance(intent_of(text), Restore)


NEXT_WEEK, NEARLY = (date(2026, 11, 23), date(2026, 11, 30)), (date(2026, 11, 18), date(2026, 12, 3))
AGENDAS: dict[tuple[date, date], tuple[str, ...]] = {
    NEXT_WEEK: (
        "下周有什么要做的",
        "下周待办",
        "下周要干什么",
        "下周哪些到期",
        "二支部下周有什么要做的",
        "下周我们支部要干啥",
    ),
    (date(2026, 12, 1), date(2027, 1, 1)): (
        "下个月有什么要做的",
        "下月待办",
        "下个月到期的事项有哪些",
        "12月有哪些任务",
    ),
    (date(2026, 11, 16), date(2026, 11, 23)): ("这周还要干嘛", "本周还要做什么", "这周要办的事", "本周到期的有哪些"),
    (date(2027, 1, 1), date(2027, 2, 1)): ("1月有什么要做的",),
    NEARLY: ("快到期的有哪些", "有没有快到期的", "马上到期的有哪些", "哪些快到期了", "临近到期的事项"),
}


@pytest.mark.parametrize(("expected", "text"), rows(AGENDAS))
def test_what_falls_due_in_a_time_is_asked(expected: tuple[date, date], text: str) -> None:
    assert intent_of(text) == Query(topic=QueryTopic.OPEN_DUTIES, since=expected[0], until=expected[1])


@pytest.mark.parametrize("text", ["换届什么时候到期", "还有几天到期", "咱们这届支委什么时候到期来着"])
def test_the_end_of_the_term_is_no_agenda(text: str) -> None:
    asked = intent_of(text)
    assert isinstance(asked, Query)
    assert asked.topic is QueryTopic.TERM


@pytest.mark.parametrize("text", ["你下周要干嘛", "下周的会在哪开", "下周五交的材料谁写", "这周集中学习学什么内容"])
def test_what_is_asked_of_others_is_no_agenda(text: str) -> None:
    asked = intent_of(text)
    assert not (isinstance(asked, Query) and asked.topic is QueryTopic.OPEN_DUTIES)


@pytest.mark.parametrize(
    ("text", "places"),
    [("都撤销", (0, 1, 2)), ("好的。", (0, 1, 2)), ("1、3", (0, 2)), ("第二条", (1,)), ("只撤2和3", (1, 2)), ("4", ()), ("撤", (0, 1, 2)), ("0", ()), ("条", ()), ("党课", ()), ("1月3日", ())],
)  # fmt: skip
def test_lines_that_are_chosen(text: str, places: tuple[int, ...]) -> None:
    assert places_chosen(text, 3) == places
