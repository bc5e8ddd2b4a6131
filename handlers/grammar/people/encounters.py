"""With whom somebody talked, where another verb than that of talking tells it: 跟小龙喝了杯咖啡, 碰见燕青."""

from collections.abc import Sequence
from itertools import islice

from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag
from handlers.grammar.lexicon.persons import Span, is_personal, is_trusted
from handlers.grammar.lexicon.surnames import FAMILIAR, SURNAMES
from handlers.grammar.people.names import read_names

_MEETING = ("给", "碰到", "碰见", "遇到", "遇见", "见到", "叫上", "叫来", "喊来")
_MOST_MET, _LONGEST_MEETING = 12, 2
"""A bound, for texts that are not written by people; and the length of a word of meeting, behind which the name stands."""


def met_in(lexemes: Lexemes, at: int, until: int, *, joined: bool) -> list[Span]:
    """跟小龙喝了杯咖啡, 碰见燕青: those behind a word of meeting, with whom more was done than talk; `joined`: and before it."""
    met = (n for n in range(at, until) if lexemes[n].tag is Tag.WITH or lexemes[n].text.startswith(_MEETING))
    spans = [
        span
        for n in islice(met, _MOST_MET)
        for span in (*(_before(lexemes, n) if joined else ()), *_met_at(lexemes, n, until))
    ]
    return list(dict.fromkeys(span for span in spans if is_trusted(lexemes, span)))


def _before(lexemes: Lexemes, at: int) -> Sequence[Span]:
    """靳小岚和阮波去党校: whoever stands before the word."""
    alone = at > 0 and lexemes[at - 1].tag in {Tag.OTHER, Tag.NAME} and is_personal(lexemes[at - 1].text)
    return [(lexemes[at - 1].start, lexemes[at - 1].end)] if alone else ()


def _met_at(lexemes: Lexemes, at: int, until: int) -> Sequence[Span]:
    word = lexemes[at]
    if len(word.text) > _LONGEST_MEETING:
        return [(word.start + 2, word.end)]
    if at + 1 >= until:
        return ()
    behind = lexemes[at + 1]
    if behind.tag is Tag.OTHER and behind.text[0] in FAMILIAR and behind.text[1:2] in SURNAMES:
        return [(behind.start, behind.start + 2)]
    return read_names(lexemes, at + 1)[0]


def familiar_names(lexemes: Lexemes, at: int, until: int) -> tuple[Span, ...]:
    """小郎, 老蒋 wherever they stand, for a talk that only says 和他."""
    spans = (
        (lexeme.start + here, lexeme.start + here + 2)
        for lexeme in lexemes[at:until]
        if lexeme.tag is Tag.OTHER
        for here in range(len(lexeme.text) - 1)
        if lexeme.text[here] in FAMILIAR and lexeme.text[here + 1] in SURNAMES
    )
    return tuple(islice(spans, 1))


def leading_name(lexemes: Lexemes, at: int, until: int) -> list[Span]:
    """徐桂香同志快退休了, … 跟她谈了: whoever a clause before begins with, for a talk that only says 她."""
    begins = (n for n in range(at, until) if n == at or lexemes[n - 1].tag in SEPARATORS)
    named = (n for n in begins if lexemes[n].tag in {Tag.OTHER, Tag.NAME} and is_personal(lexemes[n].text))
    return [(lexemes[n].start, lexemes[n].end) for n in islice(named, 1)]
