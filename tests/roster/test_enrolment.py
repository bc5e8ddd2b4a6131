"""A roster over what is stored: what it changes, what is said of it, and what is then in the database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.storage.database import Database
from schedules.enrolment import apply_roster, stored_roster
from schedules.people.address import Account, Address
from schedules.people.changes import Changes, differences, is_drastic
from schedules.people.columns import Column, MemberColumn, OrganisationColumn
from schedules.people.member import Member, MemberId, Standing
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind, OrganisationSettings
from schedules.people.role import Post, Role
from schedules.people.roster import Roster
from schedules.people.term import Term
from schedules.people.wording import describe_changes
from schedules.ports import UnitOfWork

FIRST_DAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
NEXT_DAY = datetime(2026, 6, 1, 1, tzinfo=UTC)
TODAY = date(2026, 6, 1)
COLUMNS = frozenset([*OrganisationColumn, *MemberColumn])
BRANCH = Organisation(id=OrganisationId("zb1"), name="第一党支部", kind=OrganisationKind.BRANCH)


def member(number: int, name: str) -> Member:
    return Member(id=MemberId(str(number)), name=name, organisation_id=BRANCH.id)


def post(number: int, role: Role) -> Post:
    return Post(member_id=MemberId(str(number)), organisation_id=BRANCH.id, role=role)


def account(number: int, name: str, channel: str = "wecom") -> Account:
    return Account(member_id=MemberId(str(number)), address=Address(channel=channel, account=name))


ROSTER = Roster(
    organisations=[BRANCH],
    members=[member(1, "李明"), member(2, "王芳"), member(3, "赵强")],
    posts=[post(1, Role.SECRETARY), post(2, Role.ORGANISER)],
    accounts=[account(1, "liming"), account(2, "wangfang")],
    columns=COLUMNS,
)
NEXT = Roster(
    organisations=[replace(BRANCH, term=Term(ends_on=date(2027, 5, 9)))],
    members=[member(2, "王芳"), replace(member(3, "赵强"), standing=Standing.PROBATIONARY), member(4, "孙丽")],
    posts=[post(2, Role.SECRETARY), post(4, Role.ORGANISER)],
    accounts=[account(2, "wangfang"), account(4, "liming")],
    columns=COLUMNS,
)


def enrol(uow: UnitOfWork, roster: Roster, now: datetime) -> Changes:
    changes = differences(roster, stored_roster(uow, now.date()))
    apply_roster(uow, changes, now)
    return changes


async def test_applying_a_roster_makes_it_what_is_stored(database: Database) -> None:
    await database.write(lambda uow: enrol(uow, ROSTER, FIRST_DAY))
    assert not differences(ROSTER, await database.read(lambda uow: stored_roster(uow, TODAY)))

    await database.write(lambda uow: enrol(uow, NEXT, NEXT_DAY))
    assert not differences(NEXT, await database.read(lambda uow: stored_roster(uow, TODAY)))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_organisation_owes_from_the_day_on_which_it_is_first_listed(database: Database) -> None:
    await database.write(lambda uow: enrol(uow, ROSTER, FIRST_DAY))
    await database.write(lambda uow: enrol(uow, NEXT, NEXT_DAY))

    stored = await database.read(lambda uow: uow.organisations.get(BRANCH.id))

    assert stored is not None
    assert stored.settings.owed_from == date(2026, 3, 2)


def test_the_day_of_founding_stays_where_the_roster_has_no_column_for_it() -> None:
    founded = replace(ROSTER, organisations=[replace(BRANCH, founded_on=date(2026, 4, 1))])
    silent = replace(ROSTER, columns=COLUMNS - {OrganisationColumn.FOUNDED_ON})

    assert not differences(silent, founded)
    assert describe_changes(differences(ROSTER, founded), ROSTER, founded) == [
        "变更组织 第一党支部（zb1）：成立日期 2026-04-01 → 无"
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_is_listed_no_more_has_left_and_is_kept(database: Database) -> None:
    await database.write(lambda uow: enrol(uow, ROSTER, FIRST_DAY))
    await database.write(lambda uow: enrol(uow, NEXT, NEXT_DAY))

    left = await database.read(lambda uow: uow.members.get(MemberId("1")))
    posts = await database.read(lambda uow: uow.posts.list(organisation_id=BRANCH.id))

    assert left == replace(member(1, "李明"), left_on=TODAY)
    assert {(each.member_id, each.role, each.starts_on, each.ends_until) for each in posts} == {
        ("1", Role.SECRETARY, None, TODAY),
        ("2", Role.ORGANISER, None, TODAY),
        ("2", Role.SECRETARY, TODAY, None),
        ("4", Role.ORGANISER, TODAY, None),
    }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_changed_is_reviewed_at_once(database: Database) -> None:
    await database.write(lambda uow: enrol(uow, ROSTER, FIRST_DAY))
    await database.write(lambda uow: uow.reviews.update(BRANCH.id, next_review_at=datetime(2030, 1, 1, tzinfo=UTC)))

    await database.write(lambda uow: enrol(uow, NEXT, NEXT_DAY))

    assert await database.read(lambda uow: uow.reviews.get()) == NEXT_DAY


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_post_taken_back_on_its_first_day_leaves_no_trace(database: Database) -> None:
    await database.write(lambda uow: enrol(uow, ROSTER, FIRST_DAY))
    await database.write(lambda uow: enrol(uow, replace(ROSTER, posts=[*ROSTER.posts, post(3, Role.CLERK)]), NEXT_DAY))
    await database.write(lambda uow: enrol(uow, ROSTER, NEXT_DAY))

    assert not await database.read(lambda uow: uow.posts.list(member_id=MemberId("3")))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_returns_is_there_again(database: Database) -> None:
    await database.write(lambda uow: enrol(uow, ROSTER, FIRST_DAY))
    await database.write(lambda uow: enrol(uow, NEXT, NEXT_DAY))
    await database.write(lambda uow: enrol(uow, ROSTER, NEXT_DAY + timedelta(days=1)))

    back = await database.read(lambda uow: uow.members.get(MemberId("1")))

    assert back == member(1, "李明")


def test_every_change_is_told_in_one_line() -> None:
    assert describe_changes(differences(NEXT, ROSTER), NEXT, ROSTER) == [
        "变更组织 第一党支部（zb1）：任期 无 → 未填 至 2027-05-09",
        "变更人员 赵强（3）：政治面貌 正式党员 → 预备党员",
        "新增人员 孙丽（4，第一党支部）",
        "离开人员 李明（1），职务同时结束，记录保留",
        "结束职务 李明（1）第一党支部 书记",
        "结束职务 王芳（2）第一党支部 组织委员",
        "新增职务 王芳（2）第一党支部 书记",
        "新增职务 孙丽（4）第一党支部 组织委员",
        "变更账号 孙丽（4）企业微信 liming",
    ]


def test_an_organisation_that_is_listed_no_more_is_kept() -> None:
    stored = replace(ROSTER, organisations=[BRANCH, replace(BRANCH, id=OrganisationId("zb2"), name="第二党支部")])

    changes = differences(ROSTER, stored)

    assert describe_changes(changes, ROSTER, stored) == ["花名册中没有组织 第二党支部（zb2），组织与台账均予保留"]


def test_what_an_organisation_settled_itself_is_no_difference() -> None:
    settled = replace(BRANCH, settings=OrganisationSettings(weekly_digest=True), groups={"sandbox": "zb1"})

    assert not differences(ROSTER, replace(ROSTER, organisations=[settled]))


def test_what_the_roster_has_no_column_for_stays() -> None:
    narrow: frozenset[Column] = frozenset(
        {MemberColumn.ID, MemberColumn.NAME, MemberColumn.ORGANISATION, *list(OrganisationColumn)[:3]}
    )
    stored = replace(
        ROSTER,
        organisations=[replace(BRANCH, term=Term(ends_on=TODAY), profile="county-2020", groups={"wecom": "g"})],
        members=[replace(each, standing=Standing.APPLICANT, joined_on=TODAY) for each in ROSTER.members],
    )

    assert not differences(replace(ROSTER, posts=[], accounts=[], columns=narrow), stored)


def test_accounts_of_other_channels_are_none_of_the_roster_s_business() -> None:
    stored = replace(ROSTER, accounts=[*ROSTER.accounts, account(1, "1", "sandbox")])

    assert not differences(ROSTER, stored)


@pytest.mark.parametrize(("leaving", "drastic"), [(0, False), (1, False), (2, True)])
def test_more_than_a_tenth_leaving_is_drastic(leaving: int, drastic: bool) -> None:  # noqa: FBT001 - the expected value
    people = [member(number, "某") for number in range(10, 20)]
    gone = replace(member(99, "旧"), left_on=date(2020, 1, 1))
    stored = Roster(organisations=[BRANCH], members=[*people, gone])

    assert is_drastic(differences(Roster(organisations=[BRANCH], members=people[leaving:]), stored), stored) is drastic
