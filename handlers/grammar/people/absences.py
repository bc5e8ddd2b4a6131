"""Who was away, and why, where it is told as a heading or behind a number.

absence := (LEAVE | ABSENT) [count] [names] | REASON : names | REASON count [names] | count (LEAVE | ABSENT) ( names )
"""

from dataclasses import replace

from handlers.grammar.lexicon.lexeme import EDGES, SEPARATORS, Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexicon.persons import Span, is_personal, is_trusted, may_be_personal, raw
from handlers.grammar.lexicon.phrases import CountPhrase, NamesPhrase, Phrase, Role
from handlers.grammar.people.counts import count_behind
from handlers.grammar.people.excuses import excused_behind
from handlers.grammar.people.names import read_names
from handlers.grammar.people.one_by_one import read_one_by_one

_AFTER_ITEMS = frozenset({*SEPARATORS, Tag.PAUSE, Tag.OPEN, Tag.CLOSE, None})
_FIRM, _LONGEST_HEAD = 3, 5
_HEADS = frozenset({Tag.REASON, Tag.LEAVE, Tag.KIND, Tag.OTHER})
_LACKING = frozenset({"缺", "缺了", "独缺", "就缺", "只缺", "单缺"})
_LINKS = frozenset(
    {
        "的",
        "是",
        "有",
        "了",
        "分别是",
        "为",
        "叫",
        "还有",
        "一个叫",
        "名单",
        "人员",
        "分别为",
        "就是",
        "即",
        "名叫",
        "叫做",
        "是的",
    }
)

_JOINTS = frozenset({Tag.COMMA, Tag.PAUSE, Tag.SPACE})
_CAUSE = frozenset({Tag.REASON, Tag.PERFECT, Tag.FINAL})
_COUNTED, _OF_COUNTED = frozenset({Tag.HEADS, Tag.PEOPLE}), frozenset({"个", "的"})
_DOING = frozenset({Tag.HOST, Tag.LECTURER, Tag.RECORDER})


def read_missing(lexemes: Lexemes, at: int, role: Role) -> list[Phrase]:
    """请假3人:张三、李四, 缺席:无."""
    if one_by_one := read_one_by_one(lexemes, at + 1):
        spans, end = one_by_one
        return [NamesPhrase(at=at, end=end, rule=f"names:{role}", role=role, spans=spans)]
    apart = tag_at(lexemes, at + 1) is Tag.SPACE and tag_at(lexemes, at + 2) is Tag.TOTAL
    found = None if apart else count_behind(lexemes, at + 1, far=False)
    end = found[1] if found else at + 1
    phrases: list[Phrase] = []
    if found:
        phrases.append(CountPhrase(at=at, end=end, rule=f"label:{role}", role=role, number=found[0], weight=_FIRM))
    names_at = _into_names(lexemes, end)
    spans, names_end = read_names(lexemes, names_at, spaced=True) if names_at is not None else ((), end)
    if found and names_at == end and tag_at(lexemes, names_end) in _DOING:
        spans = ()  # 请假一人书记主持的
    if each := read_one_by_one(lexemes, end):
        spans, names_end = each
    if found and not spans and (told := names_behind(lexemes, found[1], found[0])):
        spans, names_end = told
    if (
        spans
        and not found
        and number_at(lexemes, names_end) == len(spans)
        and tag_at(lexemes, names_end + 1) is Tag.HEADS
    ):
        names_end += 2  # 缺桑梓一人
    if spans and (
        found is not None
        or len(spans) > 1
        or is_trusted(lexemes, spans[0])
        or any(lexeme.tag is Tag.COLON for lexeme in lexemes[at:names_at])
    ):
        causes = sum(lexeme.tag is Tag.REASON for lexeme in lexemes[end:names_end])
        why = role is Role.ABSENT and (causes >= len(spans) or excused_behind(lexemes, names_end))
        role = Role.LEAVE if why else role
        phrases = [
            replace(phrase, role=role, rule=f"label:{role}") for phrase in phrases if isinstance(phrase, CountPhrase)
        ]
        phrases.append(NamesPhrase(at=at, end=names_end, rule=f"names:{role}", role=role, spans=spans))
    return phrases


def _taken(lexemes: Lexemes, at: int) -> list[Phrase]:
    """请了3个人的假, 请了俩假: how many took leave; 李明请了两个假 tells how often."""
    number = number_at(lexemes, at + 1)
    if lexemes[at].text != "请了" or number is None:
        return []
    end, people = at + 2, False
    while tag_at(lexemes, end) in _COUNTED or text_at(lexemes, end) in _OF_COUNTED:
        people = people or tag_at(lexemes, end) in _COUNTED
        end += 1
    opens = tag_at(lexemes, at - 1) in EDGES and number > 1
    if text_at(lexemes, end) != "假" or not (people or opens):
        return []
    return [CountPhrase(at=at, end=end + 1, rule="label:leave", role=Role.LEAVE, number=number, weight=_FIRM)]


def _by_reasons(lexemes: Lexemes, at: int) -> list[Phrase]:
    """事假2人,病假1人: all of them, where nobody is named."""
    total, end = 0, at
    while tag_at(lexemes, end) is Tag.REASON and (number := number_at(lexemes, end + 1)):
        total += number
        end += 2 + (tag_at(lexemes, end + 2) in _COUNTED)
        more = tag_at(lexemes, end) in _JOINTS and tag_at(lexemes, end + 1) is Tag.REASON
        end += more
        if not more:
            break
    one = end <= at + 3
    if one or tag_at(lexemes, end) not in EDGES:
        return []
    return [CountPhrase(at=at, end=end, rule="label:leave", role=Role.LEAVE, number=total)]


def _into_names(lexemes: Lexemes, at: int) -> int | None:
    """Past the marks between a count and its names."""
    while tag_at(lexemes, at) in {Tag.COLON, Tag.OPEN, Tag.SPACE, Tag.DASH} or text_at(lexemes, at) in _LINKS:
        at += 1
    if tag_at(lexemes, at) in {Tag.NOT, Tag.NOBODY, Tag.COMMA, Tag.STOP, Tag.NEWLINE, Tag.CLOSE, None}:
        return None
    return at


def names_behind(lexemes: Lexemes, at: int, number: int) -> tuple[tuple[Span, ...], int] | None:
    """2人请假(刘刚、何洁); 请假2人,分别是刘刚、何洁: behind a mark as many as were counted."""
    mark = tag_at(lexemes, at)
    if mark not in {Tag.OPEN, Tag.COLON, Tag.COMMA, Tag.SPACE}:
        return None
    at += 1
    if mark in {Tag.OPEN, Tag.COLON} and (by_reason := _by_reason(lexemes, at, number)):
        return by_reason
    if number > 1 and (each := _each_with_reason(lexemes, at, number)):
        return each
    while text_at(lexemes, at) in _LINKS:
        at += 1
    spans, end = read_names(lexemes, at, spaced=True)
    linked = text_at(lexemes, at - 1) in _LINKS
    if len(spans) != number or (linked and not all(is_trusted(lexemes, span) for span in spans)):
        return _items(lexemes, at, number) if linked or mark is Tag.OPEN else None
    if mark in {Tag.COMMA, Tag.SPACE} and not (
        tag_at(lexemes, end) in EDGES and all(is_trusted(lexemes, span) for span in spans)
    ):
        return None
    return spans, end


def read_excused(lexemes: Lexemes, at: int) -> list[Phrase]:
    """出差:鲁天明、荆慧: a reason as the heading of those whom it kept away; 请了3个人的假."""
    if lexemes[at].tag is Tag.BY:
        return _taken(lexemes, at)
    if tag_at(lexemes, at + 1) is Tag.NUMBER:
        return _by_reasons(lexemes, at)
    if tag_at(lexemes, at + 1) is not Tag.COLON or tag_at(lexemes, at - 1) not in EDGES:
        return []
    spans, end = read_names(lexemes, at + 2)
    named = spans and all(is_trusted(lexemes, span) for span in spans) and tag_at(lexemes, end) in EDGES
    return [NamesPhrase(at=at, end=end, rule="names:leave", role=Role.LEAVE, spans=spans)] if named else []


def names_excused(lexemes: Lexemes, counted: CountPhrase) -> NamesPhrase | None:
    """病假1人窦凤英,出差3人:邵武、路苇、计长安."""
    at = counted.end
    spans, end = read_names(lexemes, at)
    told = (spans, end) if len(spans) == counted.number else names_behind(lexemes, at, counted.number)
    if told is None:
        return None
    return NamesPhrase(at=counted.at, end=told[1], rule="names:leave", role=Role.LEAVE, spans=told[0])


def lacks_somebody(lexemes: Lexemes, at: int) -> bool:
    """Whether a verb stands here behind which it is told who was away: 缺了隋红."""
    named = tag_at(lexemes, at + 1) is Tag.NAME or is_personal(text_at(lexemes, at + 1))
    return named and text_at(lexemes, at) in _LACKING


def _items(lexemes: Lexemes, at: int, number: int) -> tuple[tuple[Span, ...], int] | None:
    """一人请假(达来): as many items as were counted, whatever words they are made of."""
    spans: list[Span] = []
    while at < len(lexemes) and len(spans) < number:
        stop = at
        while tag_at(lexemes, stop) not in _AFTER_ITEMS:
            stop += 1
        if not may_be_personal(raw(lexemes, at, stop)):
            return None
        spans.append((lexemes[at].start, lexemes[stop - 1].end))
        at = stop + 1
    closed = tag_at(lexemes, at - 1) in {*SEPARATORS, Tag.CLOSE, None}
    return (tuple(spans), at - 1) if len(spans) == number and closed else None


def _by_reason(lexemes: Lexemes, at: int, number: int) -> tuple[tuple[Span, ...], int] | None:
    """(出差:邱波;公休:夏岚、鲁杰): under the heads of their reasons as many as were counted."""
    spans: list[Span] = []
    while at < len(lexemes) and len(spans) < number:
        colon = next((n for n in range(at, min(at + _LONGEST_HEAD, len(lexemes))) if lexemes[n].tag is Tag.COLON), at)
        named, end = read_names(lexemes, colon + 1)
        if colon == at or lexemes[colon - 1].tag not in _HEADS or not named:
            return None
        spans += named
        at = end + (tag_at(lexemes, end) in SEPARATORS)
    return (tuple(spans), at) if len(spans) == number else None


def _each_with_reason(lexemes: Lexemes, at: int, number: int) -> tuple[tuple[Span, ...], int] | None:
    """请假2人,张伟在外地,李明生病: as many clauses as were counted, of a name and its reason."""
    spans: list[Span] = []
    end = at
    while len(spans) < number:
        named, end = read_names(lexemes, at)
        while tag_at(lexemes, end) in _CAUSE:
            end += 1
        told = any(lexeme.tag is Tag.REASON for lexeme in lexemes[at:end])
        if len(named) != 1 or not told or not is_trusted(lexemes, named[0]):
            return None
        spans += named
        at = end + 1
    return (tuple(spans), end) if tag_at(lexemes, end) in _AFTER_ITEMS else None
