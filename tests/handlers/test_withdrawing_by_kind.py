"""What was told minutes ago is what its kind alone means."""

from schedules.ledger.activity import Activity, ActivityState
from tests.handlers.conftest import Talk


async def standing(talk: Talk) -> list[Activity]:
    """The records that stand."""
    return [each for each in await talk.ledger() if each.state is not ActivityState.VOID]


async def test_what_is_withdrawn_by_its_kind_right_after_it_was_told_is_the_one_just_told(talk: Talk) -> None:
    await talk.say("6月10日党课，到8人")
    await talk.say("6月23日党课，到9人")
    assert "#2 党课" in await talk.say("撤销党课")
    assert [each.id for each in await standing(talk)] == [1]


async def test_withdrawn_by_its_kind_once_more_is_asked_about(talk: Talk) -> None:
    for day in (10, 17, 23):
        await talk.say(f"6月{day}日党课，到8人")
    await talk.say("撤销党课")
    assert await talk.say("撤销党课") == "要撤销哪一条？请选择。"


async def test_what_was_told_a_while_ago_is_asked_about_by_its_kind(talk: Talk) -> None:
    await talk.say("6月10日党课，到8人")
    await talk.say("6月23日党课，到9人")
    for _ in range(11):
        await talk.say("本月待办")
    assert await talk.say("撤销党课") == "要撤销哪一条？请选择。"


async def test_a_report_that_is_asked_about_is_left_by_its_kind(talk: Talk) -> None:
    await talk.say("6月23日党课，到9人")
    assert "哪一天" in await talk.say("党课到8人")
    assert await talk.say("撤销党课") == "好的，这条没有登记。"
    assert len(await standing(talk)) == 1
