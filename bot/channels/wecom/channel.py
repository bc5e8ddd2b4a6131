"""The WeCom channel: the app and the group robots."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.channels.base import Document, Picture, SendError, TakeIn
from bot.channels.wecom import wording
from bot.channels.wecom.aibot.line import ASKED_AGAIN, Line
from bot.channels.wecom.aibot.voice import AibotVoice
from bot.channels.wecom.calls import Calls
from bot.channels.wecom.cards import (
    Card,
    Piece,
    Press,
    Text,
    card_fields,
    chosen_card,
    chosen_words,
    pieces_of,
    texts_of,
)
from bot.channels.wecom.client import WecomClient
from bot.channels.wecom.contacts import Directory
from bot.channels.wecom.delivering import Deliverer, Way
from bot.channels.wecom.faults import CARD_LAPSED, CARDLESS, PlatformError
from bot.channels.wecom.limits import AIBOT_LIMITS, APPCHAT_LIMITS, MEMBER_LIMITS, ROBOT_LIMITS
from bot.channels.wecom.menu import menu_buttons
from bot.channels.wecom.robots import GroupRobot
from bot.channels.wecom.settings import Feature, WecomSettings
from bot.channels.wecom.voices import GroupVoice, MemberVoice, Voice
from bot.clock import Clock
from bot.limits import Allow, allow_all
from bot.progress import Progress, Remembered
from schedules.outbox import Button, Content
from schedules.people.address import Address
from schedules.people.contacts import Contact

APPCHAT = "appchat:"
"""How the addresses of group chats begin that the app has made itself."""
LONGEST_GROUP_NAME = 50
PICTURE = "chart.png"
PUSH_PAUSES = (1.0, 3.0, 0.0)
"""Seconds after each try to send the rest of an answer."""

logger = logging.getLogger(__name__)


class WecomChannel:
    """企业微信: messages of members come by the callback; members are answered by the app, groups by their robots."""

    name = "wecom"
    recall_within = timedelta(hours=24)

    def __init__(
        self, settings: WecomSettings, *, now: Clock, allow: Allow = allow_all, progress: Progress | None = None
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._settings = settings
        self._now = now
        self._deliverer = Deliverer(allow, progress or Remembered())
        self._calls = Calls(settings)
        self._client = WecomClient(settings, calls=self._calls, now=now)
        secret = settings.contacts.secret
        sync = WecomClient(settings, calls=self._calls, now=now, secret=secret) if secret.get_secret_value() else None
        self._directory = Directory(self._client, sync)
        self._line: Line | None = None

    def routes(self, _take_in: TakeIn) -> list[web.RouteDef]:
        """The addresses of its callbacks: what only sends has none."""
        return []

    async def send(self, address: Address, content: Content, *, key: str) -> Sequence[str]:
        """Deliver `content` to a member, or to a group through its robot; what the app tells a member has names.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        way = self._way_to(address)
        return await self._deliverer.deliver(self._pieces_for(address, content), key, way)

    async def recall(self, address: Address, name: str) -> None:  # noqa: ARG002 - the name alone tells which
        """Take back what the app has told a member in the last 24 hours.

        Raises:
            SendError: the platform does not.
        """
        await self._client.recall(name)

    async def show(self, address: Address, picture: Picture, *, key: str) -> Sequence[str]:
        """Show a picture to a member, or to a group through its robot, the 智能机器人, or the app that has made it.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        voice = await self.voice_at(address, key=key)
        return _named(await voice.show_image(PICTURE, picture.png))

    async def give(self, address: Address, document: Document, *, key: str) -> Sequence[str]:
        """Give a file to a member, or to a group through its robot, the 智能机器人, or the app that has made it.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        voice = await self.voice_at(address, key=key)
        return _named(await voice.give_file(document.name, document.content))

    async def voice_at(self, address: Address, *, key: str) -> Voice:
        """In whose name a member or a group is told one thing, in whatever form; `key` is as for `send`.

        Raises:
            SendError: nobody can tell him, or it has to wait.
        """
        await self._deliverer.book(self._way_to(address), 1)
        account, is_group = address.account, address.is_group
        if is_group and (secret := self._settings.robots.get(account)) is not None:
            return GroupRobot(self._calls, secret.get_secret_value())
        if is_group and account.startswith(APPCHAT):
            return GroupVoice(self._client, account.removeprefix(APPCHAT))
        if not is_group and self._settings.enabled:
            return MemberVoice(self._client, account, key=key)
        return AibotVoice(self._aibot_line(), account, is_group=is_group)

    async def push(self, user: str, pieces: Sequence[Piece], key: str) -> None:
        """Send what a passive reply had no room or no time for, and try again where that may help."""
        for pause in PUSH_PAUSES:
            try:
                await self._deliverer.deliver(pieces, f"{key}#rest", self._way_to_member(user))
            except SendError as error:
                logger.warning("The rest of an answer was not sent", extra={"fault": error.reason})
                if error.permanent:
                    return
                await asyncio.sleep(pause)
            else:
                return

    async def settle_card(self, press: Press, left: Sequence[Button]) -> None:
        """Show on a member's card what he chose, and what may still be chosen; where that comes too late, say so."""
        change: dict[str, Any] = {"button": {"replace_name": chosen_words(press.label)}}
        if left:
            change = {"template_card": chosen_card(press.label, left, press.task_id)}
        try:
            await self._client.update_card(press.user, press.response_code, change)
        except SendError as error:
            logger.info("A card was not updated", extra={"fault": error.reason})
            if isinstance(error, PlatformError) and error.code == CARD_LAPSED:
                await self.push(press.user, texts_of(wording.LAPSED), press.response_code)

    def fetch(self, media_id: str) -> AsyncIterator[bytes]:
        """The bytes of a photo or a video, which the platform has for three days.

        Raises:
            SendError: it cannot be had.
        """
        return self._client.fetch(media_id)

    async def list_contacts(self) -> Sequence[Contact]:
        """Everybody in the address book, each once.

        Raises:
            SendError: they cannot be had, or not all of them.
        """
        self._calls.require(Feature.CONTACTS)
        return await self._directory.list_contacts()

    async def make_group(self, name: str, accounts: Sequence[str]) -> Address:
        """Make a group chat of these members, the first of whom owns it, and say in it what it is for.

        Raises:
            SendError: the platform makes none.
        """
        chat_id = await self._client.create_group(name[:LONGEST_GROUP_NAME], accounts[0], accounts)
        # Before somebody has said something in it, nobody sees it.
        await self._client.send_to_group(chat_id, "text", {"content": wording.NEW_GROUP})
        return Address(channel=self.name, account=APPCHAT + chat_id, is_group=True)

    async def set_menu(self) -> None:
        """Set the app's menu.

        Raises:
            SendError: the platform did not take it.
        """
        await self._client.set_menu(menu_buttons())

    async def close(self) -> None:
        """Let go of the connections."""
        await self._calls.close()

    def _pieces_for(self, address: Address, content: Content) -> Sequence[Piece]:
        account = address.account
        if address.is_group and (account in self._settings.robots or account.startswith(APPCHAT)):
            # What hears no answer offers no choices: they would lead nowhere.
            return texts_of(content.text)
        return pieces_of(content, with_cards=self._settings.takes_cards(account))

    def _way_to(self, address: Address) -> Way:
        if address.is_group:
            return self._way_to_group(address.account)
        if self._settings.enabled:
            return self._way_to_member(address.account)
        if self._settings.aibot.enabled:
            return self._way_by_aibot(address.account, is_group=False)
        raise SendError(wording.NO_APP, permanent=True)

    def _way_by_aibot(self, account: str, *, is_group: bool) -> Way:
        """How the 智能机器人 says something of its own accord: by the connection, which one process keeps."""
        line = self._aibot_line()
        return Way(
            say=lambda piece, key: line.push(account, piece, is_group=is_group, key=_whole(key)),
            target=f"wecom aibot {account}",
            limits=AIBOT_LIMITS,
        )

    def _aibot_line(self) -> Line:
        if not self._settings.aibot.keeps_connection:
            raise SendError(wording.NO_PUSH, permanent=True)
        if self._line is None:
            raise SendError(wording.NOT_CONNECTED, untried=True, pause=ASKED_AGAIN)
        return self._line

    def _way_to_member(self, user: str) -> Way:
        async def say(piece: Piece, key: str) -> str:
            return await self._say(user, piece, key)

        # The platform does not tell accounts by their case.
        return Way(say=say, target=f"wecom member {user.casefold()}", limits=MEMBER_LIMITS, drops_doubles=True)

    def _way_to_group(self, account: str) -> Way:
        if (secret := self._settings.robots.get(account)) is not None:
            robot = GroupRobot(self._calls, secret.get_secret_value())
            called = self._settings.mentions.get(account, ())
            return Way(
                say=lambda piece, key: robot.say(_words_of(piece), mentions=called if key.endswith("#0") else ()),
                target=f"wecom robot {account}",
                limits=ROBOT_LIMITS,
            )
        if account.startswith(APPCHAT):
            chat_id = account.removeprefix(APPCHAT)
            return Way(
                say=lambda piece, _key: self._client.send_to_group(chat_id, "text", {"content": _words_of(piece)}),
                target=f"wecom {account}",
                limits=APPCHAT_LIMITS,
            )
        if not self._settings.aibot.enabled:
            raise SendError(wording.NO_ROBOT.format(name=account), permanent=True)
        return self._way_by_aibot(account, is_group=True)

    async def _say(self, user: str, piece: Piece, key: str) -> str:
        if isinstance(piece, Text):
            return await self._client.send(user, "text", {"content": piece.text}, key=key)
        try:
            return await self._client.send(user, "template_card", card_fields(piece, key=_whole(key)), key=key)
        except PlatformError as error:
            if error.code not in CARDLESS:
                raise
            self.counts["cardless"] += 1
            return await self._client.send(user, "text", {"content": _words_of(piece)}, key=key)


def _named(name: str) -> Sequence[str]:
    return (name,) if name else ()


def _whole(key: str) -> str:
    """The key of the message that a piece is of: its card is known by that."""
    return key.rpartition("#")[0]


def _words_of(piece: Piece) -> str:
    return wording.render_content(piece.content) if isinstance(piece, Card) else piece.text
