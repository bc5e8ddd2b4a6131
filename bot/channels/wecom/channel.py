"""The WeCom channel: the app and the group robots."""

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.channels.base import SendError, TakeIn
from bot.channels.wecom import wording
from bot.channels.wecom.cards import card_of
from bot.channels.wecom.client import WecomClient
from bot.channels.wecom.limits import MEMBER_LIMITS, ROBOT_LIMITS
from bot.channels.wecom.menu import keys_by_name
from bot.channels.wecom.settings import WecomSettings
from bot.channels.wecom.splitting import parts_of
from bot.clock import Clock
from bot.limits import Allow, Limit, allow_all
from schedules.outbox import Content
from schedules.people.address import Address

if TYPE_CHECKING:
    from bot.channels.wecom.callback import Callback

PATH = "/wecom/callback"
MOST_UNFINISHED = 1000
PUSH_PAUSES = (1.0, 3.0, 0.0)
"""Seconds after each try to send the rest of an answer."""

Say = Callable[[str, str], Awaitable[None]]
"""Send one part, under a key of its own."""
Delivered = set[tuple[int, str]]
"""Parts of a message, with their places, that are with its reader already."""

logger = logging.getLogger(__name__)


class WecomChannel:
    """企业微信: messages of members come by the callback; members are answered by the app, groups by their robots."""

    name = "wecom"

    def __init__(self, settings: WecomSettings, *, now: Clock, allow: Allow = allow_all) -> None:
        self.counts: Counter[str] = Counter()
        self._settings = settings
        self._now = now
        self._allow = allow
        self._client = WecomClient(settings, now=now)
        self._delivered: OrderedDict[str, Delivered] = OrderedDict()
        self._callback: Callback | None = None

    def routes(self, take_in: TakeIn) -> list[web.RouteDef]:
        """The callback's address; none while the app is not configured."""
        if not self._settings.enabled:
            return []
        # wechatpy and what it brings along take 0.2 s to load: only what receives callbacks pays that.
        from bot.channels.wecom.callback import Callback  # noqa: PLC0415

        self._callback = Callback(self._settings, take_in=take_in, push=self._push, counts=self.counts, now=self._now)
        return [web.get(PATH, self._callback.verify_address), web.post(PATH, self._callback.receive)]

    async def send(self, address: Address, content: Content, *, key: str) -> None:
        """Deliver `content` to a member, or to a group through its robot.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        if address.is_group:
            # A group's robot hears no answer: choices would lead nowhere.
            await self._send_to_group(address.account, parts_of(content.text), key)
        elif not self._settings.enabled:
            raise SendError(wording.NO_APP, permanent=True)
        elif (card := card_of(content, key=key)) and not self._settings.text_only:
            await self._send_card(address.account, card, key)
        else:
            await self._send_to_member(address.account, parts_of(wording.render_content(content)), key)

    def fetch(self, media_id: str) -> AsyncIterator[bytes]:
        """The bytes of a photo or a video, which the platform has for three days.

        Raises:
            SendError: it cannot be had.
        """
        return self._client.fetch(media_id)

    async def check(self) -> None:
        """Try the app's keys on the platform.

        Raises:
            SendError: they are not in order; it tells why.
        """
        await self._client.check()

    async def set_menu(self) -> None:
        """Set the app's menu.

        Raises:
            SendError: the platform did not take it.
        """
        await self._client.set_menu(keys_by_name())

    async def close(self) -> None:
        """Finish what was begun, then let go of the connections."""
        if self._callback is not None:
            await self._callback.close()
        await self._client.close()

    async def _send_to_member(self, user: str, parts: list[str], key: str) -> None:
        async def say(part: str, part_key: str) -> None:
            await self._client.send_text(user, part, key=part_key)

        await self._send_parts(parts, key, say, target=_member(user), limits=MEMBER_LIMITS)

    async def _send_card(self, user: str, card: Mapping[str, Any], key: str) -> None:
        await self._book(_member(user), 1, MEMBER_LIMITS)
        await self._client.send_card(user, card, key=key)

    async def _send_to_group(self, robot: str, parts: list[str], key: str) -> None:
        secret = self._settings.robots.get(robot)
        if secret is None:
            raise SendError(wording.NO_ROBOT.format(name=robot), permanent=True)

        async def say(part: str, _part_key: str) -> None:
            await self._client.send_robot_text(secret.get_secret_value(), part)

        await self._send_parts(parts, key, say, target=f"wecom robot {robot}", limits=ROBOT_LIMITS)

    async def _send_parts(self, parts: list[str], key: str, say: Say, *, target: str, limits: Sequence[Limit]) -> None:
        """Send the parts in order. When one fails, the next try goes on with it."""
        delivered = self._delivered.pop(key, set())
        left = [part for part in enumerate(parts) if part not in delivered]
        try:
            await self._book(target, len(left), limits)
            for number, part in left:
                await say(part, f"{key}#{number}")
                delivered.add((number, part))
        except SendError:
            self._remember(key, delivered)
            raise

    async def _book(self, target: str, count: int, limits: Sequence[Limit]) -> None:
        if count > min(limit.count for limit in limits):
            raise SendError(wording.TOO_LONG, permanent=True)
        if wait := await self._allow(target, count, limits):
            raise SendError(wording.WAIT, untried=True, pause=wait)

    def _remember(self, key: str, delivered: Delivered) -> None:
        if delivered:
            self._delivered[key] = delivered
        while len(self._delivered) > MOST_UNFINISHED:
            self._delivered.popitem(last=False)

    async def _push(self, user: str, parts: list[str], key: str) -> None:
        """Send what a passive reply had no room or no time for, and try again where that may help."""
        for pause in PUSH_PAUSES:
            try:
                await self._send_to_member(user, parts, f"{key}#rest")
            except SendError as error:
                logger.warning("The rest of an answer was not sent", extra={"fault": error.reason})
                if error.permanent:
                    return
                await asyncio.sleep(pause)
            else:
                return


def _member(user: str) -> str:
    # The platform does not tell accounts by their case.
    return f"wecom member {user.casefold()}"
