"""Names that nothing but what stands inside and around them tells, learned from messages that were read by hand.

The weights of the `candidates` stand in names.tsv; what they are good for: naming.py and docs/adr/0010.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping

from handlers.grammar.learned.weights import scale_in
from handlers.grammar.lexicon.lexeme import Lexeme, Lexemes, Tag
from handlers.grammar.lexicon.persons import Span
from handlers.grammar.people.candidates import candidates

NAMED = ("none", "name")
"""In the order of the columns: whether it names somebody of whom a record tells."""
TABLE = "names.tsv"
LIKELY = 0.5


def name_shares(lexemes: Lexemes, settled: Collection[Span] = ()) -> Mapping[Span, float]:
    """How likely each candidate is a name, where not all is `settled`."""
    scale = scale_in(TABLE)
    return {span: scale.share(pieces) for span, pieces in candidates(lexemes, settled)}


def likely_among(shares: Mapping[Span, float]) -> list[Span]:
    """The likely names, none overlapping a likelier one."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in sorted((span for span in shares if shares[span] > LIKELY), key=shares.__getitem__, reverse=True):
        if taken.isdisjoint(range(*span)):
            kept.append(span)
            taken.update(range(*span))
    return kept


def positions_of(spans: Iterable[Span]) -> frozenset[int]:
    """All that these spans cover."""
    return frozenset([at for span in spans for at in range(*span)])


def with_names(lexemes: Lexemes, spans: Iterable[Span]) -> list[Lexeme]:
    """The lexemes, each of these names as one of them, as if the organisation's roster knew it."""
    kept, rest = list[Lexeme](), deque(lexemes)
    for start, end in sorted(spans):
        while rest[0].end <= start:
            kept.append(rest.popleft())
        pieces = [rest.popleft()]
        while pieces[-1].end < end:
            pieces.append(rest.popleft())
        cut = _cut_at(pieces, start, end)
        if cut[-1].end > end:
            rest.appendleft(cut.pop())
        kept += cut
    return [*kept, *rest]


def _cut_at(pieces: Lexemes, start: int, end: int) -> list[Lexeme]:
    """What stands before a name in the pieces that hold it, the name, and what stands behind."""
    text, offset = "".join([piece.text for piece in pieces if piece.end > piece.start]), pieces[0].start
    edges = (offset, start), (start, end), (end, pieces[-1].end)
    return [
        Lexeme(Tag.NAME if (at, until) == (start, end) else Tag.OTHER, text[at - offset : until - offset], at, until)
        for at, until in edges
        if until > at
    ]
