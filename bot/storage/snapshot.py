"""All that is stored, table by table, as it is at one moment while others go on writing."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import URL, ColumnElement, Connection, MetaData, Table, or_, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.errors import NewerSchemaError, StorageError
from bot.storage.database import guarded, parse_url
from bot.storage.migration import revision_of
from bot.storage.sqlite import file_of, snapshot_engine
from bot.storage.statements import Row
from bot.storage.tables import REVISION, meta, metadata

T = TypeVar("T")

_AT_A_TIME = 1000
_TOLD = ("dead_letters.", "said.", "sandbox.", "spent:")
"""What of `meta` goes along. The rest is of the processes on this one database: what they hold, and a secret of theirs."""


class EmptyDatabaseError(StorageError):
    """There is nothing that could be saved."""


class Snapshot:
    """What one transaction sees: the tables that there are at its step of the schema, parents before children."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        found = MetaData()
        found.reflect(connection, only=lambda name, _: name in metadata.tables)
        self.tables = {table.name: table for table in found.sorted_tables}

    @property
    def revision(self) -> str:
        """The step that the schema is at.

        Raises:
            EmptyDatabaseError: there is none.
            NewerSchemaError: this program does not know it.
        """
        revision = revision_of(self._connection)
        if revision is None:
            raise EmptyDatabaseError("no schema")
        if revision > REVISION:
            raise NewerSchemaError(f"the schema is at {revision}, newer than {REVISION}, which this program knows")
        return revision

    def columns_of(self, name: str) -> Sequence[str]:
        """The columns of a table."""
        return self.tables[name].columns.keys()

    def rows_of(self, name: str) -> Iterator[Row]:
        """The rows of a table in the order of their keys, which is the same on both databases."""
        chosen = select(self.tables[name]).order_by(*self.tables[name].primary_key)
        if name == meta.name:
            chosen = chosen.where(_is_told(self.tables[name]))
        yield from self._connection.execute(chosen, execution_options={"yield_per": _AT_A_TIME})


async def read_snapshot(url: str, work: Callable[[Snapshot], T]) -> T:
    """Do work on one moment of a database.

    Raises:
        StorageError: it cannot be read, or there is nothing in it.
    """
    parsed = parse_url(url)
    is_sqlite = parsed.get_backend_name() == "sqlite"
    return await guarded(asyncio.to_thread(_on_sqlite, parsed, work) if is_sqlite else _on_postgresql(parsed, work))


def _on_sqlite(url: URL, work: Callable[[Snapshot], T]) -> T:
    if not file_of(url).exists():
        raise EmptyDatabaseError("no file")
    with snapshot_engine(url).begin() as connection:
        return work(Snapshot(connection))


async def _on_postgresql(url: URL, work: Callable[[Snapshot], T]) -> T:
    engine = create_async_engine(url, hide_parameters=True, poolclass=NullPool, connect_args={"timeout": 4})
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    async with engine.execution_options(**options).begin() as connection:
        return await connection.run_sync(lambda seen: work(Snapshot(seen)))


def _is_told(table: Table) -> ColumnElement[bool]:
    return or_(*(table.c.key.startswith(prefix, autoescape=True) for prefix in _TOLD))
