"""Tallies that all processes share, because they are kept in the database."""

from collections.abc import Awaitable, Callable

from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork


def spend_in(database: Database) -> Callable[[str, int], Awaitable[int]]:
    """Adds so many to a tally; how many it then holds."""

    async def spend(tally: str, count: int) -> int:
        return await database.write(lambda uow: _add(uow, f"spent:{tally}", count))

    return spend


def _add(uow: SqlUnitOfWork, key: str, count: int) -> int:
    total = int(uow.meta.get(key) or 0) + count
    if count:
        uow.meta.update(key, str(total))
    return total
