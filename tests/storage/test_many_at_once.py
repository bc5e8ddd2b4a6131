"""Many tasks and many processes on one database."""

import asyncio
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.util import await_only

from bot.errors import StorageError
from bot.storage import database as storage
from bot.storage.database import CONNECTIONS, Database
from bot.storage.sqlite import WritingSession
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.ledger.activity import ActivityId
from schedules.outbox import MessageKind, OutboundMessage
from tests.storage.child import count_one
from tests.storage.samples import ACTIVITY, AMENDMENT, KEY, NOW, recall, remember

ROOT = Path(__file__).parents[2]


async def child(job: str, url: str, *arguments: str) -> Process:
    command = [sys.executable, "-m", "tests.storage.child", job, url, *arguments]
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE)


async def lines_of(process: Process) -> list[str]:
    out, _ = await process.communicate()
    return out.decode().split()


def is_sound(url: str) -> bool:
    with sqlite3.connect(str(make_url(url).database)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_those_who_wait_share_commits_and_none_is_lost(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits, commit = [], WritingSession.commit

    def commit_and_note(session: WritingSession) -> None:
        commits.append(1)
        commit(session)

    monkeypatch.setattr(WritingSession, "commit", commit_and_note)
    keys = [f"k{number}" for number in range(64)]
    assert await asyncio.gather(*(database.write(remember(key, key)) for key in keys)) == keys
    assert len(commits) <= 16
    assert await database.read(recall(*keys)) == keys


async def test_one_that_fails_takes_nobody_along(database: Database) -> None:
    runs = []

    def fail(uow: SqlUnitOfWork) -> None:
        runs.append(1)
        uow.meta.update("bad", "kept")
        raise LookupError("mine")

    keys = [f"k{number}" for number in range(12)]
    use_cases = [remember(key, key) for key in keys]
    writes = [database.write(use_case) for use_case in (*use_cases[:5], fail, *use_cases[5:], fail)]
    told = await asyncio.gather(*writes, return_exceptions=True)
    assert [type(one) for one in told if not isinstance(one, str)] == [LookupError, LookupError]
    assert len(runs) == 2
    assert [one for one in told if isinstance(one, str)] == keys
    assert await database.read(recall(*keys, "bad")) == [*keys, None]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_those_who_wait_for_a_connection_are_served_as_they_came_and_nobody_is_refused(
    database: Database,
) -> None:
    served: list[int] = []

    def work(number: int) -> Callable[[SqlUnitOfWork], None]:
        def work_slowly(_uow: SqlUnitOfWork) -> None:
            served.append(number)
            await_only(asyncio.sleep(0.8))

        return work_slowly

    numbers = range(6 * CONNECTIONS)  # the last of them waits longer than the pool itself would let it
    await asyncio.gather(*(database.write(work(number)) for number in numbers))
    assert sorted(served) == [*numbers]
    assert max(abs(place - number) for place, number in enumerate(served)) < 2 * CONNECTIONS


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_who_has_waited_long_enough_for_a_connection_is_refused_and_later_ones_served(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "PATIENCE", 0.1)
    monkeypatch.setattr(storage, "CHECKED_WITHIN", 0.05)
    over = asyncio.Event()
    held = [asyncio.create_task(database.write(lambda _uow: await_only(over.wait()))) for _ in range(CONNECTIONS)]
    await asyncio.sleep(0)
    with pytest.raises(StorageError, match="too many wait"):
        await database.write(remember("late", ""))
    with pytest.raises(StorageError, match="too slow"):
        await database.check()
    over.set()
    await asyncio.gather(*held)
    monkeypatch.undo()
    assert await database.write(remember("later", "yes")) == "later"


async def test_no_update_is_lost_between_tasks(settled: Database) -> None:
    await settled.write(remember("number", "0"))
    id_ = await settled.write(lambda uow: uow.activities.add(ACTIVITY))

    def talk_on(uow: SqlUnitOfWork) -> None:
        conversation = uow.conversations.get(KEY)
        uow.conversations.update(replace(conversation, recent=(*conversation.recent, ActivityId(1))))

    def amend(uow: SqlUnitOfWork) -> None:
        activity = uow.activities.get(id_)
        assert activity is not None
        uow.activities.update(replace(activity, participants=(*activity.participants, "一")), AMENDMENT)

    async def task() -> None:
        for use_case in (count_one, talk_on, amend) * 8:
            await settled.write(use_case)

    await asyncio.gather(*(task() for _ in range(8)))
    assert await settled.read(recall("number")) == ["64"]
    assert len((await settled.read(lambda uow: uow.conversations.get(KEY))).recent) == 64
    record = await settled.read(lambda uow: uow.activities.get(id_))
    assert record is not None
    assert len(record.participants) == len(ACTIVITY.participants) + 64


async def test_no_update_is_lost_between_processes(database: Database, database_url: str) -> None:
    await database.write(remember("number", "0"))
    others = [await child("count_up", database_url, "150") for _ in range(2)]
    await asyncio.gather(*(database.write(count_one) for _ in range(150)))
    assert [await lines_of(other) for other in others] == [["done"]] * 2
    assert await database.read(recall("number")) == ["450"]


async def test_two_processes_claim_no_message_twice(database: Database, database_url: str) -> None:
    def add(uow: SqlUnitOfWork) -> None:
        for number in range(300):
            uow.outbox.add(OutboundMessage(key=str(number), kind=MessageKind.NOTICE, send_at=NOW))

    await database.write(add)
    others = [await child("claim", database_url) for _ in range(2)]
    claimed = [id_ for other in others for id_ in await lines_of(other)]
    assert len(claimed) == len(set(claimed)) == 300
    attempts = await database.read(lambda uow: {message.attempts for message in uow.outbox.list()})
    assert attempts == {1}


async def test_what_was_acknowledged_outlives_a_killed_process(database: Database, database_url: str) -> None:
    writer = await child("write_for_ever", database_url)
    assert writer.stdout is not None
    told = [await writer.stdout.readline() for _ in range(400)]
    writer.kill()
    told += (await writer.stdout.read()).splitlines()
    await writer.wait()
    keys = [line.decode().strip() for line in told]
    assert await database.read(recall(*keys)) == keys
    await database.write(remember("after", "all"))
    assert database_url.startswith("postgresql") or is_sound(database_url)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_full_disk_loses_nothing_and_is_survived(database: Database, database_url: str) -> None:
    told = await lines_of(await child("fill_the_disk", database_url))
    assert len(told) > 20
    assert told[-1] == "after"
    assert all(await database.read(recall(*told)))
    assert is_sound(database_url)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_of_two_that_block_each_other_both_succeed(database: Database) -> None:
    await database.write(remember("a", "0"))
    await database.write(remember("b", "0"))
    holding = {"a": asyncio.Event(), "b": asyncio.Event()}

    def use_case(first: str, second: str) -> Callable[[SqlUnitOfWork], None]:
        def run(uow: SqlUnitOfWork) -> None:
            one = int(uow.meta.get(first) or 0)
            holding[first].set()
            await_only(holding[second].wait())
            two = int(uow.meta.get(second) or 0)
            uow.meta.update(first, str(one + 1))
            uow.meta.update(second, str(two + 1))

        return run

    await asyncio.gather(database.write(use_case("a", "b")), database.write(use_case("b", "a")))
    assert await database.read(recall("a", "b")) == ["2", "2"]
