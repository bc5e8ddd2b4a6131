"""Whatever way a message comes: it is taken in once, and answered when that is committed."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.channels.base import TakeIn
from bot.channels.dingtalk.messages import Received, Unheard, read_message
from bot.channels.dingtalk.quota import Cost, Quota
from bot.channels.dingtalk.speaking import Speaker
from bot.errors import StorageError
from handlers.posting import answer_key
from schedules.outbox import Content

MOST_PENDING = 2000
"""Beyond that many at a time the storage has stopped, and more waiting is no help."""

logger = logging.getLogger(__name__)


class Reception:
    """Takes messages in. `counts` tells how they ended: `answered`, `unanswered`, and the sorts of `Unheard`."""

    def __init__(
        self, client_id: str, *, take_in: TakeIn, speaker: Speaker, quota: Quota, counts: Counter[str]
    ) -> None:
        self._client_id = client_id
        self._take_in = take_in
        self._speaker = speaker
        self._quota = quota
        self._pending: dict[str, asyncio.Task[None]] = {}
        self.counts = counts

    async def receive(self, fields: Mapping[str, Any]) -> None:
        """Take in what somebody sent; it is committed when this returns, and goes on where its deliverer hangs up.

        Raises:
            VerificationError: it is no message.
            StorageError: it was not kept, or not all of it.
        """
        await self._quota.count(Cost.PUSHES)
        received = read_message(fields, client_id=self._client_id)
        if isinstance(received, Unheard):
            self.counts[received] += 1
            logger.warning("A message could not be heard", extra={"why": received.value})
            return
        await asyncio.shield(self._pending.get(received.key) or self._start(received))

    async def close(self) -> None:
        """Finish what was begun."""
        await asyncio.gather(*self._pending.values(), return_exceptions=True)

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
        answers: dict[str, Content] = {}
        for message in received.messages:
            outcome = await self._take_in(replace(message, is_posted=True))
            # What was taken in before was answered then, or is about to be by the outbox.
            if not outcome.repeated:
                answers |= {answer_key(message.key, number): reply for number, reply in enumerate(outcome.replies)}
        self._speaker.begin(received.place, answers, session=received.session)
