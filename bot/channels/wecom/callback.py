"""The callback of the app: what the platform posts, checked, taken in, and answered within its five seconds."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from typing import Final, Protocol

from aiohttp import web

from bot.channels.base import TakeIn
from bot.channels.wecom.cards import Piece, Press, choice_of, pieces_of, texts_of
from bot.channels.wecom.contacts import BookChange
from bot.channels.wecom.crypto import CallbackCrypto, VerificationError
from bot.channels.wecom.envelope import extract_ciphertext, render_text_reply, seal_reply
from bot.channels.wecom.gate import Gate, read_body
from bot.channels.wecom.messages import Heard, Unheard, read_callback
from bot.channels.wecom.pending import PendingMessages
from bot.channels.wecom.settings import WecomSettings
from bot.channels.wecom.wording import LAPSED, render_contents
from bot.clock import Clock
from bot.errors import StorageError
from handlers.messages import InboundMessage, Outcome
from schedules.outbox import Button, Content

ANSWER_WITHIN = 4.5
"""Seconds; the platform hangs up after five."""

SEALED = {"Content-Type": "application/xml; charset=utf-8"}


class Answers(Protocol):
    """The ways of answering beside the reply to a callback. They raise nothing: what they cannot do, they have logged."""

    async def push(self, user: str, pieces: Sequence[Piece], key: str) -> None:
        """Send a member pieces, in order, under a key."""
        ...

    async def settle_card(self, press: Press, left: Sequence[Button]) -> None:
        """Show on a member's card what he chose, and what may still be chosen."""
        ...


class Callback:
    """Takes callbacks. `counts` tells how they ended: `refused`, `unknown`, `answered`, `late`, `unstored`."""

    def __init__(
        self, settings: WecomSettings, *, take_in: TakeIn, answers: Answers, counts: Counter[str], now: Clock
    ) -> None:
        self._crypto: Final = CallbackCrypto(
            token=settings.token.get_secret_value(),
            encoding_aes_key=settings.encoding_aes_key.get_secret_value(),
            receive_id=settings.corp_id,
        )
        self._settings = settings
        self._corp_id = settings.corp_id
        window = timedelta(minutes=settings.replay_minutes)
        self.gate = Gate(self._crypto, window=window, counts=counts, now=now)
        self._pending = PendingMessages(take_in, self._answer_late)
        self._answers = answers
        self._pushes: set[asyncio.Task[None]] = set()
        self._now = now
        self.counts = counts

    async def receive(self, request: web.Request) -> web.Response:
        """Take a message in and answer it."""
        by = asyncio.get_running_loop().time() + ANSWER_WITHIN
        try:
            plain = self.gate.open(request.query, extract_ciphertext(await read_body(request)))
            received = read_callback(plain, corp_id=self._corp_id)
        except VerificationError as error:
            return self.gate.refuse(error)
        if not isinstance(received, Heard):
            self._count(received)
            return web.Response()
        return await self._take_in(received, by=by)

    async def close(self) -> None:
        """Finish what was begun."""
        await self._pending.close()
        await asyncio.gather(*self._pushes, return_exceptions=True)

    def _count(self, received: BookChange | Unheard) -> None:
        if isinstance(received, Unheard) and not received.known:
            self.counts["unknown"] += 1
        else:
            self.counts["ignored"] += 1

    async def _take_in(self, heard: Heard, *, by: float) -> web.Response:
        try:
            outcome = await self._pending.outcome_of(heard.message, by=by)
        except StorageError:
            return self._ask_again("unstored")
        if outcome is None:
            # Nobody knows yet whether it is stored: the next delivery will learn it.
            return self._ask_again("late")
        self.counts["answered"] += 1
        if heard.press and not outcome.repeated:
            self._later(self._answers.settle_card(heard.press, outcome.left))
        if heard.press and outcome.repeated and not outcome.replies:
            # Pressed long ago: what was answered then is forgotten, and is not done again.
            outcome = Outcome(replies=(Content(text=LAPSED),))
        return self._reply(heard.message, outcome)

    def _reply(self, message: InboundMessage, outcome: Outcome) -> web.Response:
        user = message.sender.account
        cards = [choice_of(content) if self._settings.takes_cards(user) else None for content in outcome.replies]
        texts = texts_of(render_contents(outcome.replies, numbered=[card is None for card in cards]))
        if not texts:
            return web.Response()
        more: list[Piece] = [*texts[1:], *(card for card in cards if card)]
        if more:
            # The answer is written before a new task runs, so the parts arrive in order.
            self._later(self._answers.push(user, more, message.key))
        now = self._now()
        reply = render_text_reply(texts[0].text, to_user=user, from_user=self._corp_id, now=now)
        return web.Response(body=seal_reply(self._crypto, reply, now=now).encode(), headers=SEALED)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._pushes.add(task)
        task.add_done_callback(self._pushes.discard)

    async def _answer_late(self, message: InboundMessage, outcome: Outcome) -> None:
        with_cards = self._settings.takes_cards(message.sender.account)
        if pieces := [piece for content in outcome.replies for piece in pieces_of(content, with_cards=with_cards)]:
            await self._answers.push(message.sender.account, pieces, message.key)

    def _ask_again(self, why: str) -> web.Response:
        self.counts[why] += 1
        return web.Response(status=503)
