"""What the robot asks of the platform: texts to members and to groups."""

import logging
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any
from zlib import crc32

from bot.channels.base import SendError
from bot.channels.wecom import wording
from bot.channels.wecom.calls import Answer, Calls
from bot.channels.wecom.faults import EXPIRED, fault_of
from bot.channels.wecom.settings import WecomSettings
from bot.channels.wecom.tokens import TokenSource
from bot.clock import Clock

DUPLICATES_WITHIN = range(1800, 14401)
"""Seconds that the platform can be told to look back for a request for the same."""
ROBOT_WINDOW = timedelta(minutes=1)
APP_WINDOW = timedelta(hours=1)

logger = logging.getLogger(__name__)


class WecomClient:
    """The platform's interface, as far as the robot uses it."""

    def __init__(self, settings: WecomSettings, *, now: Clock) -> None:
        self._calls = Calls(settings)
        self._agent_id = settings.agent_id
        self._tokens = TokenSource(
            self._calls, corp_id=settings.corp_id, secret=settings.secret.get_secret_value(), now=now
        )

    async def send_text(self, user: str, text: str, *, key: str) -> None:
        """Send a text to one member; the same text with the same key arrives once, however often it is sent."""
        await self._send(user, "text", {"content": text}, key)

    async def send_card(self, user: str, card: Mapping[str, Any], *, key: str) -> None:
        """Send a card to one member, with the same promise."""
        await self._send(user, "template_card", card, key)

    async def send_robot_text(self, robot_key: str, text: str) -> None:
        """Have a group's robot say a text."""
        await self._say(robot_key, {"msgtype": "text", "text": {"content": text}})

    async def send_robot_markdown(self, robot_key: str, markdown: str) -> None:
        """Have a group's robot say markdown."""
        await self._say(robot_key, {"msgtype": "markdown", "markdown": {"content": markdown}})

    async def check(self) -> None:
        """Ask for a token and for the app itself: wrong keys, a wrong app and a foreign address all come out.

        Raises:
            SendError: something is wrong.
        """
        token = await self._tokens.get()
        query = {"access_token": token, "agentid": str(self._agent_id)}
        _refuse_fault(await self._calls.get("/cgi-bin/agent/get", query), when_too_often=APP_WINDOW)

    async def set_menu(self, entries: Mapping[str, str]) -> None:
        """Set the app's menu: what each entry is called, and what comes back when it is clicked."""
        buttons = [{"type": "click", "name": name, "key": key} for name, key in entries.items()]
        await self._call("/cgi-bin/menu/create", {"button": buttons}, agentid=str(self._agent_id))

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
                _refuse_fault(found, when_too_often=APP_WINDOW)
            token = await self._tokens.renew(token)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._calls.close()

    async def _send(self, user: str, kind: str, body: Mapping[str, Any], key: str) -> None:
        payload = {
            "touser": user,
            "msgtype": kind,
            "agentid": self._agent_id,
            kind: body,
            "enable_duplicate_check": 1,
            # Requests that are alike to the letter count as the same, though two answers may well say the same:
            # the interval makes those with another key differ.
            "duplicate_check_interval": DUPLICATES_WITHIN[crc32(key.encode()) % len(DUPLICATES_WITHIN)],
        }
        _refuse_unreached(await self._call("/cgi-bin/message/send", payload))

    async def _say(self, robot_key: str, payload: Mapping[str, Any]) -> None:
        answer = await self._calls.post("/cgi-bin/webhook/send", {"key": robot_key}, payload)
        _refuse_fault(answer, when_too_often=ROBOT_WINDOW)

    async def _call(self, path: str, payload: Mapping[str, Any], **query: str) -> Answer:
        """Call in the app's name, with one new token and one more try if the token no longer holds."""
        token = await self._tokens.get()
        answer = await self._calls.post(path, {"access_token": token, **query}, payload)
        if answer.code in EXPIRED:
            token = await self._tokens.renew(token)
            answer = await self._calls.post(path, {"access_token": token, **query}, payload)
        if answer.code in EXPIRED:
            raise SendError(wording.STILL_REFUSED, pause=ROBOT_WINDOW)
        self._tokens.prove(token)
        _refuse_fault(answer, when_too_often=APP_WINDOW)
        return answer


def _refuse_fault(answer: Answer, *, when_too_often: timedelta) -> None:
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
