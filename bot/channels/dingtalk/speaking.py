"""Answers, said where somebody spoke as soon as his words are kept."""

import asyncio
import logging
from collections import Counter
from collections.abc import Collection, Coroutine, Mapping
from datetime import timedelta
from typing import Any, Protocol

from bot.channels.base import SendError, Settle
from bot.channels.dingtalk.session import Session
from bot.errors import StorageError
from schedules.outbox import Content
from schedules.people.address import Address

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


async def _tell_nobody(_keys: Collection[str]) -> None:
    pass


class Speaker:
    """Says answers while others are heard. Of those that it says it tells `settle`; the others are left to the outbox."""

    def __init__(self, *, answer: Answer, counts: Counter[str]) -> None:
        self._answer = answer
        self._speaking: set[asyncio.Task[None]] = set()
        self.settle: Settle = _tell_nobody
        self.counts = counts

    def begin(self, place: Address, answers: Mapping[str, Content], *, session: Session | None = None) -> None:
        """Say answers by their keys, in order; the same words once."""
        if answers:
            self.start(self._say_all(place, answers, session))

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something about an answer without waiting for it."""
        task = asyncio.create_task(work)
        self._speaking.add(task)
        task.add_done_callback(self._speaking.discard)

    async def tell_said(self, keys: Collection[str]) -> None:
        """Tell that answers were said: those of which nobody learns are said again."""
        self.counts["answered"] += 1
        try:
            await self.settle(keys)
        except StorageError:
            logger.warning("An answer was said, and will be once more: that it was could not be kept")

    async def close(self) -> None:
        """Finish what was begun, without waiting long for those who cannot be answered."""
        if self._speaking:
            _, late = await asyncio.wait(self._speaking, timeout=CLOSED_WITHIN)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _say_all(self, place: Address, answers: Mapping[str, Content], session: Session | None) -> None:
        keys: dict[Content, list[str]] = {}
        for key, content in answers.items():
            keys.setdefault(content, []).append(key)
        for content, same in keys.items():
            if await self._say(place, content, same[0], session):
                await self.tell_said(same)
            else:
                self.counts["unanswered"] += 1

    async def _say(self, place: Address, content: Content, key: str, session: Session | None) -> bool:
        """Whether an answer was delivered, after some more tries where they may help."""
        for pause in PAUSES:
            try:
                await self._answer(place, content, key=key, session=session)
            except SendError as error:
                logger.warning("An answer was not sent", extra={"fault": error.reason})
                if error.permanent:
                    return False
                await asyncio.sleep(max(pause, min(error.pause or timedelta(), LONGEST_PAUSE).total_seconds()))
            else:
                return True
        return False
