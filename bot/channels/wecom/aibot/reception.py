"""What comes over the 智能机器人's connection: taken in, and answered on the same connection."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.channels.base import SendError, Settle, TakeIn
from bot.channels.wecom.aibot import answers
from bot.channels.wecom.aibot.connection import Connection
from bot.channels.wecom.aibot.line import GROUP, SINGLE
from bot.channels.wecom.aibot.messages import Poll, Quiet, Spoken, read_update
from bot.channels.wecom.cards import pieces_of
from bot.channels.wecom.settings import WecomSettings
from bot.clock import Clock
from bot.errors import StorageError
from handlers.messages import InboundKind, InboundMessage, Outcome
from handlers.posting import answer_key
from schedules.outbox import Content

UPDATED_WITHIN = 4.5
"""Seconds after a press; later the platform does not change the card."""

logger = logging.getLogger(__name__)


class Reception:
    """Hears frames. What it could not answer, the outbox says: every message is taken in as one that it does answer."""

    def __init__(
        self,
        settings: WecomSettings,
        *,
        take_in: TakeIn,
        settle: Settle | None,
        counts: Counter[str],
        now: Clock,
    ) -> None:
        self._settings = settings
        self._take_in = take_in
        self._settle = settle
        self._now = now
        self.counts = counts

    async def hear(self, connection: Connection, number: str, fields: Mapping[str, Any]) -> None:
        """Take in one frame and answer it.

        Raises:
            VerificationError: it lacks what every message has.
        """
        began = asyncio.get_running_loop().time()
        received = read_update(fields, now=self._now())
        if isinstance(received, Quiet | Poll):
            self.counts["ignored" if isinstance(received, Poll) or received.known else "unknown"] += 1
            return
        for message in received.messages:
            await self._answer(connection, number, received, message, began)

    async def _answer(
        self, connection: Connection, number: str, spoken: Spoken, message: InboundMessage, began: float
    ) -> None:
        try:
            outcome = await self._take_in(replace(message, is_posted=True))
        except StorageError:
            self.counts["unstored"] += 1
            logger.warning("A message to the robot was not kept")
            return
        self.counts["answered"] += 1
        if outcome.repeated:
            return
        try:
            if spoken.press and asyncio.get_running_loop().time() - began < UPDATED_WITHIN:
                body = answers.update(message.sender.account, spoken.press, outcome.left)
                await connection.ask("aibot_respond_update_msg", body, number=number)
            await self._say(connection, number, spoken, message, outcome)
        except SendError as error:
            logger.warning("An answer of the robot goes another way", extra={"fault": error.reason})
            return
        await self._report(message, outcome.replies)

    async def _say(
        self, connection: Connection, number: str, spoken: Spoken, message: InboundMessage, outcome: Outcome
    ) -> None:
        contents = outcome.replies
        with_cards = self._settings.takes_cards(message.sender.account)
        if not contents:
            return
        if message.kind is InboundKind.ENTER:
            body = answers.welcome(answers.words_of(contents, with_cards=False))
            await connection.ask("aibot_respond_welcome_msg", body, number=number)
        elif spoken.press:
            # The press itself was answered by its card.
            place = {"chatid": spoken.place.account, "chat_type": GROUP if spoken.place.is_group else SINGLE}
            for place_of, content in enumerate(contents):
                for piece in pieces_of(content, with_cards=with_cards):
                    body = place | answers.pushed(piece, f"{message.key}#{place_of}")
                    await connection.ask("aibot_send_msg", body)
        else:
            words = answers.words_of(contents, with_cards=with_cards)
            await connection.ask("aibot_respond_msg", answers.stream(message.key, words, finish=True), number=number)
            # A message is answered with one card at most.
            for card in answers.cards_of(contents, with_cards=with_cards)[:1]:
                await connection.ask("aibot_respond_msg", answers.card(card, message.key), number=number)

    async def _report(self, message: InboundMessage, contents: Sequence[Content]) -> None:
        if self._settle is None or not contents:
            return
        try:
            await self._settle([answer_key(message.key, place) for place in range(len(contents))])
        except StorageError:
            logger.warning("It was not kept that an answer was given: it will be given once more")
