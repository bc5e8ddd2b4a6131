"""Slips that are mended in the same breath: 到了15人,不对,14人; 昨天,哦不是昨天,是前天; 王芳讲的,说错了,李强讲的.

slip := old … [,] [哦] marker [, | 是] new      both of one shape: a count, a day, a clock, a sum, a kind, a name
"""

from collections.abc import Sequence

from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexeme, Lexemes, Tag, TagName, tag_at, text_at
from handlers.grammar.lexicon.persons import is_personal

_SLIPS = frozenset({"不对", "错了", "说错了", "口误", "不是", "不"})
_LOOSE = frozenset({"不", "不是"})
"""Words that mend only before a mark, 不 only behind a sigh as well: 哦不, 14人; 不是, 是党小组会."""
_LINKS = frozenset({"是", "应该是", "应是", "是在"})
_SKIPPED = SEPARATORS | {Tag.FINAL}
_UNITS = frozenset(
    {Tag.NUMBER, Tag.MONTH_UNIT, Tag.DAY_UNIT, Tag.HOUR_UNIT, Tag.MINUTE_UNIT, Tag.HALF, Tag.MONEY, Tag.HEADS, Tag.COLON}
    | {Tag.DOT, Tag.SLASH, Tag.WEEK, Tag.WEEKDAY}
)  # fmt: skip
_WORDS = frozenset({Tag.DAY, Tag.KIND, Tag.WEEKDAY})
_RECORDS = frozenset({Tag.ENTRY, Tag.DELETE})
_FARTHEST = 24


def mended(lexemes: Lexemes, tags: frozenset[TagName], texts: frozenset[str]) -> Sequence[Lexeme] | None:
    """The lexemes without what was taken back; None where nothing was, or where an earlier record is spoken of."""
    if _SLIPS.isdisjoint(texts) or Tag.KIND not in tags or not _RECORDS.isdisjoint(tags):
        return None
    for at in range(1, len(lexemes) - 1):
        if lexemes[at].text in _SLIPS and (kept := _without_slip(lexemes, at)):
            return kept
    return None


def _without_slip(lexemes: Lexemes, marker: int) -> Sequence[Lexeme] | None:
    start = marker
    while start > 0 and lexemes[start - 1].tag in _SKIPPED:
        start -= 1
    new = _new_behind(lexemes, marker + 1, denied=lexemes[marker].text == "不是")
    sighed = any(lexeme.tag is Tag.FINAL for lexeme in lexemes[start:marker])
    word, bare = lexemes[marker].text, new == marker + 1
    if (
        new is None
        or (word in _LOOSE and bare)
        or (word == "不" and not sighed)
        or (word == "错了" and start == marker)
    ):
        return None
    if any(lexeme.tag is Tag.CHANGE and lexeme.text != "是" for lexeme in lexemes[marker:new]) and not sighed:
        return None
    end = _end_of_piece(lexemes, new)
    old = _old_before(lexemes, start, _shape(lexemes[new:end]))
    if old is None or end == new:
        return None
    gap = lexemes[old + end - new : start]
    repeated = [x.text for x in gap] == [x.text for x in lexemes[end : end + len(gap)]]
    return [*lexemes[:old], *(() if repeated else gap), *lexemes[new:]]


def _new_behind(lexemes: Lexemes, at: int, *, denied: bool) -> int | None:
    """Where what is right begins: past marks and 是, and past the old once more (不是昨天,是前天)."""
    start = at
    at = _past_links(lexemes, at)
    if denied and at == start:
        end = _end_of_piece(lexemes, at)
        again = _past_links(lexemes, end)
        said = [x.text for x in lexemes[at:end]]
        before = [x.text for x in lexemes[max(start - _FARTHEST, 0) : start]]
        return again if end > at and again > end and all(text in before for text in said) else None
    return at if at < len(lexemes) else None


def _past_links(lexemes: Lexemes, at: int) -> int:
    while tag_at(lexemes, at) in _SKIPPED or text_at(lexemes, at) in _LINKS:
        at += 1
    return at


def _end_of_piece(lexemes: Lexemes, at: int) -> int:
    """Behind a number with its units, a word for a day or a kind, or a name; where it starts if none of these stands there."""
    if tag_at(lexemes, at) in _WORDS or _is_name(lexemes, at):
        return at + 1
    while tag_at(lexemes, at) in _UNITS or (text_at(lexemes, at) == "个" and tag_at(lexemes, at - 1) is Tag.NUMBER):
        at += 1
    return at


def _is_name(lexemes: Lexemes, at: int) -> bool:
    return tag_at(lexemes, at) is Tag.NAME or (tag_at(lexemes, at) is Tag.OTHER and is_personal(lexemes[at].text))


def _shape(piece: Sequence[Lexeme]) -> list[TagName]:
    return [Tag.HEADS if x.text == "个" else Tag.NAME if x.tag is Tag.OTHER else x.tag for x in piece]


def _old_before(lexemes: Lexemes, start: int, shape: list[TagName]) -> int | None:
    """Where the nearest piece of the same shape begins."""
    for at in range(start - len(shape), max(start - _FARTHEST, 0) - 1, -1):
        if _shape(lexemes[at : at + len(shape)]) == shape and (shape != [Tag.NAME] or _is_name(lexemes, at)):
            return at
    return None
