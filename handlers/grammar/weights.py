"""Weights that were learned: how much each small piece of a text speaks for each of some answers.

Multinomial logistic regression: the odds of an answer are the sum of the weights of all pieces, divided by the root of their
number. The tables beside the modules that ask them are made by `make learn`; why there are such things: docs/adr/0010.

table := piece TAB answer … NEWLINE (piece TAB tenths …)*          the piece `bias` counts once, undivided
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import repeat
from math import exp, sqrt
from operator import lshift
from struct import Struct

BIAS = "bias"
TENTHS = 10
_BITS, _HALF = 32, 1 << 31
_MASK = (1 << _BITS) - 1


class Weights:
    """What each piece says of each of the `answers`. A row is one integer of 32 bits an answer: they are added all at once."""

    def __init__(self, answers: Sequence[str], rows: Mapping[str, Sequence[int]]) -> None:
        self.answers = tuple(answers)
        self._shifts = [_BITS * at for at in range(len(self.answers))]
        self._rows = {piece: sum(map(lshift, row, self._shifts)) for piece, row in rows.items()}
        self._halves = sum(_HALF << shift for shift in self._shifts)
        self._numbers = Struct(f"<{len(self.answers)}I")
        self._bias = [tenths / TENTHS for tenths in self._unpacked(self._rows.pop(BIAS, 0))]

    def __contains__(self, piece: str) -> bool:
        return piece in self._rows

    def odds(self, pieces: Collection[str]) -> list[float]:
        """The log odds of each answer, up to what they have in common."""
        total = sum(map(self._rows.get, pieces, repeat(0)))
        scale = TENTHS * sqrt(len(pieces) or 1)
        return [weight / scale + bias for weight, bias in zip(self._unpacked(total), self._bias, strict=True)]

    def lead(self, pieces: Collection[str]) -> float:
        """Of two answers, by how much the second is likelier."""
        total: int = sum(map(self._rows.get, pieces, repeat(0))) + self._halves
        tenths = (total >> _BITS) - (total & _MASK)
        return tenths / (TENTHS * sqrt(len(pieces) or 1)) + self._bias[1] - self._bias[0]

    def shares(self, pieces: Collection[str]) -> list[float]:
        """How likely each answer is."""
        powers = [exp(odds) for odds in self.odds(pieces)]
        whole = sum(powers)
        return [power / whole for power in powers]

    def row(self, piece: str) -> list[float]:
        """What a piece adds to each answer, before it is divided."""
        return [weight / TENTHS for weight in self._unpacked(self._rows.get(piece, 0))]

    def _unpacked(self, total: int) -> list[int]:
        numbers = self._numbers.unpack((total + self._halves).to_bytes(self._numbers.size, "little"))
        return [number - _HALF for number in numbers]


@cache
def weights_in(table: str) -> Weights:
    """The table of that name beside this module."""
    lines = files("handlers.grammar").joinpath(table).read_text("utf-8").split("\n")
    (_, *answers), *rows = [line.split("\t") for line in lines if line]
    return Weights(answers, {piece: [int(tenths or 0) for tenths in row] for piece, *row in rows})
