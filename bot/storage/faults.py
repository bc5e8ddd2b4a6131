"""What drivers raise, told apart and told in our words."""

import sqlite3

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StorageError

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_CLASHES = {"40001", "40P01"}
"""SQLSTATE of a serialization failure and of a deadlock: the same transaction may pass when it is run again."""


def storage_error_of(error: BaseException) -> StorageError:
    """The error as callers know it, without the statement and its values, which may be somebody's words."""
    told = StorageError(str(getattr(error, "orig", None) or error))
    told.__cause__ = error
    return told


def is_fault(error: BaseException) -> bool:
    """Whether a database, or the way to it, failed; anything else is the use case's own.

    A text that has no UTF-8 is refused by one driver with UnicodeEncodeError, by the other with an error of its own.
    """
    kinds = (SQLAlchemyError, sqlite3.Error, OSError, UnicodeEncodeError)
    return isinstance(error, kinds) or hasattr(error, "sqlstate")


def is_busy(error: BaseException) -> bool:
    """Whether another process keeps an SQLite file."""
    code = getattr(getattr(error, "orig", None) or error, "sqlite_errorcode", 0)
    return code & 0xFF in _BUSY


def is_clash(error: BaseException) -> bool:
    """Whether two transactions of PostgreSQL were in each other's way."""
    return getattr(getattr(error, "orig", None) or error, "sqlstate", None) in _CLASHES
