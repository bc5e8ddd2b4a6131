"""I1: of changes to one thing that are made at the same time, by tasks and by processes, none is lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.intake import intake
from handlers.messages import InboundMessage
from schedules.duties.duty import DutyId
from schedules.enrolment import claim_roster
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation
from schedules.people.role import Post, Role
from schedules.reminders.answering import stop
from tests.books import rulebook
from tests.storage.samples import BRANCH, COMMITTEE, LI, NOW, WANG

CHANGES = range(12)
BOOK = rulebook()
ACCOUNT = Account(member_id=WANG, address=Address(channel="test", account="wang"), last_seen_at=NOW)


@pytest.fixture
async def processes(settled: Database, database_url: str) -> AsyncIterator[list[Database]]:
    """Two that have the roster in mind as it was."""

    def begin(uow: SqlUnitOfWork) -> None:
        uow.accounts.add(ACCOUNT)
        uow.posts.add(Post(member_id=WANG, organisation_id=COMMITTEE, role=Role.SECRETARY))

    await settled.write(begin)
    other = await Database.open(database_url)
    for database in (settled, other):
        await database.write(lambda uow: (uow.organisations.get(BRANCH), uow.accounts.get(ACCOUNT.address)))
    yield [settled, other]
    await other.close()


async def change_at_once(processes: list[Database], change: Callable[[SqlUnitOfWork, int], object]) -> None:
    """Make all changes at the same time, by turns here and there."""

    async def make(number: int) -> None:
        await processes[number % 2].write(lambda uow: change(uow, number))

    await asyncio.gather(*map(make, CHANGES))


async def branch(processes: list[Database]) -> Organisation:
    found = await processes[0].read(lambda uow: uow.organisations.get(BRANCH))
    assert found is not None
    return found


def settle(uow: SqlUnitOfWork, number: int, organisation: Organisation | None = None) -> None:
    """Settle one more thing for the branch."""
    organisation = organisation or uow.organisations.claim(BRANCH)
    assert organisation is not None
    counts = {**organisation.settings.min_counts, str(number): 1}
    uow.organisations.update(replace(organisation, settings=replace(organisation.settings, min_counts=counts)))


async def test_settings_of_one_organisation(processes: list[Database]) -> None:
    await change_at_once(processes, settle)
    assert (await branch(processes)).settings.min_counts.keys() >= {str(number) for number in CHANGES}


async def test_settings_and_a_group_that_is_bound(processes: list[Database]) -> None:
    def bind_or_settle(uow: SqlUnitOfWork, number: int) -> None:
        group = Address(channel="test", account=f"g{number}", is_group=True)
        message = InboundMessage(
            key=f"k{number}", sender=ACCOUNT.address, sent_at=NOW, text="绑定 第一党支部", group=group
        )
        if number % 3:
            settle(uow, number)
        else:
            intake(uow, message, NOW, rulebook=BOOK)

    await change_at_once(processes, bind_or_settle)
    after = await branch(processes)
    assert after.settings.min_counts.keys() >= {str(number) for number in CHANGES if number % 3}
    assert after.groups["test"] in {f"g{number}" for number in CHANGES if number % 3 == 0}


async def test_settings_and_a_roster_that_is_compared(processes: list[Database]) -> None:
    def compare_or_settle(uow: SqlUnitOfWork, number: int) -> None:
        if number % 2:
            claim_roster(uow)
            settle(uow, number, next(one for one in uow.organisations.list() if one.id == BRANCH))
        else:
            settle(uow, number)

    await change_at_once(processes, compare_or_settle)
    assert (await branch(processes)).settings.min_counts.keys() >= {str(number) for number in CHANGES}


async def test_what_a_person_settles_who_had_settled_nothing(processes: list[Database]) -> None:
    await change_at_once(processes, lambda uow, number: stop(uow, LI, DutyId(str(number)), BRANCH, NOW))
    preferences = await processes[0].read(lambda uow: uow.preferences.get(LI))
    assert preferences.stopped == {str(number) for number in CHANGES}


async def test_a_meeting_that_everybody_reports_at_once_is_recorded_once(processes: list[Database]) -> None:
    def join(uow: SqlUnitOfWork, number: int) -> None:
        member = MemberId(f"20{number}")
        uow.members.add(Member(id=member, name=f"同志{number}", organisation_id=BRANCH))
        uow.accounts.add(Account(member_id=member, address=Address(channel="test", account=member)))

    def report(uow: SqlUnitOfWork, number: int) -> None:
        sender = Address(channel="test", account=f"20{number}")
        message = InboundMessage(key=f"k{number}", sender=sender, sent_at=NOW, text="6月25日下午支部党员大会，到12人")
        intake(uow, message, NOW, rulebook=BOOK)

    def join_all(uow: SqlUnitOfWork) -> None:
        for number in CHANGES:
            join(uow, number)

    await processes[0].write(join_all)
    await change_at_once(processes, report)
    assert len(await processes[0].read(lambda uow: uow.activities.list())) == 1


async def test_when_somebody_wrote_last(processes: list[Database]) -> None:
    def note(uow: SqlUnitOfWork, _: int) -> None:
        account = uow.accounts.claim(ACCOUNT.address)
        assert account is not None
        assert account.last_seen_at is not None
        uow.accounts.update(replace(account, last_seen_at=account.last_seen_at + timedelta(hours=1)))

    await change_at_once(processes, note)
    account = await processes[0].read(lambda uow: uow.accounts.get(ACCOUNT.address))
    assert account is not None
    assert account.last_seen_at == NOW + timedelta(hours=len(CHANGES))
