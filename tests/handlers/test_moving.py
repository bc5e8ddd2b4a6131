"""A record that stands under the wrong organisation."""

import pytest

from handlers import replies
from schedules.ledger.activity import ActivityState
from schedules.people.member import MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role
from tests.handlers.conftest import NOW, Talk


@pytest.fixture
async def leader(talk: Talk) -> str:
    """Who leads the second group of the first branch."""
    group = Organisation(
        id=OrganisationId("zb1-2"),
        name="第一党支部第二党小组",
        kind=OrganisationKind.GROUP,
        parent_id=OrganisationId("zb1"),
        profile="neimenggu-shizhi-2023",
    )
    await talk.store(lambda uow: uow.organisations.add(group, next_review_at=NOW))
    post = Post(member_id=MemberId("1003"), organisation_id=group.id, role=Role.GROUP_LEAD)
    await talk.store(lambda uow: uow.posts.add(post))
    return "1003"


@pytest.mark.parametrize("text", ["这条记到第二党小组行吗", "把#1改到第二党小组", "刚才那条应该记在第二党小组"])
async def test_it_is_moved(talk: Talk, leader: str, text: str) -> None:
    await talk.say("第一党支部昨天集中学习，到6人", who=leader)
    assert "已改记到第一党支部第二党小组（原 #1 已撤销）" in await talk.say(text, who=leader)
    assert [each.state for each in await talk.ledger()] == [ActivityState.VOID]
    assert [each.attendance.present for each in await talk.ledger("zb1-2")] == [6]
    assert "实到 6 → 7" in await talk.say("人数改成7人", who=leader)


async def test_it_is_not_moved_where_it_stands_already(talk: Talk, leader: str) -> None:
    await talk.say("我们小组昨天集中学习，到6人", who=leader)
    await talk.say("第一党支部昨天集中学习，到6人", who=leader)
    assert "原来这条没有改动" in await talk.say("这条记到第二党小组", who=leader)
    assert [each.state for each in await talk.ledger()] == [ActivityState.RECORDED]


async def test_a_committee_s_meeting_is_no_group_s(talk: Talk, leader: str) -> None:
    await talk.say("昨天支委会，到5人", who=leader)
    assert await talk.say("这条记到第二党小组", who=leader) == "支委会不记在第一党支部第二党小组，没有改动。"


async def test_it_is_not_moved_to_others(talk: Talk) -> None:
    await talk.say("昨天集中学习，到6人")
    assert await talk.say("这条记到第二党支部") == replies.NOWHERE_TO_MOVE


@pytest.mark.parametrize(
    "text",
    [
        "昨天我们二组集中学习，到6人",
        "上周三咱们小组学习了党章，到6人",
        "昨天党小组会，到6人",
        "昨天第二小组志愿服务，6人",
    ],
)
async def test_whoever_leads_a_group_means_it(talk: Talk, leader: str, text: str) -> None:
    await talk.say(text, who=leader)
    assert [each.attendance.present for each in await talk.ledger("zb1-2")] == [6]


async def test_another_group_is_not_taken_for_one_s_own(talk: Talk, leader: str) -> None:
    await talk.say("昨天我们一组集中学习，到6人", who=leader)
    assert await talk.ledger("zb1-2") == []
