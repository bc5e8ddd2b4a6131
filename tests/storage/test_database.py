"""The database as callers meet it: all or nothing, and an error in our words."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.util import await_only

from bot.errors import StorageError
from bot.storage import writer
from bot.storage.database import Database
from bot.storage.locks import FileLock
from bot.storage.migration import migrate
from bot.storage.sqlite import ROWS_BETWEEN_CHECKPOINTS, WritingSession, lock_of
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.storage.samples import recall, remember

BREAK_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
    WHERE datname = current_database() AND pid <> pg_backend_pid()"

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def content_of(url: str) -> bytes:
    return Path(str(make_url(url).database)).read_bytes()


def size_of(path: str) -> int:
    return Path(path).stat().st_size


KEEP, LOOK = remember("word", "kept"), recall("word")


@contextmanager
def locked(url: str) -> Iterator[sqlite3.Connection]:
    """Another process, as far as SQLite can tell, that keeps the file."""
    connection = sqlite3.connect(str(make_url(url).database), isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


async def test_a_use_case_is_kept_and_told(database: Database) -> None:
    assert await database.write(KEEP) == "word"
    assert await database.read(LOOK) == ["kept"]


async def test_a_use_case_that_raises_leaves_nothing(database: Database) -> None:
    def fail(uow: SqlUnitOfWork) -> None:
        KEEP(uow)
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        await database.write(fail)
    assert await database.read(LOOK) == [None]


@on_sqlite
async def test_who_only_looks_cannot_write(database: Database) -> None:
    with pytest.raises(StorageError, match="readonly"):
        await database.read(KEEP)


@on_postgresql
async def test_what_a_look_changes_is_not_kept(database: Database) -> None:
    await database.read(KEEP)
    assert await database.read(LOOK) == [None]


async def test_an_error_tells_neither_statement_nor_values(settled: Database) -> None:
    member = await settled.read(lambda uow: uow.members.list()[0])
    with pytest.raises(StorageError) as caught:
        await settled.write(lambda uow: uow.members.add(member))
    assert "INSERT" not in str(caught.value)
    assert member.name not in str(caught.value)
    await settled.check()


async def test_a_sound_database_passes_the_check(database: Database) -> None:
    await database.check()


async def test_a_database_without_tables_does_not(empty_database_url: str) -> None:
    database = await Database.open(empty_database_url)
    with pytest.raises(StorageError):
        await database.check()
    await database.close()


async def test_nor_one_of_another_version(database: Database, database_url: str) -> None:
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    await engine.dispose()
    with pytest.raises(StorageError, match="is at 0000"):
        await database.check()


async def test_a_text_that_is_none_is_refused_and_nothing_kept(database: Database) -> None:
    with pytest.raises(StorageError):
        await database.write(remember("word", "\ud800"))
    assert await database.read(LOOK) == [None]


@pytest.mark.parametrize(
    "url", ["sqlite+aiosqlite:///{folder}/file/none.db", "postgresql+asyncpg://postgres@/none?host={folder}"]
)
async def test_one_that_cannot_be_reached_neither(url: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    database = await Database.open(url.format(folder=tmp_path))
    with pytest.raises(StorageError):
        await database.read(LOOK)
    with pytest.raises(StorageError):
        await database.write(KEEP)
    await database.close()


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name", "sqlite:///file.db", "sqlite+aiosqlite://"])
async def test_an_address_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(StorageError):
        await Database.open(url)


async def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/var/deep/zhibu.db"
    await migrate(url)
    database = await Database.open(url)
    assert await database.write(KEEP) == "word"
    await database.close()


@on_sqlite
async def test_what_waits_is_done_before_closing(database_url: str) -> None:
    database = await Database.open(database_url)
    waiting = asyncio.ensure_future(database.write(KEEP))
    await asyncio.sleep(0)
    await database.close()
    assert await waiting == "word"
    again = await Database.open(database_url)
    assert await again.read(LOOK) == ["kept"]
    await again.close()


@on_sqlite
async def test_a_closed_database_takes_nothing(database_url: str) -> None:
    database = await Database.open(database_url)
    await database.close()
    with pytest.raises(StorageError, match="closed"):
        await database.write(KEEP)
    await database.close()


@on_sqlite
async def test_a_use_case_waits_for_another_process(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused, release = threading.Event(), FileLock.release

    def release_and_tell(lock: FileLock) -> None:
        release(lock)
        refused.set()

    monkeypatch.setattr(FileLock, "release", release_and_tell)
    with locked(database_url) as other:
        waiting = asyncio.ensure_future(database.write(KEEP))
        await asyncio.to_thread(refused.wait)
        assert not waiting.done()
        other.execute("COMMIT")
        assert await waiting == "word"


@on_sqlite
async def test_after_a_while_all_who_wait_are_refused_and_later_ones_served(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PATIENCE", 0.1)
    with locked(database_url):
        done = await asyncio.gather(*(database.write(KEEP) for _ in range(100)), return_exceptions=True)
        assert {type(one) for one in done} == {StorageError}
        assert "locked" in str(done[0])
        assert await database.read(LOOK) == [None]
        with pytest.raises(StorageError):
            await database.check()
    monkeypatch.undo()
    assert await database.write(KEEP) == "word"


@on_sqlite
async def test_a_reader_sees_one_moment_while_others_write(database: Database) -> None:
    looked, written = asyncio.Event(), asyncio.Event()

    def look_twice(uow: SqlUnitOfWork) -> list[str | None]:
        first = LOOK(uow)
        looked.set()
        await_only(written.wait())
        return first + LOOK(uow)

    async def write() -> None:
        await looked.wait()
        await database.write(KEEP)
        written.set()

    seen, _ = await asyncio.gather(database.read(look_twice), write())
    assert seen == [None, None]
    assert await database.read(LOOK) == ["kept"]


@on_sqlite
async def test_a_use_case_whose_caller_has_gone_before_it_began_is_left_out(database: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def hold(_uow: SqlUnitOfWork) -> None:
        begun.set()
        go_on.wait()

    holding = asyncio.ensure_future(database.write(hold))
    await asyncio.to_thread(begun.wait)
    gone = asyncio.ensure_future(database.write(KEEP))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    go_on.set()
    await holding
    assert await database.write(LOOK) == [None]


def enough_for_a_checkpoint(uow: SqlUnitOfWork) -> None:
    for number in range(ROWS_BETWEEN_CHECKPOINTS):
        uow.meta.update(f"k{number % 500}", f"{number}")


@on_sqlite
async def test_the_log_is_brought_home_by_the_writer(database: Database, database_url: str) -> None:
    log = f"{make_url(database_url).database}-wal"
    await database.write(enough_for_a_checkpoint)
    once = size_of(log)
    for _ in range(10):
        await database.write(enough_for_a_checkpoint)
    assert size_of(log) < 2 * once


@on_sqlite
async def test_nobody_brings_the_log_home_while_another_process_writes(database: Database, database_url: str) -> None:
    beside = lock_of(make_url(database_url))
    assert beside.try_shared()
    before = content_of(database_url)
    await database.write(enough_for_a_checkpoint)
    await database.write(KEEP)
    assert content_of(database_url) == before
    beside.release()
    await database.write(KEEP)
    await database.write(KEEP)
    assert content_of(database_url) != before
    beside.close()


@on_sqlite
async def test_a_writer_waits_while_another_process_brings_the_log_home(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PATIENCE", 0.1)
    beside = lock_of(make_url(database_url))
    assert beside.try_exclusive()
    with pytest.raises(StorageError, match="locked"):
        await database.write(KEEP)
    beside.close()
    monkeypatch.undo()
    assert await database.write(KEEP) == "word"


@on_postgresql
async def test_a_connection_that_broke_is_replaced(database: Database, database_url: str) -> None:
    async def break_all() -> None:
        engine = create_async_engine(database_url)
        async with engine.connect() as connection:
            await connection.execute(text(BREAK_OTHERS))
        await engine.dispose()

    begun, broken = asyncio.Event(), asyncio.Event()

    def hold(uow: SqlUnitOfWork) -> str:
        KEEP(uow)
        begun.set()
        await_only(broken.wait())
        return KEEP(uow)

    async def breaking() -> None:
        await begun.wait()
        await break_all()
        broken.set()

    told, _ = await asyncio.gather(database.write(hold), breaking(), return_exceptions=True)
    assert isinstance(told, StorageError)
    assert await database.read(LOOK) == [None]
    await break_all()
    assert await database.write(KEEP) == "word"


@on_sqlite
async def test_a_commit_that_fails_keeps_nothing_and_the_next_one_lasts(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_session: WritingSession) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(WritingSession, "commit", fail)
        told = await asyncio.gather(*(database.write(KEEP) for _ in range(3)), return_exceptions=True)
    assert [str(one) for one in told] == ["disk I/O error"] * 3
    assert {type(one) for one in told} == {StorageError}
    assert await database.read(LOOK) == [None]
    assert await database.write(KEEP) == "word"
