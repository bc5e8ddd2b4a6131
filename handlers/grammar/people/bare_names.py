"""Names that stand alone between marks, and the words and lists that may be such.

name := [的 | title] NAME | NAME 被      list := name (、 name)*
"""

from bisect import bisect_right
from collections.abc import Iterator

from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.persons import Span, is_personal, may_be_personal, name_in, raw
from handlers.grammar.people.names import MOODS, end_of_piece, is_bare, is_listed, is_whole
from handlers.grammar.people.people import index_behind

_LEADING = frozenset({"分别是", "分别", "分别为", "和", "与", "及", "跟", "同", "之间", "有"})
_INTRODUCING = frozenset({Tag.TITLE, Tag.PEOPLE})
_BEHIND_BOUNDED = SEPARATORS | {Tag.PAUSE, Tag.OPEN, Tag.CLOSE}
_BETWEEN_BARE = SEPARATORS | {Tag.PAUSE, Tag.COLON}


def bare_names(lexemes: Lexemes, at: int, until: int) -> tuple[Span, ...]:
    """Names that stand alone between marks, in a stretch that nothing else claims; beside them other items of their list."""
    items = [*_items(lexemes, at, until)]
    return tuple(sorted([span for span, _ in items])) if any(named for _, named in items) else ()


def names_anybody(lexemes: Lexemes, at: int, until: int) -> bool:
    """Whether there is one."""
    return any(named for _, named in _items(lexemes, at, until))


def _items(lexemes: Lexemes, at: int, until: int) -> Iterator[tuple[Span, bool]]:
    """What may be a name, and whether it is one by itself."""
    opened = [*(here for here in range(at, until) if lexemes[here].tag is Tag.OPEN), until]
    anybody = False
    while at < until:
        if lexemes[at].text in _LEADING or lexemes[at].tag is Tag.OPEN:
            at += 1
            continue
        stop = min(max(end_of_piece(lexemes, at), at + 1), opened[bisect_right(opened, at)])
        accused = _accused(lexemes, at)
        bare = accused is not None or is_bare(lexemes, at, stop)
        span = accused or (name_in(lexemes, at, stop) if bare or _may_introduce(lexemes[at:stop]) else None)
        span = span or (_whole_beside(lexemes, at, stop) if anybody else None)
        if span and (bare or _is_introduced(lexemes, at, span)):
            anybody = True
            yield span, True
        elif is_listed(lexemes, at, stop):
            yield (lexemes[at].start, lexemes[stop - 1].end), False
        at = stop + (tag_at(lexemes, stop) in _BETWEEN_BARE)


def _whole_beside(lexemes: Lexemes, at: int, stop: int) -> Span | None:
    """安全 behind 欧阳雪: a word that may be a name, beside another name."""
    stop = max(stop, at + 1)
    alone = stop == at + 1 and lexemes[at].tag in MOODS and is_personal(lexemes[at].text)
    return (lexemes[at].start, lexemes[stop - 1].end) if alone or is_whole(lexemes, at, stop) else None


def _may_introduce(pieces: Lexemes) -> bool:
    return not _INTRODUCING.isdisjoint([piece.tag for piece in pieces]) or "的" in [piece.text[-1] for piece in pieces]


def _accused(lexemes: Lexemes, at: int) -> Span | None:
    """夏侯渊被立案审查: the name in front of 被."""
    named = text_at(lexemes, at + 1) in {"被", "因", "因为"} and is_personal(lexemes[at].text)
    return (lexemes[at].start, lexemes[at].end) if named else None


def bounded_name(lexemes: Lexemes, at: int) -> Span | None:
    """The words up to the next mark, where they may be a name and nothing else."""
    end = at
    while end < len(lexemes) and lexemes[end].tag not in _BEHIND_BOUNDED:
        end += 1
    plain = end == at + 1 and lexemes[at].tag is Tag.OTHER and may_be_personal(lexemes[at].text)
    return (lexemes[at].start, lexemes[end - 1].end) if end > at and (plain or is_whole(lexemes, at, end)) else None


def listed_names(lexemes: Lexemes, at: int) -> Iterator[Span]:
    """The names between the marks from here on: 周四金哲、宋词."""
    while span := bounded_name(lexemes, at):
        yield span
        at = index_behind(lexemes, at, span) + 1
        if tag_at(lexemes, at - 1) is not Tag.PAUSE:
            return


def _is_introduced(lexemes: Lexemes, at: int, span: Span) -> bool:
    """上周三的谭笑, 新任科长任重: what stands before a name leads to it."""
    leads = raw(lexemes, at, index_behind(lexemes, at, (span[0], span[0])))
    return leads.endswith("的") or any(
        lexeme.tag in _INTRODUCING for lexeme in lexemes[at : index_behind(lexemes, at, span)]
    )
