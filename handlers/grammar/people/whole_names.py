"""Names that were cut into words, put together again before the rules read them: 孟|凡主持, 阿|不|都|·热合曼.

A word inside a name says nothing of its own, so it must not be met as one. What stands beside it tells a name:

name := PEOPLE | TITLE | BY  person  ROLE | mark          党员向上主持
      | mark | DAY           person  ROLE | TITLE         孟凡主持
      | person 、 person                                   孟凡、孟想
      | foreign · foreign
      | person{n} n HEADS                                  张海涛李雪两位
      | ((老 | 小) family){2,}                               老王老李
      | (family numeral){2,} | family numeral (同志 | TITLE | 、 | …)            张三李四, 张三同志
      | WITH person+ KIND | mark person+ (LEAVE | ABSENT) | (PRESENT | LEAVE | ABSENT) person+ mark      和周瑜鲁肃谈心
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexeme, Lexemes, Tag, TagName, number_at, tag_at, text_at
from handlers.grammar.lexicon.persons import is_part_of_name, is_personal, raw
from handlers.grammar.lexicon.surnames import COMMON, COMPOUND, SURNAMES
from handlers.grammar.people.names import start_of_piece

_FIRST = SURNAMES | {name[0] for name in COMPOUND}
_ROLES = frozenset({Tag.HOST, Tag.LECTURER, Tag.RECORDER, Tag.LEAVE, Tag.ABSENT})
_MARKS = frozenset({*SEPARATORS, Tag.PAUSE, Tag.OPEN, Tag.CLOSE, Tag.COLON, None})
_NO_SYLLABLES = _MARKS | {Tag.WITH, Tag.EACH}
_PERSONS = frozenset({Tag.TITLE, Tag.PEOPLE, Tag.BY})
_BEFORE_LONE = _PERSONS | SEPARATORS
_WHEN = frozenset({Tag.DAY, Tag.DAY_UNIT, Tag.PART, Tag.WEEKDAY, Tag.HOUR_UNIT})
_BEFORE = _PERSONS | _MARKS | _WHEN | _ROLES
_BEHIND = _ROLES | _MARKS | {Tag.FILLER, Tag.TITLE, Tag.PEOPLE, Tag.WITH, Tag.REASON}
_TELLING = _ROLES | {Tag.TITLE}
_WORDS = frozenset({Tag.THING, Tag.PERFECT, Tag.FESTIVAL, Tag.PRAISE})
"""Words that may be a whole name where nothing else could stand: 党员和平主讲."""
_WHOLE = frozenset({Tag.OTHER, Tag.NAME})
_NEVER = frozenset(
    {Tag.EVERYBODY, Tag.KIND, Tag.LABEL, Tag.TITLE, Tag.PEOPLE, Tag.SELF, Tag.HOST, Tag.PRESENT, Tag.COUNTED}
    | {Tag.EXPECTED, Tag.PLACE, Tag.ARTEFACT, Tag.LEAVE, Tag.NOBODY, *_MARKS}
)  # fmt: skip
_BESIDE_FOREIGN = _BEHIND - {Tag.FILLER} | _BEFORE | _NEVER | {Tag.GO, Tag.AT, Tag.NUMBER}
_HEADS = frozenset({Tag.HEADS, Tag.PEOPLE})
_TOGETHER = frozenset("俩仨")
_AWAY = frozenset({Tag.LEAVE, Tag.ABSENT})
_AFTER_LIST: frozenset[TagName | None] = frozenset({*SEPARATORS, Tag.ALSO, None})
_BEFORE_GLUED: Mapping[TagName | None, frozenset[TagName | None]] = (
    dict.fromkeys({*_MARKS, Tag.KIND, Tag.HEADS, Tag.UNIT}, frozenset(_AWAY))
    | dict.fromkeys(_AWAY, _AFTER_LIST)
    | dict.fromkeys([Tag.PRESENT, Tag.COUNTED], _AFTER_LIST | _AWAY)
    | {Tag.WITH: frozenset({Tag.KIND})}
)
"""What stands behind names without a mark between them, by what stands before."""
_FEWEST_GLUED, _MOST_GLUED, _OFFICES = 4, 9, frozenset("组科处局股室部委队员")
_NUMERALS = frozenset("一二三四五六七八九")
_FAMILIAR = frozenset({"老", "小", "阿", "大"})
_UNKNOWN = frozenset({Tag.OTHER, Tag.NAME, Tag.UNIT})
_BEHIND_NUMERAL, _AFTER_NUMERAL = (
    frozenset({"同志", "等", "的", "两", "二"}),
    frozenset({*_TELLING, Tag.PAUSE, Tag.CONTENT}),
)
_LISTING = frozenset({Tag.PAUSE, Tag.SPACE})
_LONGEST, _FOREIGN, _MOST = 4, 6, 5


class _Whole(NamedTuple):
    """A stretch of lexemes, half-open, and the lengths of the names that make it up."""

    at: int
    end: int
    lengths: tuple[int, ...]


def with_whole_names(lexemes: Sequence[Lexeme]) -> Sequence[Lexeme]:
    """The lexemes, each name that stands out by its place as one of them."""
    whole = list(_names(lexemes))
    if not whole:
        return lexemes
    kept: list[Lexeme] = []
    at = 0
    for start, end, lengths in whole:
        if start < at:
            continue
        kept += lexemes[at:start]
        kept += _joined(lexemes[start:end], lengths)
        at = end
    return [*kept, *lexemes[at:]]


def _joined(pieces: Sequence[Lexeme], lengths: Sequence[int]) -> Iterator[Lexeme]:
    """One lexeme for each name, with a mark of no width between two."""
    text, start = raw(pieces, 0, len(pieces)), pieces[0].start
    at = 0
    for length in lengths:
        if at:
            yield Lexeme(Tag.PAUSE, "、", start + at, start + at)
        yield Lexeme(Tag.OTHER, text[at : at + length], start + at, start + at + length)
        at += length


def _names(lexemes: Lexemes) -> Iterator[_Whole]:
    """Where such names stand, in order, and how long they are."""
    for at, lexeme in enumerate(lexemes):
        text = lexeme.text
        may_begin = (first := text[0]) in _FIRST
        if not may_begin and lexeme.tag is not Tag.NUMBER and first not in _FAMILIAR and "·" not in text:
            continue  # most are
        if lexeme.tag is Tag.NUMBER and not may_begin:
            if (number := number_at(lexemes, at)) and 1 < number <= _MOST and (glued := _glued(lexemes, at, number)):
                yield glued
        elif first in _FAMILIAR and (known := _familiar(lexemes, at)):
            yield known
        elif may_begin and text_at(lexemes, at + 1)[:1] in _NUMERALS and (numbered := _numbered(lexemes, at)):
            yield numbered
        elif ("·" in text and (found := _foreign(lexemes, at))) or (may_begin and (found := _person(lexemes, at))):
            yield _whole(lexemes, *found)
        elif (
            may_begin
            and (behind := _BEFORE_GLUED.get(tag_at(lexemes, at - 1)))
            and (several := _several(lexemes, at, behind))
        ):
            yield several


def _whole(lexemes: Lexemes, at: int, end: int) -> _Whole:
    return _Whole(at, end, (lexemes[end - 1].end - lexemes[at].start,))


def _glued(lexemes: Lexemes, at: int, number: int) -> _Whole | None:
    """石秀杨雄李逵三个人: names without a mark, as many as the number behind them."""
    if tag_at(lexemes, at + 1) not in _HEADS and lexemes[at].text not in _TOGETHER:
        return None
    if at and lexemes[at - 1].text in _TOGETHER:
        return None  # nobody is called so
    start, first = at, max(at - _LONGEST * number, 0)
    while start > first and _is_syllable(lexemes[start - 1]):
        start -= 1
    if start == at:
        return None
    lengths = _cut(raw(lexemes, start, at), number)
    return _Whole(start, at, lengths) if lengths else None


def _numbered(lexemes: Lexemes, at: int) -> _Whole | None:
    """张三李四, 张三同志: a numeral as the given name, where what stands behind it is not counted by it."""
    end = at
    while text_at(lexemes, end) in COMMON and text_at(lexemes, end + 1) in _NUMERALS:
        end += 2
    pairs = (end - at) // 2
    if not pairs or tag_at(lexemes, at - 1) is Tag.NUMBER or text_at(lexemes, at - 1) in _FAMILIAR:
        return None
    told = text_at(lexemes, end) in _BEHIND_NUMERAL or tag_at(lexemes, end) in _AFTER_NUMERAL
    return _Whole(at, end, (2,) * pairs) if told or pairs > 1 else None


def _familiar(lexemes: Lexemes, at: int) -> _Whole | None:
    """老王老李, 小张小王小李: several who are called by their family names."""
    text, end = "", at
    while end < len(lexemes) and lexemes[end].tag in _UNKNOWN and _are_familiar(text + lexemes[end].text):
        text += lexemes[end].text
        end += 1
    pairs = len(text) // 2
    return _Whole(at, end, (2,) * pairs) if pairs > 1 and len(text) % 2 == 0 else None


def _are_familiar(text: str) -> bool:
    return all(first in _FAMILIAR for first in text[::2]) and all(second in COMMON for second in text[1::2])


def _several(lexemes: Lexemes, at: int, behind: frozenset[TagName | None]) -> _Whole | None:
    """周瑜鲁肃请假: names of which each begins with a common family name, if they can be cut in one way only."""
    end = at
    while end < len(lexemes) and end - at < _MOST_GLUED and lexemes[end].text != "的" and _is_syllable(lexemes[end]):
        end += 1
    if tag_at(lexemes, at - 3) in _AWAY and (number := number_at(lexemes, at - 2)):
        told = [cut for cut in _cuts(raw(lexemes, at, end)) if len(cut) == number] if number > 1 and end > at else []
        return _Whole(at, end, told[0]) if len(told) == 1 else None  # 请假三个刘洋陈静赵磊
    of_talk = tag_at(lexemes, at - 1) is Tag.WITH and text_at(lexemes, end) == "的"  # 和包志刚的谈心谈话
    if tag_at(lexemes, end + of_talk) not in behind:
        return None
    text = raw(lexemes, at, end)
    if end - at > 1 and tag_at(lexemes, at - 1) is Tag.WITH and is_personal(text):
        return _Whole(at, end, (len(text),))  # 跟应欢谈心
    if not _FEWEST_GLUED <= len(text) <= _MOST_GLUED or not _OFFICES.isdisjoint(text):
        return None
    cuts = list(_cuts(text))
    return _Whole(at, end, cuts[0]) if len(cuts) == 1 and len(cuts[0]) > 1 else None


def _cuts(text: str) -> Iterator[tuple[int, ...]]:
    """All ways to cut a text into names of two or three characters, a family name of two characters never in its middle."""
    if not text:
        yield ()
    compound = text[:2] in COMPOUND
    for length in (3, _LONGEST) if compound else (2, 3):
        named = compound or (text[:1] in COMMON and is_personal(text[:length]))
        if named and len(text) >= length and text[length - 1 : length + 1] not in COMPOUND:
            yield from ((length, *rest) for rest in _cuts(text[length:]))


def _is_syllable(lexeme: Lexeme) -> bool:
    if lexeme.tag in _NO_SYLLABLES:
        return False
    return is_part_of_name(lexeme) or (len(lexeme.text) == 1 and "一" <= lexeme.text <= "鿿")


def _cut(text: str, number: int) -> tuple[int, ...]:
    """The lengths of so many names that make up a text; none where it cannot be cut so."""
    if number == 1:
        return (len(text),) if is_personal(text) else ()
    for length in (3, 2, 4):
        if is_personal(text[:length]) and (rest := _cut(text[length:], number - 1)):
            return (length, *rest)
    return ()


def _foreign(lexemes: Lexemes, at: int) -> tuple[int, int] | None:
    """Everything between the marks, titles and roles on both sides of a ·."""
    start, end = at, at + 1
    while start > 0 and _may_be_foreign(lexemes, start - 1) and at - start < _FOREIGN:
        start -= 1
    while end < len(lexemes) and _may_be_foreign(lexemes, end) and end - at <= _FOREIGN:
        end += 1
    return (start, end) if end - start > 1 else None


def _may_be_foreign(lexemes: Lexemes, at: int) -> bool:
    lexeme = lexemes[at]
    return len(lexeme.text) <= 2 and lexeme.text not in "的了和与及跟" and lexeme.tag not in _BESIDE_FOREIGN


def _person(lexemes: Lexemes, at: int) -> tuple[int, int] | None:
    """The longest name that begins here, where what stands on both sides tells that it is one."""
    before = tag_at(lexemes, at - 1)
    if before not in _BEFORE:
        return None
    if before in _BEFORE_LONE and _ends_in_and(lexemes, at):
        return at, at + 2
    if lexemes[at].tag in _WHOLE and tag_at(lexemes, at + 1) in _MARKS:
        return None
    behind = [*[lexeme.tag for lexeme in lexemes[at + 1 : at + 1 + _LONGEST]], None][:_LONGEST]
    ends = [(end, tag) for end, tag in enumerate(behind, at + 1) if tag in _BEHIND]
    for end, tag in reversed(ends):
        if _is_told(before, tag, single=end == at + 1) and _is_name(lexemes, at, end):
            return at, end
    for end, tag in ends if before in _MARKS else ():
        if tag in _MARKS and end > at + 1 and _is_listed(lexemes, at, end):
            return at, end
    return None


def _ends_in_and(lexemes: Lexemes, at: int) -> bool:
    """护林员苏和坐树下: a family name alone is joined to nobody."""
    return lexemes[at].tag is Tag.OTHER and lexemes[at].text in COMMON and text_at(lexemes, at + 1) == "和"


def _is_told(before: TagName | None, behind: TagName | None, *, single: bool) -> bool:
    """Whether what stands on both sides of a piece tells that it is a person."""
    if before in _PERSONS:
        return behind in _TELLING if single else True
    return before not in _ROLES and behind in _TELLING and not single


def _is_name(lexemes: Lexemes, at: int, end: int) -> bool:
    if end - at == 1:
        return lexemes[at].tag in _WORDS and is_personal(lexemes[at].text)
    if not is_personal(raw(lexemes, at, end)):
        return False
    pieces = lexemes[at:end]
    joins = pieces[-1].tag is Tag.WITH and tag_at(lexemes, end) in _PERSONS  # 书记李强与委员
    return not (joins or pieces[0].tag is Tag.WITH or [x for x in pieces if x.tag in _NEVER or _is_word(x)])


def _is_word(piece: Lexeme) -> bool:
    if piece.tag is Tag.NUMBER:
        return piece.text.isascii()
    return len(piece.text) > 1 and piece.tag not in _WHOLE


def _is_listed(lexemes: Lexemes, at: int, end: int) -> bool:
    """孟凡、孟想: an item of several words in a list whose next item may be a name too."""
    before, behind = tag_at(lexemes, at - 1), tag_at(lexemes, end)
    behind_one, before_one = before in _LISTING and behind in _MARKS, before in _MARKS and behind in _LISTING
    if not (behind_one or before_one) or not _is_name(lexemes, at, end):
        return False
    if behind_one and _is_item(lexemes, start_of_piece(lexemes, at - 1), at - 1):
        return True
    return before_one and _is_item(lexemes, end + 1, _end_of_item(lexemes, end + 1))


def _is_item(lexemes: Lexemes, at: int, end: int) -> bool:
    return end > at and is_personal(raw(lexemes, at, end))


def _end_of_item(lexemes: Lexemes, at: int) -> int:
    end = at
    last = min(at + _LONGEST, len(lexemes))
    while end < last and lexemes[end].tag not in _MARKS:
        end += 1
    return end
