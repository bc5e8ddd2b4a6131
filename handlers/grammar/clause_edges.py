"""Where the clauses of a text begin and end, as far as they matter to what belongs together."""

from collections.abc import Iterator

from handlers.grammar.lexeme import SENTENCE_ENDS, SEPARATORS, Lexemes, Tag, tag_at
from handlers.grammar.mood_words import AGAIN
from handlers.grammar.phrases import Phrase
from handlers.grammar.sentences import Sentences

_CUTS = SEPARATORS | {Tag.ALSO}
_HOURS = frozenset({Tag.PART, Tag.NUMBER, Tag.HOUR_UNIT, Tag.HALF, Tag.QUARTER})


def start_of_clause(lexemes: Lexemes, at: int, start: int) -> int:
    """Where the clause of a lexeme begins, or what a word of addition adds in it."""
    while at > start and lexemes[at - 1].tag not in _CUTS and lexemes[at - 1].text not in AGAIN:
        at -= 1
    if at - start > 1 and lexemes[at - 1].tag is Tag.ALSO:
        return _before_hour(lexemes, at - 1, start, at)
    return at


def _before_hour(lexemes: Lexemes, also: int, start: int, at: int) -> int:
    """上午开完支委会 下午接着开大会; 十点半又上党课: the hour before a word of addition is that of what is added."""
    hour = also
    while hour > start and lexemes[hour - 1].tag in _HOURS:
        hour -= 1
    return hour if hour < also else at


def start_of_sentence(lexemes: Lexemes, at: int, start: int) -> int:
    """Where the sentence of a lexeme begins."""
    while at > start and lexemes[at - 1].tag not in SENTENCE_ENDS:
        at -= 1
    return at


def before_bracket(lexemes: Lexemes, at: int) -> int:
    """Before the bracket that a day begins, and the tick before it: 党日 ✔(8.16 24人)."""
    while tag_at(lexemes, at - 1) in {Tag.OPEN, Tag.PERFECT, Tag.SPACE} and at > 1:
        at -= 1
    return at


def rest_of_clause(read: Sentences, here: int) -> Iterator[Phrase]:
    """The phrases behind one in its clause."""
    at = read.phrases[here].end
    while at < len(read.lexemes) and read.lexemes[at].tag not in SEPARATORS - {Tag.SPACE}:
        at += 1
    yield from (p for p in read.phrases[here + 1 :] if p.at < at)
