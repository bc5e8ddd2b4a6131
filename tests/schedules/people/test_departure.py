"""Who leaves a platform gets nothing more there, and with his last account loses every right."""

from datetime import UTC, date, datetime

from bot.storage.database import Database
from handlers.sender import find_sender
from schedules.departure import depart
from schedules.outbox import MessageKind
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role
from schedules.ports import UnitOfWork

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
DAY = date(2026, 6, 1)
UPPER = Organisation(id=OrganisationId("jgdw"), name="机关党委", kind=OrganisationKind.COMMITTEE)
BRANCH = Organisation(
    id=OrganisationId("zb1"), name="第一党支部", kind=OrganisationKind.BRANCH, parent_id=OrganisationId("jgdw")
)
DING, WECOM = Address(channel="dingtalk", account="liming"), Address(channel="wecom", account="LiMing")


def settle_in(uow: UnitOfWork) -> None:
    for organisation in (UPPER, BRANCH):
        uow.organisations.add(organisation, next_review_at=datetime(2026, 7, 1, tzinfo=UTC))
    people = [
        ("1", "李明", BRANCH, Role.SECRETARY),
        ("2", "王芳", BRANCH, Role.ORGANISER),
        ("3", "赵强", UPPER, Role.CLERK),
    ]
    for id, name, home, role in people:
        uow.members.add(Member(id=MemberId(id), name=name, organisation_id=home.id))
        uow.posts.add(Post(member_id=MemberId(id), organisation_id=home.id, role=role))
    uow.accounts.add(Account(member_id=MemberId("1"), address=DING))


def told(uow: UnitOfWork) -> list[tuple[str | None, str]]:
    return [(item.recipient, item.content.text) for item in uow.outbox.list(kind=MessageKind.NOTICE) if item.content]


async def test_with_his_last_account_goes_every_right_and_every_post(database: Database) -> None:
    await database.write(settle_in)
    await database.write(lambda uow: depart(uow, DING, NOW, tell_at=NOW))
    member, posts, sender = await database.read(
        lambda uow: (
            uow.members.get(MemberId("1")),
            uow.posts.list(member_id=MemberId("1")),
            find_sender(uow, DING, DAY),
        )
    )
    assert member is not None
    assert (member.left_on, [post.ends_until for post in posts], sender) == (DAY, [DAY], None)
    assert await database.read(lambda uow: uow.reviews.get()) == NOW


async def test_the_officers_who_stay_are_told(database: Database) -> None:
    await database.write(settle_in)
    await database.write(lambda uow: depart(uow, DING, NOW, tell_at=NOW))
    [(recipient, words)] = await database.read(told)
    assert recipient == "2"
    assert words.startswith("李明（1）已不在钉钉的通讯录中")


async def test_where_no_officer_is_left_those_above_are_told(database: Database) -> None:
    await database.write(settle_in)
    await database.write(lambda uow: uow.posts.cancel(uow.posts.list(member_id=MemberId("2"))[0]))
    await database.write(lambda uow: depart(uow, DING, NOW, tell_at=NOW))
    assert [recipient for recipient, _ in await database.read(told)] == ["3"]


async def test_another_account_keeps_him_a_member(database: Database) -> None:
    await database.write(settle_in)
    await database.write(lambda uow: uow.accounts.add(Account(member_id=MemberId("1"), address=WECOM)))
    await database.write(lambda uow: depart(uow, DING, NOW, tell_at=NOW))
    there, here = await database.read(lambda uow: (find_sender(uow, WECOM, DAY), find_sender(uow, DING, DAY)))
    assert there is not None
    assert (there.member.left_on, len(there.posts), here) == (None, 1, None)
    assert "其他账号照常" in (await database.read(told))[0][1]


async def test_who_is_nobody_of_ours_leaves_nothing_behind(database: Database) -> None:
    await database.write(settle_in)
    gone = await database.write(lambda uow: depart(uow, WECOM, NOW, tell_at=NOW))
    assert (gone, await database.read(told)) == (None, [])
