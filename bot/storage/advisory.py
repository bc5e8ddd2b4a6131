"""Locks by name, until the transaction ends: for what has no row yet that could be locked.

SQLite lets one transaction write at a time and needs none.
"""

import json
from collections.abc import Iterable

from sqlalchemy import JSON, TEXT, bindparam, cast, func, select

from bot.storage.statements import Runner, Statement
from schedules.people.member import MemberId

_NAME = func.json_array_elements_text(cast(bindparam("names", type_=TEXT), JSON)).column_valued("name")
_LOCK = Statement(select(func.pg_advisory_xact_lock(func.hashtextextended(_NAME, 0))))


def lock_names(runner: Runner, names: Iterable[str]) -> None:
    """Wait for others that hold one of these locks. All take them in one order, so that no two wait for each other."""
    if runner.locks_rows:
        runner.rows(_LOCK, names=json.dumps(sorted(names)))


def lock_name(runner: Runner, name: str) -> None:
    """Wait for others that hold the lock of this name."""
    lock_names(runner, [name])


def lock_people(runner: Runner, member_ids: Iterable[MemberId]) -> None:
    """Keep what people are sent, and want to be sent, from others: nothing joins a message that is gone."""
    lock_names(runner, (f"person:{member_id}" for member_id in member_ids))


def lock_person(runner: Runner, member_id: MemberId) -> None:
    """Keep what one of them is sent from others."""
    lock_people(runner, [member_id])
