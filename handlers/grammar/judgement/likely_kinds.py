"""Which kind of activity a message tells of where no word names one, learned from messages that were read by hand.

The weights of its `pieces` stand in kinds.tsv; where it is asked: seconding.py and docs/adr/0010.
"""

from datetime import date

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.judgement.pieces import pieces_of
from handlers.grammar.learned.weights import weights_in
from schedules.ledger.activity import ActivityKind

KINDS = tuple(ActivityKind)
"""In the order of the columns."""
TABLE = "kinds.tsv"
LIKELY_KIND = 0.7
"""How likely a kind must be to stand out."""


def likely_kind(text: str, read: Sentences, today: date, *, least: float = LIKELY_KIND) -> ActivityKind | None:
    """The kind of which a message that came `today` tells, where one is at `least` so likely."""
    shares = weights_in(TABLE).shares(pieces_of(text, read, today))
    best = max(range(len(KINDS)), key=shares.__getitem__)
    return KINDS[best] if shares[best] > least else None
