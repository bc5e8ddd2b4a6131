"""The 智能机器人 of its own accord, on its connection: it knows markdown, cards, pictures and files, and no bare text."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.wecom.aibot.answers import markdown_of
from bot.channels.wecom.aibot.line import Line
from bot.channels.wecom.voices import Voice


class AibotVoice(Voice):
    """The robot, to a group or to a member who has spoken to it before."""

    def __init__(self, line: Line, account: str, *, is_group: bool) -> None:
        self._line, self._account, self._is_group = line, account, is_group

    async def say(self, text: str, *, mentions: Sequence[str] = ()) -> str:  # noqa: ARG002 - it calls nobody
        """Say a text, as markdown that says the same."""
        return await self.say_markdown(markdown_of(text))

    async def show_news(self, articles: Sequence[Mapping[str, str]]) -> str:
        """Show the first article, as a card."""
        first = articles[0]
        return await self.show_notice(first["title"], first["description"], first["url"])

    async def _send(self, kind: str, body: Mapping[str, Any]) -> str:
        await self._line.say(self._account, {"msgtype": kind, kind: body}, is_group=self._is_group)
        return ""

    async def _upload(self, kind: str, name: str, content: bytes) -> str:
        return await self._line.upload(kind, name, content)
