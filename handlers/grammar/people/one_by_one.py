"""People who are named one by one, each behind a count of one.

each := [另 | 还有] 一 (个 | 位 | 名) [是 | 叫] name [mark]
"""

from handlers.grammar.lexicon.lexeme import Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexicon.persons import Span, is_personal
from handlers.grammar.people.names import read_names

_COUNTING = frozenset({"个", "位", "名", "人"})
_VERBS = ("是", "叫")
_MARKS = frozenset({Tag.COMMA, Tag.COLON, Tag.PAUSE, Tag.SPACE})
_BESIDES = frozenset({"另", "另外", "还有", "再有", "再", "其中"})


def read_one_by_one(lexemes: Lexemes, at: int) -> tuple[tuple[Span, ...], int] | None:
    """一个是小侯一个是钱姐; 一个叫李强,还有一个是赵敏: the names, at least two, and where they end."""
    found: list[Span] = []
    at += tag_at(lexemes, at) in _MARKS
    while one := _one(lexemes, at + (text_at(lexemes, at) in _BESIDES)):
        span, end = one
        found.append(span)
        at = end + (tag_at(lexemes, end) in _MARKS)
    return (tuple(found), at) if len(found) > 1 else None


def one_by_one_in(lexemes: Lexemes, at: int, until: int) -> tuple[Span, ...]:
    """Those who are named so anywhere in a stretch."""
    starts = (here for here in range(at, until) if number_at(lexemes, here) == 1)
    return next((each[0] for here in starts if (each := read_one_by_one(lexemes, here))), ())


def _one(lexemes: Lexemes, at: int) -> tuple[Span, int] | None:
    verb = text_at(lexemes, at + 2)
    if number_at(lexemes, at) != 1 or text_at(lexemes, at + 1) not in _COUNTING:
        return None
    if tag_at(lexemes, at + 2) is Tag.OTHER and is_personal(verb):
        return (lexemes[at + 2].start, lexemes[at + 2].end), at + 3
    if not verb.startswith(_VERBS):
        return None
    if verb in _VERBS:
        spans, end = read_names(lexemes, at + 3)
        return (spans[0], end) if spans else None
    lexeme = lexemes[at + 2]
    return ((lexeme.start + 1, lexeme.end), at + 3) if is_personal(verb[1:]) else None
