"""Corrections and withdrawals that name the month and the kind of a record."""

import pytest

from handlers import replies
from schedules.ledger.activity import ActivityState
from tests.handlers.conftest import Talk


async def committees(talk: Talk) -> dict[str, tuple[str | None, ActivityState]]:
    return {f"{each.held_on:%m-%d}": (each.place, each.state) for each in await talk.ledger()}


async def test_the_record_of_the_month_is_corrected_and_no_other(talk: Talk) -> None:
    for text in ("4月10日支委会，5人", "5月11日支委会，4人", "6月10日支委会，3人"):
        await talk.say(text, who="1002")
    assert "已更正 #2 支委会：地点 （空） → 202" in await talk.say("把5月的支委会地点改成202", who="1002")
    places = {day: place for day, (place, _) in (await committees(talk)).items()}
    assert places == {"04-10": None, "05-11": "202", "06-10": None}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("上个月的支委会人数改成20", "05-11"),
        ("今年4月那次支委会人数改成20", "04-10"),
        ("2026年4月的支委会人数改成20", "04-10"),
        ("二季度的支委会人数改成20", None),
        ("本月支委会人数不对，是20个人", "06-10"),
    ],
)
async def test_months_and_quarters_are_told_in_any_way(talk: Talk, text: str, day: str | None) -> None:
    for told in ("4月10日支委会，5人", "5月11日支委会，4人", "6月10日支委会，3人"):
        await talk.say(told, who="1002")
    answer = await talk.say(text, who="1002")
    changed = [f"{each.held_on:%m-%d}" for each in await talk.ledger() if each.attendance.present == 20]
    assert changed == ([day] if day else [])
    assert ("哪一条" in answer) is (day is None)


async def test_of_several_in_the_month_one_is_chosen_by_a_tap(talk: Talk) -> None:
    await talk.say("5月11日支委会，4人", who="1002")
    await talk.say("5月25日支委会，4人", who="1001")
    await talk.say("6月10日支委会，3人", who="1002")
    outcome = await talk.send(text="删掉5月那次支委会", who="1002")
    labels = [button.label for button in outcome.replies[0].buttons]
    assert sorted(labels[:-1]) == ["5月11日（周一） 支委会", "5月25日（周一） 支委会"]
    assert "已撤销" in await talk.press(outcome.replies[0].buttons[0].action, who="1002")
    states = [state for _, state in (await committees(talk)).values()]
    assert states.count(ActivityState.VOID) == 1


@pytest.mark.parametrize("text", ["删掉4月那次党课", "把4月的党课地点改成202", "把4月那条删了"])
async def test_where_the_month_has_none_that_is_said_and_nothing_is_changed(talk: Talk, text: str) -> None:
    await talk.say("5月11日党课，李建国主讲，到20人", who="1002")
    assert await talk.say(text, who="1002") == replies.NOT_YOURS
    assert await committees(talk) == {"05-11": (None, ActivityState.RECORDED)}


async def test_dues_of_a_month_are_found_though_they_were_collected_later(talk: Talk) -> None:
    await talk.say("6月3日收缴党费1200元，记到5月", who="1002")
    assert "金额（元） 1200 → 1300" in await talk.say("5月的党费金额改成1300元", who="1002")


async def test_another_branch_that_is_named_is_the_one_that_is_meant(talk: Talk) -> None:
    for branch in ("第一党支部", "第二党支部"):
        await talk.say(f"{branch} 5月11日支委会，4人", who="2002")
    await talk.say("把第二党支部5月的支委会地点改成202", who="2002")
    await talk.say("删掉第一党支部5月的支委会", who="2002")
    assert await committees(talk) == {"05-11": (None, ActivityState.VOID)}
    assert [each.place for each in await talk.ledger("zb2")] == ["202"]


async def test_a_branch_that_is_not_ones_own_is_not_mistaken_for_it(talk: Talk) -> None:
    await talk.say("5月11日支委会，4人", who="1002")
    for text in ("把第二党支部5月的支委会地点改成202", "删掉第二党支部5月的支委会", "第二党支部那条撤销"):
        assert await talk.say(text, who="1002") == replies.NOT_YOURS
    assert await committees(talk) == {"05-11": (None, ActivityState.RECORDED)}


async def test_a_branch_in_a_new_value_is_none_that_is_meant(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人", who="1002")
    assert "和第二党支部共建" in await talk.say("主题改成和第二党支部共建", who="1002")


@pytest.mark.parametrize("text", ["#1 主持人是李建国", "#1主持人李建国", "第1条，主持人李建国"])
async def test_a_value_behind_a_number_is_of_that_record_and_no_other(talk: Talk, text: str) -> None:
    await talk.say("昨天党课，到12人")
    await talk.say("6月23日支委会，到5人")
    if "要更正哪一条" in await talk.say(text):
        await talk.say("1")
    assert {each.id: each.host for each in await talk.ledger()} == {1: "李建国", 2: None}


async def test_a_value_behind_a_number_that_nothing_has_changes_nothing(talk: Talk) -> None:
    await talk.say("昨天党课，到12人")
    await talk.say("#7 主持人是李建国")
    assert [each.host for each in await talk.ledger()] == [None]
