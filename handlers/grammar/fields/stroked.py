"""Two numbers with a stroke: a day, or those who came of those who were to come.

ratio := NUMBER / NUMBER      behind or before a word of attendance, where the day is told, or before who was away
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handlers.grammar.lexicon.lexeme import EDGES, Lexemes, Tag, number_at, tag_at
from handlers.grammar.lexicon.phrases import CountPhrase, DatePhrase, KindPhrase, Phrase, Role

_ATTENDING = frozenset({Tag.HEADS, Tag.PRESENT})
_AWAY = frozenset({Tag.REASON, Tag.LEAVE, Tag.ABSENT})
_NEAR, _FIRM = 4, 3


def read_ratio(lexemes: Lexemes, at: int, before: Sequence[Phrase]) -> Sequence[Phrase]:
    """Two numbers with a stroke that are no day: after a word of attendance, before 人 or who was away, or beside a day."""
    if lexemes[at].tag is not Tag.NUMBER or tag_at(lexemes, at + 1) is not Tag.SLASH:
        return ()
    if isinstance(before[-1] if before else None, DatePhrase) and _is_that_day(lexemes, at, before[-1].end):
        return ()
    days = [p for p in before if isinstance(p, DatePhrase) and p.dates.first]
    told = any(not _is_stroked(lexemes, day) for day in days) or (
        days and _is_no_other_day(lexemes, at, days[-1], before)
    )
    label = tag_at(lexemes, at - 1 - (tag_at(lexemes, at - 1) is Tag.SPACE))
    beside = label in {Tag.PRESENT, Tag.EXPECTED} or tag_at(lexemes, at + 3) in _ATTENDING
    if not (told or beside or _names_who_was_away(lexemes, at, before)):
        return ()
    return [replace(phrase, at=at, end=at + 3) for phrase in ratios(lexemes[at : at + 3])]


def _is_that_day(lexemes: Lexemes, at: int, end: int) -> bool:
    """昨天(5/13): the day once more, in brackets."""
    return end == at - 1 and tag_at(lexemes, end) is Tag.OPEN and tag_at(lexemes, at + 3) is Tag.CLOSE


def _is_no_other_day(lexemes: Lexemes, at: int, day: DatePhrase, before: Sequence[Phrase]) -> bool:
    """11/14党小组会,7/8: behind a kind that has its day, all but a few: as many were away, or it is no day near that one."""
    here, whole, held_on = number_at(lexemes, at), number_at(lexemes, at + 2), day.dates.first
    if here is None or whole is None or held_on is None or not here <= whole <= 2 * here:
        return False
    if not any(isinstance(phrase, KindPhrase) and phrase.at >= day.end for phrase in before):
        return False
    away = [n for n in range(at + 3, min(at + 3 + 2 * _NEAR, len(lexemes))) if lexemes[n].tag in _AWAY]
    fits = any(whole - here in {number_at(lexemes, n - step) for step in (1, 2)} for n in away)
    alone = tag_at(lexemes, at + 3) in EDGES and here != held_on.month
    return fits or alone or abs(here - held_on.month) > 1


def _names_who_was_away(lexemes: Lexemes, at: int, before: Sequence[Phrase]) -> bool:
    """支委会 4/5 老栾出差: behind the kind, all but a few, and who it was."""
    here, whole = number_at(lexemes, at), number_at(lexemes, at + 2)
    if here is None or whole is None or not here < whole <= 2 * here:
        return False
    named = any(isinstance(phrase, KindPhrase) for phrase in before)
    counted = any(lexeme.tag in _ATTENDING for lexeme in lexemes[at + 3 :])
    return named and not counted and any(lexeme.tag in _AWAY for lexeme in lexemes[at + 3 : at + 3 + _NEAR])


def _is_stroked(lexemes: Lexemes, phrase: Phrase) -> bool:
    return any(lexeme.tag is Tag.SLASH for lexeme in lexemes[phrase.at : phrase.end])


def ratios(lexemes: Lexemes) -> Iterator[CountPhrase]:
    """12/15 where it is no date: 12 of 15 were there; 应到/实到:15/12 is the same."""
    for at in range(1, len(lexemes) - 1):
        first, second = number_at(lexemes, at - 1), number_at(lexemes, at + 1)
        if lexemes[at].tag is Tag.SLASH and first is not None and second is not None:
            for role, number in ((Role.PRESENT, min(first, second)), (Role.EXPECTED, max(first, second))):
                yield CountPhrase(at=at - 1, end=at + 2, rule="ratio", role=role, number=number, weight=_FIRM)
