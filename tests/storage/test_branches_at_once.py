"""The benchmarks' branches: those founded many at a time are as the stores write them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.branches import TABLES, found_branch, found_branches
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.storage.samples import NOW

COUNT = 12


async def test_branches_founded_at_once_are_those_that_the_stores_found(database: Database, database_url: str) -> None:
    await found_branches(database_url, COUNT, NOW)
    at_once = await rows_of(database_url)
    await clear(database_url)
    await database.write(found_one_by_one)
    assert at_once == await rows_of(database_url)


def found_one_by_one(uow: SqlUnitOfWork) -> None:
    for number in range(COUNT):
        found_branch(uow, number, NOW)


async def rows_of(url: str) -> Sequence[Sequence[Any]]:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = [(await connection.execute(select(table).order_by(*table.primary_key))).all() for table in TABLES]
    await engine.dispose()
    return found


async def clear(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        for table in reversed(TABLES):
            await connection.execute(table.delete())
    await engine.dispose()
