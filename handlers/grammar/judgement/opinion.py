"""A second opinion on what a message is meant for, learned from messages that were read by hand.

The weights of its `pieces` stand in opinion.tsv; what becomes of the opinion: verdicts.py and docs/adr/0010.
"""

from collections.abc import Sequence
from datetime import date
from heapq import nlargest
from math import sqrt

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.judgement.pieces import SIGNS, pieces_of
from handlers.grammar.learned.weights import weights_in
from handlers.parsed import Opinion

INTENTS = ("record", "correct", "undo", "query", "remind", "help", "export", "plan", "none")
"""In the order of the columns; talks are records."""
TABLE = "opinion.tsv"
_MOST_TOLD = 12


def opinion_of(text: str, read: Sentences, today: date) -> Sequence[float]:
    """The log odds of each of the `INTENTS` of a message that came `today`, up to what they have in common."""
    return weights_in(TABLE).odds(pieces_of(text, read, today))


def explained(text: str, read: Sentences, today: date) -> Opinion:
    """The likeliest intent, its log odds against the next, and the pieces that decide most between these two."""
    weights, pieces = weights_in(TABLE), pieces_of(text, read, today)
    odds = weights.odds(pieces)
    first, second = nlargest(2, range(len(INTENTS)), key=odds.__getitem__)
    rows = [(readable(piece), weights.row(piece)) for piece in pieces if piece in weights]
    weighed = [(piece, (row[first] - row[second]) / sqrt(len(pieces))) for piece, row in rows]
    weighed.sort(key=lambda found: (-abs(found[1]), found[0]))
    return Opinion(
        intent=INTENTS[first],
        against=INTENTS[second],
        log_odds=odds[first] - odds[second],
        pieces=tuple(weighed[:_MOST_TOLD]),
    )


def readable(piece: str) -> str:
    """A piece with the names of its signs: `#kind`."""
    return "".join([f"#{SIGNS[character]}" if character in SIGNS else character for character in piece])
