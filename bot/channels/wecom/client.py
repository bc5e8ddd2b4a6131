"""What the robot asks of the platform in the app's name."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from zlib import crc32

from pydantic import SecretStr

from bot.channels.base import SendError
from bot.channels.wecom import wording
from bot.channels.wecom.calls import Answer, Calls
from bot.channels.wecom.faults import EXPIRED, fault_of
from bot.channels.wecom.settings import Feature, WecomSettings
from bot.channels.wecom.tokens import tokens_of
from bot.clock import Clock

DUPLICATES_WITHIN = range(1800, 14401)
"""Seconds that the platform can be told to look back for a request for the same."""
APP_WINDOW = timedelta(hours=1)

logger = logging.getLogger(__name__)


class WecomClient:
    """The platform's interface to one app, as far as the robot uses it."""

    def __init__(self, settings: WecomSettings, *, calls: Calls, now: Clock, secret: SecretStr | None = None) -> None:
        self._calls = calls
        self._agent_id = settings.agent_id
        self._checks_duplicates = Feature.DUPLICATE_CHECK not in settings.lacks
        self._tokens = tokens_of(
            self._calls, corp_id=settings.corp_id, secret=(secret or settings.secret).get_secret_value(), now=now
        )

    async def send(self, user: str, kind: str, body: Mapping[str, Any], *, key: str) -> str:
        """Send something to one member; the same with the same key arrives once, however often it is sent.

        What it is called on the platform is given back: it can be recalled by that.
        """
        payload = {"touser": user, "msgtype": kind, "agentid": self._agent_id, kind: body}
        if self._checks_duplicates:
            # Requests that are alike to the letter count as the same, though two answers may well say the same:
            # the interval makes those with another key differ.
            interval = DUPLICATES_WITHIN[crc32(key.encode()) % len(DUPLICATES_WITHIN)]
            payload |= {"enable_duplicate_check": 1, "duplicate_check_interval": interval}
        answer = await self.call("/cgi-bin/message/send", payload)
        _refuse_unreached(answer)
        return str(answer.fields.get("msgid", ""))

    async def update_card(self, user: str, response_code: str, change: Mapping[str, Any]) -> None:
        """Change a member's card: its `button` into words, or all of it into another `template_card`. The code does once.

        Raises:
            PlatformError: with the code 60140 it was used before, or is too old.
        """
        payload = {"userids": [user], "agentid": self._agent_id, "response_code": response_code, **change}
        await self.call("/cgi-bin/message/update_template_card", payload)

    async def recall(self, message_id: str) -> None:
        """Take back a message of the last 24 hours."""
        self._calls.require(Feature.RECALL)
        await self.call("/cgi-bin/message/recall", {"msgid": message_id})

    async def upload(self, kind: str, name: str, content: bytes) -> str:
        """Hand over an `image` or a `file`; under what is given back it can be sent for three days."""
        self._calls.require(Feature.MEDIA)
        answer = await self._with_token(
            lambda token: self._calls.upload(
                "/cgi-bin/media/upload", {"access_token": token, "type": kind}, name=name, content=content
            )
        )
        return str(answer.fields.get("media_id", ""))

    async def create_group(self, name: str, owner: str, members: Sequence[str]) -> str:
        """Make a group chat of members, to which the app can write."""
        self._calls.require(Feature.APPCHAT)
        payload = {"name": name, "owner": owner, "userlist": list(members)}
        return str((await self.call("/cgi-bin/appchat/create", payload)).fields.get("chatid", ""))

    async def send_to_group(self, chat_id: str, kind: str, body: Mapping[str, Any]) -> None:
        """Send something to a group chat that the app made."""
        self._calls.require(Feature.APPCHAT)
        await self.call("/cgi-bin/appchat/send", {"chatid": chat_id, "msgtype": kind, kind: body})

    async def describe_app(self) -> Mapping[str, Any]:
        """What the platform knows of the app: its name, and whom it is visible to.

        Raises:
            SendError: wrong keys, a wrong app, a foreign address.
        """
        return (await self.ask("/cgi-bin/agent/get", agentid=str(self._agent_id))).fields

    async def set_menu(self, buttons: Sequence[Mapping[str, Any]]) -> None:
        """Set the app's menu."""
        self._calls.require(Feature.MENU)
        await self.call("/cgi-bin/menu/create", {"button": list(buttons)}, agentid=str(self._agent_id))

    async def fetch(self, media_id: str) -> AsyncIterator[bytes]:
        """The bytes of what a member sent.

        Raises:
            SendError: the platform does not give them.
        """
        token = await self._tokens.get()
        for attempt in range(2):
            query = {"access_token": token, "media_id": media_id}
            async with self._calls.download("/cgi-bin/media/get", query) as found:
                if not isinstance(found, Answer):
                    self._tokens.prove(token)
                    async for chunk in found:
                        yield chunk
                    return
            if found.code not in EXPIRED or attempt:
                refuse_fault(found, when_too_often=APP_WINDOW)
            token = await self._tokens.renew(token)

    async def ask(self, path: str, **query: str) -> Answer:
        """Ask for something in the app's name.

        Raises:
            SendError: it is not given.
        """
        return await self._with_token(lambda token: self._calls.get(path, {"access_token": token, **query}))

    async def call(self, path: str, payload: Mapping[str, Any], **query: str) -> Answer:
        """Have something done in the app's name.

        Raises:
            SendError: it is not done.
        """
        return await self._with_token(lambda token: self._calls.post(path, {"access_token": token, **query}, payload))

    async def _with_token(self, request: Callable[[str], Awaitable[Answer]]) -> Answer:
        answer = await self._tokens.call(request)
        refuse_fault(answer, when_too_often=APP_WINDOW)
        return answer


def refuse_fault(answer: Answer, *, when_too_often: timedelta) -> None:
    """Raise what an answer other than consent means."""
    if answer.code:
        raise fault_of(answer.code, answer.message, when_too_often=when_too_often)
    if "wrong json format" in answer.message:
        logger.warning("The platform understood only part of a request")


def _refuse_unreached(answer: Answer) -> None:
    """A member that the app does not reach is no fault to the platform: it answers 0 and names him."""
    if answer.fields.get("invaliduser"):
        raise SendError(wording.OUT_OF_RANGE, permanent=True)
    if answer.fields.get("unlicenseduser"):
        raise SendError(wording.UNLICENSED, permanent=True)
