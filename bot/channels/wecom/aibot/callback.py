"""The 智能机器人 by callback: what is posted is taken in, and answered at once or when the platform asks again."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from bot.channels.base import SendError, TakeIn
from bot.channels.sealing import parse_body
from bot.channels.wecom import wording
from bot.channels.wecom.aibot import answers
from bot.channels.wecom.aibot.messages import Poll, Quiet, Spoken, message_key, name_in, read_update
from bot.channels.wecom.calls import Calls
from bot.channels.wecom.client import APP_WINDOW, refuse_fault
from bot.channels.wecom.crypto import CallbackCrypto, VerificationError
from bot.channels.wecom.envelope import MAX_BODY
from bot.channels.wecom.gate import Gate, only, read_body
from bot.channels.wecom.pending import PendingMessages
from bot.channels.wecom.settings import WecomSettings
from bot.clock import Clock
from bot.errors import StorageError
from handlers.messages import InboundKind, InboundMessage, Outcome
from schedules.outbox import Content

ANSWER_WITHIN = 4.5
"""Seconds; the platform hangs up after five."""
RESPONSE = "/cgi-bin/aibot/response"
ASKED_FOR = timedelta(minutes=5, seconds=30)
"""The platform asks for six minutes how far an answer has come; later it may still be posted, once."""
LOST_AFTER = timedelta(minutes=1)
MOST_WAITING = 1000

Recall = Callable[[str], Awaitable[Outcome | None]]
"""What a message was answered, whichever process took it in; None if none has yet."""

logger = logging.getLogger(__name__)


class AibotCallback:
    """Takes callbacks of the robot and answers them."""

    def __init__(  # noqa: PLR0913 - all that an answer needs
        self,
        settings: WecomSettings,
        *,
        take_in: TakeIn,
        recall: Recall,
        calls: Calls,
        counts: Counter[str],
        now: Clock,
    ) -> None:
        self._crypto: Final = CallbackCrypto(
            token=settings.aibot.token.get_secret_value(),
            encoding_aes_key=settings.aibot.encoding_aes_key.get_secret_value(),
            receive_id="",
        )
        window = timedelta(minutes=settings.replay_minutes)
        self.gate = Gate(self._crypto, window=window, counts=counts, now=now)
        self._settings = settings
        self._pending = PendingMessages(take_in, self._answer_late)
        self._recall = recall
        self._calls = calls
        self._late: dict[str, Spoken] = {}
        self._posts: set[asyncio.Task[None]] = set()
        self._now = now
        self.counts = counts

    async def receive(self, request: web.Request) -> web.Response:
        """Take in what was said, or tell how far its answer has come."""
        by = asyncio.get_running_loop().time() + ANSWER_WITHIN
        try:
            ciphertext = name_in(parse_body(await read_body(request)), "encrypt", longest=MAX_BODY)
            fields = parse_body(self.gate.open(request.query, ciphertext))
            received = read_update(fields, now=self._now())
        except VerificationError as error:
            return self.gate.refuse(error)
        match received:
            case Quiet(known=known):
                self.counts["ignored" if known else "unknown"] += 1
                return web.Response()
            case Poll(stream_id=stream_id):
                return self._reply(request, await self._progress(stream_id, str(fields.get("aibotid"))))
            case Spoken():
                return self._reply(request, await self._answer(received, by=by))

    async def close(self) -> None:
        """Finish what was begun."""
        await self._pending.close()
        await asyncio.gather(*self._posts, return_exceptions=True)

    async def _answer(self, spoken: Spoken, *, by: float) -> Mapping[str, Any] | None:
        number = spoken.number
        stream_id = answers.stream_name(int(self._now().timestamp()), number)
        try:
            outcome = await self._outcome_of(spoken, by=by)
        except StorageError:
            # This platform is not known to deliver again.
            self.counts["unstored"] += 1
            return answers.stream(stream_id, wording.NOT_STORED, finish=True)
        if outcome is None:
            self.counts["late"] += 1
            silent = spoken.press or spoken.message.kind is InboundKind.ENTER
            return None if silent else answers.stream(stream_id, wording.WORKING, finish=False)
        self.counts["answered"] += 1
        return self._answer_to(spoken, stream_id, outcome)

    def _answer_to(self, spoken: Spoken, stream_id: str, outcome: Outcome) -> Mapping[str, Any] | None:
        message, contents = spoken.message, outcome.replies
        with_cards = self._settings.takes_cards(message.sender.account)
        if spoken.press:
            # A press is answered with its card alone: what there is to say goes another way.
            self._post_later(spoken, contents)
            return answers.update(message.sender.account, spoken.press, outcome.left)
        if not contents:
            return None
        if message.kind is InboundKind.ENTER:
            return answers.welcome(answers.words_of(contents, with_cards=False))
        return answers.finished(stream_id, contents, message.key, with_cards=with_cards)

    async def _outcome_of(self, spoken: Spoken, *, by: float) -> Outcome | None:
        """What became of all that was said at once; None if that is not known in time."""
        replies: list[Content] = []
        left: Sequence[Any] = ()
        for message in spoken.messages:
            self._wait_for(message, spoken)
            outcome = await self._pending.outcome_of(message, by=by)
            if outcome is None:
                return None
            self._late.pop(message.key, None)
            replies.extend(outcome.replies)
            left = outcome.left
        return Outcome(replies=tuple(replies), left=tuple(left))

    async def _progress(self, stream_id: str, bot: str) -> Mapping[str, Any]:
        """How far an answer has come that some process has begun."""
        began = answers.read_stream_name(stream_id)
        if began is None:
            return answers.stream(stream_id, wording.NOT_STORED, finish=True)
        started, number = began
        key = message_key(bot, number)
        outcome = await self._recall(key)
        if outcome is not None:
            return answers.finished(stream_id, outcome.replies, key, with_cards=False)
        age = timedelta(seconds=self._now().timestamp() - started)
        if key not in self._late and age > LOST_AFTER:
            return answers.stream(stream_id, wording.NOT_STORED, finish=True)
        return answers.stream(stream_id, wording.WORKING, finish=False)

    async def _answer_late(self, message: InboundMessage, outcome: Outcome) -> None:
        """Post what nobody asks for any more; until then the platform fetches it itself."""
        spoken = self._late.pop(message.key, None)
        if spoken and (spoken.press or self._now() - spoken.message.sent_at > ASKED_FOR):
            await self._post(spoken, outcome.replies)

    def _wait_for(self, message: InboundMessage, spoken: Spoken) -> None:
        self._late[message.key] = spoken
        while len(self._late) > MOST_WAITING:
            self._late.pop(next(iter(self._late)))

    def _post_later(self, spoken: Spoken, contents: Sequence[Content]) -> None:
        task = asyncio.ensure_future(self._post(spoken, contents))
        self._posts.add(task)
        task.add_done_callback(self._posts.discard)

    async def _post(self, spoken: Spoken, contents: Sequence[Content]) -> None:
        """Answer once more, by the code that came with what was said."""
        code = _code_in(spoken.response_url)
        if not code or not contents:
            return
        words = answers.words_of(contents, with_cards=False)
        payload = {"msgtype": "markdown", "markdown": {"content": words}}
        try:
            refuse_fault(await self._calls.post(RESPONSE, {"response_code": code}, payload), when_too_often=APP_WINDOW)
        except SendError as error:
            logger.warning("An answer of the robot was not posted", extra={"fault": error.reason})

    def _reply(self, request: web.Request, answer: Mapping[str, Any] | None) -> web.Response:
        if answer is None:
            return web.Response()
        encrypted = self._crypto.encrypt(json.dumps(answer, ensure_ascii=False).encode())
        timestamp, nonce = int(self._now().timestamp()), only(request.query, "nonce")
        signature = self._crypto.sign(str(timestamp), nonce, encrypted)
        sealed = {"encrypt": encrypted, "msgsignature": signature, "timestamp": timestamp, "nonce": nonce}
        return web.json_response(sealed)


def _code_in(url: str) -> str:
    """The code in an address to answer at: only the platform's own is ever called."""
    parts = urlsplit(url)
    return parse_qs(parts.query).get("response_code", [""])[0] if parts.path.endswith(RESPONSE) else ""
