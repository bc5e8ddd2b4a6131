"""What is said by hand, in each form that the platform has: by the app to a member or a group, or by a group's own robot."""

from collections.abc import Awaitable, Callable, Sequence

from bot.channels.dingtalk import wording
from bot.channels.dingtalk.bodies import Card, Link, Markdown, Page, Text
from bot.channels.dingtalk.delivering import Delivery, Piece
from bot.channels.dingtalk.media import Media
from bot.channels.dingtalk.splitting import parts_of
from schedules.people.address import Address

LONGEST_TITLE = 20


class DingtalkVoice:
    """Says one thing at one place; `key` is the message's own, and `attach` hands something over there."""

    def __init__(
        self,
        delivery: Delivery,
        attach: Callable[[Address, bytes, str, Media], Awaitable[Sequence[str]]],
        address: Address,
        *,
        key: str,
    ) -> None:
        self._delivery = delivery
        self._attach = attach
        self._address = address
        self._key = key

    async def say(self, text: str, *, mentions: Sequence[str] = ()) -> None:  # noqa: ARG002 - a robot's stand in its settings
        """Say a text."""
        await self._deliver(*(Text(text=part) for part in parts_of(text)))

    async def say_markdown(self, markdown: str) -> None:
        """Say markdown; its first words are the title in lists of conversations."""
        first = next((line for line in markdown.splitlines() if line.strip()), "")
        await self._deliver(Markdown(title=first.strip("#* ")[:LONGEST_TITLE], text=markdown))

    async def show_image(self, name: str, image: bytes) -> None:
        """Show a JPG or PNG."""
        await self._attach(self._address, image, name, Media.IMAGE)

    async def give_file(self, name: str, content: bytes) -> None:
        """Give a file."""
        await self._attach(self._address, content, name, Media.FILE)

    async def show_link(self, title: str, text: str, url: str, *, is_card: bool) -> None:
        """Show a page's title and what it is about; as a card, with a button that leads there."""
        card = Card(title=title, text=f"**{title}**\n\n{text}", buttons=(Link(label=wording.LOOK, url=url),))
        await self._deliver(card if is_card else Page(title=title, text=text, url=url))

    async def _deliver(self, *pieces: Piece) -> None:
        await self._delivery.deliver(self._address, pieces, key=self._key)
