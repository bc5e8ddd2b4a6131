"""Where an item of a list begins: a line, a name, a kind with its day, a group with its number of people.

item := NAME date | words date (behind an item that ended in one) | kind [( | : | 是] date | ordinal 组 … count
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from handlers.grammar.clauses.clause_edges import start_of_sentence
from handlers.grammar.clauses.frames import framed_kind
from handlers.grammar.clauses.sentences import Sentences, has_word
from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.mood_words import AGAIN
from handlers.grammar.lexicon.phrases import (
    AmountPhrase,
    CountPhrase,
    DatePhrase,
    KindPhrase,
    NamesPhrase,
    PeriodPhrase,
    Phrase,
    Role,
    TimePhrase,
)
from handlers.grammar.lexicon.time_words import Part
from handlers.grammar.people.bare_names import bounded_name
from handlers.grammar.people.names import start_of_item
from schedules.ledger.activity import ActivityKind

_BEFORE_DAY = frozenset({Tag.OPEN, Tag.COLON, Tag.SPACE})
_IS = frozenset({"是", "在", "于"})
_EDGES = SEPARATORS | {Tag.PAUSE, Tag.CLOSE, Tag.ALSO}
_BEFORE_PART = SEPARATORS | {Tag.CLOSE, Tag.HEADS, Tag.PAUSE}
_DAYS = frozenset({Tag.DAY, Tag.DAY_UNIT, Tag.WEEKDAY, Tag.WEEK, Tag.NUMBER, Tag.DASH, Tag.OPEN, Tag.FESTIVAL})
"""What names the day of the part that stands behind."""
_VERBS = frozenset({Tag.HOLD, Tag.LECTURER})
_TELLS = frozenset({Tag.OTHER, Tag.THING, Tag.CONTENT, Tag.HOLD, Tag.PLACE})
_GROUPS = frozenset({"组", "小组", "党小组"})
_ORDINALS = frozenset({"第一", "第二", "第三", "第四"})
_APART = ("分别", "分头", "各自", "分组", "各组")
_TOGETHER = ("合", "一起", "一块", "联合")


def named_item(read: Sentences, exact: Sequence[DatePhrase], phrase: DatePhrase, start: int) -> int | None:
    """Where an item of a list begins that has its name first: 贡山 7/1, 屠龙 7/2."""
    first, item = start_of_item(read.lexemes, exact[0].at), start_of_item(read.lexemes, phrase.at)
    listed = first is not None and first >= start and item is not None and item >= exact[-1].end
    return item if listed else None


def told_item(
    read: Sentences, so_far: Sequence[Phrase], exact: Sequence[DatePhrase], phrase: DatePhrase, start: int
) -> int | None:
    """Where a sentence begins that tells its day last, as the one before did: 与贡山谈心,7月1日;与屠龙谈心,7月2日."""
    item = start_of_sentence(read.lexemes, phrase.at, exact[-1].end)
    if item == exact[-1].end:
        return None  # one sentence tells both
    first = start_of_sentence(read.lexemes, exact[0].at, start)
    told = [p.at for p in so_far if isinstance(p, KindPhrase | NamesPhrase)]
    leads = any(first <= at < exact[0].at for at in told) and any(item <= at < phrase.at for at in told)
    return item if leads else None


def start_of_dated(read: Sentences, so_far: Sequence[Phrase], here: int) -> int | None:
    """Where 党员大会2月12日 begins behind 支委会2月5日: a kind with its day, as before it."""
    if not _is_dated(read, here) or not any(_is_dated(read, n) for n in range(here - len(so_far), here)):
        return None
    told = (p.end for p in reversed(so_far) if not isinstance(p, PeriodPhrase | TimePhrase))
    return start_of_chunk(read.lexemes, read.phrases[here].at, next(told, 0))


def start_of_chunk(lexemes: Lexemes, at: int, first: int) -> int:
    """Back to a comma, a pause, a bracket that closes, 再开, or the end of what was told before."""
    while at > first and lexemes[at - 1].tag not in _EDGES and lexemes[at - 1].text not in AGAIN:
        at -= 1
    return at


def _is_dated(read: Sentences, here: int) -> bool:
    """Whether a kind has its day right behind it."""
    if here + 1 >= len(read.phrases) or not isinstance(read.phrases[here], KindPhrase):
        return False
    kind, following = read.phrases[here], read.phrases[here + 1]
    between = read.lexemes[kind.end : following.at]
    return isinstance(following, DatePhrase) and all(x.tag in _BEFORE_DAY or x.text in _IS for x in between)


def is_other_part(read: Sentences, so_far: Sequence[Phrase], here: int) -> bool:
    """上午一组学习6人,下午二组学习8人: another part of the day begins, and how many were there."""
    phrase, lexemes = read.phrases[here], read.lexemes
    part, earlier = part_named(phrase), [part for p in so_far if (part := part_named(p))]
    if not part or not earlier:
        return not part and _is_other_hour(read, here)
    if part in earlier or tag_at(lexemes, phrase.at - 1) in _DAYS:
        return False
    rest = list(takewhile(lambda p: not isinstance(p, DatePhrase) and not part_named(p), read.phrases[here + 1 :]))
    if _is_another(so_far, rest) or _is_another_talk(lexemes, so_far, phrase, rest):
        return True
    counted = all(any(isinstance(p, CountPhrase) for p in told) for told in (so_far, rest))
    if (
        not counted
        or not any(isinstance(p, KindPhrase) for p in so_far)
        or tag_at(lexemes, phrase.at - 1) not in _BEFORE_PART
    ):
        return False
    people = {at for p in rest if isinstance(p, NamesPhrase) for at in range(p.at, p.end)}
    pieces = [lexemes[at] for at in range(phrase.end, rest[-1].end) if at not in people]
    named = any(isinstance(p, KindPhrase) or p.rule == "topic:kind" for p in rest) or framed_kind(
        [lexeme.text for lexeme in pieces]
    )
    return bool(named) or not any(lexeme.tag in _TELLS for lexeme in pieces)


def _is_other_hour(read: Sentences, here: int) -> bool:
    """三点支部大会、四点支委会: an hour right before a firm kind, as before another."""
    kind, timed = _timed_kind(read, here), [k for at in range(here) if (k := _timed_kind(read, at))]
    return kind is not None and bool(timed) and kind not in timed


def _timed_kind(read: Sentences, here: int) -> ActivityKind | None:
    phrases = read.phrases
    phrase, kind = phrases[here], phrases[here + 1] if here + 1 < len(phrases) else None
    if not isinstance(phrase, TimePhrase) or not phrase.times or not isinstance(kind, KindPhrase):
        return None
    verb = tag_at(read.lexemes, phrase.end) in _VERBS
    return kind.word.kind if kind.at - phrase.end == verb and kind.word.force is Force.FIRM else None


def _is_another(so_far: Sequence[Phrase], rest: Sequence[Phrase]) -> bool:
    """上午敬老院慰问,下午社区志愿服务: another firm kind, or somebody talked with, in each part of the day."""
    before, behind = _kinds_in(so_far), _kinds_in(rest)
    return bool(before and behind) and before.isdisjoint(behind)


def _kinds_in(phrases: Sequence[Phrase]) -> set[ActivityKind | None]:
    firm = {p.word.kind for p in phrases if isinstance(p, KindPhrase) and p.word.force is Force.FIRM}
    talked = any(isinstance(p, NamesPhrase) and p.rule == "talk" for p in phrases)
    return firm | {ActivityKind.TALK} if talked else firm


def _is_another_talk(lexemes: Lexemes, so_far: Sequence[Phrase], phrase: Phrase, rest: Sequence[Phrase]) -> bool:
    """谈了两个,上午朱海波,下午徐茜; 上午和王芳谈心,下午和李明谈心: somebody in each part of the day."""
    if {p.word.kind for p in (*so_far, *rest) if isinstance(p, KindPhrase)} != {ActivityKind.TALK}:
        return False
    before = next(p for p in reversed(so_far) if part_named(p))
    return _names_somebody(lexemes, before, so_far) and _names_somebody(lexemes, phrase, rest)


def _names_somebody(lexemes: Lexemes, part: Phrase, phrases: Sequence[Phrase]) -> bool:
    partners = any(isinstance(p, NamesPhrase) and p.rule == "talk" and p.at >= part.end for p in phrases)
    return partners or bounded_name(lexemes, part.end) is not None


def part_named(phrase: Phrase) -> Part | None:
    """The part of the day that a phrase of hours names."""
    if not isinstance(phrase, TimePhrase):
        return None
    return phrase.part or (phrase.times.first.part if phrase.times else None)


def starts_of_lines(read: Sentences) -> Iterator[int]:
    """Where a line begins that has its day and more, as a line before it: 6月 1180元(6月8日收)."""
    if Tag.NEWLINE not in read.tags or read.fields:
        return
    breaks = [at + 1 for at, lexeme in enumerate(read.lexemes) if lexeme.tag is Tag.NEWLINE]
    edges = [0, *breaks, len(read.lexemes)]
    dated = [at for at, end in pairwise(edges) if _is_told_on(read, at, end)]
    yield from dated[1:]


def _is_told_on(read: Sentences, at: int, end: int) -> bool:
    told = [p for p in read.phrases if at <= p.at < end]
    dates = [p for p in told if isinstance(p, DatePhrase) and p.dates.first and not p.dates.more and not p.dates.weak]
    return len(dates) == 1 and any(isinstance(p, AmountPhrase | CountPhrase | KindPhrase) for p in told)


def starts_of_groups(read: Sentences) -> Iterator[int]:
    """Where the second and every further group begins, of those that met apart: 一组8人,二组7人."""
    if _GROUPS.isdisjoint(read.texts):
        return
    met = any(p.word.kind is ActivityKind.GROUP_MEETING for p in read.phrases.kinds)
    if not met and not has_word(read, _APART):
        return
    if any(lexeme.text.startswith(_TOGETHER) for lexeme in read.lexemes):
        return
    heads = [head for at in range(len(read.lexemes)) if (head := _head_of_group(read.lexemes, at)) is not None]
    if len(heads) > 1 and all(_is_counted(read, at, end) for at, end in pairwise([*heads, len(read.lexemes)])):
        yield from heads[1:]


def _head_of_group(lexemes: Lexemes, at: int) -> int | None:
    """Where 一组, 第二小组, 第三党小组 begins."""
    if lexemes[at].text not in _GROUPS:
        return None
    at -= text_at(lexemes, at - 1) in {"小", "党小"}
    if text_at(lexemes, at - 1) in _ORDINALS:
        return at - 1
    numbered = tag_at(lexemes, at - 1) is Tag.NUMBER and tag_at(lexemes, at - 2) is not Tag.NUMBER
    return at - 1 - (text_at(lexemes, at - 2) == "第") if numbered else None


def _is_counted(read: Sentences, at: int, end: int) -> bool:
    counts = [p for p in read.phrases.counts if at <= p.at < end]
    return sum(1 for p in counts if p.role in {Role.PRESENT, Role.BARE}) == 1
