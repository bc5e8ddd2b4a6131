"""Locks by name, until the transaction ends: for what has no row yet that could be locked.

SQLite lets one transaction write at a time and needs none.
"""

from sqlalchemy import bindparam, func, select

from bot.storage.statements import Runner, Statement
from schedules.people.member import MemberId

_LOCK = Statement(select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name"), 0))))


def lock_name(runner: Runner, name: str) -> None:
    """Wait for others that hold the lock of this name."""
    if runner.locks_rows:
        runner.rows(_LOCK, name=name)


def lock_person(runner: Runner, member_id: MemberId) -> None:
    """Keep what a person is sent, and wants to be sent, from others: nothing joins a message that is gone."""
    lock_name(runner, f"person:{member_id}")
