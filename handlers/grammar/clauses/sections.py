"""A heading that names several activities, and behind it a section for each: 支委会和党员大会。支委会5人…;党员大会31人….

report := heading section section+
"""

from collections.abc import Sequence

from handlers.grammar.clauses.clause_edges import start_of_clause
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.phrases import AmountPhrase, CountPhrase, KindPhrase, TopicPhrase
from schedules.ledger.activity import ActivityKind

_TELLING = (CountPhrase, AmountPhrase, TopicPhrase)
_BEFORE_KINDS = frozenset({Tag.SPACE, Tag.PART, Tag.NUMBER, Tag.DOT, Tag.PAUSE})
_FEWEST = 2


def sections_of(read: Sentences) -> Sequence[int]:
    """Where each section begins, in order; none where there is no such heading."""
    kinds = [kind for kind in read.phrases.kinds if kind.word.kind and kind.word.force >= Force.LOOSE]
    if len(kinds) < 2 * _FEWEST or any(kind.labelled for kind in kinds):
        return ()
    named: set[ActivityKind | None] = set()
    for again in kinds:
        if again.word.kind in named:
            break
        named.add(again.word.kind)
    else:
        return ()
    end = _start_of(read, again)
    if any(isinstance(phrase, _TELLING) and phrase.at < end for phrase in read.phrases):
        return ()
    sections: dict[ActivityKind | None, int] = {}
    for kind in kinds:
        if kind.at >= end and _opens(read, kind):
            sections.setdefault(kind.word.kind, _start_of(read, kind))
    starts = sorted(sections.values())
    listed = len(named) >= _FEWEST and sections.keys() >= named and starts[0] == end
    return starts if listed else ()


def _opens(read: Sentences, kind: KindPhrase) -> bool:
    """Whether a clause begins with it."""
    return all(lexeme.tag in _BEFORE_KINDS for lexeme in read.lexemes[_start_of(read, kind) : kind.at])


def _start_of(read: Sentences, kind: KindPhrase) -> int:
    """Where its clause begins, or what a colon leads to."""
    clause = start_of_clause(read.lexemes, kind.at, 0)
    return next((at for at in range(kind.at, clause, -1) if read.lexemes[at - 1].tag is Tag.COLON), clause)
