"""Two requests in one message: both are done, or it is said which was not."""

import pytest

from handlers import replies
from schedules.ledger.activity import Activity, ActivityKind, ActivityState
from tests.handlers.conftest import Talk


async def standing(talk: Talk) -> dict[ActivityKind, Activity]:
    """The records that stand, by their kinds."""
    return {each.kind: each for each in await talk.ledger() if each.state is not ActivityState.VOID}


@pytest.mark.parametrize(
    "text",
    [
        "把党课撤了，志愿服务改成7人",
        "志愿服务改成7人，把党课撤了",
        "删掉党课那条，志愿服务那条人数改成7",
        "撤销#1，#2改成7人",
        "党课撤了；然后志愿服务人数改成7人",
    ],
)
async def test_one_is_withdrawn_and_the_other_changed(talk: Talk, text: str) -> None:
    await talk.say("6月23日党课，到9人")
    await talk.say("6月24日志愿服务，到5人")
    answer = await talk.say(text)
    assert "已撤销" in answer
    assert "实到 5 → 7" in answer
    assert {kind: each.attendance.present for kind, each in (await standing(talk)).items()} == {
        ActivityKind.VOLUNTEER: 7
    }


async def test_both_are_changed(talk: Talk) -> None:
    await talk.say("6月23日党课，到9人")
    await talk.say("6月24日志愿服务，到5人")
    await talk.say("党课改成8人，志愿服务改成7人")
    assert [each.attendance.present for each in (await standing(talk)).values()] == [7, 8]


@pytest.mark.parametrize("text", ["把党课撤了，昨天志愿服务到7人", "撤销上一条，昨天志愿服务到7人"])
async def test_one_is_withdrawn_and_another_told(talk: Talk, text: str) -> None:
    await talk.say("6月23日党课，到9人")
    answer = await talk.say(text)
    assert "已撤销" in answer
    assert "已登记" in answer
    assert list(await standing(talk)) == [ActivityKind.VOLUNTEER]


async def test_the_second_waits_while_the_first_is_asked_about(talk: Talk) -> None:
    await talk.say("6月10日党课，到8人")
    await talk.say("6月23日党课，到9人")
    await talk.say("6月24日志愿服务，到5人")
    answer = await talk.say("把党课撤了，志愿服务改成7人")
    assert "要撤销哪一条？" in answer
    assert "“志愿服务改成7人”还没有办，请先回答，再说一次。" in answer
    assert len(await standing(talk)) == 2
    assert (await standing(talk))[ActivityKind.VOLUNTEER].attendance.present == 5


async def test_a_superior_s_two_changes_are_both_told_to_the_branch(talk: Talk) -> None:
    await talk.say("6月23日党课，到9人")
    await talk.say("6月24日志愿服务，到5人")
    await talk.say("把第一党支部的党课撤了，志愿服务改成7人", who="2002")
    assert list(await standing(talk)) == [ActivityKind.VOLUNTEER]
    assert len(await talk.notices("1001")) == 2


@pytest.mark.parametrize("text", ["党课改成8人，地点会议室", "党课人数改成8人，主持人改成王芳"])
async def test_two_changes_of_one_record_are_one_request(talk: Talk, text: str) -> None:
    await talk.say("6月23日党课，到9人")
    assert (await talk.say(text)).count("已更正") == 1


@pytest.mark.parametrize(
    "text",
    [
        "昨天支委会，到5人，一支部和二支部还差什么",
        "6月23日党课，到9人。第一党支部和第二党支部换届什么时候到期？",
    ],
)
async def test_a_report_before_a_question_about_several_organisations_is_kept_for_none(talk: Talk, text: str) -> None:
    assert await talk.say(text, who="2002") == replies.ONE_ORGANISATION
    assert await talk.ledger() == await talk.ledger("zb2") == await talk.ledger("jgdw") == []


async def test_a_report_that_names_its_own_is_kept(talk: Talk) -> None:
    answer = await talk.say("一支部昨天支委会，到5人，一支部和二支部还差什么", who="2002")
    assert "已登记（第一党支部）" in answer
    assert "第二党支部" in answer


@pytest.mark.parametrize("text", ["一支部和二支部还差什么", "第一党支部、第二党支部换届什么时候到期"])
async def test_a_question_about_two_organisations_is_answered_for_both(talk: Talk, text: str) -> None:
    answer = await talk.say(text, who="2002")
    assert "第一党支部 " in answer
    assert "第二党支部 " in answer
    assert "没有找到您可以查询的组织" in await talk.say(text)
