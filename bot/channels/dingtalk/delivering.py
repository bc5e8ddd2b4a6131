"""How messages get to their targets: piece by piece, within the limits, each once as far as this process knows."""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.channels.base import SendError
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.access import Access
from bot.channels.dingtalk.bodies import Attachment, Body, Page
from bot.channels.dingtalk.card_calls import CardCalls
from bot.channels.dingtalk.client import DingtalkClient
from bot.channels.dingtalk.faults import RefusalError
from bot.channels.dingtalk.interactive import Interactive
from bot.channels.dingtalk.limits import APP_LIMITS, ROBOT_LIMITS
from bot.channels.dingtalk.notices import DEAF, WorkNotices
from bot.channels.dingtalk.recalls import Sort, name_of
from bot.channels.dingtalk.settings import DingtalkSettings, GroupRobot
from bot.limits import Allow, Limit
from bot.progress import Progress, mark_of
from handlers.posting import card_name
from schedules.people.address import Address

CONVERSATION = "cid"
"""How the platform's own names of conversations begin."""

Piece = Body | Interactive
Names = Sequence[str]
"""By which a piece may be taken back; none where the platform gives none."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a target is reached: `say` sends one piece under a key of its own; `target` and `limits` are what is booked."""

    say: Callable[[Piece, str], Awaitable[Names]]
    target: str
    limits: Sequence[Limit]


class Delivery:
    """Delivers for one app, and for the robots of groups. `counts` tells what went another way than it should."""

    def __init__(  # noqa: PLR0913 - all by which something is sent
        self,
        settings: DingtalkSettings,
        access: Access,
        *,
        client: DingtalkClient,
        cards: CardCalls,
        allow: Allow,
        counts: Counter[str],
        progress: Progress,
    ) -> None:
        self._settings = settings
        self._client = client
        self._cards = cards
        self._allow = allow
        self._notices = WorkNotices(access, agent_id=settings.agent_id) if settings.agent_id else None
        self.progress = progress
        self.counts = counts

    async def deliver(self, address: Address, pieces: Sequence[Piece], *, key: str) -> Names:
        """Deliver what is not delivered yet of a message, and give back the names of it all.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        way = self.way_to(address)
        whole = whole_of(address, key)
        said = dict(await self.progress.recall(whole)) if len(pieces) > 1 else {}
        left = [number for number, piece in enumerate(pieces) if mark_of(number, piece) not in said]
        await self.book(way, len(left))
        for number in left:
            said[mark_of(number, pieces[number])] = await way.say(pieces[number], f"{key}#{number}")
            if len(pieces) > 1:
                await self.progress.note(whole, said)
        return [name for names in said.values() for name in names]

    async def attach(self, address: Address, attachment: Attachment) -> Names:
        """Send what was handed over to a member, or to a group that the app's robot is in. It is booked already.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        if address.is_group:
            return [name_of(Sort.GROUP, await self._client.send_to_group(address.account, attachment))]
        return [name_of(Sort.SINGLE, await self._client.send_to_member(address.account, attachment))]

    def way_to(self, address: Address) -> Way:
        """How an address is reached.

        Raises:
            SendError: it is not.
        """
        account = address.account
        if address.is_group and (robot := self._settings.robots.get(account)):
            return Way(say=partial(self._say_by_robot, robot), target=f"dingtalk robot {account}", limits=ROBOT_LIMITS)
        if address.is_group and not account.startswith(CONVERSATION):
            raise SendError(wording.NO_ROBOT.format(name=account), permanent=True)
        if not self._settings.enabled:
            raise SendError(wording.NO_APP, permanent=True)
        return Way(say=partial(self._say_by_app, address), target="dingtalk app", limits=APP_LIMITS)

    async def book(self, way: Way, count: int) -> None:
        """Book so many messages.

        Raises:
            SendError: there are too many, or they have to wait.
        """
        if not count:
            return
        if count > min(limit.count for limit in way.limits):
            raise SendError(wording.TOO_LONG, permanent=True)
        await self._book(way.target, count, way.limits)

    async def book_errand(self) -> None:
        """Book a call that writes into somebody's lists: messages are not held up by these.

        Raises:
            SendError: it has to wait, or there is no app.
        """
        if not self._settings.enabled:
            raise SendError(wording.NO_APP, permanent=True)
        await self._book("dingtalk lists", 1, APP_LIMITS)

    async def _book(self, target: str, count: int, limits: Sequence[Limit]) -> None:
        if wait := await self._allow(target, count, limits):
            raise SendError(wording.WAIT, untried=True, pause=wait)

    async def _say_by_robot(self, robot: GroupRobot, piece: Piece, key: str) -> Names:
        for body in bodies_in(piece):
            mentions = robot.mentions if key.endswith("#0") else ()
            await self._client.say_by_robot(robot, body, key=key, mentions=mentions)
        return ()

    async def _say_by_app(self, address: Address, piece: Piece, key: str) -> Names:
        if isinstance(piece, Interactive):
            name = card_name(key.rpartition("#")[0])
            try:
                await self._cards.deliver(address, piece, name)
            except RefusalError as error:
                if not error.concerns_form:
                    raise
                self.counts["cardless"] += 1
                logger.warning("A card was not taken: its words are sent", extra={"fault": error.reason})
            else:
                return [name_of(Sort.CARD, name)]
        return [name for body in bodies_in(piece) for name in await self._send(address, body)]

    async def _send(self, address: Address, body: Body) -> Names:
        """By the robot or, where that may write to no member, as a work notification without its buttons."""
        if address.is_group:
            return [name_of(Sort.GROUP, await self._client.send_to_group(address.account, body))]
        try:
            return [name_of(Sort.SINGLE, await self._client.send_to_member(address.account, body))]
        except RefusalError as error:
            if self._notices is None or error.code not in DEAF:
                raise
        self.counts["robotless"] += 1
        words = f"{body.text}\n{body.url}" if isinstance(body, Page) else body.text
        return [name_of(Sort.NOTICE, name) for name in await self._notices.notify(address.account, words)]


def whole_of(address: Address, key: str) -> str:
    """The name of a message to an address, all its pieces together."""
    return f"{address.channel} {address.account} {key}"


def bodies_in(piece: Piece) -> Sequence[Body]:
    """What is said where a card cannot be shown."""
    return piece.plainly if isinstance(piece, Interactive) else (piece,)
