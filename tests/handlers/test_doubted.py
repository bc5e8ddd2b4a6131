"""What only may have taken place: the day that was told is asked about, and kept."""

from datetime import date

import pytest

from handlers import replies
from schedules.ledger.activity import ActivityKind
from tests.handlers.conftest import Talk

DOUBTED = "昨天支委会，荷塘蝈蝈叫得欢"
QUESTION = "要登记6月24日（周三）的支委会吗？"


@pytest.mark.parametrize("yes", ["是", "是的", "对", "开了", "登记", "嗯，登记吧", "1"])
async def test_after_yes_the_day_is_not_asked_for_again(talk: Talk, yes: str) -> None:
    assert QUESTION in await talk.say(DOUBTED)
    assert "已登记" in await talk.say(yes)
    (kept,) = await talk.ledger()
    assert (kept.kind, kept.held_on) == (ActivityKind.BRANCH_COMMITTEE, date(2026, 6, 24))


@pytest.mark.parametrize("no", ["不是", "没有", "没开", "还没开", "不用登记", "算了"])
async def test_after_no_nothing_is_kept(talk: Talk, no: str) -> None:
    await talk.say(DOUBTED)
    assert await talk.say(no) == replies.CANCELLED
    assert await talk.ledger() == []


async def test_another_day_says_that_it_took_place_on_that_one(talk: Talk) -> None:
    await talk.say(DOUBTED)
    assert "已登记" in await talk.say("6月23日")
    (kept,) = await talk.ledger()
    assert kept.held_on == date(2026, 6, 23)


async def test_what_is_told_besides_does_not_say_that_it_took_place(talk: Talk) -> None:
    await talk.say(DOUBTED)
    answer = await talk.say("到5人")
    assert "实到 5" in answer
    assert QUESTION in answer
    await talk.say("是")
    assert [each.attendance.present for each in await talk.ledger()] == [5]


async def test_small_talk_is_no_answer(talk: Talk) -> None:
    await talk.say(DOUBTED)
    assert QUESTION in await talk.say("天气不错")
    assert QUESTION in await talk.say("谢谢")
    assert await talk.ledger() == []


async def test_a_question_with_a_day_in_it_does_not_answer_on_which_day(talk: Talk) -> None:
    await talk.say("开了个支委会，5人")
    assert "哪一天" in await talk.say("6月1日的记录是谁改的")
    assert await talk.ledger() == []
