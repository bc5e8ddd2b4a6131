"""The database as the rest of the robot knows it: a use case in, what it returned out, and everything or nothing kept."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol, TypeVar

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StorageError
from bot.storage.faults import is_clash, is_fault, storage_error_of
from bot.storage.memory import RosterMemory
from bot.storage.sqlite import reading_engine
from bot.storage.statements import remember_roster
from bot.storage.tables import REVISION
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.storage.writer import Writer

T = TypeVar("T")

CONNECTIONS = 16
PATIENCE = 30.0
"""Seconds to wait for a connection: longer than a platform goes on delivering, so that a delivery again joins the first."""
CHECKED_WITHIN = 10.0

_CONNECT_ARGUMENTS = {
    "timeout": 4,
    "command_timeout": 30,
    "server_settings": {
        "application_name": "zhibu",
        "lock_timeout": "4000",
        "idle_in_transaction_session_timeout": "60000",
    },
}


class _Engine(Protocol):
    async def write(self, use_case: Callable[[SqlUnitOfWork], T]) -> T: ...
    async def read(self, use_case: Callable[[SqlUnitOfWork], T]) -> T: ...
    async def close(self) -> None: ...


class Database:
    """One database: SQLite or PostgreSQL, by its address.

    A use case is a plain function of a unit of work. What a database does wrong is raised as `StorageError`, and then
    nothing of the use case was kept; what the use case itself raises is raised as it is.
    """

    def __init__(self, engine: _Engine) -> None:
        self._engine = engine

    @classmethod
    async def open(cls, url: str) -> "Database":
        """The database of a url, `sqlite+aiosqlite:///FILE` or `postgresql+asyncpg://…`; it connects when it is used."""
        parsed = parse_url(url)
        return cls(_Sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _Postgresql(parsed))

    async def write(self, use_case: Callable[[SqlUnitOfWork], T]) -> T:
        """Run a use case in a transaction of its own; when this returns, it is committed."""
        return await self._engine.write(use_case)

    async def read(self, use_case: Callable[[SqlUnitOfWork], T]) -> T:
        """Run a use case that only looks: nothing that it changed would be kept."""
        return await self._engine.read(use_case)

    async def close(self) -> None:
        """Finish what was begun and let go of all connections."""
        await self._engine.close()

    async def check(self) -> None:
        """Raise what would keep a use case from reading or writing now."""
        try:
            async with asyncio.timeout(CHECKED_WITHIN):
                await self.read(_look)
                await self.write(_look)
        except TimeoutError as error:
            raise StorageError("the database is too slow") from error


def parse_url(url: str) -> URL:
    """A url that names one of the two databases and its driver."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StorageError("not the address of a database") from error
    if parsed.drivername not in {"sqlite+aiosqlite", "postgresql+asyncpg"}:
        raise StorageError(f"no such database: {parsed.drivername}")
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise StorageError("a database in memory would forget everything")
    return parsed


def _look(uow: SqlUnitOfWork) -> None:
    revision = uow.meta.get_revision()
    if revision != REVISION:
        raise StorageError(f"the schema is at {revision}, and this program needs {REVISION}")


class _Sqlite:
    """Reads on their own connections, writes through the one writer."""

    def __init__(self, url: URL) -> None:
        self._writer = Writer(url, asyncio.get_running_loop())
        self._readers = reading_engine(url)

    async def write(self, use_case: Callable[[SqlUnitOfWork], T]) -> T:
        result: T = await self._writer.submit(use_case)
        return result

    async def read(self, use_case: Callable[[SqlUnitOfWork], T]) -> T:
        return await guarded(_read(self._readers, use_case))

    async def close(self) -> None:
        await self._readers.dispose()
        await self._writer.close()


class _Postgresql:
    """A connection of the pool for each use case, and first come, first served.

    Whoever is refused comes again, behind all who came later: where there is more to do than can be done, the same ones
    would be refused again and again. So all wait in one line, which the pool's own is not, and for long.
    """

    def __init__(self, url: URL) -> None:
        self._pool = create_async_engine(
            url,
            hide_parameters=True,
            pool_size=CONNECTIONS,
            max_overflow=0,  # those above the size would be closed and opened anew whenever many come at once
            pool_use_lifo=True,
            pool_timeout=4,
            pool_pre_ping=True,
            connect_args=_CONNECT_ARGUMENTS,
        )
        self._turns = asyncio.Semaphore(CONNECTIONS)
        self._memory = RosterMemory()

    async def write(self, use_case: Callable[[SqlUnitOfWork], T]) -> T:
        async with self._turn():
            return await guarded(self._write(use_case))

    async def read(self, use_case: Callable[[SqlUnitOfWork], T]) -> T:
        async with self._turn():
            return await guarded(_read(self._pool, use_case))

    async def close(self) -> None:
        await self._pool.dispose()

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._turns.acquire()
        except TimeoutError as error:
            raise StorageError("too many wait for a connection") from error
        try:
            yield
        finally:
            self._turns.release()

    async def _write(self, use_case: Callable[[SqlUnitOfWork], T]) -> T:
        try:
            return await self._write_once(use_case)
        except Exception as error:
            if not is_clash(error):
                raise
        return await self._write_once(use_case)

    async def _write_once(self, use_case: Callable[[SqlUnitOfWork], T]) -> T:
        async with self._pool.begin() as connection:
            return await connection.run_sync(self._run, use_case)

    def _run(self, connection: Connection, use_case: Callable[[SqlUnitOfWork], T]) -> T:
        remember_roster(connection, self._memory)
        return use_case(SqlUnitOfWork(connection))


async def _read(engine: AsyncEngine, use_case: Callable[[SqlUnitOfWork], T]) -> T:
    async with engine.connect() as connection, connection.begin() as transaction:
        result = await connection.run_sync(_run, use_case)
        await transaction.rollback()
        return result


def _run(connection: Connection, use_case: Callable[[SqlUnitOfWork], T]) -> T:
    return use_case(SqlUnitOfWork(connection))


async def guarded(attempt: Awaitable[T]) -> T:
    """What comes of an attempt; what a database, or the way to it, does wrong is told in our words."""
    try:
        return await attempt
    except Exception as error:
        if is_fault(error):
            raise storage_error_of(error) from error
        raise
