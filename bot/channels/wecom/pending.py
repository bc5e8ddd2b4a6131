"""Messages that are being taken in: a redelivery joins the first delivery, and a late answer is sent after."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from bot.channels.base import TakeIn
from bot.errors import StorageError
from handlers.messages import InboundMessage, Outcome

MOST = 2000
"""Beyond that many at a time the storage has stopped, and more waiting is no help."""

logger = logging.getLogger(__name__)

AnswerLate = Callable[[InboundMessage, Outcome], Awaitable[None]]


class PendingMessages:
    """Takes messages in, each once at a time, and does not drop one because its deliverer stopped waiting."""

    def __init__(self, take_in: TakeIn, answer_late: AnswerLate) -> None:
        self._take_in = take_in
        self._answer_late = answer_late
        self._pending: dict[str, list[asyncio.Future[Outcome | None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def outcome_of(self, message: InboundMessage, *, by: float) -> Outcome | None:
        """What became of `message`; None if that is not known `by` an instant of the loop's clock.

        Raises:
            StorageError: it was not stored.
        """
        loop = asyncio.get_running_loop()
        waiting = self._pending.get(message.key)
        if waiting is None:
            waiting = self._start(message, loop)
        mine: asyncio.Future[Outcome | None] = loop.create_future()
        waiting.append(mine)
        patience = loop.call_at(by, _settle, [mine], None)
        try:
            return await mine
        finally:
            patience.cancel()

    async def close(self) -> None:
        """Wait for what is being taken in."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, message: InboundMessage, loop: asyncio.AbstractEventLoop) -> list[asyncio.Future[Outcome | None]]:
        if len(self._pending) >= MOST:
            raise StorageError("too many messages are waiting to be stored")
        waiting = self._pending[message.key] = []
        task = loop.create_task(self._take(message, waiting))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return waiting

    async def _take(self, message: InboundMessage, waiting: list[asyncio.Future[Outcome | None]]) -> None:
        try:
            outcome = await self._take_in(message)
        except Exception as error:
            if not _settle(waiting, error):
                logger.exception("A message was not taken in, and nobody waited to be told")
            return
        finally:
            del self._pending[message.key]
        if not _settle(waiting, outcome):
            await self._answer_late(message, outcome)


def _settle(waiting: Iterable[asyncio.Future[Outcome | None]], came: Outcome | Exception | None) -> bool:
    """Tell those who still wait; whether there are any."""
    left = [one for one in waiting if not one.done()]
    for one in left:
        if isinstance(came, Exception):
            one.set_exception(came)
        else:
            one.set_result(came)
    return bool(left)
