"""What of a message in pieces has been said already: whoever goes on with it does not say that again."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Protocol

MOST_UNFINISHED = 1000

Said = Mapping[str, Sequence[str]]
"""The pieces of a message that are with its reader, by their marks, and the names by which they may be taken back."""


def mark_of(number: int, piece: object) -> str:
    """How a piece is known again: by its place, and by what it says."""
    return f"{number}:{hashlib.sha256(repr(piece).encode()).hexdigest()[:32]}"


class Progress(Protocol):
    """How far messages have come."""

    async def recall(self, key: str) -> Said:
        """What of a message has been said."""
        ...

    async def note(self, key: str, said: Said) -> None:
        """Keep what of a message has been said."""
        ...


class Remembered:
    """Progress that only this process knows of."""

    def __init__(self) -> None:
        self._unfinished: OrderedDict[str, Said] = OrderedDict()

    async def recall(self, key: str) -> Said:
        """What of a message has been said."""
        return self._unfinished.get(key, {})

    async def note(self, key: str, said: Said) -> None:
        """Keep what of a message has been said, of the last thousand."""
        self._unfinished[key] = dict(said)
        self._unfinished.move_to_end(key)
        while len(self._unfinished) > MOST_UNFINISHED:
            self._unfinished.popitem(last=False)
