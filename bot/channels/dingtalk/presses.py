"""Presses on cards: each is taken in once, and the card tells what became of it."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.channels.base import SendError, TakeIn
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.interactive import (
    Press,
    answer_variables,
    fits_answer,
    read_press,
    render_private,
    render_update,
)
from bot.channels.dingtalk.session import Session
from bot.channels.dingtalk.speaking import Speaker
from bot.clock import Clock
from bot.errors import StorageError
from handlers.messages import InboundKind, InboundMessage, Outcome
from handlers.posting import answer_key, press_key
from schedules.outbox import Content
from schedules.people.address import Address

CHANNEL = "dingtalk"
ANSWERED_WITHIN = 1.5
"""Seconds; the platform waits for two."""
UPDATED_AFTER = 1.0
"""Seconds: a card is not to be changed while the platform waits for the answer to a press on it."""

Update = Callable[[str, Mapping[str, str]], Awaitable[None]]
"""Change what a card shows; `SendError` where that fails."""

logger = logging.getLogger(__name__)


class Presses:
    """Takes presses in, whatever way they come."""

    def __init__(  # noqa: PLR0913 - all that a press touches
        self,
        *,
        corp_id: str,
        take_in: TakeIn,
        speaker: Speaker,
        update: Update,
        counts: Counter[str],
        now: Clock,
    ) -> None:
        self._corp_id = corp_id
        self._take_in = take_in
        self._speaker = speaker
        self._update = update
        self._now = now
        self._taking: set[asyncio.Task[Outcome]] = set()
        self.counts = counts

    async def receive(self, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take a press in; how the card is to change, or nothing where that is known only later.

        Raises:
            VerificationError: it is no press.
            StorageError: it was not kept.
        """
        press = read_press(fields, corp_id=self._corp_id)
        if press.is_for_another:
            self.counts["pressed"] += 1
            return render_private(wording.FOR_ANOTHER)
        message = self._message_of(press)
        task = asyncio.ensure_future(self._take_in(message))
        self._taking.add(task)
        task.add_done_callback(self._forget)
        self.counts["pressed"] += 1
        done, _ = await asyncio.wait((task,), timeout=ANSWERED_WITHIN)
        if done:
            variables, placed = self._answer(press, message, task.result())
            if placed:
                self._speaker.start(self._speaker.tell_said(placed))
            return render_update(variables)
        self._speaker.start(self._answer_late(press, message, task))
        return {}

    async def close(self) -> None:
        """Finish what was begun."""
        await asyncio.gather(*self._taking, return_exceptions=True)

    def _message_of(self, press: Press) -> InboundMessage:
        sender = Address(channel=CHANNEL, account=press.user)
        return InboundMessage(
            key=press_key(sender, press.card, press.action),
            sender=sender,
            sent_at=self._now(),
            group=Address(channel=CHANNEL, account=press.place.conversation, is_group=True) if press.place else None,
            kind=InboundKind.ACTION,
            action=press.action,
            card=press.card,
            is_posted=True,
            has_calendar=True,
        )

    def _answer(
        self, press: Press, message: InboundMessage, outcome: Outcome
    ) -> tuple[Mapping[str, str], tuple[str, ...]]:
        """What changes on the card, and the keys of the answers that stand on it; what has no room there is said."""
        answers = {answer_key(message.key, number): reply for number, reply in enumerate(outcome.replies)}
        pressed = wording.PRESSED.format(label=press.label) if press.label else ""
        words = "\n".join(filter(None, (pressed, *(reply.text for reply in outcome.replies))))
        if _stand_on_card(answers, words):
            told = words if outcome.replies else wording.PRESSED_LONG_AGO
            return answer_variables(told, outcome.left, press.place), tuple(answers)
        if not outcome.repeated:
            session = Session(webhook="", expires_at=self._now(), mention=press.user) if press.place else None
            self._speaker.begin(message.group or message.sender, answers, session=session)
        return answer_variables(pressed or wording.ANSWERED_BELOW, outcome.left, press.place), ()

    async def _answer_late(self, press: Press, message: InboundMessage, task: "asyncio.Task[Outcome]") -> None:
        try:
            outcome = await asyncio.shield(task)
        except StorageError:
            logger.warning("A press was not kept, and nobody waited to be told")
            return
        variables, placed = self._answer(press, message, outcome)
        await asyncio.sleep(UPDATED_AFTER)
        try:
            await self._update(press.card, variables)
        except SendError as error:
            logger.warning("A card was not changed", extra={"fault": error.reason})
        else:
            if placed:
                await self._speaker.tell_said(placed)

    def _forget(self, task: "asyncio.Task[Outcome]") -> None:
        self._taking.discard(task)
        if not task.cancelled() and task.exception():
            self.counts["unstored"] += 1


def _stand_on_card(answers: Mapping[str, Content], words: str) -> bool:
    return fits_answer(words) and not any(reply.buttons for reply in answers.values())
