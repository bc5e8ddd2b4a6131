"""What is remembered of the roster between transactions is never older than the roster."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.util import await_only

from bot.storage.database import Database
from bot.storage.memory import Recollection, RosterMemory
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.people.address import Account, Address
from schedules.people.organisation import Organisation
from tests.storage.samples import BRANCH, COMMITTEE, LI, MEMBER, NOW, ORGANISATION, POST, WANG

ADDRESS = Address(channel="wecom", account="Li")
Seen = tuple[object, ...]


def look(uow: SqlUnitOfWork) -> Seen:
    account, member = uow.accounts.get(ADDRESS), uow.members.get(LI)
    organisation, posts = uow.organisations.get(BRANCH), uow.posts.list(member_id=LI)
    names, facts = set(uow.members.list_names(organisation_id=BRANCH)), uow.facts.get(BRANCH, since=date(2025, 1, 1))
    return account, member, organisation, posts, names, facts


def rename(uow: SqlUnitOfWork) -> None:
    uow.members.update(replace(MEMBER, name="李建军"))


def seat(uow: SqlUnitOfWork) -> None:
    uow.accounts.add(Account(member_id=LI, address=ADDRESS))


def reseat(uow: SqlUnitOfWork) -> None:
    uow.accounts.update(Account(member_id=WANG, address=ADDRESS))


def unseat(uow: SqlUnitOfWork) -> None:
    uow.accounts.cancel(ADDRESS)


def rename_branch(uow: SqlUnitOfWork) -> None:
    uow.organisations.update(replace(ORGANISATION, name="第一支部"))


def begin_post(uow: SqlUnitOfWork) -> None:
    uow.posts.add(POST)


def end_post(uow: SqlUnitOfWork) -> None:
    uow.posts.update(replace(POST, ends_until=date(2026, 6, 1)))


def cancel_post(uow: SqlUnitOfWork) -> None:
    uow.posts.cancel(POST)


CHANGES = [rename, seat, reseat, unseat, rename_branch, begin_post, end_post, cancel_post]


@pytest.fixture
async def other(settled: Database, database_url: str) -> AsyncIterator[Database]:  # noqa: ARG001 - there first
    """Another process on the same database, as far as memory goes."""
    other = await Database.open(database_url)
    yield other
    await other.close()


async def test_every_change_is_seen_by_all_processes_at_once(settled: Database, other: Database) -> None:
    for change in CHANGES:
        before = [await database.write(look) for database in (settled, other)]
        await settled.write(change)
        after = [await database.write(look) for database in (settled, other)]
        assert [*before, *after] == [before[0]] * 2 + [after[0]] * 2
        assert before[0] != after[0], change.__name__
        assert after[0] == await other.read(look)


async def test_a_change_is_seen_where_it_is_made(settled: Database) -> None:
    def scenario(uow: SqlUnitOfWork) -> None:
        seen = [look(uow)]
        for change in CHANGES:
            change(uow)
            seen.append(look(uow))
            assert seen[-1] != seen[-2], change.__name__

    await settled.write(scenario)


async def test_a_change_that_was_taken_back_was_never_there(settled: Database) -> None:
    before = await settled.write(look)

    def fail(uow: SqlUnitOfWork) -> None:
        rename(uow)
        look(uow)
        raise LookupError

    told = await asyncio.gather(*(settled.write(case) for case in (look, fail, look)), return_exceptions=True)
    assert [told[0], told[2], await settled.write(look)] == [before] * 3
    assert isinstance(told[1], LookupError)


async def test_the_roster_is_not_read_again_while_nobody_changes_it(
    settled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settled.write(look)
    monkeypatch.setattr("bot.storage.people.Members._read", _refuse)
    monkeypatch.setattr("bot.storage.people.Organisations._read", _refuse)
    assert (await settled.write(look))[1] == MEMBER


async def test_whoever_writes_is_read_in_one_statement(settled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await settled.write(seat)
    second = Account(member_id=LI, address=Address(channel="dingtalk", account="Li2"), last_seen_at=NOW)
    await settled.write(lambda uow: uow.accounts.add(second))
    monkeypatch.setattr("bot.storage.people.Members._read", _refuse)
    monkeypatch.setattr("bot.storage.people.Accounts._read_all", _refuse)

    def ask(uow: SqlUnitOfWork) -> Seen:
        return uow.accounts.get(ADDRESS), uow.members.get(LI), uow.accounts.list(member_id=LI)

    first = Account(member_id=LI, address=ADDRESS)
    assert await settled.write(ask) == (first, MEMBER, [second, first])


def _refuse(*_: object) -> None:
    raise AssertionError


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_was_read_before_a_change_is_not_believed_after_it(settled: Database, other: Database) -> None:
    begun, changed = asyncio.Event(), asyncio.Event()

    def linger(uow: SqlUnitOfWork) -> Organisation | None:
        found = uow.organisations.get(COMMITTEE)
        begun.set()
        await_only(changed.wait())
        uow.members.get(LI)
        return found

    async def change() -> None:
        await begun.wait()
        await other.write(rename)
        names = (await settled.write(look))[4]
        assert isinstance(names, set)
        assert "李建军" in names
        changed.set()

    await asyncio.gather(settled.write(linger), change())
    assert (await settled.write(look))[1] == replace(MEMBER, name="李建军")


def test_a_transaction_under_an_older_mark_keeps_what_it_reads_to_itself() -> None:
    memory = RosterMemory()
    old, new = recollection(memory, lambda: "old"), recollection(memory, lambda: "new")
    assert old.recall("name", lambda: "before") == "before"
    assert new.recall("name", lambda: "after") == "after"
    assert old.recall("other", lambda: "before") == "before"
    assert recollection(memory, lambda: "new").recall("other", lambda: "after") == "after"


def recollection(memory: RosterMemory, read_mark: Callable[[], str]) -> Recollection:
    return Recollection(memory, read_mark, lambda: None)
