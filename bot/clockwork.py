"""The heartbeat: APScheduler wakes the robot, the database knows what is due."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import StorageError
from bot.robot import Robot
from bot.sweeping import sweep

TICK_EVERY = timedelta(seconds=30)
PUMP_EVERY = timedelta(seconds=5)
SWEEP_EVERY = timedelta(hours=1)
GATHERED_FOR = timedelta(milliseconds=200)

logger = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def run_clockwork(robot: Robot) -> AsyncIterator[None]:
    """Beat while the block runs; stop cleanly after it."""
    scheduler = AsyncIOScheduler()
    _beat_every(scheduler, robot.tick, TICK_EVERY)
    _beat_every(scheduler, robot.pump, PUMP_EVERY)
    _beat_every(scheduler, lambda: sweep(robot.database, robot.clock()), SWEEP_EVERY)
    scheduler.start()
    eager = asyncio.create_task(_pump_when_roused(robot))
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        eager.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await eager


def _beat_every(scheduler: AsyncIOScheduler, job: Callable[[], Awaitable[object]], every: timedelta) -> None:
    """A missed beat costs nothing: the next one works from what time it is then."""
    scheduler.add_job(
        job, "interval", seconds=every.total_seconds(), coalesce=True, max_instances=1, misfire_grace_time=None
    )


async def _pump_when_roused(robot: Robot) -> None:
    """Send notices soon instead of at the next beat, those of one moment together."""
    while True:
        await robot.roused.wait()
        await asyncio.sleep(GATHERED_FOR.total_seconds())
        robot.roused.clear()
        try:
            await robot.pump()
        except StorageError:
            logger.exception("the outbox could not be read; the next beat tries again")
