"""Which phrases belong together: one group for each activity that the text tells of.

text  := group+
group := phrases, cut where a new day or another kind of activity begins
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.grammar.kinds import Force
from handlers.grammar.lexeme import SEPARATORS, Lexemes, Tag
from handlers.grammar.phrases import (
    AmountPhrase,
    CountPhrase,
    DatePhrase,
    KindPhrase,
    NamesPhrase,
    Phrase,
    Role,
    TimePhrase,
)
from handlers.grammar.sentences import Sentences
from schedules.ledger.activity import ActivityKind

_CUTS = SEPARATORS | {Tag.ALSO, Tag.DASH}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The phrases of one activity, and the stretch of lexemes that they stand in."""

    phrases: tuple[Phrase, ...]
    at: int
    end: int

    def dates(self) -> list[DatePhrase]:
        """Its dates."""
        return [phrase for phrase in self.phrases if isinstance(phrase, DatePhrase)]

    def kinds(self) -> list[KindPhrase]:
        """Its words for a kind."""
        return [phrase for phrase in self.phrases if isinstance(phrase, KindPhrase)]


def group_phrases(read: Sentences) -> tuple[Group, ...]:
    """The groups of a text, in order."""
    starts = [0, *_starts(read), len(read.lexemes)]
    return tuple(
        Group(phrases=tuple(p for p in read.phrases if at <= p.at < end), at=at, end=end)
        for at, end in zip(starts, starts[1:], strict=False)
    )


def _starts(read: Sentences) -> Iterator[int]:
    """Where a new activity begins."""
    start = 0
    for here, phrase in enumerate(read.phrases):
        so_far = [earlier for earlier in read.phrases[:here] if earlier.at >= start]
        cut = _cut(read, so_far, phrase, start)
        if cut is not None and cut > start:
            start = cut
            yield cut


def _cut(read: Sentences, so_far: Sequence[Phrase], phrase: Phrase, start: int) -> int | None:
    if phrase.rule.startswith("field:") and not isinstance(phrase, DatePhrase | KindPhrase):
        return None
    if isinstance(phrase, DatePhrase):
        return _at_date(read, so_far, phrase, start)
    if isinstance(phrase, KindPhrase):
        return _at_kind(read, so_far, phrase, start)
    return None


def _at_date(read: Sentences, so_far: Sequence[Phrase], phrase: DatePhrase, start: int) -> int | None:
    """A second day, once the first has something to it."""
    if phrase.dates.weak or not any(isinstance(p, DatePhrase) and not p.dates.weak for p in so_far):
        return None
    last = max(p.at for p in so_far if isinstance(p, DatePhrase))
    told = [p for p in so_far if p.at > last and not isinstance(p, TimePhrase)]
    kinds = [p for p in so_far if isinstance(p, KindPhrase)]
    if not told and not kinds:
        return None
    return phrase.at if told or _start_of_clause(read.lexemes, phrase.at, start) > last else None


def _at_kind(read: Sentences, so_far: Sequence[Phrase], phrase: KindPhrase, start: int) -> int | None:
    """Another kind, in a clause of its own."""
    before = [p for p in so_far if isinstance(p, KindPhrase) and p.word.force >= Force.LOOSE]
    if not before or phrase.word.force < Force.LOOSE or phrase.word.kind is before[0].word.kind:
        return None
    clause = _start_of_clause(read.lexemes, phrase.at, start)
    if clause <= before[-1].at:
        return None
    marked = _is_marked(read, phrase, clause)
    closed = any(_closes(p) for p in so_far if before[0].at < p.at < clause)
    if phrase.word.force is Force.FIRM and (marked or closed) and phrase.word.kind is not ActivityKind.OTHER:
        return clause
    return clause if marked and closed and phrase.word.kind is ActivityKind.TALK else None


def _is_marked(read: Sentences, phrase: KindPhrase, clause: int) -> bool:
    """Whether its clause says that this is something else: 还, 又, 下午, 开了."""
    stretch = read.lexemes[max(clause - 1, 0) : phrase.at]
    return any(lexeme.tag in {Tag.ALSO, Tag.PART, Tag.HOLD} for lexeme in stretch)


def _closes(phrase: Phrase) -> bool:
    """Whether a phrase tells how many were there, or how much it was."""
    if isinstance(phrase, NamesPhrase):
        return phrase.role is Role.PARTICIPANT
    return isinstance(phrase, AmountPhrase | CountPhrase)


def _start_of_clause(lexemes: Lexemes, at: int, start: int) -> int:
    while at > start and lexemes[at - 1].tag not in _CUTS:
        at -= 1
    return at
