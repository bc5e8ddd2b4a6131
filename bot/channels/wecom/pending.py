"""Messages that are being taken in: a redelivery joins the first delivery, and a late answer is sent after."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.channels.base import TakeIn
from bot.errors import StorageError
from handlers.messages import InboundMessage, Outcome

MOST = 2000
"""Beyond that many at a time the storage has stopped, and more waiting is no help."""

logger = logging.getLogger(__name__)

AnswerLate = Callable[[InboundMessage, Outcome], Awaitable[None]]


@dataclass(slots=True)
class _Pending:
    task: asyncio.Task[Outcome]
    waiting: int = 0


class PendingMessages:
    """Takes messages in, each once at a time, and does not drop one because its deliverer stopped waiting."""

    def __init__(self, take_in: TakeIn, answer_late: AnswerLate) -> None:
        self._take_in = take_in
        self._answer_late = answer_late
        self._pending: dict[str, _Pending] = {}
        self._tasks: set[asyncio.Task[Outcome]] = set()

    async def outcome_of(self, message: InboundMessage, *, within: float) -> Outcome | None:
        """What became of `message`; None if that is not known `within` so many seconds.

        Raises:
            StorageError: it was not stored.
        """
        pending = self._pending.get(message.key) or self._start(message)
        pending.waiting += 1
        try:
            await _wait_for(pending.task, within)
        finally:
            pending.waiting -= 1
        return pending.task.result() if pending.task.done() else None

    async def close(self) -> None:
        """Wait for what is being taken in."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, message: InboundMessage) -> _Pending:
        if len(self._pending) >= MOST:
            raise StorageError("too many messages are waiting to be stored")
        pending = _Pending(asyncio.create_task(self._take(message)))
        self._pending[message.key] = pending
        self._tasks.add(pending.task)
        pending.task.add_done_callback(self._finish)
        return pending

    async def _take(self, message: InboundMessage) -> Outcome:
        try:
            outcome = await self._take_in(message)
        except Exception:
            if not self._pending[message.key].waiting:
                logger.exception("A message was not taken in, and nobody waited to be told")
            raise
        finally:
            pending = self._pending.pop(message.key)
        if not pending.waiting:
            await self._answer_late(message, outcome)
        return outcome

    def _finish(self, task: asyncio.Task[Outcome]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # whoever waited has it; otherwise it is in the log


async def _wait_for(task: asyncio.Task[Outcome], within: float) -> None:
    """Wait so long for a task that others wait for too: `asyncio.wait` with no more than one takes for it."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[None] = loop.create_future()

    def end(_: object = None) -> None:
        if not ended.done():
            ended.set_result(None)

    patience = loop.call_later(within, end)
    task.add_done_callback(end)
    try:
        await ended
    finally:
        patience.cancel()
        task.remove_done_callback(end)
