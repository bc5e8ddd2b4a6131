"""Branches with three officers each, as many as one wants, in a moment.

One is founded through the stores; the others get rows like its own, many at a time.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.tables import accounts, members, organisations, posts
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role

ROLES = (Role.SECRETARY, Role.ORGANISER, Role.PUBLICITY)
TABLES = (organisations, members, posts, accounts)
NUMBER = "#"
"""What stands for the number of the branch whose rows the others get."""
HEAP = 1000

Rows = Mapping[Table, Sequence[Mapping[str, Any]]]


def found_branch(uow: SqlUnitOfWork, number: object, due_at: datetime) -> None:
    """Found a branch with three officers, whose review is due."""
    organisation = Organisation(
        id=OrganisationId(f"z{number}"),
        name=f"第{number}党支部",
        kind=OrganisationKind.BRANCH,
        profile="neimenggu-shizhi-2023",
    )
    uow.organisations.add(organisation, next_review_at=due_at)
    for place, role in enumerate(ROLES):
        member = MemberId(f"{number}-{place}")
        uow.members.add(Member(id=member, name=f"同志{number}", organisation_id=organisation.id))
        uow.posts.add(Post(member_id=member, organisation_id=organisation.id, role=role))
        uow.accounts.add(Account(member_id=member, address=Address(channel="wecom", account=f"u{number}-{place}")))


async def found_branches(url: str, count: int, due_at: datetime) -> None:
    """Found branches 0 to `count` in an empty database."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            pattern = await connection.run_sync(_rows_of_one, due_at)
            await connection.rollback()
        for first in range(0, count, HEAP):
            async with engine.begin() as connection:
                await connection.run_sync(_copy, pattern, range(first, min(first + HEAP, count)))
    finally:
        await engine.dispose()


def _rows_of_one(connection: Connection, due_at: datetime) -> Rows:
    found_branch(SqlUnitOfWork(connection), NUMBER, due_at)
    return {table: [dict(row) for row in connection.execute(select(table)).mappings()] for table in TABLES}


def _copy(connection: Connection, pattern: Rows, numbers: range) -> None:
    for table, rows in pattern.items():
        connection.execute(insert(table), [_numbered(row, number) for number in numbers for row in rows])


def _numbered(row: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    return {
        name: value.replace(NUMBER, str(number)) if isinstance(value, str) else value for name, value in row.items()
    }
