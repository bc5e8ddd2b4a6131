"""One change of several records: each is changed, or none before the sender has seen which."""

from datetime import timedelta

import pytest

from handlers import replies
from schedules.ledger.activity import ActivityKind, ActivityState
from tests.handlers.conftest import Talk

THEME_DAY, LECTURE = ActivityKind.THEME_DAY, ActivityKind.PARTY_LECTURE


async def tell_two(talk: Talk) -> None:
    await talk.say("6月10日主题党日，到9人")
    await talk.say("6月12日党课，到10人")


async def presences(talk: Talk) -> dict[ActivityKind, list[int | None]]:
    """How many were at the records that stand, by their kinds, the newest first."""
    counts: dict[ActivityKind, list[int | None]] = {}
    for each in await talk.ledger():
        if each.state is not ActivityState.VOID:
            counts.setdefault(each.kind, []).append(each.attendance.present)
    return counts


@pytest.mark.parametrize(
    "text",
    [
        "主题党日和党课的人数都改成12",
        "把主题党日、党课的人数改成12人",
        "主题党日跟党课人数都写错了，应该是12",
        "6月10日的主题党日和6月12日的党课人数改成12",
        "6月10日和6月12日的人数都改成12",
        "把6月10日那条和6月12日那条的人数都改成12",
        "#1和#2的人数都改成12",
        "#1、#2人数改成12",
        "第1条和第2条的人数都改成12",
        "这两条的人数都改成12",
        "刚才那两条都改成12人",
    ],
)
async def test_each_of_two_is_changed(talk: Talk, text: str) -> None:
    await tell_two(talk)
    answer = await talk.say(text)
    assert "#1 主题党日：实到 9 → 12。" in answer
    assert "#2 党课：实到 10 → 12。" in answer
    assert await presences(talk) == {THEME_DAY: [12], LECTURE: [12]}


@pytest.mark.parametrize("text", ["主题党日、党课的地点都去掉", "不对，主题党日和党课的地点都去掉"])
async def test_a_field_of_two_is_emptied_and_neither_withdrawn(talk: Talk, text: str) -> None:
    await tell_two(talk)
    await talk.say("这两条的地点都改成礼堂")
    assert [each.place for each in await talk.ledger()] == ["礼堂", "礼堂"]
    await talk.say(text)
    assert [each.place for each in await talk.ledger()] == [None, None]
    assert await presences(talk) == {THEME_DAY: [9], LECTURE: [10]}


async def test_where_one_may_be_another_both_are_shown_first(talk: Talk) -> None:
    await talk.say("5月8日主题党日，到8人")
    await tell_two(talk)
    talk.now += timedelta(hours=1)
    answer = await talk.say("主题党日和党课的人数都改成12")
    assert answer.startswith("要更正的有 2 条（实到 12）：\n1. #2 主题党日")
    assert await presences(talk) == {THEME_DAY: [9, 8], LECTURE: [10]}
    await talk.say("都更正")
    assert await presences(talk) == {THEME_DAY: [12, 8], LECTURE: [12]}


async def test_only_those_are_changed_that_are_chosen(talk: Talk) -> None:
    await talk.say("5月8日主题党日，到8人")
    await tell_two(talk)
    talk.now += timedelta(hours=1)
    await talk.say("主题党日和党课的人数都改成12")
    await talk.say("2")
    assert await presences(talk) == {THEME_DAY: [9, 8], LECTURE: [12]}


async def test_withdrawing_is_no_answer_to_it(talk: Talk) -> None:
    await talk.say("6月10日主题党日，到9人")
    await talk.say("主题党日和党课的人数都改成12")
    await talk.say("都撤销")
    assert await presences(talk) == {THEME_DAY: [9]}


async def test_one_that_is_not_there_is_told(talk: Talk) -> None:
    await talk.say("6月10日主题党日，到9人")
    answer = await talk.say("主题党日和党课的人数都改成12")
    assert "没有找到可以由您更正的党课，不在内。" in answer
    assert await presences(talk) == {THEME_DAY: [9]}
    await talk.say("更正")
    assert await presences(talk) == {THEME_DAY: [12]}


async def test_none_there_is_told(talk: Talk) -> None:
    assert await talk.say("主题党日和党课的人数都改成12") == replies.NOT_YOURS


async def test_both_are_changed_in_a_report_that_is_asked_about(talk: Talk) -> None:
    await talk.say("6月12日党课，到10人", who="1004")
    assert "是同一次吗" in await talk.say("6月12日主题党日和党课，各到9人")
    await talk.say("主题党日和党课的人数都改成12")
    await talk.say("另记一次")
    assert await presences(talk) == {THEME_DAY: [12], LECTURE: [12, 10]}


async def test_a_branch_is_told_of_each_change_of_a_superior(talk: Talk) -> None:
    await tell_two(talk)
    await talk.say("第一党支部的主题党日和党课人数都改成12", who="2002")
    assert await presences(talk) == {THEME_DAY: [12], LECTURE: [12]}
    assert len(await talk.notices("1001")) == 2


async def test_a_kind_may_be_changed_into_one_that_is_joined(talk: Talk) -> None:
    await talk.say("6月10日主题党日，到9人")
    await talk.say("主题党日改成党课")
    assert await presences(talk) == {LECTURE: [9]}
