"""Names of people.

    names  := name ((、 | 和 | 与 | 及 | blank) name)*
    name   := [TITLE | PEOPLE]* person [TITLE | 同志] [( … )] | surname TITLE | TITLE
    person := roster name | surname given{1,2} | 老 surname | foreign · foreign | two to four characters between two marks

Names are kept as written, so a name is a span of the text.
"""

from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.persons import (
    LONGEST,
    Span,
    is_foreign,
    is_given,
    is_part_of_name,
    is_personal,
    is_trusted,
    may_be_personal,
    name_in,
    raw,
)
from handlers.grammar.lexicon.surnames import FOREIGN

_BETWEEN = frozenset({"和", "与", "及", "跟", "以及", "同", "还有", "加上"})
_BESIDE_NAMES = frozenset(
    {
        Tag.TITLE,
        Tag.PEOPLE,
        Tag.FILLER,
        Tag.SELF,
        Tag.THING,
        Tag.EVERYBODY,
        Tag.BY,
        Tag.FINAL,
        Tag.PLACE,
        Tag.SPACE,
        Tag.ALSO,
    }
)
_MARKS = frozenset(
    {
        Tag.COMMA,
        Tag.STOP,
        Tag.NEWLINE,
        Tag.PAUSE,
        Tag.COLON,
        Tag.QUESTION_MARK,
        Tag.QUOTED,
        Tag.SLASH,
        Tag.DASH,
        Tag.ARROW,
        Tag.DOT,
    }
)
_AWAY = frozenset({Tag.REASON, Tag.LEAVE, Tag.ABSENT})
_CLOSE_BARE = _MARKS - {Tag.COLON} | {Tag.SPACE, Tag.CLOSE, Tag.REASON, Tag.OPEN, Tag.EACH, None, Tag.DAY, Tag.WEEKDAY}
_BEHIND_BETWEEN = _MARKS | {Tag.SPACE, None}
_ALONE, _LOOSE = frozenset({Tag.OTHER, Tag.NAME, Tag.THING}), frozenset({Tag.SPACE, Tag.COMMA})
_BEFORE_PIECES = _MARKS | {Tag.SPACE, Tag.OPEN, Tag.CLOSE}
_BEHIND_COUNTS = frozenset({Tag.HEADS, Tag.UNIT, Tag.DAY_UNIT, Tag.MONTH_UNIT, Tag.HOUR_UNIT, Tag.SLASH})
PAIRING = frozenset({Tag.ARROW, Tag.DASH})
_BEFORE_DAYS = frozenset({Tag.SPACE, Tag.COMMA, Tag.COLON, Tag.OPEN, Tag.DASH})
_DAYS = frozenset({Tag.DAY_UNIT, Tag.MONTH_UNIT, Tag.DOT})
"""3日张三、5日李四: behind 、 another day begins."""
MOODS = frozenset({Tag.FILLER, Tag.FUTURE, Tag.PERFECT, Tag.WISH, Tag.PRAISE, Tag.FESTIVAL, Tag.FINAL})
"""Words that say nothing by themselves where they are one item among names: 尚可、左右、文明."""
Walked = dict[tuple[int, bool], tuple[tuple[Span, ...], int, int]]
"""Lists that were walked before, by the place of each name: the whole list, which of its names that is, and the end."""
_NO_NAMES = frozenset({Tag.OPEN, Tag.CLOSE, Tag.LABEL, Tag.KIND, Tag.EVERYBODY, Tag.NOT, Tag.NOBODY, Tag.PEOPLE, Tag.TITLE, Tag.SELF, Tag.HEADS, Tag.WITH})  # fmt: skip


def read_names(lexemes: Lexemes, at: int, *, spaced: bool = False) -> tuple[tuple[Span, ...], int]:
    """The names that start here, and where they end; `spaced` where blanks and commas may stand between them."""
    names, end = _walk(lexemes, at, spaced=spaced)
    return tuple([span for _, span in names]), end


def read_listed(lexemes: Lexemes, at: int, walked: Walked, *, spaced: bool = False) -> tuple[tuple[Span, ...], int]:
    """The same for lists that are tried from each of their names: what is left of one that was `walked` is one as well."""
    if (at, spaced) not in walked:
        names, end = _walk(lexemes, at, spaced=spaced)
        spans = tuple([span for _, span in names])
        walked[at, spaced] = spans, 0, end
        walked.update(((start, spaced), (spans, n, end)) for n, (start, _) in enumerate(names) if n)
    spans, first, end = walked[at, spaced]
    return spans[first:], end


def is_spaced(lexemes: Lexemes, at: int, *, counted: bool) -> bool | None:
    """Whether a blank (of names that may be `counted`), or else 、 or 和, parts a first name from a second; None: neither."""
    stop = _past_brackets(lexemes, end_of_bounded(lexemes, at) or end_of_piece(lexemes, at))
    if _goes_on(lexemes, stop, spaced=False):
        return False
    if not counted or not _goes_on(lexemes, stop, spaced=True):
        return None
    at = stop + 1 + (tag_at(lexemes, stop + 1) is Tag.SPACE)
    return is_bare(lexemes, at, end_of_bounded(lexemes, at) or end_of_piece(lexemes, at)) or None


def _walk(lexemes: Lexemes, at: int, *, spaced: bool) -> tuple[list[tuple[int, Span]], int]:
    """Names with the places where they start, and where the last one ends."""
    names: list[tuple[int, Span]] = []
    end = at
    while at < len(lexemes):
        at += lexemes[at].tag is Tag.SPACE
        if bounded := end_of_bounded(lexemes, at):
            stop = bounded
            span: Span | None = (lexemes[at].start, lexemes[stop - 1].end)
        else:
            stop = end_of_piece(lexemes, at)
            span = _span_of_piece(lexemes, at, stop)
        if span is None or (
            names and spaced and tag_at(lexemes, at - 1) is not Tag.PAUSE and not is_bare(lexemes, at, stop)
        ):
            break
        names.append((at, span))
        end = stop = _past_brackets(lexemes, stop)
        if not _goes_on(lexemes, stop, spaced=spaced):
            break
        at = stop + 1
    return names, end


def _span_of_piece(lexemes: Lexemes, at: int, stop: int) -> Span | None:
    """The name in the words about one person: all of them, or a part; all as well of what stands in a list."""
    if at >= stop:
        return None
    whole = lexemes[at].start, lexemes[stop - 1].end
    if is_whole(lexemes, at, stop):
        return whole
    span = name_in(lexemes, at, stop)
    if not is_listed(lexemes, at, stop):
        return span
    return whole if span is None or not is_trusted(lexemes, span) or is_foreign(raw(lexemes, at, stop)) else span


def _past_brackets(lexemes: Lexemes, at: int) -> int:
    """Behind the remark on a name: 史湘(骨折)."""
    if tag_at(lexemes, at) is not Tag.OPEN:
        return at
    last = min(at + _LONGEST_PIECE, len(lexemes))
    close = next((here for here in range(at, last) if lexemes[here].tag is Tag.CLOSE), None)
    if close is None or tag_at(lexemes, close + 1) not in _BEHIND_REMARKS:
        return at
    listed = tag_at(lexemes, close + 1) in {Tag.PAUSE, Tag.COMMA, Tag.SPACE}
    return close + 1 if listed or all(x.tag is not Tag.NUMBER for x in lexemes[at:close]) else at


def end_of_bounded(lexemes: Lexemes, at: int) -> int | None:
    """The mark behind two or three characters that look like a name, whatever words they are made of (焦点, 毕升)."""
    stop, last = at, min(at + 3, len(lexemes))
    while stop < last and lexemes[stop].tag not in _BEFORE_PIECES:
        stop += 1
    closed = stop == len(lexemes) or lexemes[stop].tag in _BEFORE_PIECES
    if not closed and is_paired(lexemes, stop - 1):
        stop, closed = stop - 1, True
    return stop if closed and is_whole(lexemes, at, stop) else None


def is_whole(lexemes: Lexemes, at: int, stop: int) -> bool:
    """Whether the words of a stretch together look like one name."""
    text = raw(lexemes, at, stop)
    if not is_personal(text):
        return False
    pieces = lexemes[at:stop]
    if len(text) == _LONG and pieces[-1].text == "人":
        pieces = pieces[:-1]  # 卫硕人
    if not _NO_NAMES.isdisjoint([piece.tag for piece in pieces]):
        return False
    return len(pieces) > 1 or pieces[0].tag in _ALONE


def is_listed(lexemes: Lexemes, at: int, stop: int) -> bool:
    """Whether a stretch is one item of a list with 、 that may be a name, though it looks like none by itself."""
    if tag_at(lexemes, at - 1) is not Tag.PAUSE and tag_at(lexemes, stop) is not Tag.PAUSE:
        return False
    alone = stop == at + 1 and lexemes[at].tag in MOODS
    unclaimed = all(is_part_of_name(piece) or piece.tag in {Tag.THING, Tag.BY} for piece in lexemes[at:stop])
    return (alone or unclaimed) and may_be_personal(raw(lexemes, at, stop))


def is_paired(lexemes: Lexemes, at: int) -> bool:
    """严谨与华丽一对: they talked with each other."""
    return text_at(lexemes, at) == "一" and text_at(lexemes, at + 1) in {"对", "组"}


def names_between(lexemes: Lexemes, at: int, until: int) -> tuple[Span, ...]:
    """Every name in a stretch that holds nothing but names."""
    spans: list[Span] = []
    while at < until:
        stop = end_of_piece(lexemes, at, until)
        if stop < until and lexemes[stop].text == "来" and end_of_bounded(lexemes, at) == stop + 1:
            stop += 1  # 许春来
        span = _span_of_piece(lexemes, at, stop)
        if span:
            spans.append(span)
        at = max(stop, at) + 1
    return tuple(spans)


def _goes_on(lexemes: Lexemes, at: int, *, spaced: bool) -> bool:
    if tag_at(lexemes, at) is Tag.PAUSE or text_at(lexemes, at) in _BETWEEN:
        return not _is_day(lexemes, at + 1)
    return spaced and tag_at(lexemes, at) in _LOOSE


def is_bare(lexemes: Lexemes, at: int, stop: int) -> bool:
    """Nothing but a short name between two marks, or before a day (贾宏明12月14日, 曹兵今天)."""
    if (
        tag_at(lexemes, stop) not in _CLOSE_BARE
        and text_at(lexemes, stop) not in _BETWEEN
        and not _is_day(lexemes, stop)
    ):
        return False
    if stop == at + 2 and lexemes[at].tag is Tag.FILLER and tag_at(lexemes, at + 1) in _AWAY:
        return False  # 都出差
    text = raw(lexemes, at, stop)
    single = stop == at + 1
    if is_personal(text) or text in FOREIGN or "·" in text or (single and lexemes[at].tag is Tag.NAME):
        return True
    alone = single and lexemes[at].tag is Tag.OTHER and tag_at(lexemes, at - 1) is Tag.SPACE
    return alone and len(text) <= LONGEST


def _is_day(lexemes: Lexemes, at: int) -> bool:
    return tag_at(lexemes, at) is Tag.NUMBER and tag_at(lexemes, at + 1) in _DAYS


def end_of_piece(lexemes: Lexemes, at: int, until: int | None = None) -> int:
    """Where the words about one person end, at `until` at the latest."""
    depth, named = 0, False
    last = min(at + _LONGEST_PIECE, len(lexemes) if until is None else until)
    for here in range(at, last):
        lexeme = lexemes[here]
        tag = lexeme.tag
        if tag is Tag.OTHER and lexeme.text not in _BETWEEN:  # most are
            named = True
            continue
        depth += (tag is Tag.OPEN) - (tag is Tag.CLOSE)
        if depth < 0:
            return here
        if depth == 0 and ((named or here == at) if tag is Tag.SPACE else _ends_piece(lexemes, at, here)):
            return here
        named = named or is_part_of_name(lexeme)
    return max(last, at)


_BEHIND_REMARKS = frozenset({Tag.PAUSE, *SEPARATORS, None})
_LONGEST_PIECE = 60
"""With what is told of the person in brackets; a bound, for texts that are not written by people."""
_INSIDE = frozenset({Tag.OPEN, Tag.CLOSE, Tag.REASON})
_LONGEST_NAME, _LONG = 6, 3


def start_of_piece(lexemes: Lexemes, at: int) -> int:
    """Where the words about one person begin that end here."""
    here, first = at, max(at - _LONGEST_NAME, 0)
    while here > first and lexemes[here - 1].tag not in _BEFORE_PIECES:
        here -= 1
    return here


def start_of_item(lexemes: Lexemes, at: int) -> int | None:
    """Where the name stands that a list has right before a day: 贡山 7/1, 屠龙 7/2."""
    end = at
    while tag_at(lexemes, end - 1) in _BEFORE_DAYS:
        end -= 1
    start = start_of_piece(lexemes, end)
    if start == end or not is_whole(lexemes, start, end):
        return None
    return start_of_piece(lexemes, start - 1) if tag_at(lexemes, start - 1) in PAIRING else start


def _ends_piece(lexemes: Lexemes, start: int, at: int) -> bool:
    lexeme = lexemes[at]
    if lexeme.tag in _MARKS:
        return True
    if lexeme.tag is Tag.NUMBER and (
        lexeme.text.isascii() or tag_at(lexemes, at + 1) in _BEHIND_COUNTS or is_paired(lexemes, at)
    ):
        return True
    if lexeme.text in _BETWEEN:
        ends = tag_at(lexemes, at + 1) in _BEHIND_BETWEEN and is_personal(raw(lexemes, start, at + 1))
        return len(raw(lexemes, start, at)) > 1 and not ends
    if lexeme.tag in _INSIDE or lexeme.tag in _BESIDE_NAMES or lexeme.text == ":":
        return False
    return not is_part_of_name(lexeme) and not is_given(lexemes, start, at)
