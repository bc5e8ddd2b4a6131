"""Organisations, reviews, members, posts, accounts: alike on both databases."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.util import await_only

from bot.errors import StorageError
from bot.foresight import list_acquaintances
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind, OrganisationSettings
from schedules.people.role import Role
from tests.storage.samples import ACCOUNT, BRANCH, COMMITTEE, HOUR, LI, MEMBER, NOW, ORGANISATION, PARENT, POST, WANG


async def test_organisations_come_back_whole(settled: Database) -> None:
    assert await settled.read(lambda uow: uow.organisations.get(BRANCH)) == ORGANISATION
    assert await settled.read(lambda uow: uow.organisations.get(COMMITTEE)) == PARENT
    assert await settled.read(lambda uow: uow.organisations.get(OrganisationId("none"))) is None


async def test_organisations_are_listed_by_id_or_below_one(settled: Database) -> None:
    assert await settled.read(lambda uow: uow.organisations.list()) == [PARENT, ORGANISATION]
    assert await settled.read(lambda uow: uow.organisations.list(parent_id=COMMITTEE)) == [ORGANISATION]


async def test_ids_sort_by_their_code_points_everywhere(database: Database) -> None:
    ids = ["B1", "a1", "a10", "a2", "支部"]

    def add(uow: SqlUnitOfWork) -> None:
        for id_ in reversed(ids):
            one = Organisation(id=OrganisationId(id_), name=id_, kind=OrganisationKind.BRANCH)
            uow.organisations.add(one, next_review_at=NOW)

    await database.write(add)
    assert [one.id for one in await database.read(lambda uow: uow.organisations.list())] == ids


async def test_an_updated_organisation_keeps_its_review(settled: Database) -> None:
    changed = replace(ORGANISATION, name="一支部", settings=OrganisationSettings(), term=None, groups={})
    await settled.write(lambda uow: uow.organisations.update(changed))
    assert await settled.read(lambda uow: uow.organisations.get(BRANCH)) == changed
    assert await settled.write(lambda uow: uow.reviews.claim(due_by=NOW, limit=9)) == [COMMITTEE]


async def test_reviews_are_claimed_when_due_oldest_first(settled: Database) -> None:
    def scenario(uow: SqlUnitOfWork) -> None:
        assert uow.reviews.get() == NOW
        assert uow.reviews.claim(due_by=NOW - timedelta(microseconds=1), limit=9) == []
        assert uow.reviews.claim(due_by=NOW + HOUR, limit=9) == [COMMITTEE, BRANCH]
        assert uow.reviews.claim(due_by=NOW + HOUR, limit=1) == [COMMITTEE]
        uow.reviews.update(COMMITTEE, next_review_at=NOW + 2 * HOUR)
        assert uow.reviews.get() == NOW + HOUR
        assert uow.reviews.claim(due_by=NOW + HOUR, limit=9) == [BRANCH]

    await settled.write(scenario)


async def test_nobody_is_to_be_reviewed_where_nobody_is(database: Database) -> None:
    assert await database.read(lambda uow: uow.reviews.get()) is None


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_claimed_review_is_passed_over_by_the_next_process(settled: Database, database_url: str) -> None:
    other = await Database.open(database_url)
    claimed, looked = asyncio.Event(), asyncio.Event()

    def hold(uow: SqlUnitOfWork) -> Sequence[OrganisationId]:
        mine = uow.reviews.claim(due_by=NOW + HOUR, limit=1)
        claimed.set()
        await_only(looked.wait())
        return mine

    async def look() -> Sequence[OrganisationId]:
        await claimed.wait()
        theirs = await other.write(lambda uow: uow.reviews.claim(due_by=NOW + HOUR, limit=9))
        looked.set()
        return theirs

    mine, theirs = await asyncio.gather(settled.write(hold), look())
    assert (mine, theirs) == ([COMMITTEE], [BRANCH])
    await other.close()


async def test_members_come_back_whole(settled: Database) -> None:
    wang = Member(id=WANG, name="王芳", organisation_id=BRANCH)
    assert await settled.read(lambda uow: uow.members.get(LI)) == MEMBER
    assert await settled.read(lambda uow: uow.members.get(MemberId("none"))) is None
    assert await settled.read(lambda uow: uow.members.list()) == [MEMBER, wang]
    assert await settled.read(lambda uow: uow.members.list(organisation_id=BRANCH)) == [MEMBER, wang]
    assert await settled.read(lambda uow: uow.members.list(organisation_id=COMMITTEE)) == []


async def test_a_member_changes_and_stays_listed(settled: Database) -> None:
    gone = replace(MEMBER, name="李建军", organisation_id=COMMITTEE, left_on=date(2026, 7, 1))
    await settled.write(lambda uow: uow.members.update(gone))
    assert await settled.read(lambda uow: uow.members.list(organisation_id=COMMITTEE)) == [gone]


async def test_a_member_of_nowhere_is_refused(settled: Database) -> None:
    lost = replace(MEMBER, id=MemberId("1009"), organisation_id=OrganisationId("none"))
    with pytest.raises(StorageError):
        await settled.write(lambda uow: uow.members.add(lost))
    assert await settled.read(lambda uow: uow.members.get(lost.id)) is None


async def test_posts_are_kept_apart_by_role_and_start(settled: Database) -> None:
    ever = replace(POST, starts_on=None, ends_until=None)
    elsewhere = replace(ever, organisation_id=COMMITTEE, role=Role.COMMITTEE_MEMBER)
    again = replace(POST, starts_on=date(2027, 3, 1), ends_until=None)

    def scenario(uow: SqlUnitOfWork) -> None:
        for post in (again, POST, elsewhere, ever, replace(ever, member_id=WANG)):
            uow.posts.add(post)
        assert uow.posts.list(member_id=LI) == [elsewhere, ever, POST, again]
        assert uow.posts.list(member_id=LI, organisation_id=BRANCH) == [ever, POST, again]
        assert len(uow.posts.list(organisation_id=BRANCH)) == 4
        assert len(uow.posts.list()) == 5
        uow.posts.update(replace(ever, ends_until=date(2024, 3, 1)))
        uow.posts.cancel(again)
        assert uow.posts.list(member_id=LI) == [elsewhere, replace(ever, ends_until=date(2024, 3, 1)), POST]

    await settled.write(scenario)


async def test_an_account_is_found_in_whatever_case(settled: Database) -> None:
    async def account_at(address: Address) -> Account | None:
        return await settled.read(lambda uow: uow.accounts.get(address))

    await settled.write(lambda uow: uow.accounts.add(ACCOUNT))
    for name in ("LiJianGuo", "lijianguo", "LIJIANGUO"):
        assert await account_at(replace(ACCOUNT.address, account=name)) == ACCOUNT
    assert await account_at(replace(ACCOUNT.address, is_group=False)) is None
    assert await account_at(replace(ACCOUNT.address, channel="dingtalk")) is None


async def test_accounts_are_listed_the_last_used_first(settled: Database) -> None:
    def account(channel: str, hours: int | None, member_id: MemberId = LI) -> Account:
        seen = None if hours is None else NOW + hours * HOUR
        return Account(member_id=member_id, address=Address(channel=channel, account="li"), last_seen_at=seen)

    never, early, late = account("dingtalk", None), account("sandbox", 1), account("wecom", 2)

    def scenario(uow: SqlUnitOfWork) -> None:
        for one in (never, late, early, account("elsewhere", 3, WANG)):
            uow.accounts.add(one)
        assert uow.accounts.list(member_id=LI) == [late, early, never]
        uow.accounts.update(account("dingtalk", 4))
        uow.accounts.update(account("wecom", 2, WANG))
        assert uow.accounts.list(member_id=LI) == [account("dingtalk", 4), early]
        uow.accounts.cancel(early.address)
        assert uow.accounts.get(early.address) is None
        assert len(uow.accounts.list()) == 3

    await settled.write(scenario)


async def test_people_are_known_with_those_they_are_at_home_among(settled: Database) -> None:
    def scenario(uow: SqlUnitOfWork) -> None:
        person = Address(channel="wecom", account="LiJG")
        for address in (person, replace(person, is_group=True)):
            uow.accounts.add(Account(member_id=LI, address=address))
        assert uow.accounts.list_homes(limit=9) == [(person, BRANCH)]
        assert uow.accounts.list_homes(limit=0) == []
        assert list_acquaintances(uow) == [(person, uow.members.list_names(organisation_id=BRANCH))]

    await settled.write(scenario)
