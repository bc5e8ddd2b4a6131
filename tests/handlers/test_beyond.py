"""What only people can do is said to be theirs; what is asked for without a record, and what was looked for."""

from datetime import date

import pytest

from handlers import replies
from handlers.grammar.requests.beyond import Beyond
from tests.handlers.conftest import Talk


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("我想请个假，明天党课去不了", Beyond.EXCUSE),
        ("帮我请假", Beyond.EXCUSE),
        ("这个月党费怎么交", Beyond.DUES),
        ("交多少", Beyond.DUES),
        ("转人工", Beyond.PERSON),
        ("我要投诉", Beyond.PERSON),
    ],
)
async def test_who_asks_for_what_people_do_is_told_whom_to_ask(talk: Talk, said: str, meant: Beyond) -> None:
    assert await talk.say(said) == replies.BEYOND[meant]
    assert await talk.say(said, group="g1") == ""
    assert await talk.ledger() == []


@pytest.mark.parametrize("said", ["昨天党课，到12人，张三请假", "6月10日收党费，1260元", "本月待办"])
async def test_a_report_or_a_question_is_none_of_that(talk: Talk, said: str) -> None:
    assert await talk.say(said, who="1001") not in replies.BEYOND.values()


async def test_what_was_looked_for_in_vain_is_named(talk: Talk) -> None:
    assert await talk.say("一季度党员大会开了吗") == (
        "没有找到相关记录（第一党支部，2026年1月1日（周四）至2026年3月31日（周二）：支部党员大会）。"
    )


@pytest.mark.parametrize("said", ["支部最近的记录", "最近的记录"])
async def test_the_last_records_are_listed(talk: Talk, said: str) -> None:
    await talk.say("昨天党课，到12人")
    assert "#1 党课" in await talk.say(said)


@pytest.mark.parametrize(
    "said", ["昨天党课，我讲的，12人", "昨天党课，12人，我主讲的，陈立记录的", "昨天党课，12人，是我讲的"]
)
async def test_what_one_did_oneself_is_kept_in_ones_name(talk: Talk, said: str) -> None:
    await talk.say(said)
    (record,) = await talk.ledger()
    assert (record.held_on, record.lecturer, record.attendance.present) == (date(2026, 6, 24), "张晓", 12)


@pytest.mark.parametrize("text", ["我的支部有哪些人", "我们支部有多少党员", "支委都有谁"])
async def test_who_belongs_to_it_is_in_the_roster(talk: Talk, text: str) -> None:
    assert await talk.say(text) == replies.BEYOND[Beyond.ROSTER]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("写错了怎么改", "早些的，带上日期和活动，或编号：“6月27日党课人数改成20人”"),
        ("怎么删除", "误撤的，回复“恢复”。"),
        ("怎么导出", "发送“导出台账”"),
        ("怎么登记支委会", "办完之后说一句就能登记"),
    ],
)
async def test_who_asks_about_one_part_is_told_of_it(talk: Talk, text: str, part: str) -> None:
    answer = await talk.say(text)
    assert part in answer
    assert answer.endswith("全部用法，发送“帮助”。")


@pytest.mark.parametrize("text", ["帮助", "这个怎么用", "你能干嘛", "怎么关提醒"])
async def test_who_asks_about_more_is_told_of_all(talk: Talk, text: str) -> None:
    assert await talk.say(text) == replies.HELP
