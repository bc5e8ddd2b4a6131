"""A second process on the same database: `python -m tests.storage.child JOB URL …`, one line for each thing it did."""

import asyncio
import os
import resource
import sys
from datetime import timedelta
from typing import Any

from bot.errors import StorageError
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.storage.samples import NOW, remember


def say(word: object) -> None:
    """Tell at once, in one piece."""
    os.write(1, f"{word}\n".encode())


async def claim(database: Database) -> None:
    """Claim messages until none is left; tell their ids."""
    while claimed := await database.write(
        lambda uow: uow.outbox.claim(due_by=NOW, leased_until=NOW + timedelta(hours=1), limit=7)
    ):
        for message in claimed:
            say(message.id)


async def count_up(database: Database, times: str) -> None:
    """Raise one number, as often as asked, in many tasks."""
    left = iter(range(int(times)))

    async def task() -> None:
        for _ in left:
            await database.write(count_one)

    await asyncio.gather(*(task() for _ in range(4)))
    say("done")


def count_one(uow: SqlUnitOfWork) -> None:
    """Read a number, add one, write it."""
    uow.meta.update("number", str(int(uow.meta.get("number") or 0) + 1))


async def write_for_ever(database: Database) -> None:
    """Write from 16 tasks at once; tell each key when it is acknowledged."""

    async def task(number: int) -> None:
        for turn in range(10**6):
            key = f"{number}:{turn}"
            say(await database.write(remember(key, key)))

    await asyncio.gather(*(task(number) for number in range(16)))


async def fill_the_disk(database: Database) -> None:
    """Write until there is no room, then again when there is room; tell what was acknowledged."""
    number, room = 0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, room))
    try:
        while True:
            say(await database.write(remember(f"k{number}", "x" * 3000)))
            number += 1
    except StorageError:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        say(await database.write(remember("after", "room")))


JOBS: dict[str, Any] = {job.__name__: job for job in (claim, count_up, write_for_ever, fill_the_disk)}


async def main(job: str, url: str, *arguments: str) -> None:
    """Do a job on a database."""
    database = await Database.open(url)
    await JOBS[job](database, *arguments)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
