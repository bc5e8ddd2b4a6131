"""What is new and what is old in a text that changes a record: 王磊写错了,应该是王雷."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from handlers.grammar.fields.changed_labels import begins_with_label, label_before, tells_difference
from handlers.grammar.lexicon.lexeme import Lexeme, Lexemes, Tag, tag_at

SIGNALS = (Tag.CHANGE, Tag.WRONG, Tag.ARROW, Tag.DELETE)
"""What says that something is to be changed."""
DENIALS = frozenset({"不是", "而不是", "并非", "别写", "别填", "不要写", "不要填", "不在"})
_BEFORE = frozenset(
    {"本来是", "原来是", "原先是", "原本是", "之前是", "先前是", "原来写的", "之前写的", "原来报的", "之前报的"}
)
"""Behind these stands what was entered before."""
_WRITING = frozenset({"写", "填", "要写", "要填"})
"""What stands before the right value behind 别写."""
_CLAUSE_ENDS = frozenset({Tag.COMMA, Tag.STOP, Tag.NEWLINE})
_ROLES = frozenset({Tag.HOST, Tag.LECTURER, Tag.RECORDER, Tag.LEAVE, Tag.ABSENT})
_WRITTEN = frozenset({"写成", "填成", "登成", "录成", "报成", "记成", "打成"})
"""写成王磊了,应该是王雷: what was written may be what is wrong."""


def without_old(lexemes: Lexemes) -> tuple[list[Lexeme], int]:
    """The lexemes that tell the new values, and where the first word of change stands."""
    kept: list[Lexeme] = []
    label: list[Lexeme] = []
    first, written = len(lexemes), False
    signalled = any(lexeme.tag in SIGNALS for lexeme in lexemes)
    for start, end in _clauses(lexemes):
        here = _signal(lexemes, start, end)
        first = min(first, len(lexemes) if here is None else here)
        old = any(lexeme.text in _BEFORE for lexeme in lexemes[start:end]) or _is_left(lexemes, start, end)
        if old or (here is None and first == len(lexemes) and signalled):
            continue
        new, left = _new_in(lexemes, start, end, here)
        if new and here is not None and written:
            kept = []  # 党课写成了党日,改回党课
        written = here is not None and lexemes[here].text in _WRITTEN
        if new and label and not begins_with_label(new):
            kept, new = [], [*label, _colon(new[0]), *new[new[0].tag is Tag.AT :]]
        label = left or ([] if new else label)
        if new:
            kept += [*new, *lexemes[end : end + 1]]
    return kept, first


def recounts(lexemes: Lexemes, at: int) -> bool:
    """昨天的党课不是28人,是26人: a number that was wrong, its unit, and another right behind."""
    if tag_at(lexemes, at + 1) is not Tag.NUMBER:
        return False
    change = at + 3 + (tag_at(lexemes, at + 3) is Tag.COMMA)
    return tag_at(lexemes, change) is Tag.CHANGE and tag_at(lexemes, change + 1) is Tag.NUMBER


def _is_left(lexemes: Lexemes, start: int, end: int) -> bool:
    """支部大会不在三楼,在四楼: where it was not, before where it was."""
    return tag_at(lexemes, end + 1) is Tag.AT and any(
        lexemes[at].tag is Tag.NOT and lexemes[at + 1].tag is Tag.AT for at in range(start, end - 1)
    )


def _clauses(lexemes: Lexemes) -> Iterator[tuple[int, int]]:
    """The clauses; 应到改18 请假加上蓝图 are two as well: two changes with a blank between them."""
    start = 0
    changes = [at for at, lexeme in enumerate(lexemes) if lexeme.tag is Tag.CHANGE]
    ends = [*(at for at, lexeme in enumerate(lexemes) if lexeme.tag in _CLAUSE_ENDS), len(lexemes)]
    for at, lexeme in enumerate(lexemes):
        if lexeme.tag in _CLAUSE_ENDS or (
            lexeme.tag is Tag.SPACE
            and _is_between(changes, start + 1, at - 1)
            and _is_between(changes, at + 2, ends[bisect_left(ends, at)])
        ):
            yield start, at
            start = at + 1
    yield start, len(lexemes)


def _is_between(places: Sequence[int], start: int, end: int) -> bool:
    return bisect_left(places, start) < bisect_left(places, end)


def _signal(lexemes: Lexemes, start: int, end: int) -> int | None:
    """The word in a clause behind which new values come: the last firm one, else any."""
    found = [at for at in range(start, end) if lexemes[at].tag in SIGNALS]
    arrows = [at for at in found if lexemes[at].tag is Tag.ARROW]
    firm = [at for at in found if lexemes[at].tag is Tag.CHANGE]
    return next(iter([*arrows[-1:], *firm[-1:], *found]), None)


def _new_in(lexemes: Lexemes, start: int, end: int, signal: int | None) -> tuple[list[Lexeme], list[Lexeme]]:
    """The new values of a clause, and the label that it leaves for the next."""
    if signal is None:
        start += lexemes[start].text in _WRITING if start < end else 0
        return ([] if any(x.tag is Tag.ENTRY for x in lexemes[start:end]) else list(lexemes[start:end])), []
    denial = next((at for at in range(start, signal) if lexemes[at].text in DENIALS), signal)
    label = (
        label_before(lexemes, signal, start) or label_before(lexemes, denial, start) or _role_in(lexemes, start, signal)
    )
    stop = next((at for at in range(signal + 1, end) if lexemes[at].text in DENIALS), end)
    behind = list(lexemes[signal + 1 : stop])
    if tells_difference(lexemes[signal], behind):
        return [], label
    if lexemes[signal].text in DENIALS or lexemes[signal].tag is Tag.DELETE or not _has_value(behind):
        return [], label
    new = [*label, _colon(behind[0]), *behind] if label else behind
    return new, label if lexemes[signal].text in _WRITTEN else []


def _role_in(lexemes: Lexemes, start: int, end: int) -> list[Lexeme]:
    """The role that a clause speaks of: 把请假名单里的孙丽改成."""
    return [lexeme for lexeme in lexemes[start:end] if lexeme.tag in _ROLES][-1:]


def _has_value(lexemes: Lexemes) -> bool:
    return any(lexeme.tag not in {Tag.FINAL, Tag.PERFECT, Tag.FILLER, Tag.SPACE, Tag.COLON} for lexeme in lexemes)


def _colon(before: Lexeme) -> Lexeme:
    return Lexeme(Tag.COLON, ":", before.start, before.start)
