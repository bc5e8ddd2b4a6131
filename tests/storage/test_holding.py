"""One process at a time holds a thing."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.storage.database import Database

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
SPAN = timedelta(seconds=30)


async def claim(database: Database, owner: str, now: datetime = NOW) -> bool:
    return await database.write(lambda uow: uow.holdings.claim("aibot", owner, until=now + SPAN, now=now))


async def test_of_many_who_ask_at_once_one_holds_it(database: Database) -> None:
    owners = [f"host:{number}" for number in range(8)]
    assert sum(await asyncio.gather(*(claim(database, owner) for owner in owners))) == 1
    later = NOW + 2 * SPAN
    assert sum(await asyncio.gather(*(claim(database, owner, later) for owner in owners))) == 1


async def test_the_holder_holds_on_and_others_wait_for_his_end(database: Database) -> None:
    assert await claim(database, "a")
    assert not await claim(database, "b", NOW + SPAN / 2)
    assert await claim(database, "a", NOW + SPAN / 2)
    assert not await claim(database, "b", NOW + SPAN)
    assert await claim(database, "b", NOW + SPAN * 3 / 2)
    assert not await claim(database, "a", NOW + SPAN * 3 / 2)


async def test_what_is_let_go_is_free_at_once(database: Database) -> None:
    assert await claim(database, "a")
    await database.write(lambda uow: uow.holdings.cancel("aibot", "b"))
    assert not await claim(database, "b")
    await database.write(lambda uow: uow.holdings.cancel("aibot", "a"))
    assert await claim(database, "b")
