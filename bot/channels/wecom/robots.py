"""What the robots of groups are told to say: they need no token, their key is all that vouches for us."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.channels.wecom.calls import Calls
from bot.channels.wecom.client import refuse_fault
from bot.channels.wecom.settings import Feature

WINDOW = timedelta(minutes=1)


class GroupRobot:
    """The robot (群机器人) of one group."""

    def __init__(self, calls: Calls, key: str) -> None:
        self._calls = calls
        self._key = key

    async def say(self, text: str, *, mentions: Sequence[str] = ()) -> None:
        """Say a text that calls some members by their accounts."""
        called = {"mentioned_list": list(mentions)} if mentions else {}
        await self._send("text", {"content": text, **called})

    async def say_markdown(self, markdown: str) -> None:
        """Say markdown; nobody can be called in it."""
        await self._send("markdown", {"content": markdown})

    async def show_image(self, image: bytes) -> None:
        """Show a JPG or PNG of at most two megabytes."""
        digest = hashlib.md5(image, usedforsecurity=False).hexdigest()
        await self._send("image", {"base64": base64.b64encode(image).decode(), "md5": digest})

    async def give_file(self, name: str, content: bytes) -> None:
        """Give a file: its upload is this robot's alone."""
        self._calls.require(Feature.ROBOTS)
        query = {"key": self._key, "type": "file"}
        answer = await self._calls.upload("/cgi-bin/webhook/upload_media", query, name=name, content=content)
        refuse_fault(answer, when_too_often=WINDOW)
        await self._send("file", {"media_id": str(answer.fields.get("media_id", ""))})

    async def show_news(self, articles: Sequence[Mapping[str, str]]) -> None:
        """Show up to eight articles, each with `title`, `description`, `url` and `picurl`."""
        await self._send("news", {"articles": list(articles)})

    async def show_notice(self, title: str, text: str, url: str) -> None:
        """Show a card that leads to a page: a group's cards have no buttons."""
        card = {
            "card_type": "text_notice",
            "main_title": {"title": title},
            "sub_title_text": text,
            "card_action": {"type": 1, "url": url},
        }
        await self._send("template_card", card)

    async def _send(self, kind: str, body: Mapping[str, Any]) -> None:
        self._calls.require(Feature.ROBOTS)
        answer = await self._calls.post("/cgi-bin/webhook/send", {"key": self._key}, {"msgtype": kind, kind: body})
        refuse_fault(answer, when_too_often=WINDOW)
