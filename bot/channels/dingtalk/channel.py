"""The DingTalk channel: the app's robot and the groups' own robots."""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from typing import Required, TypedDict, Unpack
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from bot.channels.base import Document, Picture, SendError, TakeIn
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.access import Access
from bot.channels.dingtalk.agenda import Agenda
from bot.channels.dingtalk.bodies import File, Image, Text
from bot.channels.dingtalk.card_calls import CardCalls
from bot.channels.dingtalk.cards import bodies_of
from bot.channels.dingtalk.client import SESSION, DingtalkClient
from bot.channels.dingtalk.contacts import Directory
from bot.channels.dingtalk.delivering import Delivery, Names, Piece, bodies_in, whole_of
from bot.channels.dingtalk.interactive import GroupPlace, Interactive, interactive_of
from bot.channels.dingtalk.media import Files, Media
from bot.channels.dingtalk.quota import Cost, Quota, Spend, spend_nowhere
from bot.channels.dingtalk.recalls import Recalls, Sort, name_of
from bot.channels.dingtalk.session import Session
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.channels.dingtalk.splitting import parts_of
from bot.channels.dingtalk.tasks import Tasks
from bot.channels.dingtalk.voices import DingtalkVoice
from bot.clock import Clock
from bot.limits import Allow, allow_all
from bot.progress import Progress, Remembered, mark_of
from handlers.posting import card_name
from schedules.outbox import Content
from schedules.people.address import Address
from schedules.people.contacts import Contact
from schedules.tasks import Event, Task

HOME = "https://www.dingtalk.com"
"""Where a to-do leads that is pressed, while we have no address of our own: it has to lead somewhere."""
PICTURE = "chart.png"

logger = logging.getLogger(__name__)


class Ties(TypedDict, total=False):
    """What ties a channel to the rest of the robot."""

    now: Required[Clock]
    allow: Allow
    spend: Spend
    public_url: str
    progress: Progress


class DingtalkChannel:
    """钉钉: the app's robot writes to members and to the groups that it is in; other groups have robots of their own."""

    name = "dingtalk"
    recall_within = timedelta(hours=24)

    def __init__(self, settings: DingtalkSettings, **ties: Unpack[Ties]) -> None:
        now, public_url = ties["now"], ties.get("public_url", "")
        self.counts: Counter[str] = Counter()
        self._settings = settings
        self._now = now
        self._quota = Quota(settings.client_id, now=now, spend=ties.get("spend", spend_nowhere))
        self._access = Access(settings, now=now, quota=self._quota)
        self._client = DingtalkClient(self._access, robot_code=settings.robot_code, now=now)
        self._files = Files(self._access, robot_code=settings.robot_code)
        self._directory = Directory(self._access)
        self._tasks = Tasks(self._access, self._directory, address=f"{public_url}/me" if public_url else HOME)
        self._agenda = Agenda(self._access, self._directory)
        self._cards = CardCalls(settings, self._access, public_url=public_url)
        self._recalls = Recalls(settings, self._access, cards=self._cards, tasks=self._tasks, agenda=self._agenda)
        self._delivery = Delivery(
            settings,
            self._access,
            client=self._client,
            cards=self._cards,
            allow=ties.get("allow", allow_all),
            counts=self.counts,
            progress=ties.get("progress") or Remembered(),
        )

    def routes(self, _take_in: TakeIn) -> list[web.RouteDef]:
        """The callback's address; none while the app is not configured."""
        return []

    async def send(self, address: Address, content: Content, *, key: str) -> Sequence[str]:
        """Deliver `content` to a member, to a group that the app's robot is in, or to one through its own robot.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        return await self._delivery.deliver(address, self._pieces_for(address, content), key=key)

    async def answer(self, address: Address, content: Content, *, key: str, session: Session | None = None) -> None:
        """Answer where somebody spoke: by the session's webhook while it lasts, otherwise as any other message.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        asked = session.mention if session else ""
        pieces, token = self._pieces_for(address, content, asked=asked), self._token_of(session) if session else ""
        said: dict[str, Names] = {}
        if token and not any(isinstance(piece, Interactive) for piece in pieces):
            try:
                for number, piece in enumerate(pieces):
                    for body in bodies_in(piece):
                        await self._client.answer(token, body, mentions=[asked] if asked and not number else [])
                    said[mark_of(number, piece)] = ()
            except SendError as error:
                logger.info("An answer goes another way", extra={"fault": error.reason})
                await self._delivery.progress.note(whole_of(address, key), said)
            else:
                return
        await self._delivery.deliver(address, pieces, key=key)

    async def show(self, address: Address, picture: Picture, *, key: str) -> Sequence[str]:  # noqa: ARG002 - the platform checks none
        """Show a picture to a member, or to a group that the app's robot is in.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        return await self._attach(address, picture.png, PICTURE, Media.IMAGE)

    async def give(self, address: Address, document: Document, *, key: str) -> Sequence[str]:  # noqa: ARG002 - as above
        """Give a file to a member, or to a group that the app's robot is in.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        return await self._attach(address, document.content, document.name, Media.FILE)

    async def voice_at(self, address: Address, *, key: str) -> DingtalkVoice:
        """In whose name something is said at an address, in any form."""
        return DingtalkVoice(self._delivery, self._attach, address, key=key)

    async def recall(self, address: Address, name: str) -> None:
        """Take back what the app has told somebody, or a group, in the last 24 hours.

        Raises:
            SendError: the platform does not.
        """
        await self._recalls.recall(address.account, name)

    async def give_task(self, address: Address, task: Task, *, key: str) -> str:
        """Put a to-do into a member's list.

        Raises:
            SendError: it is not there, or nobody knows.
        """
        await self._delivery.book_errand()
        return name_of(Sort.TASK, await self._tasks.give(address.account, task, key=card_name(key)))

    async def end_task(self, name: str, *, done: bool) -> None:
        """Tick a to-do off, or take it away.

        Raises:
            SendError: it is not, or nobody knows.
        """
        await self._delivery.book_errand()
        await self._tasks.end(name.partition(":")[2], done=done)

    async def note_event(self, address: Address, event: Event, *, key: str) -> str:
        """Put an event into a member's calendar.

        Raises:
            SendError: it is not there, or nobody knows.
        """
        await self._delivery.book_errand()
        return name_of(Sort.EVENT, await self._agenda.note(address.account, event, key=card_name(key)))

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

    async def _attach(self, address: Address, content: bytes, name: str, kind: Media) -> Sequence[str]:
        way = self._delivery.way_to(address)
        if address.is_group and address.account in self._settings.robots:
            raise SendError(wording.NO_FILES, permanent=True)
        await self._delivery.book(way, 1)
        media_id = await self._files.hand_over(content, name, kind)
        is_picture = kind is Media.IMAGE
        handed = Image(media_id=media_id) if is_picture else File(media_id=media_id, name=name)
        return await self._delivery.attach(address, handed)

    def _pieces_for(self, address: Address, content: Content, *, asked: str = "") -> Sequence[Piece]:
        """What is sent to say `content`. In a group a card is for the one who is `asked`: nobody else may press it."""
        # A group's own robot hears no answer: choices would lead nowhere.
        is_deaf = address.is_group and address.account in self._settings.robots
        if not address.is_group:
            plainly = bodies_of(content)
        else:
            words = content.text if is_deaf else wording.render_for_group(content)
            plainly = [Text(text=part) for part in parts_of(words)]
        place = GroupPlace(conversation=address.account, asked=asked) if address.is_group and asked else None
        is_for_card = self._cards.are_on and (place or not address.is_group) and not is_deaf
        card = interactive_of(content, plainly, place) if is_for_card else None
        return [card] if card else plainly

    def _token_of(self, session: Session) -> str:
        """The token in a session's webhook; empty where it has lapsed, or leads somewhere else than to the platform.

        The address is part of a message whose signature does not cover it.
        """
        place, ours = urlsplit(session.webhook), urlsplit(self._settings.oapi_base + SESSION)
        if self._now() >= session.expires_at or place[:3] != ours[:3]:
            return ""
        return parse_qs(place.query).get("session", [""])[0]
