"""The schema, brought to the state that this code knows: by one process at a time, and never back unasked."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import TypeVar

from sqlalchemy import URL, Connection, select, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.errors import NewerSchemaError, StorageError
from bot.failpoints import reach
from bot.storage.database import parse_url
from bot.storage.faults import is_fault, storage_error_of
from bot.storage.locks import FileLock
from bot.storage.sqlite import file_of, lock_of, writing_engine
from bot.storage.tables import REVISION, alembic_version

T = TypeVar("T")

_PATIENCE = 60.0
_PAUSE = 0.02
_MIGRATOR = 7_463_001
"""The name of the migrator's lock on PostgreSQL."""


def head_revision() -> str:
    """The step that this code needs."""
    return REVISION


async def current_revision(url: str) -> str | None:
    """The step that a database is at; None where there is nothing yet."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite" and not file_of(parsed).exists():
        return None
    return await alone_with(parsed, revision_of)


async def migrate(url: str) -> bool:
    """Bring a database to the newest step; whether there was anything to do.

    Raises:
        StorageError: it is newer than this code, or it cannot be changed.
    """
    if await current_revision(url) == REVISION:
        return False
    return await alone_with(parse_url(url), _upgrade)


async def downgrade(url: str, revision: str) -> None:
    """Take steps back to `revision`; `base` takes them all back, with all that is stored."""
    await alone_with(parse_url(url), lambda connection: step(connection, "downgrade", revision))


def _upgrade(connection: Connection) -> bool:
    revision = revision_of(connection)
    if revision == REVISION:
        return False
    if revision is not None and revision > REVISION:
        raise NewerSchemaError(f"the schema is at {revision}, newer than {REVISION}, which this program knows")
    reach("M0")
    step(connection, "upgrade", REVISION)
    reach("M2")
    return True


def step(connection: Connection, direction: str, revision: str) -> None:
    """Take the steps up or down to a revision, inside the connection's transaction."""
    from alembic import command  # noqa: PLC0415 - a quarter of a second that most starts need not spend
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(files("migrations")))
    getattr(command, direction)(config, revision)


def revision_of(connection: Connection) -> str | None:
    """The step that the database behind a connection is at."""
    if not connection.dialect.has_table(connection, alembic_version.name):
        return None
    return connection.execute(select(alembic_version.c.version_num)).scalar_one_or_none()


async def alone_with(url: URL, work: Callable[[Connection], T]) -> T:
    """Do work in one transaction, while no other process migrates."""
    try:
        if url.get_backend_name() == "sqlite":
            return await asyncio.to_thread(_on_sqlite, url, work)
        return await _on_postgresql(url, work)
    except Exception as error:
        if is_fault(error):
            raise storage_error_of(error) from error
        raise


def _on_sqlite(url: URL, work: Callable[[Connection], T]) -> T:
    with _alone(lock_of(url)), writing_engine(url, timeout=_PATIENCE).connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        result = work(connection)
        connection.commit()
        return result


@contextmanager
def _alone(lock: FileLock) -> Iterator[None]:
    end = time.monotonic() + _PATIENCE
    try:
        while not lock.try_exclusive():
            if time.monotonic() > end:
                raise StorageError("another process keeps the database locked")
            time.sleep(_PAUSE)
        yield
    finally:
        lock.close()


async def _on_postgresql(url: URL, work: Callable[[Connection], T]) -> T:
    engine = create_async_engine(url, hide_parameters=True, poolclass=NullPool, connect_args={"timeout": 4})
    async with engine.begin() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": _MIGRATOR})
        return await connection.run_sync(work)
