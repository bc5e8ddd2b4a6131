"""What the robots of groups are told to say: they need no token, their key is all that vouches for us."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.channels.wecom.calls import Calls
from bot.channels.wecom.client import refuse_fault
from bot.channels.wecom.settings import Feature
from bot.channels.wecom.voices import Voice

WINDOW = timedelta(minutes=1)


class GroupRobot(Voice):
    """The robot (群机器人) of one group."""

    def __init__(self, calls: Calls, key: str) -> None:
        self._calls = calls
        self._key = key

    async def show_image(self, name: str, image: bytes) -> str:  # noqa: ARG002 - its pictures have no names
        """Show a JPG or PNG of at most two megabytes: at once, without an upload."""
        digest = hashlib.md5(image, usedforsecurity=False).hexdigest()
        return await self._send("image", {"base64": base64.b64encode(image).decode(), "md5": digest})

    async def _send(self, kind: str, body: Mapping[str, Any]) -> str:
        self._calls.require(Feature.ROBOTS)
        answer = await self._calls.post("/cgi-bin/webhook/send", {"key": self._key}, {"msgtype": kind, kind: body})
        refuse_fault(answer, when_too_often=WINDOW)
        return ""

    async def _upload(self, kind: str, name: str, content: bytes) -> str:
        self._calls.require(Feature.ROBOTS)
        query = {"key": self._key, "type": kind}
        answer = await self._calls.upload("/cgi-bin/webhook/upload_media", query, name=name, content=content)
        refuse_fault(answer, when_too_often=WINDOW)
        return str(answer.fields.get("media_id", ""))
