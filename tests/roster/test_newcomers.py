"""Whoever is listed for the first time sets going what is owed to newcomers."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.storage.database import Database
from schedules.duties.assessing import assess
from schedules.duties.duty import DutyId
from schedules.enrolment import apply_roster, stored_roster
from schedules.newcomers import open_for_newcomers
from schedules.people.changes import differences
from schedules.people.columns import MemberColumn, OrganisationColumn
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role
from schedules.people.roster import Roster
from schedules.ports import UnitOfWork
from tests.books import rulebook

FIRST_DAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
NEXT_DAY = datetime(2026, 6, 1, 1, tzinfo=UTC)
EDUCATION = DutyId("xinruzhi-jilv-jiaoyu")
COMMITTEE = Organisation(
    id=OrganisationId("jgdw"), name="机关党委", kind=OrganisationKind.COMMITTEE, profile="ningxia-2023"
)
BRANCH = Organisation(
    id=OrganisationId("zb1"),
    name="第一党支部",
    kind=OrganisationKind.BRANCH,
    parent_id=COMMITTEE.id,
    profile="ningxia-2023",
)


def member(number: int, home: Organisation = BRANCH) -> Member:
    return Member(id=MemberId(str(number)), name=f"成员{number}", organisation_id=home.id)


ROSTER = Roster(
    organisations=[COMMITTEE, BRANCH],
    members=[member(1, COMMITTEE), member(2)],
    posts=[
        Post(member_id=MemberId("1"), organisation_id=COMMITTEE.id, role=Role.DISCIPLINE),
        Post(member_id=MemberId("2"), organisation_id=BRANCH.id, role=Role.SECRETARY),
    ],
    columns=frozenset([*OrganisationColumn, *MemberColumn]),
)


def enrol(uow: UnitOfWork, roster: Roster, now: datetime) -> list[str]:
    book = rulebook()
    changes = differences(roster, stored_roster(uow, now.date()))
    apply_roster(uow, changes, now)
    return [duty.id for duty in open_for_newcomers(uow, changes, book.catalogue, book.calendar, now)]


def owed(uow: UnitOfWork) -> list[str]:
    facts = uow.facts.get(COMMITTEE.id, since=date(2025, 1, 1))
    assert facts
    book = rulebook()
    judged = assess(facts, book.catalogue, book.calendar, now=NEXT_DAY)
    return [one.obligation.period.label for one in judged if one.obligation.duty.id == EDUCATION]


async def test_a_newcomer_is_owed_an_introduction_and_two_of_one_day_the_same(database: Database) -> None:
    assert await database.write(lambda uow: enrol(uow, ROSTER, FIRST_DAY)) == []
    grown = replace(ROSTER, members=[*ROSTER.members, member(3), member(4)])
    assert await database.write(lambda uow: enrol(uow, grown, NEXT_DAY)) == [EDUCATION]
    assert await database.read(owed) == ["2026-06-01..2026-07-01"]
    more = replace(grown, members=[*grown.members, member(5)])
    assert await database.write(lambda uow: enrol(uow, more, NEXT_DAY)) == []


async def test_nobody_is_new_who_only_changed(database: Database) -> None:
    await database.write(lambda uow: enrol(uow, ROSTER, FIRST_DAY))
    renamed = replace(ROSTER, members=[ROSTER.members[0], replace(ROSTER.members[1], name="成员二")])
    assert await database.write(lambda uow: enrol(uow, renamed, NEXT_DAY)) == []
    assert await database.read(owed) == []


async def test_where_nobody_keeps_the_ledger_nothing_is_opened(database: Database) -> None:
    bare = replace(ROSTER, posts=ROSTER.posts[1:])
    await database.write(lambda uow: enrol(uow, bare, FIRST_DAY))
    grown = replace(bare, members=[*bare.members, member(3)])
    assert await database.write(lambda uow: enrol(uow, grown, NEXT_DAY)) == []
