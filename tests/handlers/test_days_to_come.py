"""A day without its year that is near at hand is not taken for the one of almost a year ago."""

from datetime import date

import pytest

from handlers import replies
from schedules.ledger.activity import ActivityKind
from tests.handlers.conftest import Talk


@pytest.mark.parametrize("text", ["7月1号开主题党日，到5人", "主题党日\n时间：7月1日\n实到：5人"])
async def test_a_day_to_come_is_asked_about_and_nothing_is_kept_of_last_year(talk: Talk, text: str) -> None:
    assert "不能确定是哪一天，主题党日是哪一天开展的" in await talk.say(text)
    assert (await talk.say("7月1日")).startswith("这一天还没有到")
    assert await talk.ledger() == []
    await talk.say("昨天")
    (record,) = await talk.ledger()
    assert (record.held_on, record.attendance.present) == (date(2026, 6, 24), 5)


async def test_one_tap_says_that_last_year_is_meant(talk: Talk) -> None:
    outcome = await talk.send(text="7月1号开主题党日，到5人")
    (first, *_) = outcome.replies[0].buttons
    assert first.label.startswith("2025年7月1日")
    await talk.press(first.action)
    (record,) = await talk.ledger()
    assert record.held_on == date(2025, 7, 1)


async def test_last_year_that_is_named_is_kept_at_once(talk: Talk) -> None:
    assert "已登记" in await talk.say("去年7月1号开主题党日，到5人")


async def test_a_record_is_not_moved_to_a_day_to_come(talk: Talk) -> None:
    await talk.say("昨天主题党日，到5人")
    assert await talk.say("日期改成7月1号") == replies.PLANNED
    assert "日期 2026年6月24日（周三） → 2025年7月1日（周二）" in await talk.say("日期改成去年7月1号")


@pytest.mark.parametrize("text", ["7月1号党课到9人,支委会也开了,5人", "7月1号党课到9人，支委会开了，来了5人"])
async def test_of_two_activities_neither_is_lost_and_one_answer_dates_both(talk: Talk, text: str) -> None:
    assert "党课是哪一天开展的" in await talk.say(text)
    await talk.say("6月23日")
    told = {record.kind: (record.held_on, record.attendance.present) for record in await talk.ledger()}
    assert told == {
        ActivityKind.PARTY_LECTURE: (date(2026, 6, 23), 9),
        ActivityKind.BRANCH_COMMITTEE: (date(2026, 6, 23), 5),
    }


async def test_who_leaves_both_is_told_so(talk: Talk) -> None:
    await talk.say("7月1号党课到9人,支委会也开了,5人")
    assert await talk.say("算了") == "好的，这2条都没有登记。"
    assert await talk.ledger() == []
