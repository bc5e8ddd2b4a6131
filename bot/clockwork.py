"""The heartbeat: APScheduler wakes the robot, the database knows what is due."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import system_now
from bot.errors import StorageError
from bot.failpoints import reach
from bot.robot import Robot
from bot.sweeping import sweep

TICK_EVERY = timedelta(seconds=30)
PUMP_EVERY = timedelta(seconds=5)
FETCH_EVERY = timedelta(seconds=5)
SWEEP_EVERY = timedelta(hours=1)
REREAD_EVERY = timedelta(seconds=30)
SWEEP_AFTER = timedelta(minutes=1)
"""A server that has just come back has what is more urgent to do."""
GATHERED_FOR = timedelta(milliseconds=200)
AGAIN_AFTER = timedelta(seconds=1)
"""When to look again for reviews that are due and could not be made: those who keep them are soon done, or dead."""
DRAINED_WITHIN = timedelta(seconds=4)
"""How long a process that stops waits for what it is sending."""

logger = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def run_clockwork(robot: Robot) -> AsyncIterator[None]:
    """Beat while the block runs, at once for the first time with what is urgent; then finish what is being sent and begin nothing more."""
    scheduler = AsyncIOScheduler()
    _beat_every(scheduler, partial(_plan, robot), TICK_EVERY)
    _beat_every(scheduler, partial(_rouse, robot), PUMP_EVERY)
    _beat_every(scheduler, partial(_sweep, robot), SWEEP_EVERY, after=SWEEP_AFTER)
    if robot.reread is not None:
        _beat_every(scheduler, robot.reread, REREAD_EVERY)
    if robot.fetcher is not None:
        _beat_every(scheduler, robot.fetcher.fetch_due, FETCH_EVERY)
        _beat_every(scheduler, robot.fetcher.forget_unwanted, SWEEP_EVERY, after=SWEEP_AFTER)
    scheduler.start()
    pumping = asyncio.create_task(_pump_when_roused(robot))
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        await _drain(robot, pumping)


def _beat_every(
    scheduler: AsyncIOScheduler,
    job: Callable[[], Awaitable[object]],
    every: timedelta,
    *,
    after: timedelta = timedelta(),
) -> None:
    """A missed beat costs nothing: the next one works from what time it is then.

    `job` is a coroutine function, a method or a partial of one.
    """
    scheduler.add_job(
        _beat,
        "interval",
        args=(job,),
        seconds=every.total_seconds(),
        next_run_time=system_now() + after,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )


async def _beat(job: Callable[[], Awaitable[object]]) -> None:
    with contextlib.suppress(asyncio.CancelledError):  # the scheduler stops, which is no fault of the job's
        await job()


async def _plan(robot: Robot) -> None:
    while not await _has_planned(robot) and not robot.halted.is_set():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(AGAIN_AFTER.total_seconds()):
                await robot.halted.wait()


async def _has_planned(robot: Robot) -> bool:
    try:
        return await robot.tick()
    except StorageError:
        logger.exception("nothing could be planned; tried again soon")
        return False
    finally:
        robot.roused.set()


async def _rouse(robot: Robot) -> None:
    robot.roused.set()


async def _sweep(robot: Robot) -> None:
    await sweep(robot.database, robot.rulebook, robot.clock())


async def _pump_when_roused(robot: Robot) -> None:
    """Send at each beat, and notices soon after they were made, those of one moment together."""
    while not robot.halted.is_set():
        await robot.roused.wait()
        await asyncio.sleep(GATHERED_FOR.total_seconds())
        robot.roused.clear()
        reach("R3")
        try:
            await robot.pump()
        except StorageError:
            logger.exception("the outbox could not be read or written; the next beat tries again")


async def _drain(robot: Robot, pumping: asyncio.Task[None]) -> None:
    robot.halted.set()
    robot.roused.set()
    done, _ = await asyncio.wait([pumping], timeout=DRAINED_WITHIN.total_seconds())
    if not done:
        # What is cut off here is in doubt: it is counted so, and tried again by whoever comes next.
        pumping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await pumping
    with contextlib.suppress(StorageError):
        await robot.database.write(lambda uow: uow.leases.cancel(robot.owner))
