"""The callbacks of a fake WeCom: what its members say and press, encrypted as the platform encrypts it.

The crypto is wechatpy's, so that ours is checked by another's.
"""

import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import aiohttp
from aiohttp import web
from wechatpy.enterprise.crypto import WeChatCrypto

from tests.fakes.wecom_cards import Cards

ANSWER_WITHIN = 5.0
RETRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How a callback went: the status of each try (0: no answer), the body of the last, and the text in it."""

    statuses: tuple[int, ...]
    body: str
    reply: str | None

    @property
    def status(self) -> int:
        """How the last try ended."""
        return self.statuses[-1]


@dataclass(kw_only=True)
class CallbackPoster:
    """One app of one corp, as far as it posts callbacks. Its keys are free to be printed."""

    corp_id: str = "wwfake0123456789ab"
    agent_id: int = 1000002
    token: str = "FakeToken2026"
    encoding_aes_key: str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    answer_within: float = ANSWER_WITHIN
    callback: str = ""
    session: aiohttp.ClientSession = field(init=False, repr=False)
    cards: Cards = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._crypto = WeChatCrypto(self.token, self.encoding_aes_key, self.corp_id)
        self.cards = Cards(now=self.now)
        self._numbers = itertools.count(time.time_ns())

    def connect(self, callback: str) -> None:
        """Post callbacks to this address from now on."""
        self.callback = callback

    async def verify(self) -> str:
        """Verify the callback's address, as saving it in the console does; gives back what it answered."""
        number = str(secrets.randbelow(10**18))
        query, ciphertext = self.seal(number)
        async with self.session.get(self.callback, params=query | {"echostr": ciphertext}) as response:
            body = await response.text()
            if body != number:
                raise AssertionError(f"expected {number}, got {response.status} {body!r}")
            return body

    async def say(self, user: str, text: str, *, number: int | None = None) -> Delivery:
        """A member types something."""
        return await self.deliver(self.message_of(user, "text", {"Content": text}, number=number))

    async def show(self, user: str, kind: str, *, number: int | None = None, **fields: str) -> Delivery:
        """A member sends something else than words: `image`, `voice`, `location` …"""
        return await self.deliver(self.message_of(user, kind, fields, number=number))

    async def click(self, user: str, key: str) -> Delivery:
        """A member clicks an entry of the app's menu."""
        return await self.deliver(self.event_of(user, "click", {"EventKey": key}))

    async def press(self, user: str, key: str, *, task_id: str = "task", code: str = "") -> Delivery:
        """A member presses a button of a card, which may be updated by a new code unless another is given."""
        fields = {"EventKey": key, "TaskId": task_id, "CardType": "button_interaction"}
        fields["ResponseCode"] = code or self.cards.new_code(user)
        return await self.deliver(self.event_of(user, "template_card_event", fields))

    async def choose(self, user: str, question: str, option: str, *, key: str) -> Delivery:
        """A member chooses on a card and sends its form."""
        fields = {"EventKey": key, "TaskId": "task", "CardType": "vote_interaction"}
        code = {"ResponseCode": self.cards.new_code(user)}
        plain = self.event_of(user, "template_card_event", fields | code)
        selected = (
            f"<SelectedItems><SelectedItem><QuestionKey>{question}</QuestionKey><OptionIds>"
            f"<OptionId><![CDATA[{option}]]></OptionId></OptionIds></SelectedItem></SelectedItems>"
        )
        return await self.deliver(plain.replace("</xml>", f"{selected}</xml>"))

    async def enter(self, user: str) -> Delivery:
        """A member opens the app."""
        return await self.deliver(self.event_of(user, "enter_agent", {"EventKey": ""}))

    def message_of(self, user: str, kind: str, fields: dict[str, str], *, number: int | None = None) -> str:
        """The plain XML of a message."""
        return self._xml(user, {"MsgType": kind, **fields, "MsgId": str(number or next(self._numbers))})

    def event_of(self, user: str, event: str, fields: dict[str, str]) -> str:
        """The plain XML of an event."""
        return self._xml(user, {"MsgType": "event", "Event": event, **fields})

    async def deliver(self, plain: str) -> Delivery:
        """Post a plain XML to the callback as the platform does: up to three more times while it is not accepted."""
        statuses, body = [], ""
        for _ in range(1 + RETRIES):
            status, body = await self.post(self.callback_of(plain))
            statuses.append(status)
            if status == web.HTTPOk.status_code:
                break
        reply = self.reply_in(body) if statuses[-1] == web.HTTPOk.status_code and body else None
        return Delivery(statuses=tuple(statuses), body=body, reply=reply)

    def callback_of(self, plain: str) -> tuple[dict[str, str], str]:
        """The query and the body of a callback."""
        query, ciphertext = self.seal(plain)
        return query, (
            f"<xml><ToUserName><![CDATA[{self.corp_id}]]></ToUserName><AgentID><![CDATA[{self.agent_id}]]></AgentID>"
            f"<Encrypt><![CDATA[{ciphertext}]]></Encrypt></xml>"
        )

    async def post(self, callback: tuple[dict[str, str], str]) -> tuple[int, str]:
        """Post a callback once; status 0 if there was no answer in time."""
        query, body = callback
        timeout = aiohttp.ClientTimeout(total=self.answer_within)
        try:
            async with self.session.post(
                self.callback, params=query, data=body.encode(), headers={"Content-Type": "text/xml"}, timeout=timeout
            ) as response:
                return response.status, await response.text()
        except (aiohttp.ClientError, TimeoutError):
            return 0, ""

    def seal(self, plain: str) -> tuple[dict[str, str], str]:
        """The query that vouches for a ciphertext, and the ciphertext."""
        timestamp, nonce = str(int(self.now().timestamp())), secrets.token_hex(5)
        sealed = ET.fromstring(self._crypto.encrypt_message(plain, nonce, timestamp))  # noqa: S314  our own
        query = {"msg_signature": sealed.findtext("MsgSignature", ""), "timestamp": timestamp, "nonce": nonce}
        return query, sealed.findtext("Encrypt", "")

    def reply_in(self, body: str) -> str | None:
        sealed = ET.fromstring(body)  # noqa: S314  the robot under test
        plain = self._crypto.decrypt_message(
            body, sealed.findtext("MsgSignature"), sealed.findtext("TimeStamp"), sealed.findtext("Nonce")
        )
        return ET.fromstring(plain).findtext("Content")  # noqa: S314

    def _xml(self, user: str, fields: dict[str, str]) -> str:
        whole = {
            "ToUserName": self.corp_id,
            "FromUserName": user,
            "CreateTime": str(int(self.now().timestamp())),
            **fields,
            "AgentID": str(self.agent_id),
        }
        inside = "".join(f"<{name}><![CDATA[{_escape(value)}]]></{name}>" for name, value in whole.items())
        return f"<xml>{inside}</xml>"


def _escape(text: str) -> str:
    return text.replace("]]>", "]]]]><![CDATA[>")
