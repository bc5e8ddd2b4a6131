"""What does not answer the question that is open is a message of its own, and fills in nothing."""

from datetime import date

import pytest

from schedules.ledger.activity import ActivityKind
from tests.handlers.conftest import Talk

OF_DAY_OF_LECTURE = "党课到8人"
OF_A_DAY, OF_A_KIND = "支委会到5人", "昨天开了个会，到5人"
OF_A_PARTNER, OF_NUMBERS = "昨天谈了一次心", "昨天主题党日，应到10人，实到8人，请假1人"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (OF_A_DAY, "昨天下雨了"),
        (OF_A_DAY, "今天忙死了"),
        (OF_A_DAY, "昨天食堂的鱼不错"),
        (OF_A_KIND, "中午主题党日的照片发群里了"),
        (OF_A_KIND, "党课的课件谁有"),
        (OF_A_PARTNER, "天气不错"),
        (OF_A_PARTNER, "谢谢"),
        (OF_A_PARTNER, "陈立请假了"),
        (OF_NUMBERS, "今天好热"),
        (OF_NUMBERS, "食堂来了3个新人"),
        (OF_NUMBERS, "老李带了3个人来"),
        (OF_DAY_OF_LECTURE, "中午食堂12人吃饭"),
        (OF_DAY_OF_LECTURE, "单位来了3个实习生"),
        (OF_DAY_OF_LECTURE, "谢谢"),
        ("上个月的党费收了，1260元", "还有9月的也收了1240"),
        (OF_NUMBERS, "这个月还差什么"),
    ],
)
async def test_small_talk_fills_in_nothing(talk: Talk, asked: str, said: str) -> None:
    question = await talk.say(asked)
    await talk.say(said)
    assert await talk.ledger() == []
    await talk.say("算了")
    assert await talk.say(asked) == question, "nothing of it was kept in the question either"


@pytest.mark.parametrize("asked", [OF_A_DAY, OF_A_KIND, OF_A_PARTNER, OF_NUMBERS])
async def test_another_report_is_kept_as_one(talk: Talk, asked: str) -> None:
    await talk.say(asked)
    assert "已登记" in await talk.say("6月22日党小组会，到3人")
    (record,) = await talk.ledger()
    assert (record.kind, record.held_on, record.attendance.present) == (
        ActivityKind.GROUP_MEETING,
        date(2026, 6, 22),
        3,
    )


@pytest.mark.parametrize("asked", [OF_A_KIND, OF_NUMBERS])
async def test_a_report_of_another_day_is_no_answer(talk: Talk, asked: str) -> None:
    await talk.say(asked)
    await talk.say("6月16日主题党日，到7人")
    (record,) = await talk.ledger()
    assert (record.held_on, record.attendance.present) == (date(2026, 6, 16), 7)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (OF_A_DAY, "昨天晚上开的"),
        (OF_A_DAY, "就是昨天"),
        (OF_A_DAY, "应该是6月24号那天吧"),
        (OF_A_KIND, "是主题党日"),
        (OF_A_KIND, "就是个支委会"),
        (OF_A_KIND, "昨天那个是支委会"),
        (OF_A_PARTNER, "和陈立谈的"),
        (OF_A_PARTNER, "陈立吧"),
        (OF_A_PARTNER, "是陈立同志，昨天谈的"),
        (OF_A_PARTNER, "陈立、王芳两位"),
        (OF_NUMBERS, "实到9人"),
        (OF_NUMBERS, "来了9名党员"),
        (OF_NUMBERS, "请假2人，陈立和王芳"),
    ],
)
async def test_an_answer_in_ones_own_words_is_taken(talk: Talk, asked: str, said: str) -> None:
    await talk.say(asked)
    assert "已登记" in await talk.say(said)
    (record,) = await talk.ledger()
    assert record.held_on == date(2026, 6, 24)


async def test_a_choice_of_records_swallows_no_report(talk: Talk) -> None:
    await talk.say("6月10日党课，到8人")
    await talk.say("6月23日支委会，到3人")
    await talk.say("6月16日党课，到9人", who="1001")
    assert "要撤销哪一条" in await talk.say("撤销6月的党课", who="1001")
    assert "已登记" in await talk.say("昨天支委会，到5人", who="1001")
    assert len(await talk.ledger()) == 4


@pytest.mark.parametrize("asked", [OF_A_DAY, OF_A_KIND, OF_A_PARTNER, OF_NUMBERS])
@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("谢谢", "不客气。"),
        ("好的收到", "好的。"),
        ("辛苦了，谢谢小助手", "不客气。"),
        ("稍等", "好的，不急。"),
        ("好的，我问一下再告诉你", "好的，不急。"),
        ("不记得了", "没关系，问清楚了再回复。"),
    ],
)
async def test_courtesy_gets_a_kind_word_and_the_question_once_more(
    talk: Talk, asked: str, said: str, word: str
) -> None:
    question = (await talk.say(asked)).splitlines()[-1]
    answer = await talk.say(said)
    assert answer.startswith(f"{word}还有一个问题等您回答：")
    assert question in answer
    assert len(answer.splitlines()) == 1
    assert await talk.ledger() == []
