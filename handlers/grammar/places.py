"""Where it was.

place := (AT | GO | 到) site | site between two marks
site  := [words that lead to it] PLACE [PLACE]
"""

from handlers.grammar.dates import tag_at
from handlers.grammar.lexeme import Lexemes, Tag
from handlers.grammar.phrases import PlacePhrase

_LEADING = frozenset(
    {
        Tag.OTHER,
        Tag.NUMBER,
        Tag.THING,
        Tag.PLACE,
        Tag.LATIN,
        Tag.SELF,
        Tag.QUOTED,
        Tag.TITLE,
        Tag.OPEN,
        Tag.CLOSE,
        Tag.NAME,
    }
)
_MOST = 8
_ENDS = frozenset({Tag.COMMA, Tag.STOP, Tag.NEWLINE, Tag.SPACE, Tag.COLON, Tag.PAUSE, None})
_BREAKS = frozenset("的里了")


def read_place(lexemes: Lexemes, at: int) -> PlacePhrase | None:
    """A place that starts here: behind a preposition, or standing by itself."""
    lexeme = lexemes[at]
    if lexeme.tag in {Tag.AT, Tag.GO} or lexeme.text in {"到", "来", "去了", "到了", "来了", "去"}:
        return _behind(lexemes, at)
    if at == 0 or lexemes[at - 1].tag not in {Tag.OTHER, Tag.THING}:
        return _bare(lexemes, at)
    return None


def _behind(lexemes: Lexemes, at: int) -> PlacePhrase | None:
    end = _end_of_site(lexemes, at + 1)
    if end is None:
        return None
    return PlacePhrase(at=at, end=end, rule="place", span=(lexemes[at + 1].start, lexemes[end - 1].end), weight=2)


def _end_of_site(lexemes: Lexemes, at: int) -> int | None:
    """Behind the last place word that the words from here lead to."""
    end = None
    for here in range(at, min(at + _MOST, len(lexemes))):
        lexeme = lexemes[here]
        if lexeme.tag is Tag.PLACE:
            end = here + 1
        elif not (lexeme.tag in _LEADING or len(lexeme.text) == 1) or lexeme.tag in _ENDS:
            break
    return end


def _bare(lexemes: Lexemes, at: int) -> PlacePhrase | None:
    """A site with nothing else in its clause, or right before another phrase."""
    if at and lexemes[at - 1].tag not in _ENDS | {
        Tag.PART,
        Tag.DAY,
        Tag.DAY_UNIT,
        Tag.KIND,
        Tag.HOUR_UNIT,
        Tag.CLOSE,
        Tag.HALF,
        Tag.HOLD,
    }:
        return None
    end = _end_of_site(lexemes, at)
    if end is None:
        return None
    if tag_at(lexemes, end) in _ENDS | {Tag.HOLD, Tag.KIND, Tag.HOST, Tag.NUMBER, Tag.OPEN}:
        return PlacePhrase(at=at, end=end, rule="place:bare", span=(lexemes[at].start, lexemes[end - 1].end))
    return None
