"""The DingTalk channel: the app's robot and the groups' own robots."""

import logging
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from bot.channels.base import Picture, SendError, TakeIn
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.access import Access
from bot.channels.dingtalk.bodies import Body, Image, Text
from bot.channels.dingtalk.card_calls import CardCalls
from bot.channels.dingtalk.cards import bodies_of
from bot.channels.dingtalk.client import SESSION, DingtalkClient
from bot.channels.dingtalk.contacts import Directory
from bot.channels.dingtalk.faults import RefusalError
from bot.channels.dingtalk.interactive import Interactive, interactive_of
from bot.channels.dingtalk.limits import APP_LIMITS, ROBOT_LIMITS
from bot.channels.dingtalk.media import Files, Media
from bot.channels.dingtalk.notices import DEAF, WorkNotices
from bot.channels.dingtalk.quota import Cost, Quota, Spend, spend_nowhere
from bot.channels.dingtalk.session import Session
from bot.channels.dingtalk.settings import DingtalkSettings, GroupRobot
from bot.channels.dingtalk.splitting import parts_of
from bot.clock import Clock
from bot.limits import Allow, Limit, allow_all
from handlers.posting import card_name
from schedules.outbox import Content
from schedules.people.address import Address
from schedules.people.contacts import Contact

MOST_UNFINISHED = 1000
PICTURE = "chart.png"
Piece = Body | Interactive
CONVERSATION = "cid"
"""How the platform's own names of conversations begin."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How a target is reached: `say` sends one part under a key of its own; `target` and `limits` are what is booked."""

    say: Callable[[Piece, str], Awaitable[object]]
    target: str
    limits: Sequence[Limit]


class DingtalkChannel:
    """钉钉: the app's robot writes to members and to the groups that it is in; other groups have robots of their own."""

    name = "dingtalk"

    def __init__(
        self,
        settings: DingtalkSettings,
        *,
        now: Clock,
        allow: Allow = allow_all,
        spend: Spend = spend_nowhere,
        public_url: str = "",
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._settings = settings
        self._now = now
        self._allow = allow
        self._quota = Quota(settings.client_id, now=now, spend=spend)
        self._access = Access(settings, now=now, quota=self._quota)
        self._client = DingtalkClient(self._access, robot_code=settings.robot_code, now=now)
        self._files = Files(self._access, robot_code=settings.robot_code)
        agent_id = settings.agent_id
        self._notices = WorkNotices(self._access, agent_id=agent_id) if agent_id else None
        self._directory = Directory(self._access)
        self._cards = CardCalls(settings, self._access, public_url=public_url)
        self._delivered: OrderedDict[str, set[tuple[int, Piece]]] = OrderedDict()

    def routes(self, _take_in: TakeIn) -> list[web.RouteDef]:
        """The callback's address; none while the app is not configured."""
        return []

    async def send(self, address: Address, content: Content, *, key: str) -> Sequence[str]:
        """Deliver `content` to a member, to a group that the app's robot is in, or to one through its own robot.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        way = self._way_to(address)
        delivered = self._delivered.pop(key, set())
        left = [part for part in enumerate(self._pieces_for(address, content)) if part not in delivered]
        try:
            await self._book(way, len(left))
            for number, piece in left:
                await way.say(piece, f"{key}#{number}")
                delivered.add((number, piece))
        except SendError:
            self._remember(key, delivered)
            raise
        return ()

    async def answer(self, address: Address, content: Content, *, key: str, session: Session | None = None) -> None:
        """Answer where somebody spoke: by the session's webhook while it lasts, otherwise as any other message.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        token = self._token_of(session) if session else ""
        pieces = self._pieces_for(address, content)
        if session is None or not token or any(isinstance(piece, Interactive) for piece in pieces):
            await self.send(address, content, key=key)
            return
        mentions = [session.mention] if session.mention else []
        delivered: set[tuple[int, Piece]] = set()
        try:
            for number, piece in enumerate(pieces):
                for body in _bodies_in(piece):
                    await self._client.answer(token, body, mentions=[] if number else mentions)
                delivered.add((number, piece))
        except SendError as error:
            logger.info("An answer goes another way", extra={"fault": error.reason})
            self._remember(key, delivered)
            await self.send(address, content, key=key)

    async def show(self, address: Address, picture: Picture, *, key: str) -> Sequence[str]:  # noqa: ARG002 - the platform checks none
        """Show a picture to a member, or to a group that the app's robot is in.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        account, way = address.account, self._way_to(address)
        if address.is_group and account in self._settings.robots:
            raise SendError(wording.NO_PICTURES, permanent=True)
        await self._book(way, 1)
        image = Image(media_id=await self._files.hand_over(picture.png, PICTURE, Media.IMAGE))
        send = self._client.send_to_group if address.is_group else self._client.send_to_member
        await send(account, image)
        return ()

    def fetch(self, media_id: str) -> AsyncIterator[bytes]:
        """The bytes of a picture, a video or a file that somebody sent.

        Raises:
            SendError: it cannot be had.
        """
        return self._files.fetch(media_id)

    async def list_contacts(self) -> Sequence[Contact]:
        """Everybody whom the app may see.

        Raises:
            SendError: they cannot be had.
        """
        return await self._directory.list_contacts()

    async def tell_spent(self) -> Mapping[str, tuple[int, int]]:
        """What this month has cost so far, and what it may: calls of the interface, and messages that came."""
        most = {Cost.CALLS: self._settings.monthly_calls, Cost.PUSHES: self._settings.monthly_pushes}
        return {cost.value: (spent, most[cost]) for cost, spent in (await self._quota.write()).items()}

    async def check(self) -> None:
        """Try the app's keys on the platform.

        Raises:
            SendError: they are not in order; it tells why.
        """
        await self._client.check()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._quota.write()
        await self._access.close()

    def _way_to(self, address: Address) -> _Way:
        account = address.account
        if address.is_group and (robot := self._settings.robots.get(account)):
            return _Way(
                say=partial(self._say_by_robot, robot),
                target=f"dingtalk robot {account}",
                limits=ROBOT_LIMITS,
            )
        if address.is_group and not account.startswith(CONVERSATION):
            raise SendError(wording.NO_ROBOT.format(name=account), permanent=True)
        if not self._settings.enabled:
            raise SendError(wording.NO_APP, permanent=True)
        say = partial(self._say_to_group if address.is_group else self._say_to_member, account)
        return _Way(say=say, target="dingtalk app", limits=APP_LIMITS)

    async def _say_by_robot(self, robot: GroupRobot, piece: Piece, key: str) -> None:
        for body in _bodies_in(piece):
            await self._client.say_by_robot(robot, body, key=key)

    async def _say_to_group(self, conversation: str, piece: Piece, _key: str) -> None:
        for body in _bodies_in(piece):
            await self._client.send_to_group(conversation, body)

    async def _say_to_member(self, user: str, piece: Piece, key: str) -> None:
        if isinstance(piece, Interactive):
            try:
                await self._cards.deliver(user, piece, card_name(key.rpartition("#")[0]))
            except RefusalError as error:
                if not error.concerns_form:
                    raise
                self.counts["cardless"] += 1
                logger.warning("A card was not taken: its words are sent", extra={"fault": error.reason})
            else:
                return
        for body in _bodies_in(piece):
            await self._send_to_member(user, body)

    async def _send_to_member(self, user: str, body: Body) -> None:
        """By the robot or, where that may write to nobody, as a work notification without its buttons."""
        try:
            await self._client.send_to_member(user, body)
        except RefusalError as error:
            if self._notices is None or error.code not in DEAF:
                raise
            self.counts["robotless"] += 1
            await self._notices.notify(user, body.text)

    def _pieces_for(self, address: Address, content: Content) -> Sequence[Piece]:
        if not address.is_group:
            card = interactive_of(content) if self._cards.are_on else None
            return [card] if card else bodies_of(content)
        # A group's own robot hears no answer: choices would lead nowhere.
        is_deaf = address.account in self._settings.robots
        return [Text(text=part) for part in parts_of(content.text if is_deaf else wording.render_for_group(content))]

    def _token_of(self, session: Session) -> str:
        """The token in a session's webhook; empty where it has lapsed, or leads somewhere else than to the platform.

        The address is part of a message whose signature does not cover it.
        """
        place, ours = urlsplit(session.webhook), urlsplit(self._settings.oapi_base + SESSION)
        if self._now() >= session.expires_at or place[:3] != ours[:3]:
            return ""
        return parse_qs(place.query).get("session", [""])[0]

    async def _book(self, way: _Way, count: int) -> None:
        if count > min(limit.count for limit in way.limits):
            raise SendError(wording.TOO_LONG, permanent=True)
        if wait := await self._allow(way.target, count, way.limits):
            raise SendError(wording.WAIT, untried=True, pause=wait)

    def _remember(self, key: str, delivered: set[tuple[int, Piece]]) -> None:
        if delivered:
            self._delivered[key] = delivered
        while len(self._delivered) > MOST_UNFINISHED:
            self._delivered.popitem(last=False)


def _bodies_in(piece: Piece) -> Sequence[Body]:
    return piece.plainly if isinstance(piece, Interactive) else (piece,)
