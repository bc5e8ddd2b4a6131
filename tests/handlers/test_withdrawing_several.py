"""撤销刚才那两条, 把今天报的都撤了: shown first, and withdrawn and restored together."""

from datetime import timedelta

import pytest

from handlers import replies
from handlers.conversation import Purpose
from schedules.ledger.activity import ActivityState
from tests.handlers.conftest import Talk

REPORTS = ("6月22日支委会，到5人", "6月23日主题党日，到12人", "6月24日党课，到9人")


async def report(talk: Talk) -> None:
    for text in REPORTS:
        await talk.say(text)


async def standing(talk: Talk, organisation_id: str = "zb1") -> list[int]:
    return sorted(each.id for each in await talk.ledger(organisation_id) if each.state is not ActivityState.VOID)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("撤销刚才那两条", [3, 2]),
        ("最近三条都撤销", [3, 2, 1]),
        ("把今天报的都撤了", [3, 2, 1]),
        ("把今天报的党课都撤了", [3]),
        ("撤销最近9条", [3, 2, 1]),
        ("撤销#1和#3", [3, 1]),
    ],
)
async def test_what_would_go_is_shown_and_goes_when_that_is_right(talk: Talk, text: str, shown: list[int]) -> None:
    await report(talk)
    head, *lines = (await talk.say(text)).splitlines()
    assert head == f"要撤销的有 {len(shown)} 条："
    assert [line.split()[:2] for line in lines[:-1]] == [[f"{n}.", f"#{each}"] for n, each in enumerate(shown, 1)]
    assert await standing(talk) == [1, 2, 3]
    answer = await talk.say("都撤销" if len(shown) > 1 else "撤销")
    assert answer.endswith(replies.HOW_TO_RESTORE)
    assert await standing(talk) == sorted({1, 2, 3} - set(shown))


@pytest.mark.parametrize("text", ["都撤销", "是的", "都撤了", "确认", "全部撤销"])
async def test_what_was_withdrawn_together_is_restored_together(talk: Talk, text: str) -> None:
    await report(talk)
    await talk.say("撤销刚才那两条")
    assert (await talk.say(text)).startswith("已撤销 2 条，不再计入：")
    assert (await talk.say("撤错了")).startswith("已恢复 2 条：")
    assert await standing(talk) == [1, 2, 3]
    assert await talk.say("恢复") == replies.NOTHING_WITHDRAWN


@pytest.mark.parametrize(("text", "left"), [("1、3", [2]), ("只撤第2条", [1, 3]), ("2和3", [3])])
async def test_some_of_them_are_chosen_by_their_numbers(talk: Talk, text: str, left: list[int]) -> None:
    await report(talk)
    await talk.say("最近三条都撤销")
    await talk.say(text)
    assert await standing(talk) == left


@pytest.mark.parametrize("text", ["算了", "不撤了", "不是"])
async def test_nothing_goes_that_is_not_wanted(talk: Talk, text: str) -> None:
    await report(talk)
    await talk.say("最近三条都撤销")
    assert await talk.say(text) == replies.UNCHANGED
    assert await standing(talk) == [1, 2, 3]


@pytest.mark.parametrize("text", ["4", "1和4", "0"])
async def test_a_line_that_is_not_there_is_asked_for_again(talk: Talk, text: str) -> None:
    await report(talk)
    await talk.say("最近三条都撤销")
    assert "上面的 3 条要撤销吗？" in await talk.say(text)
    assert await standing(talk) == [1, 2, 3]
    await talk.say("1")
    assert await standing(talk) == [1, 2]


async def test_all_that_one_message_told_of(talk: Talk) -> None:
    await talk.say("6月20日支委会，到5人")
    await talk.say("6月23日主题党日，到12人；6月24日党课，到9人")
    await talk.say("都撤了")
    await talk.press("pick:都撤销")
    assert await standing(talk) == [1]


async def test_only_ones_own_and_of_that_day(talk: Talk) -> None:
    await talk.say(REPORTS[0])
    talk.now += timedelta(days=1)
    await talk.say(REPORTS[1])
    await talk.say(REPORTS[2], who="1004")
    assert "#3" not in await talk.say("最近三条都撤销")
    await talk.say("算了")
    assert "#1" not in await talk.say("把今天报的都撤了")
    await talk.say("算了")
    assert "#1 支委会" in await talk.say("昨天报的全删了")
    assert await talk.say("最近两条都撤销", who="1002") == replies.NOT_YOURS


async def test_those_of_a_branch_are_withdrawn_by_who_answers_for_it_and_it_is_told(talk: Talk) -> None:
    await talk.say("6月23日主题党日，到12人", who="1006")
    await talk.say("6月24日党课，到9人", who="1006")
    await talk.say("把二支部今天报的都撤了", who="2002")
    assert (await talk.say("都撤销", who="2002")).startswith("已撤销 2 条")
    assert await standing(talk, "zb2") == []
    (notice,) = await talk.notices("1005")
    assert notice.content is not None
    assert "韩冬同志改动了本支部的记录。已撤销 2 条" in notice.content.text
    assert await talk.say("把二支部今天报的都撤了") == replies.NOT_YOURS


async def test_more_than_fit_are_told_and_left(talk: Talk) -> None:
    for day in range(1, 13):
        await talk.say(f"6月{day}日志愿服务，到{day + 1}人")
    answer = await talk.say("把今天报的都撤了")
    assert "另有 2 条未列出，这一次不撤销。" in answer
    await talk.say("都撤销")
    assert await standing(talk) == [1, 2]


async def test_what_took_the_place_of_one_keeps_it_withdrawn(talk: Talk) -> None:
    await report(talk)
    await talk.say("撤销刚才那两条")
    await talk.say("都撤销")
    await talk.say("6月24日党课，到9人")
    answer = await talk.say("恢复")
    assert answer.startswith("已恢复 1 条：\n#2 主题党日")
    assert "没有重复登记：\n#4 党课" in answer
    assert await standing(talk) == [1, 2, 4]


@pytest.mark.parametrize("text", ["唉，撤错了", "刚才两条都恢复", "误撤了，两条都恢复", "恢复刚才撤的两条"])
async def test_both_are_wanted_back(talk: Talk, text: str) -> None:
    await report(talk)
    await talk.say("撤销刚才那两条")
    await talk.say("都撤销")
    assert (await talk.say(text)).startswith("已恢复 2 条：")


@pytest.mark.parametrize("text", ["恢复党课", "党课那条恢复", "撤错了一条，党课恢复", "把刚才撤的党课恢复一下"])
async def test_one_of_them_is_wanted_back(talk: Talk, text: str) -> None:
    await report(talk)
    await talk.say("撤销刚才那两条")
    await talk.say("都撤销")
    assert (await talk.say(text)).startswith("已更正 #3 党课：状态 已撤销 → 已登记。")
    assert await standing(talk) == [1, 3]
    assert await talk.say("恢复支委会") == replies.NOTHING_WITHDRAWN


async def test_what_cannot_be_withdrawn_of_the_numbers_told_is_said(talk: Talk) -> None:
    await report(talk)
    answer = await talk.say("撤销#1、#7和#9")
    assert answer.startswith("要撤销的有 1 条：\n1. #1 ")
    assert "\n没有找到可以由您撤销的#7、#9，不在内。" in answer


async def test_of_a_day_on_which_nothing_was_reported_that_is_said(talk: Talk) -> None:
    await report(talk)
    assert await talk.say("把昨天报的都撤了") == replies.NONE_OF_THAT_DAY
    assert await standing(talk) == [1, 2, 3]


async def test_what_was_told_wrongly_that_day_is_ones_own(talk: Talk) -> None:
    await talk.say("今天支委会，到5人")
    assert await talk.say("今天报错了，都撤了", who="1002") == replies.NONE_OF_THAT_DAY
    assert (await talk.say("今天报错了，都撤了")).startswith("要撤销的有 1 条：")


@pytest.mark.parametrize(
    "text",
    [
        "撤销党课和支委会",
        "把党课和支委会都撤了",
        "撤销党课，支委会也撤了",
        "党课跟支委会都报错了，撤了吧",
        "撤销6月23日的党课、6月24日的支委会",
    ],
)
async def test_one_of_each_kind_that_is_named_is_shown_and_withdrawn(talk: Talk, text: str) -> None:
    for told in ("6月23日党课，到9人", "6月22日主题党日，到8人", "6月24日支委会，到3人"):
        await talk.say(told)
    shown = await talk.say(text)
    assert shown.startswith("要撤销的有 2 条：\n1. #3 支委会")
    assert "2. #1 党课" in shown
    await talk.say("都撤销")
    assert await standing(talk) == [2]


async def test_a_kind_of_which_there_is_no_record_is_named(talk: Talk) -> None:
    await talk.say("6月23日党课，到9人")
    assert "没有找到可以由您撤销的志愿服务，不在内。" in await talk.say("撤销党课和志愿服务")


async def test_a_report_of_both_kinds_that_is_asked_about_is_left(talk: Talk) -> None:
    await talk.say("7月1号党课到9人，支委会也开了，5人")
    assert await talk.say("撤销党课和支委会") == replies.left(Purpose.RECORD, 2)
