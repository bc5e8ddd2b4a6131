"""Names wherever they stand, alone or in a list, before it is known what the people did.

list := name ((、 | 和 | blank | ,) name)*
"""

from collections.abc import Set as AbstractSet
from typing import NamedTuple

from handlers.grammar.lexicon.lexeme import Lexeme, Lexemes, Tag, tag_at
from handlers.grammar.lexicon.persons import Span, is_trusted
from handlers.grammar.lexicon.surnames import COMPOUND, SURNAMES
from handlers.grammar.people.names import read_names

_LOOSE = frozenset({Tag.SPACE, Tag.COMMA})
_SHORTEST = 2


class NameList(NamedTuple):
    """The lexemes that names stand in, half-open, and the names."""

    at: int
    end: int
    spans: tuple[Span, ...]


def name_lists(lexemes: Lexemes, *, taken: AbstractSet[int] = frozenset()) -> list[NameList]:
    """All that a text has and that begins at none of the positions `taken`, from the left, none overlapping another."""
    found: list[NameList] = []
    at = 0
    while at < len(lexemes):
        may_begin = _may_begin(lexemes[at]) and lexemes[at].start not in taken
        names = _list_at(lexemes, at) if may_begin else None
        if names:
            found.append(names)
        at = names.end if names else at + 1
    return found


def _may_begin(lexeme: Lexeme) -> bool:
    return lexeme.tag is Tag.NAME or (lexeme.tag is Tag.OTHER and len(lexeme.text) >= _SHORTEST)


def _list_at(lexemes: Lexemes, at: int) -> NameList | None:
    spans, end = read_names(lexemes, at)
    if spans and tag_at(lexemes, end) in _LOOSE:
        spaced, until = read_names(lexemes, at, spaced=True)
        if len(spaced) > len(spans) and all(is_trusted(lexemes, span) for span in spaced):
            spans, end = spaced, until
    strangers = [span for span in spans if not is_trusted(lexemes, span)]
    if strangers == [*spans[-1:]] and len(spans) > 1 and (cut := _cut(lexemes, at, spans[-1])):
        return NameList(at, end, (*spans[:-1], cut))
    return NameList(at, end, spans) if spans and (not strangers or len(spans) > 2 > len(strangers)) else None


def _cut(lexemes: Lexemes, at: int, span: Span) -> Span | None:
    """云霞和施莉上手术: behind others a family name and one character, where more than a name stands there."""
    first = next(n for n in range(at, len(lexemes)) if lexemes[n].end > span[0])
    text = lexemes[first].text[span[0] - lexemes[first].start :]
    size = 3 if text[:2] in COMPOUND else 2 if text[:1] in SURNAMES else 0
    return (span[0], span[0] + size) if 0 < size <= span[1] - span[0] else None
