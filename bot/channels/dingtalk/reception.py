"""Whatever way a message comes: it is taken in once, and answered when that is committed."""

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import Coroutine, Mapping
from datetime import timedelta
from typing import Any, Protocol

from bot.channels.base import SendError, TakeIn
from bot.channels.dingtalk.channel import Session
from bot.channels.dingtalk.messages import Received, Unheard, read_message
from bot.errors import StorageError
from handlers.messages import Outcome
from schedules.outbox import Content
from schedules.people.address import Address

MOST_PENDING = 2000
"""Beyond that many at a time the storage has stopped, and more waiting is no help."""
MOST_ANSWERED = 10_000
PAUSES = (1.0, 3.0, 0.0)
"""Seconds after each try to answer."""
LONGEST_PAUSE = timedelta(seconds=5)
CLOSED_WITHIN = 5.0

logger = logging.getLogger(__name__)


class Answer(Protocol):
    """Answers where somebody spoke."""

    async def __call__(self, address: Address, content: Content, *, key: str, session: Session | None = None) -> None:
        """Say it once; `SendError` where it was not delivered, or nobody knows."""
        ...


class Reception:
    """Takes messages in. `counts` tells how they ended: `answered`, `unanswered`, and the sorts of `Unheard`."""

    def __init__(self, client_id: str, *, take_in: TakeIn, answer: Answer, counts: Counter[str]) -> None:
        self._client_id = client_id
        self._take_in = take_in
        self._answer = answer
        self._pending: dict[str, asyncio.Task[None]] = {}
        self._answers: set[asyncio.Task[None]] = set()
        self._answered: OrderedDict[str, None] = OrderedDict()
        self.counts = counts

    async def receive(self, fields: Mapping[str, Any]) -> None:
        """Take in what somebody sent; it is committed when this returns, and goes on where its deliverer hangs up.

        Raises:
            VerificationError: it is no message.
            StorageError: it was not kept, or not all of it.
        """
        received = read_message(fields, client_id=self._client_id)
        if isinstance(received, Unheard):
            self.counts[received] += 1
            logger.warning("A message could not be heard", extra={"why": received.value})
            return
        await asyncio.shield(self._pending.get(received.key) or self._start(received))

    async def close(self) -> None:
        """Finish what was begun, without waiting long for those who cannot be answered."""
        await asyncio.gather(*self._pending.values(), return_exceptions=True)
        if self._answers:
            _, late = await asyncio.wait(self._answers, timeout=CLOSED_WITHIN)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _start(self, received: Received) -> asyncio.Task[None]:
        if len(self._pending) >= MOST_PENDING:
            raise StorageError("too many messages are waiting to be stored")
        task = asyncio.create_task(self._take(received))
        self._pending[received.key] = task
        task.add_done_callback(lambda done: self._finish(received.key, done))
        return task

    def _finish(self, key: str, task: asyncio.Task[None]) -> None:
        del self._pending[key]
        if not task.cancelled() and task.exception():
            self.counts["unstored"] += 1

    async def _take(self, received: Received) -> None:
        outcomes = [await self._take_in(message) for message in received.messages]
        if all(outcome.repeated for outcome in outcomes) and received.key in self._answered:
            return
        self._remember(received.key)
        self._begin(self._say_all(received, outcomes))

    def _remember(self, key: str) -> None:
        self._answered[key] = None
        if len(self._answered) > MOST_ANSWERED:
            self._answered.popitem(last=False)

    def _begin(self, answer: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(answer)
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _say_all(self, received: Received, outcomes: list[Outcome]) -> None:
        contents = dict.fromkeys(reply for outcome in outcomes for reply in outcome.replies)
        for number, content in enumerate(contents):
            said = await self._say(received, content, f"{received.key}#answer{number}")
            self.counts["answered" if said else "unanswered"] += 1

    async def _say(self, received: Received, content: Content, key: str) -> bool:
        """Whether an answer was delivered, after some more tries where they may help."""
        for pause in PAUSES:
            try:
                await self._answer(received.place, content, key=key, session=received.session)
            except SendError as error:
                logger.warning("An answer was not sent", extra={"fault": error.reason})
                if error.permanent:
                    return False
                await asyncio.sleep(max(pause, min(error.pause or timedelta(), LONGEST_PAUSE).total_seconds()))
            else:
                return True
        return False
