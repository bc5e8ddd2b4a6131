"""In whose name something is said, in each form that the platform has: the app's, to a member or to a group that it made."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.wecom.client import WecomClient


class Voice(ABC):
    """Says one thing at one place. What a member is told has a name by which it is recalled; the rest has none."""

    async def say(self, text: str, *, mentions: Sequence[str] = ()) -> str:
        """Say a text that calls some members by their accounts."""
        called = {"mentioned_list": list(mentions)} if mentions else {}
        return await self._send("text", {"content": text, **called})

    async def say_markdown(self, markdown: str) -> str:
        """Say markdown; nobody can be called in it."""
        return await self._send("markdown", {"content": markdown})

    async def show_image(self, name: str, image: bytes) -> str:
        """Show a JPG or PNG of at most two megabytes."""
        return await self._send("image", {"media_id": await self._upload("image", name, image)})

    async def give_file(self, name: str, content: bytes) -> str:
        """Give a file."""
        return await self._send("file", {"media_id": await self._upload("file", name, content)})

    async def show_news(self, articles: Sequence[Mapping[str, str]]) -> str:
        """Show up to eight articles, each with `title`, `description`, `url` and `picurl`."""
        return await self._send("news", {"articles": list(articles)})

    async def show_link(self, title: str, text: str, url: str, *, is_card: bool) -> str:
        """Show a page: as an article, or as a card that leads there."""
        if is_card:
            return await self.show_notice(title, text, url)
        return await self.show_news([{"title": title, "description": text, "url": url}])

    async def show_notice(self, title: str, text: str, url: str) -> str:
        """Show a card that leads to a page, without buttons."""
        card = {
            "card_type": "text_notice",
            "main_title": {"title": title},
            "sub_title_text": text,
            "card_action": {"type": 1, "url": url},
        }
        return await self._send("template_card", card)

    @abstractmethod
    async def _send(self, kind: str, body: Mapping[str, Any]) -> str:
        """Send something of a kind; its name, where it has one."""

    @abstractmethod
    async def _upload(self, kind: str, name: str, content: bytes) -> str:
        """Hand something over; by what is given back it is sent."""


class MemberVoice(Voice):
    """The app, to one member; `key` is the message's own, for the duplicate check."""

    def __init__(self, client: WecomClient, user: str, *, key: str) -> None:
        self._client, self._user, self._key = client, user, key

    async def _send(self, kind: str, body: Mapping[str, Any]) -> str:
        return await self._client.send(self._user, kind, body, key=self._key)

    async def _upload(self, kind: str, name: str, content: bytes) -> str:
        return await self._client.upload(kind, name, content)


class GroupVoice(Voice):
    """The app, to a group that it has made."""

    def __init__(self, client: WecomClient, chat_id: str) -> None:
        self._client, self._chat_id = client, chat_id

    async def _send(self, kind: str, body: Mapping[str, Any]) -> str:
        await self._client.send_to_group(self._chat_id, kind, body)
        return ""

    async def _upload(self, kind: str, name: str, content: bytes) -> str:
        return await self._client.upload(kind, name, content)
