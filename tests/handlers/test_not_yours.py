"""Who speaks of a record that others may change: he is told who, and nothing is changed."""

import pytest

from handlers import replies
from schedules.ledger.activity import ActivityState
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId
from schedules.people.role import Post, Role
from tests.handlers.conftest import Talk

MEMBER, LEAD = "1003", "1004"
REPORT = "昨天主题党日，应到13人实到12人，请假张伟"


@pytest.fixture
async def reported(talk: Talk) -> Talk:
    """A theme day that the organiser of the branch has reported; one member leads a group."""
    post = Post(member_id=MemberId(LEAD), organisation_id=OrganisationId("zb1"), role=Role.GROUP_LEAD)
    await talk.store(lambda uow: uow.posts.add(post))
    await talk.say(REPORT, who="1002")
    return talk


@pytest.mark.parametrize("who", [MEMBER, LEAD])
@pytest.mark.parametrize("text", ["昨天主题党日人数改成20人", "#1 人数改成20人", "昨天主题党日的请假清空"])
async def test_who_may_correct_it_is_told_and_nothing_is_changed(reported: Talk, who: str, text: str) -> None:
    answer = await reported.say(text, who=who)
    assert answer.startswith("没有改动。6月24日（周三） 主题党日（#1）由 王芳 登记，")
    assert "只有登记人（30天内）和本组织的书记、副书记、组织委员、党务干事可以改" in answer
    assert "请把要改的告诉王芳、李建国同志，由其发送，如“#1 人数改成20人”" in answer
    assert "张伟" not in answer
    (record,) = await reported.ledger()
    assert (record.attendance.present, record.attendance.leave) == (12, ("张伟",))


async def test_in_the_branchs_group_the_last_report_of_another_is_meant(reported: Talk) -> None:
    await reported.say("绑定 第一党支部", who="2002", group="g1")
    await reported.say("今天上午党课，李建国主讲，到12人", who="1002", group="g1")
    answer = await reported.say("撤销", who=MEMBER, group="g1")
    assert "6月25日（周四） 党课（#2）由 王芳 登记" in answer
    assert "如“撤销 #2”" in answer
    assert [record.state for record in await reported.ledger()] == [ActivityState.RECORDED] * 2


async def test_what_is_offered_may_be_said_by_who_may(reported: Talk) -> None:
    assert "实到 12 → 20" in await reported.say("#1 人数改成20人", who="1001")
    assert "已撤销" in await reported.say("撤销 #1", who="1001")


async def test_of_a_talk_between_others_nothing_is_told(talk: Talk) -> None:
    await talk.say("昨天和张晓谈心谈话", who="1001")
    for text in ("#1 日期改成6月20日", "昨天的谈心谈话改成前天"):
        assert await talk.say(text, who=LEAD) == replies.NOT_YOURS


async def test_of_another_branchs_record_nothing_is_told(talk: Talk) -> None:
    await talk.say(REPORT, who="1005")
    assert await talk.say("#1 人数改成20人", who=MEMBER) == replies.NOT_YOURS
