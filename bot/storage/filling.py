"""An empty database, filled in one transaction while no other process migrates it or fills it."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

from alembic.util import CommandError
from sqlalchemy import Connection, func, literal, select
from sqlalchemy.util import await_only

from bot.errors import NewerSchemaError, StorageError
from bot.storage.database import parse_url
from bot.storage.migration import alone_with, revision_of, step
from bot.storage.snapshot import Snapshot
from bot.storage.sqlite import has_severed_log
from bot.storage.statements import Row, Runner
from bot.storage.tables import REVISION, meta
from bot.storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")

_AT_A_TIME = 500


class UsedDatabaseError(StorageError):
    """There is something in the database that filling it would mix up."""


class SeveredLogError(StorageError):
    """What another database stored last is in a log that lies where a file is to be made."""


class Filling(Snapshot):
    """A database with the tables of one step of the schema and nothing in them, inside the transaction that fills it."""

    def load(self, name: str, rows: Iterator[Row]) -> None:
        """Store the rows of a table; new ones go on after their numbers."""
        if self._connection.dialect.name == "postgresql":
            self._copy(name, rows)
        else:
            self._insert(name, rows)

    def finish(self) -> SqlUnitOfWork:
        """Bring the schema to the newest step; the stores over what is there then."""
        if self._connection.dialect.name == "postgresql":
            self._connection.exec_driver_sql("CLOSE ALL")  # what was read to its end still keeps tables from changes
        if self.revision != REVISION:
            step(self._connection, "upgrade", REVISION)
        Runner(self._connection).roster.forget()  # other processes may have remembered that it is empty
        return SqlUnitOfWork(self._connection)

    def _insert(self, name: str, rows: Iterator[Row]) -> None:
        columns = ", ".join(map('"{}"'.format, self.columns_of(name)))
        values = ", ".join("?" * len(self.columns_of(name)))
        statement = f"INSERT INTO {name} ({columns}) VALUES ({values})"  # noqa: S608 - names of the schema
        while batch := [tuple(row) for row in islice(rows, _AT_A_TIME)]:
            self._connection.exec_driver_sql(statement, batch)

    def _copy(self, name: str, rows: Iterator[Row]) -> None:
        # An INSERT would refuse the numbers of rows; and this is many times as fast.
        driver = self._connection.connection.driver_connection
        await_only(driver.copy_records_to_table(name, columns=self.columns_of(name), records=rows))  # type: ignore[union-attr]  # asyncpg's
        for column in self.tables[name].columns:
            if column.identity is not None:
                sequence = func.pg_get_serial_sequence(literal(name), literal(column.name))
                self._connection.execute(select(func.setval(sequence, func.max(column))).having(func.count() > 0))


async def fill(url: str, revision: str, work: Callable[[Filling], T]) -> T:
    """Do work on an empty database at a step of the schema; kept all, or nothing of it.

    Raises:
        UsedDatabaseError: it is not empty.
        NewerSchemaError: this program does not know the step, or that of the database.
        StorageError: it cannot be changed.
    """

    def fill_in(connection: Connection) -> T:
        _clear(connection)
        try:
            step(connection, "upgrade", revision)
        except CommandError as error:
            raise StorageError(f"there is no step {revision}") from error
        return work(Filling(connection))

    return await alone_with(parse_url(url), fill_in)


async def check_unused(url: str) -> None:
    """Look whether a database could be filled.

    Raises:
        UsedDatabaseError: it is not empty.
        SeveredLogError: the log of another one is there.
        StorageError: it cannot be used.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite" and has_severed_log(parsed):
        raise SeveredLogError("the log of another database is there")
    await alone_with(parsed, _refuse_used)


def _clear(connection: Connection) -> None:
    """Take the tables away that may be there of another step."""
    _refuse_used(connection)
    if revision_of(connection) is not None:
        step(connection, "downgrade", "base")


def _refuse_used(connection: Connection) -> None:
    revision = revision_of(connection)
    if revision is not None and revision > REVISION:
        raise NewerSchemaError(f"the schema is at {revision}, newer than {REVISION}, which this program knows")
    for name, table in Snapshot(connection).tables.items():
        if name != meta.name and connection.execute(select(table).limit(1)).first() is not None:
            raise UsedDatabaseError(f"there are rows in {name}")
