"""SQL statements, compiled once for each database and run on the bare cursor.

`Connection.execute` spends four times as long on a small statement as SQLite does (25 µs against 6), and one message
needs a dozen of them. The tables hold only what both drivers give back as it is, so nothing is lost on the way.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Select,
    Table,
    UpdateBase,
    bindparam,
    insert,
    literal_column,
    select,
)
from sqlalchemy.sql.compiler import SQLCompiler

from bot.storage.memory import Recollection, RosterMemory
from bot.storage.tables import meta

Row = Sequence[Any]
Construct = Select[Any] | UpdateBase


class _Compiled(NamedTuple):
    text: str
    values_in: Callable[[Mapping[str, Any]], Sequence[Any]]
    constants: Mapping[str, Any]


class Statement:
    """A Core statement. `columns` are those that an insert or update sets from values of the same names."""

    def __init__(self, construct: Construct, *, columns: Iterable[str] | None = None) -> None:
        self._construct = construct
        self._columns = None if columns is None else list(columns)
        self.compiled: dict[str, _Compiled] = {}

    def compile(self, dialect: Dialect) -> _Compiled:
        """Its text, what takes its parameters in order, and the values that stand in the statement itself."""
        known = self.compiled.get(dialect.name)
        if known is None:
            compiled = self.compiler(dialect)
            constants = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
            known = _Compiled(str(compiled), _getter_of(compiled.positiontup or ()), constants)
            self.compiled[dialect.name] = known
        return known

    def compiler(self, dialect: Dialect) -> SQLCompiler:
        """All that SQLAlchemy knows of it."""
        construct = self._construct_for(dialect.name)
        return construct.compile(dialect=dialect, column_keys=self._columns)

    def _construct_for(self, _dialect_name: str) -> Construct:
        return self._construct


def _getter_of(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]


class InsertNumbered(Statement):
    """An insert of a row that the database numbers."""

    def __init__(self, table: Table) -> None:
        super().__init__(insert(table), columns=[column.name for column in table.columns if column.identity is None])
        self._numbered = insert(table).returning(table.c.id)

    def _construct_for(self, dialect_name: str) -> Construct:
        # SQLite's driver knows the number anyway: an insert that gives it back as a row costs half as much again.
        return self._numbered if dialect_name == "postgresql" else super()._construct_for(dialect_name)


class InsertNew(Statement):
    """An insert of `count` rows that leaves those alone whose key is there; or gives them new values, to `replace`."""

    def __init__(self, table: Table, *, replace: Sequence[str] = (), count: int = 1) -> None:
        self._names = [column.name for column in table.columns if column.identity is None]
        super().__init__(insert(table), columns=self._names if count == 1 else None)
        self._table, self._replace, self.count = table, replace, count

    def numbered(self, rows: Iterable[Mapping[str, object]]) -> dict[str, object]:
        """The values of so many rows, under the names that this statement has for them."""
        if self.count == 1:
            return {name: value for row in rows for name, value in row.items()}
        return {f"{name}_{place}": row[name] for place, row in enumerate(rows) for name in self._names}

    def _construct_for(self, dialect_name: str) -> Construct:
        statement: Any = _insert_of(dialect_name)(self._table)
        if self.count > 1:
            places = range(self.count)
            statement = statement.values(
                [{name: bindparam(f"{name}_{place}") for name in self._names} for place in places]
            )
        if self._replace:
            key = list(self._table.primary_key)
            new = {name: statement.excluded[name] for name in self._replace}
            return cast("UpdateBase", statement.on_conflict_do_update(index_elements=key, set_=new))
        return cast("UpdateBase", statement.on_conflict_do_nothing())


class InsertMany:
    """Inserts any number of rows, those whose key is there left alone, in as few statements as there may be."""

    def __init__(self, table: Table) -> None:
        self._statements = [InsertNew(table, count=2**power) for power in range(8)]

    def run(self, runner: "Runner", rows: Sequence[Mapping[str, object]]) -> int:
        """Insert them; how many were new. A batch is filled up with its last row, which then is there already."""
        added, left = 0, rows
        while left:
            statement = next((one for one in self._statements if one.count >= len(left)), self._statements[-1])
            batch, left = left[: statement.count], left[statement.count :]
            filled = [*batch, *[batch[-1]] * (statement.count - len(batch))]
            added += runner.run(statement, **statement.numbered(filled))
        return added


def _insert_of(dialect_name: str) -> Callable[[Table], UpdateBase]:
    if dialect_name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - 30 ms that SQLite need not spend

        return postgresql.insert
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415

    return sqlite.insert


def constant(value: str) -> ColumnElement[str]:
    """A plain word that stands in the statement itself, and need not be bound each time."""
    return literal_column(f"'{value}'")


def filled(names: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    """The values of a list's parameters, the last one repeated until all of them have one."""
    last = list(values[-1:])
    return dict(zip(names, [*values, *last * len(names)], strict=False))


class Listing:
    """A select whose filters are chosen by the values that are given. A filter called `limit` is one."""

    def __init__(self, construct: Select[Any], **filters: ColumnElement[bool]) -> None:
        self._construct = construct
        self._filters = filters
        self._statements: dict[tuple[str, ...], Statement] = {}

    def chosen_by(self, names: tuple[str, ...]) -> Statement:
        """The select with the filters of these names."""
        known = self._statements.get(names)
        if known is None:
            construct = self._construct.where(*(self._filters[name] for name in names if name in self._filters))
            known = Statement(construct.limit(bindparam("limit")) if "limit" in names else construct)
            self._statements[names] = known
        return known


_ROSTER = "roster"
_READ_MARK = Statement(select(meta.c.value).where(meta.c.key == _ROSTER))
_WRITE_MARK = InsertNew(meta, replace=["value"])


def remember_roster(connection: Connection, memory: RosterMemory) -> None:
    """Let a connection's transactions believe what earlier ones read."""
    connection.info[_ROSTER] = memory


class Runner:
    """Runs statements on one connection, inside one transaction. `roster` is what that knows of the roster.

    One cursor does for all: whatever a statement gives is fetched before the next one runs.
    """

    def __init__(self, connection: Connection) -> None:
        self._cursor = connection.connection.cursor()
        self._dialect = connection.dialect
        self._memory = connection.info.get(_ROSTER)
        self.begin()

    def begin(self) -> None:
        """Begin anew: what an earlier transaction of the connection saw is not believed."""
        self.roster = Recollection(self._memory, self._read_mark, self._write_mark)

    @property
    def locks_rows(self) -> bool:
        """Whether transactions run beside each other; SQLite lets one write at a time."""
        return self._dialect.name == "postgresql"

    def run(self, statement: Statement, **values: object) -> int:
        """Run a statement; how many rows it changed."""
        count: int = self._execute(statement, values).rowcount
        return count

    def add(self, statement: InsertNumbered, **values: object) -> int:
        """Run an insert; the number of its row."""
        cursor = self._execute(statement, values)
        number: int = cursor.fetchall()[0][0] if self.locks_rows else cursor.lastrowid
        return number

    def rows(self, statement: Statement, **values: object) -> list[Row]:
        """All rows that it gives."""
        rows: list[Row] = self._execute(statement, values).fetchall()
        return rows

    def row(self, statement: Statement, **values: object) -> Row | None:
        """The first row that it gives, if there is one."""
        rows = self.rows(statement, **values)
        return rows[0] if rows else None

    def listed(self, listing: Listing, **values: object) -> list[Row]:
        """The rows that the filters with a value leave."""
        given = {name: value for name, value in values.items() if value is not None}
        return self.rows(listing.chosen_by(tuple(given)), **given)

    def _read_mark(self) -> str | None:
        row = self.row(_READ_MARK)
        return row[0] if row else None

    def _write_mark(self) -> None:
        self.run(_WRITE_MARK, key=_ROSTER, value=secrets.token_hex(8))

    def _execute(self, statement: Statement, values: dict[str, Any]) -> Any:  # noqa: ANN401 - a DBAPI cursor
        text, values_in, constants = statement.compiled.get(self._dialect.name) or statement.compile(self._dialect)
        if constants:
            values = {**constants, **values}
        cursor = self._cursor
        cursor.execute(text, values_in(values))
        return cursor
