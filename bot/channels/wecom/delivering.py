"""Messages said piece by piece: what is with its reader already is not said again, and no limit is overstepped."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.channels.base import SendError
from bot.channels.wecom import wording
from bot.channels.wecom.cards import Piece
from bot.limits import Allow, Limit

MOST_UNFINISHED = 1000

Delivered = dict[tuple[int, Piece], str | None]
"""Pieces of a message, with their places, that are with its reader already, and their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a target is reached: `say` sends one piece under a key of its own, and may learn a name by which it is recalled.

    `target` and `limits` are what is booked.
    """

    say: Callable[[Piece, str], Awaitable[str | None]]
    target: str
    limits: Sequence[Limit]


class Deliverer:
    """Says messages, and remembers of those that failed how far they came."""

    def __init__(self, allow: Allow) -> None:
        self._allow = allow
        self._unfinished: OrderedDict[str, Delivered] = OrderedDict()

    async def deliver(self, pieces: Sequence[Piece], key: str, way: Way) -> Sequence[str]:
        """Say the pieces in order; their names. When one fails, the next try goes on with it.

        Raises:
            SendError: not all were said.
        """
        delivered = self._unfinished.pop(key, {})
        left = [piece for piece in enumerate(pieces) if piece not in delivered]
        try:
            await self.book(way, len(left))
            for number, piece in left:
                delivered[number, piece] = await way.say(piece, f"{key}#{number}")
        except SendError:
            self._remember(key, delivered)
            raise
        return [name for name in delivered.values() if name]

    async def book(self, way: Way, count: int) -> None:
        """Book so many pieces.

        Raises:
            SendError: they have to wait, or are too many ever.
        """
        if count > min(limit.count for limit in way.limits):
            raise SendError(wording.TOO_LONG, permanent=True)
        if wait := await self._allow(way.target, count, way.limits):
            raise SendError(wording.WAIT, untried=True, pause=wait)

    def _remember(self, key: str, delivered: Delivered) -> None:
        if delivered:
            self._unfinished[key] = delivered
        while len(self._unfinished) > MOST_UNFINISHED:
            self._unfinished.popitem(last=False)
