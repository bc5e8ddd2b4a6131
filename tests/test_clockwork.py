"""I3: what could not be planned at one beat, because others kept it or the database failed, does not wait for the next."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy.util import await_only

from bot.clockwork import TICK_EVERY, run_clockwork
from bot.errors import StorageError
from bot.robot import Robot
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.books import rulebook
from tests.chaos.office import COMMITTEE, START, settle_in
from tests.waiting import until


class Beating(Robot):
    """A robot whose first beat fails if it is told to, and which tells when it is over."""

    __slots__ = ("faults", "first_is_over")

    def __init__(self, database: Database, *faults: Exception) -> None:
        super().__init__(database=database, rulebook=rulebook(), clock=lambda: START)
        self.faults = iter(faults)
        self.first_is_over = asyncio.Event()

    async def tick(self) -> bool:
        try:
            for fault in self.faults:
                raise fault
            return await super().tick()
        finally:
            self.first_is_over.set()


async def wait_planned(robot: Robot) -> None:
    next_review_at: datetime | None = START
    async with asyncio.timeout(TICK_EVERY.total_seconds() / 3):
        while next_review_at and next_review_at <= START:
            await asyncio.sleep(0.05)
            next_review_at = await robot.database.read(lambda uow: uow.reviews.get())


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_another_transaction_keeps_is_planned_soon_after_it_ends(database: Database) -> None:
    await database.write(settle_in)
    robot, is_kept, may_end = Beating(database), asyncio.Event(), asyncio.Event()

    def keep(uow: SqlUnitOfWork) -> None:
        uow.organisations.claim(COMMITTEE)
        is_kept.set()
        await_only(may_end.wait())

    keeping = asyncio.create_task(database.write(keep))
    await is_kept.wait()
    async with run_clockwork(robot):
        await robot.first_is_over.wait()
        may_end.set()
        await keeping
        await wait_planned(robot)


async def test_a_beat_at_which_the_database_fails_is_made_up_for_soon(database: Database) -> None:
    await database.write(settle_in)
    robot = Beating(database, StorageError("down"))
    async with run_clockwork(robot):
        await wait_planned(robot)


@pytest.mark.parametrize("after", [timedelta(hours=1), timedelta()])
async def test_the_house_is_swept_a_while_after_the_start(
    database: Database, monkeypatch: pytest.MonkeyPatch, after: timedelta
) -> None:
    robot, swept = Beating(database), asyncio.Event()

    async def note(*_: object) -> None:
        swept.set()

    monkeypatch.setattr("bot.clockwork.sweep", note)
    monkeypatch.setattr("bot.clockwork.SWEEP_AFTER", after)
    async with run_clockwork(robot):
        await robot.first_is_over.wait()
        if after:
            await asyncio.sleep(0.1)
        else:
            await until(swept.is_set)
    assert swept.is_set() is not bool(after)


async def test_who_stops_it_in_the_middle_of_a_beat_reads_of_no_fault(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    robot, has_begun = Beating(database), asyncio.Event()

    async def reread() -> None:
        has_begun.set()
        await asyncio.Event().wait()

    robot.reread = reread
    async with run_clockwork(robot):
        await has_begun.wait()
    await asyncio.sleep(0)
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
