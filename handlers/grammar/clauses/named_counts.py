"""Numbers of people that are told behind the name of a meeting: 支委会5人,大会21人."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import SEPARATORS, Tag, number_at, tag_at
from handlers.grammar.lexicon.phrases import CountPhrase, KindPhrase, Role, TimePhrase
from handlers.grammar.lexicon.times import Times
from schedules.ledger.activity import ActivityKind

_BEFORE_ROW = frozenset({Tag.PRESENT, Tag.COUNTED})
_AFTER_ROW = frozenset({*SEPARATORS, Tag.HEADS, None})
_PRESENT = frozenset({Role.PRESENT, Role.BARE})


def named_counts(read: Sentences) -> Mapping[ActivityKind, int]:
    """How many were at each kind of activity whose name the number follows."""
    return {kind: count.number for phrase, count in _pairs(read) if (kind := phrase.word.kind)}


def named_hours(read: Sentences) -> Mapping[ActivityKind, Times]:
    """When each kind of activity was whose name its hour follows: 大会3点,党课4点."""
    hours = {phrase.at: phrase.times for phrase in read.phrases.times}
    return {p.word.kind: times for p in read.phrases.kinds if p.word.kind and (times := hours.get(p.end))}


def tells_number_of(read: Sentences, phrase: KindPhrase) -> bool:
    """Whether a kind that was named before is named again only to tell its number."""
    counted = {named.at for named, _ in _pairs(read)}
    earlier = [p.at for p in read.phrases.kinds if p.at < phrase.at and p.word.kind is phrase.word.kind]
    return phrase.at in counted and bool(earlier) and counted.isdisjoint(earlier)


def row_of_counts(read: Sentences, size: int) -> list[int]:
    """人数5、4、5: as many numbers side by side as there were meetings."""
    lexemes = read.lexemes
    for at, lexeme in enumerate(lexemes):
        if lexeme.tag not in _BEFORE_ROW and not lexeme.text.startswith("分别"):
            continue
        if number_at(lexemes, at + 1) is None or tag_at(lexemes, at + 2) is not Tag.PAUSE:
            continue
        row = [number_at(lexemes, at + 1 + 2 * n) for n in range(size)]
        marks = {tag_at(lexemes, at + 2 + 2 * n) for n in range(size - 1)}
        numbers = [number for number in row if number is not None]
        if len(numbers) == size and marks == {Tag.PAUSE} and tag_at(lexemes, at + 2 * size) in _AFTER_ROW:
            return numbers
    return []


def _pairs(read: Sentences) -> Sequence[tuple[KindPhrase, CountPhrase]]:
    if read.numbered is None:
        read.numbered = tuple(_find_pairs(read))
    return read.numbered


def _find_pairs(read: Sentences) -> Iterator[tuple[KindPhrase, CountPhrase]]:
    hours = {phrase.at: phrase for phrase in read.phrases.times}
    untimed = [phrase for phrase in read.phrases if not isinstance(phrase, TimePhrase)]
    for phrase, count in pairwise(untimed):
        if not isinstance(phrase, KindPhrase) or not isinstance(count, CountPhrase) or phrase.labelled:
            continue
        named = phrase.word.force >= Force.LOOSE and count.role in _PRESENT
        clock = hours.get(phrase.end)
        if named and _is_next(read, clock.end if clock else phrase.end, count.at):
            yield phrase, count


def _is_next(read: Sentences, end: int, at: int) -> bool:
    return at == end or (at == end + 1 and tag_at(read.lexemes, end) in {Tag.COLON, Tag.FILLER, Tag.SPACE, Tag.OPEN})
