"""SQLite: how its file is opened, read beside others and written by one."""

import contextlib
import logging
import sqlite3
import time
from pathlib import Path
from types import NoneType

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from bot.errors import StorageError
from bot.storage.faults import is_busy
from bot.storage.locks import FileLock
from bot.storage.memory import RosterMemory
from bot.storage.statements import remember_roster
from bot.storage.unit_of_work import SqlUnitOfWork

_log = logging.getLogger(__name__)

# SQLite before 3.53 can corrupt a log that two connections reset at once: only writers checkpoint, and each alone.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA wal_autocheckpoint=0",
    "PRAGMA journal_size_limit=16777216",
)
ROWS_BETWEEN_CHECKPOINTS = 1000
"""So few that the log stays below its limit and is written over: to grow costs a file system twice as much."""
# The driver binds None as it is, but looks for an adapter first: not to find one took two fifths of an insert's time.
_NOWHERE: dict[None, None] = {}
sqlite3.register_adapter(NoneType, _NOWHERE.get)  # which gives back None, and is no function of Python's
_FIRST_PAUSE, _LONGEST_PAUSE = 0.001, 0.02


def file_of(url: URL) -> Path:
    """The database's file."""
    return Path(url.database or "")


def lock_of(url: URL) -> FileLock:
    """The lock that its writers share, and that who checkpoints or migrates takes alone."""
    path = file_of(url)
    return FileLock(path.with_name(path.name + ".lock"))


def has_severed_log(url: URL) -> bool:
    """Whether the file was taken away and its log was not: the next connection would delete what only that one has."""
    path = file_of(url)
    log = path.with_name(path.name + "-wal")
    return not _size_of(path) and bool(_size_of(log))


def _size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def writing_engine(url: URL, *, timeout: float) -> Engine:
    """An engine for one thread, which begins its transactions itself and waits `timeout` seconds for others."""
    arguments = {"isolation_level": None, "timeout": timeout, "cached_statements": 256}
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"), hide_parameters=True, poolclass=NullPool, connect_args=arguments
    )
    event.listen(engine, "connect", _set_pragmas)
    return engine


def reading_engine(url: URL) -> AsyncEngine:
    """An engine whose transactions each see one moment and cannot write."""
    arguments = {"isolation_level": None, "timeout": 4, "cached_statements": 256}
    engine = create_async_engine(
        url, hide_parameters=True, pool_size=4, max_overflow=4, pool_timeout=4, connect_args=arguments
    )
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    event.listen(engine.sync_engine, "connect", _forbid_writing)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def snapshot_engine(url: URL) -> Engine:
    """An engine for one thread whose transaction sees one moment, however long it takes, and cannot write."""
    engine = writing_engine(url, timeout=4)
    event.listen(engine, "connect", _forbid_writing)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    _execute(connection, *_PRAGMAS)


def _forbid_writing(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    _execute(connection, "PRAGMA query_only=ON")


def _execute(connection: DBAPIConnection, *statements: str) -> None:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


class WritingSession:
    """The writer's connection, made when it is needed and anew after a fault, with its transaction and its lock."""

    def __init__(self, url: URL) -> None:
        self._engine = writing_engine(url, timeout=0)
        self._lock = lock_of(url)
        self._memory = RosterMemory()
        self._connection: Connection | None = None
        self._driver: sqlite3.Connection
        self._unit_of_work: SqlUnitOfWork
        self._rows_at_checkpoint = 0

    def begin(self, *, give_up_at: float) -> None:
        """Begin a transaction, waiting for other processes until `give_up_at` (of the monotonic clock)."""
        pause = _FIRST_PAUSE
        while not self._try_begin():
            if time.monotonic() + pause > give_up_at:
                raise StorageError("another process keeps the database locked")
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def begin_work(self) -> SqlUnitOfWork:
        """A unit of work that has seen nothing yet."""
        self._unit_of_work.begin()
        return self._unit_of_work

    def roll_back(self) -> None:
        """Take everything back."""
        self._driver.execute("ROLLBACK")
        self._lock.release()

    def execute(self, statement: str) -> None:
        """Run a statement of the transaction's own."""
        self._driver.execute(statement)

    def commit(self) -> None:
        """Make it last."""
        self._driver.execute("COMMIT")
        self._lock.release()

    def discard(self) -> None:
        """Take everything back and let go of the connection, which may be broken."""
        if self._connection:
            with contextlib.suppress(SQLAlchemyError, sqlite3.Error):
                self._connection.invalidate()
                self._connection.close()
        self._connection = None
        self._lock.release()

    def close(self) -> None:
        """Let go of everything."""
        self.discard()
        self._lock.close()

    def checkpoint_if_due(self) -> None:
        """Bring the log's pages home when there are many, while no other process writes."""
        if self._connection is None:
            return
        rows = self._driver.total_changes
        if rows < self._rows_at_checkpoint + ROWS_BETWEEN_CHECKPOINTS or not self._lock.try_exclusive():
            return
        self._rows_at_checkpoint = rows
        try:
            self._driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.Error as error:
            _log.warning("The log could not be brought home.", extra={"fault": str(error)})
        finally:
            self._lock.release()

    def _try_begin(self) -> bool:
        if not self._lock.try_shared():
            return False
        try:
            if self._connection is None:
                self._connect()
            self._driver.execute("BEGIN IMMEDIATE")
        except (SQLAlchemyError, sqlite3.Error) as error:
            self._lock.release()
            if is_busy(error):
                return False
            raise
        return True

    def _connect(self) -> None:
        connection = self._engine.connect()
        driver = connection.connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise TypeError(f"not a connection of sqlite3: {driver!r}")
        self._connection, self._driver = connection, driver
        self._rows_at_checkpoint = 0
        remember_roster(connection, self._memory)
        self._unit_of_work = SqlUnitOfWork(connection)
