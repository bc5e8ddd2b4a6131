"""Weights that were learned: how much each small piece of a text speaks for each of some answers.

Multinomial logistic regression: the odds of an answer are the sum of the weights of all pieces, divided by the root of their
number. The tables beside the modules that ask them are made by `make learn`; why there are such things: docs/adr/0010.

table := piece TAB answer … NEWLINE (piece TAB tenths …)*          the most frequent first; the piece `bias` counts once, undivided
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


class Weights:
    """What each piece says of each of the `answers`. A row is one integer of 32 bits an answer: they are added all at once."""

    def __init__(self, answers: Sequence[str], rows: Mapping[str, Sequence[int]]) -> None:
        self.answers = tuple(answers)
        self._shifts = [_BITS * at for at in range(len(self.answers))]
        self._rows = {piece: sum(map(lshift, row, self._shifts)) for piece, row in rows.items()}
        self._halves = sum(_HALF << shift for shift in self._shifts)
        self._numbers = Struct(f"<{len(self.answers)}i")
        self._bias = [tenths / TENTHS for tenths in self._unpacked(self._rows.pop(BIAS, 0))]

    def __contains__(self, piece: str) -> bool:
        return piece in self._rows

    def sum_of(self, pieces: Collection[str]) -> int:
        """The rows of these pieces as one."""
        return sum(map(self._rows.get, pieces, repeat(0)))

    def odds(self, pieces: Collection[str], besides: int = 0, number: int = 0) -> list[float]:
        """The log odds of each answer, up to what they have in common; `besides`: the sum of so many pieces more."""
        numbers = self._unpacked(self.sum_of(pieces) + besides)
        scale = TENTHS * sqrt(len(pieces) + number or 1)
        return [tenths / scale + bias for tenths, bias in zip(numbers, self._bias, strict=True)]

    def shares(self, pieces: Collection[str]) -> list[float]:
        """How likely each answer is."""
        powers = [exp(odds) for odds in self.odds(pieces)]
        whole = sum(powers)
        return [power / whole for power in powers]

    def row(self, piece: str) -> list[float]:
        """What a piece adds to each answer, before it is divided."""
        return [weight / TENTHS for weight in self._unpacked(self._rows.get(piece, 0))]

    def _unpacked(self, total: int) -> tuple[int, ...]:
        """The sum of each answer: with the halves none borrows from the next, and without their bits each has its sign again."""
        told: tuple[int, ...] = self._numbers.unpack(
            ((total + self._halves) ^ self._halves).to_bytes(self._numbers.size, "little")
        )
        return told


class Scale:
    """Of two answers, by how much each piece speaks for the second one: a small number, and so quick to add."""

    def __init__(self, rows: Mapping[str, Sequence[int]]) -> None:
        leads = {piece: row[1] - row[0] for piece, row in rows.items() if row and piece != BIAS}
        # Equal numbers as one object: these few stay in the processor's cache.
        once = {lead: lead for lead in leads.values()}
        self._leads = {piece: once[lead] for piece, lead in leads.items()}
        self._bias = [tenths / TENTHS for tenths in rows.get(BIAS, (0, 0))]

    def lead(self, pieces: Collection[str]) -> float:
        """The log odds of the second answer."""
        tenths = sum(map(self._leads.get, pieces, repeat(0)))
        return tenths / (TENTHS * sqrt(len(pieces) or 1)) + self._bias[1] - self._bias[0]

    def telling(self, least: float) -> frozenset[str]:
        """The pieces that speak for the second answer by at least so much, each for itself."""
        return frozenset(piece for piece, lead in self._leads.items() if lead >= least * TENTHS)

    def share(self, pieces: Collection[str]) -> float:
        """How likely the second answer is."""
        return 1 / (1 + exp(-self.lead(pieces)))


@cache
def weights_in(table: str) -> Weights:
    """The table of that name beside this module."""
    return Weights(*_read(table))


@cache
def scale_in(table: str) -> Scale:
    """A table of two answers."""
    return Scale(_read(table)[1])


def _read(table: str) -> tuple[Sequence[str], Mapping[str, Sequence[int]]]:
    lines = files(__package__).joinpath(table).read_text("utf-8").split("\n")
    (_, *answers), *rows = [line.split("\t") for line in lines if line]
    return answers, {piece: [int(tenths or 0) for tenths in row] for piece, *row in rows}
