"""People change their mind, press twice, and answer with something else than what was asked."""

import pytest

from handlers import replies
from schedules.ledger.activity import ActivityState
from tests.handlers.conftest import Talk


@pytest.mark.parametrize("again", ["撤销", "不用记了", "撤销上一条"])
async def test_a_withdrawal_said_twice_shows_the_record_before_first(talk: Talk, again: str) -> None:
    await talk.say("6月23日主题党日，到12人")
    await talk.say("6月24日党课，到9人")
    assert "已撤销" in await talk.say("撤销")
    assert await talk.say(again) == replies.UNDO_NEXT
    assert await talk.say("算了") == "好的，没有改动。"
    assert [each.state for each in await talk.ledger()] == [ActivityState.VOID, ActivityState.RECORDED]


async def test_a_new_report_after_a_withdrawal_is_withdrawn_at_once(talk: Talk) -> None:
    await talk.say("6月23日主题党日，到12人")
    await talk.say("撤销")
    await talk.say("6月24日党课，到9人")
    assert "已撤销" in await talk.say("撤销")


@pytest.mark.parametrize("text", ["撤错了", "刚才删错了"])
async def test_a_withdrawal_by_mistake_withdraws_nothing_more(talk: Talk, text: str) -> None:
    await talk.say("6月23日主题党日，到12人")
    await talk.say("6月24日党课，到9人")
    await talk.say("撤销")
    await talk.say(text)
    assert [each.state for each in await talk.ledger()] == [ActivityState.VOID, ActivityState.RECORDED]
