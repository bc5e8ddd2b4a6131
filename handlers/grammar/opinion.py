"""A second opinion on whether a message tells of something to be recorded, learned from messages that were read by hand.

Logistic regression over `pieces`: each piece that a message has adds its weight. The weights stand in opinion.tsv and are made
by `python -m benchmarks.learning`; why there is such a thing beside the rules, and what it may decide: docs/adr/0010.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import repeat
from math import sqrt

from handlers.grammar.pieces import CODES, pieces_of
from handlers.grammar.sentences import Sentences
from handlers.intents import Opinion

BIAS = "bias"
_MOST_TOLD = 12
DOUBTED, LIKELY, SURE = -1.7, 0.5, 2.0
"""Log odds. What the rules take for a record is asked about below the first; what they do not is asked about above the second,
and is one above the third."""


def opinion_of(text: str, read: Sentences, today: date) -> float:
    """The log odds that a message that came `today` tells of something to be recorded."""
    weights = weights_of()
    pieces = pieces_of(text, read, today)
    return weights[BIAS] + sum(map(weights.get, pieces, repeat(0.0))) / sqrt(len(pieces))


def explained(text: str, read: Sentences, today: date) -> Opinion:
    """The same, with the pieces that speak most for a record or against it, and how much of the log odds each is."""
    weights, pieces = weights_of(), pieces_of(text, read, today)
    weighed = [(readable(piece), weights[piece] / sqrt(len(pieces))) for piece in pieces if piece in weights]
    weighed.sort(key=lambda found: (-abs(found[1]), found[0]))
    return Opinion(log_odds=opinion_of(text, read, today), pieces=tuple(weighed[:_MOST_TOLD]))


@cache
def weights_of() -> Mapping[str, float]:
    """What each piece adds, before it is divided by the root of their number."""
    lines = files("handlers.grammar").joinpath("opinion.tsv").read_text("utf-8").splitlines()
    return {piece_of(piece): float(weight) for piece, weight in (line.split("\t") for line in lines)}


_TAGS = {code: name for name, code in CODES.items()}


def readable(piece: str) -> str:
    """A piece as it stands in the table: tags by their names (`#kind#present`)."""
    return "".join([f"#{_TAGS[character]}" if character in _TAGS else character for character in piece])


def piece_of(text: str) -> str:
    """The piece that is written so."""
    first, *names = text.split("#")
    if not names or any(name.rstrip("⟩") not in CODES for name in names):
        return text
    return first + "".join([CODES[name.rstrip("⟩")] + "⟩" * name.endswith("⟩") for name in names])
