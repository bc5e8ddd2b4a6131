"""What a platform tells of its contacts: who left, who is called otherwise, who came."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.robot import Robot
from bot.storage.database import Database
from handlers.messages import InboundKind, InboundMessage
from schedules.outbox import MessageKind, OutboundMessage
from schedules.people.address import Account, Address
from schedules.people.contacts import Contact, ContactNews
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role
from schedules.ports import UnitOfWork
from tests.books import rulebook

MONDAY = datetime(2026, 6, 1, 2, tzinfo=UTC)
SUNDAY = datetime(2026, 5, 31, 2, tzinfo=UTC)
BRANCH = Organisation(id=OrganisationId("zb1"), name="第一党支部", kind=OrganisationKind.BRANCH)
BOSS, ZHANG = Address(channel="dingtalk", account="boss"), Address(channel="dingtalk", account="zhangsan")


def settle_in(uow: UnitOfWork) -> None:
    uow.organisations.add(BRANCH, next_review_at=MONDAY + timedelta(days=9))
    for id, name in [("1", "李建国"), ("2", "张三"), ("3", "王五")]:
        uow.members.add(Member(id=MemberId(id), name=name, organisation_id=BRANCH.id))
    for role in (Role.SECRETARY, Role.ADMIN):
        uow.posts.add(Post(member_id=MemberId("1"), organisation_id=BRANCH.id, role=role))
    uow.accounts.add(Account(member_id=MemberId("1"), address=BOSS))
    uow.accounts.add(Account(member_id=MemberId("2"), address=ZHANG))


async def robot_at(database: Database, now: datetime) -> Robot:
    await database.write(settle_in)
    return Robot(database=database, rulebook=rulebook(), clock=lambda: now)


async def notices(robot: Robot) -> list[OutboundMessage]:
    return list(await robot.database.read(lambda uow: uow.outbox.list(kind=MessageKind.NOTICE)))


async def member_at(robot: Robot, address: Address) -> str | None:
    account = await robot.database.read(lambda uow: uow.accounts.get(address))
    return account.member_id if account else None


async def test_who_came_is_proposed_to_the_administrator_and_given_by_one_tap(database: Database) -> None:
    robot = await robot_at(database, MONDAY)
    news = ContactNews(channel="dingtalk", joined=(Contact(account="wang5", name="王五"),))
    await robot.learn(news)
    await robot.learn(news)
    [notice] = await notices(robot)
    assert (notice.recipient, notice.send_at) == ("1", MONDAY)
    assert notice.content is not None
    assert "王五（工号 3）还没有账号" in notice.content.text
    [button] = notice.content.buttons
    press = InboundMessage(key="k", sender=BOSS, sent_at=MONDAY, kind=InboundKind.ACTION, action=button.action)
    await robot.take_in(press)
    assert await member_at(robot, Address(channel="dingtalk", account="wang5")) == "3"


@pytest.mark.parametrize("contact", [Contact(account="new", name="赵六"), Contact(account="zhangsan", name="张三")])
async def test_a_stranger_and_who_is_known_are_proposed_to_nobody(database: Database, contact: Contact) -> None:
    robot = await robot_at(database, MONDAY)
    await robot.learn(ContactNews(channel="dingtalk", joined=(contact,)))
    assert await notices(robot) == []


async def test_who_left_is_let_go_at_once_and_told_of_on_a_working_day(database: Database) -> None:
    robot = await robot_at(database, SUNDAY)
    await robot.learn(ContactNews(channel="dingtalk", left=("ZhangSan",)))
    assert await member_at(robot, ZHANG) is None
    [notice] = await notices(robot)
    assert (notice.recipient, notice.send_at.date()) == ("1", MONDAY.date())


async def test_who_is_called_otherwise_stays_the_same_member(database: Database) -> None:
    robot = await robot_at(database, MONDAY)
    renamed = (("zhangsan", "zhang.san"), ("nobody", "somebody"))
    await robot.learn(ContactNews(channel="dingtalk", renamed=renamed))
    assert await member_at(robot, ZHANG) is None
    assert await member_at(robot, Address(channel="dingtalk", account="zhang.san")) == "2"
