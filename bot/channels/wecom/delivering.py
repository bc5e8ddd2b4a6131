"""Messages said piece by piece: what is with its reader already is not said again, and no limit is overstepped."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.channels.base import SendError
from bot.channels.wecom import wording
from bot.channels.wecom.cards import Piece
from bot.limits import Allow, Limit
from bot.progress import Progress, Remembered, mark_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a target is reached: `say` sends one piece under a key of its own, and may learn a name by which it is recalled.

    `target` and `limits` are what is booked. `drops_doubles`: the platform itself shows nothing twice.
    """

    say: Callable[[Piece, str], Awaitable[str | None]]
    target: str
    limits: Sequence[Limit]
    drops_doubles: bool = False


class Deliverer:
    """Says messages, and goes on where those that failed have stopped."""

    def __init__(self, allow: Allow, progress: Progress) -> None:
        self._allow = allow
        self._progress = progress
        self._here = Remembered()

    async def deliver(self, pieces: Sequence[Piece], key: str, way: Way) -> Sequence[str]:
        """Say the pieces in order; their names. When one fails, the next try goes on with it.

        Raises:
            SendError: not all were said.
        """
        if len(pieces) == 1:
            await self.book(way, 1)
            name = await way.say(pieces[0], f"{key}#0")
            return [name] if name else []
        progress = self._here if way.drops_doubles else self._progress
        whole = f"{way.target} {key}"
        said = dict(await progress.recall(whole))
        left = [number for number, piece in enumerate(pieces) if mark_of(number, piece) not in said]
        await self.book(way, len(left))
        for number in left:
            name = await way.say(pieces[number], f"{key}#{number}")
            said[mark_of(number, pieces[number])] = [name] if name else []
            await progress.note(whole, said)
        return [name for names in said.values() for name in names]

    async def book(self, way: Way, count: int) -> None:
        """Book so many pieces.

        Raises:
            SendError: they have to wait, or are too many ever.
        """
        if not count:
            return
        if count > min(limit.count for limit in way.limits):
            raise SendError(wording.TOO_LONG, permanent=True)
        if wait := await self._allow(way.target, count, way.limits):
            raise SendError(wording.WAIT, untried=True, pause=wait)
