"""Which phrases belong together: one group for each activity that the text tells of.

text  := group+
group := phrases, cut where a new day or another kind of activity begins
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handlers.grammar.clauses.apart import closes, is_announced, stands_alone
from handlers.grammar.clauses.clause_edges import before_bracket, is_held_too, says_more, start_of_clause
from handlers.grammar.clauses.items import (
    is_other_part,
    named_item,
    start_of_chunk,
    start_of_dated,
    starts_of_groups,
    starts_of_lines,
    told_item,
)
from handlers.grammar.clauses.named_counts import named_counts, tells_number_of
from handlers.grammar.clauses.sections import sections_of
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import SENTENCE_ENDS, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.mood_words import HELD
from handlers.grammar.lexicon.phrases import (
    AmountPhrase,
    DatePhrase,
    KindPhrase,
    LabelPhrase,
    NamesPhrase,
    PeriodPhrase,
    Phrase,
    Phrases,
    TimePhrase,
)
from handlers.grammar.people.bare_names import bounded_name
from handlers.grammar.people.talks import is_talking_to
from schedules.ledger.activity import ActivityKind as K

_BOTH = frozenset(
    {"都", "均", "都由", "均由", "都是由", "分别", "各", "全部", "分别是", "都是", "均是", "均为", "同一", "依次", "依次为"}
    | {"一块", "一块儿", "一起", "一并", "连着", "合并", "合着", "合在一起", "两个", "合着办", "套着", "挨着", "先后"}
)  # fmt: skip
_DAYS, _ENDS = (
    frozenset({Tag.DAY, Tag.DAY_UNIT, Tag.PART, Tag.WEEKDAY}),
    SENTENCE_ENDS | {Tag.COMMA, Tag.SPACE, Tag.NUMBER, Tag.COLON},
)
_ITEMS = frozenset({"一", "二", "三", "四", "五", "六", "其一", "其二", "其三"})
_HELD_AS_ONE = frozenset({"合着", "套着", "连着", "挨着", "合着办"})
_TIMES = frozenset({"次", "回", "场", "一次", "一场"})
_TALKING, _NEAR = frozenset({"talk", "talker"}), 3
_MOST = 64
"""Phrases of one activity that are looked back at; a bound, for texts that are not written by people."""
_UNCLAIMED = frozenset({Tag.OTHER, Tag.NAME, Tag.TITLE, Tag.KIND, Tag.CONTENT})


@dataclass(slots=True, kw_only=True)
class Group:
    """The phrases of one activity, and the stretch of lexemes that they stand in."""

    phrases: Phrases
    at: int
    end: int
    partnered: bool | None = None
    """Whether it is a talk with names that stand alone, once somebody has asked."""

    def dates(self) -> Sequence[DatePhrase]:
        """Its dates."""
        return self.phrases.dates

    def kinds(self) -> Sequence[KindPhrase]:
        """Its words for a kind."""
        return self.phrases.kinds


def group_phrases(read: Sentences) -> tuple[Group, ...]:
    """The groups of a text, in order."""
    sections = sections_of(read)
    starts = [0, *(sections[1:] or _starts(read))]
    if len(starts) == 1:
        return (Group(phrases=read.phrases, at=0, end=len(read.lexemes)),)
    parts: list[list[Phrase]] = [[] for _ in starts]
    for phrase in read.phrases:
        if not (sections and phrase.at < sections[0] and isinstance(phrase, KindPhrase)):
            parts[bisect_right(starts, phrase.at) - 1].append(phrase)
    days = [day for day in read.phrases.dates if sections and day.at < sections[0]]
    parts[1:] = [[*(() if any(isinstance(p, DatePhrase) for p in part) else days), *part] for part in parts[1:]]
    edges = pairwise([*(sections or starts), len(read.lexemes)])
    return tuple([Group(phrases=Phrases(p), at=at, end=end) for p, (at, end) in zip(parts, edges, strict=True)])


def _starts(read: Sentences) -> Iterator[int]:
    """Where a new activity begins."""
    start = 0
    so_far: list[Phrase] = []
    listed = sorted({*starts_of_groups(read), *starts_of_lines(read)})
    if not listed and not _may_be_several(read.phrases):
        return
    for here, phrase in enumerate(read.phrases):
        last = bisect_right(listed, phrase.at) - 1
        cut = listed[last] if last >= 0 and listed[last] > start else _cut(read, so_far, here, start)
        so_far.append(phrase)
        del so_far[: -_MOST - 1]
        if cut is not None and cut > start:
            start = cut
            so_far = [earlier for earlier in so_far if earlier.at >= start]
            yield cut


def _may_be_several(phrases: Phrases) -> bool:
    """A quick look: two days, kinds or hours, a month beside a day, or a talk or an hour with a count that may be another's."""
    days, kinds = len(phrases.dates), len(phrases.kinds)
    if days > 1 or kinds > 1 or (days and phrases.has(PeriodPhrase)):
        return True
    talks = any(phrase.rule == "talk" for phrase in phrases.names)
    hours = len(phrases.times)
    sums = len(phrases.of(AmountPhrase)) > 1 and phrases.has(PeriodPhrase)
    return bool(kinds) and (talks or sums or hours > 1 or (bool(hours) and len(phrases.counts) > 1))


def _cut(read: Sentences, so_far: Sequence[Phrase], here: int, start: int) -> int | None:
    phrase = read.phrases[here]
    if isinstance(phrase, DatePhrase):
        return _at_date(read, so_far, phrase, start)
    if isinstance(phrase, KindPhrase) and not phrase.rule.startswith(("field:", "label:")):
        item = start_of_dated(read, so_far, here)
        return _at_kind(read, so_far, here, phrase, start) if item is None else item
    if isinstance(phrase, TimePhrase):
        return phrase.at if is_other_part(read, so_far, here) else None
    if isinstance(phrase, AmountPhrase):
        return so_far[-1].at if _is_of_another_month(read, so_far) else None
    if isinstance(phrase, NamesPhrase) and phrase.rule == "talk" and is_talking_to(read.lexemes, phrase):
        return _at_talked(read, so_far, phrase, start)
    return None


def _at_talked(read: Sentences, so_far: Sequence[Phrase], phrase: NamesPhrase, start: int) -> int | None:
    """下午谈了两个人:索朗、邬倩: a talk that its verb alone tells, behind another activity."""
    before = [p for p in so_far if isinstance(p, KindPhrase) and p.word.force >= Force.LOOSE]
    if not before or any(p.word.kind is K.TALK for p in before):
        return None
    clause = start_of_clause(read.lexemes, phrase.at, start)
    return clause if clause > before[0].at and _is_after(read, so_far, before[0], clause, phrase) else None


def _at_date(read: Sentences, so_far: Sequence[Phrase], phrase: DatePhrase, start: int) -> int | None:
    """A second day, once the first has something to it."""
    if phrase.dates.first is None or phrase.dates.weak:
        return None
    exact = [p for p in so_far if isinstance(p, DatePhrase) and p.dates.first and not p.dates.weak]
    if not exact:
        return _behind_denied(read, so_far, phrase, start) or _behind_just_held(read, so_far, phrase, start)
    if any(lexeme.value is HELD for lexeme in read.lexemes[exact[-1].end : phrase.at]):
        return start_of_clause(read.lexemes, phrase.at, start)
    again = phrase.dates.first == exact[-1].dates.first and not exact[-1].dates.more
    if again or not (
        _has_more(read, so_far, exact[-1], phrase) or (is_held_too(read.lexemes, phrase) and not exact[-1].besides)
    ):
        return None
    item = named_item(read, exact, phrase, start) or told_item(read, so_far, exact, phrase, start)
    if item is not None:
        return item
    clause = start_of_clause(read.lexemes, before_bracket(read.lexemes, phrase.at), start)
    leads = any(isinstance(p, KindPhrase) and clause <= p.at for p in so_far)
    return clause if leads and clause > exact[-1].at else phrase.at


def _behind_denied(read: Sentences, so_far: Sequence[Phrase], phrase: DatePhrase, start: int) -> int | None:
    """六月没开,七月十二号开了: behind a month in which there was none, a clause of its own."""
    months = [p for p in so_far if isinstance(p, PeriodPhrase)]
    clause = start_of_clause(read.lexemes, phrase.at, start)
    denied = months and any(lexeme.value is HELD for lexeme in read.lexemes[months[-1].end : clause])
    return clause if denied and clause > start else None


def _behind_just_held(read: Sentences, so_far: Sequence[Phrase], phrase: DatePhrase, start: int) -> int | None:
    """刚开完支委会,定了下周四搞主题党日: what was decided there lies ahead."""
    if not phrase.dates.ahead or not any(isinstance(p, DatePhrase) and p.dates.weak for p in so_far):
        return None
    clause = start_of_clause(read.lexemes, phrase.at, start)
    held = next((p for p in so_far if isinstance(p, KindPhrase) and p.at < clause), None)
    return clause if held and any(held.at - 2 < at < clause for at in read.done) else None


def _has_more(read: Sentences, so_far: Sequence[Phrase], last: DatePhrase, phrase: DatePhrase) -> bool:
    """Whether anything is told between two days."""
    told = [p for p in so_far if p.at > last.at and not isinstance(p, TimePhrase | PeriodPhrase | LabelPhrase)]
    between = read.lexemes[last.end : phrase.at]
    unclaimed = any(lexeme.tag in _UNCLAIMED or lexeme.text in _TIMES for lexeme in between)
    return bool(told) or unclaimed or bounded_name(read.lexemes, last.end) is not None


def _at_kind(read: Sentences, so_far: Sequence[Phrase], here: int, phrase: KindPhrase, start: int) -> int | None:
    """Another kind, in a clause of its own."""
    if _is_of_next_month(so_far, phrase):
        return so_far[-1].at
    if so_far and isinstance(so_far[-1], KindPhrase) and so_far[-1].word.kind is phrase.word.kind:
        return None
    before = _of_other_kinds(so_far, phrase)
    if not before or phrase.word.force < Force.LOOSE or _is_talked_over(read.lexemes, before[0].at, phrase.at):
        return None
    if (numbered := _in_a_row(read, before[-1], phrase, start)) is not None:
        return numbered
    clause = start_of_clause(read.lexemes, phrase.at, start)
    talked = phrase.word.kind is K.TALK and _has_partner(read.phrases, clause, here)
    if talked or clause <= before[-1].at:
        return clause if talked and _is_after(read, so_far, before[0], clause, phrase) else None
    return clause if stands_alone(read, before, so_far, clause, here) else None


def _is_talked_over(lexemes: Lexemes, first: int, at: int) -> bool:
    """支委会议了三件事,一是党费,二是换届: of what was told first, unless that is an item as well."""
    return is_item(lexemes, at) and not is_item(lexemes, first)


def is_item(lexemes: Lexemes, at: int) -> bool:
    """Whether it stands behind 一是, 二是."""
    return text_at(lexemes, at - 1) == "是" and text_at(lexemes, at - 2) in _ITEMS


def _is_of_next_month(so_far: Sequence[Phrase], phrase: KindPhrase) -> bool:
    """四月党费580元,五月党费600元: a month before the second, and a sum for the first."""
    if phrase.word.kind is not K.DUES or not so_far or not isinstance(so_far[-1], PeriodPhrase):
        return False
    paid = any(isinstance(p, AmountPhrase) for p in so_far)
    return paid and any(isinstance(p, KindPhrase) and p.word.kind is K.DUES for p in so_far)


def _is_of_another_month(read: Sentences, so_far: Sequence[Phrase]) -> bool:
    """党费9月1180元,10月1200元: a sum for each month, and none for all of them."""
    sums = read.phrases.of(AmountPhrase)
    if not so_far or not isinstance(so_far[-1], PeriodPhrase) or any(paid.total for paid in sums):
        return False
    months = [before for before, paid in pairwise(so_far) if isinstance(paid, AmountPhrase)]
    return (
        bool(months) and isinstance(months[-1], PeriodPhrase) and any(p.word.kind is K.DUES for p in read.phrases.kinds)
    )


def _of_other_kinds(so_far: Sequence[Phrase], phrase: KindPhrase) -> Sequence[KindPhrase]:
    """The words for a kind before this one; none where one of them is of its kind."""
    before: list[KindPhrase] = []
    for earlier in reversed(so_far):
        if isinstance(earlier, KindPhrase) and earlier.word.force >= Force.LOOSE:
            if earlier.word.kind is phrase.word.kind:
                return ()
            before.insert(0, earlier)
    return before


def _in_a_row(read: Sentences, before: KindPhrase, phrase: KindPhrase, start: int) -> int | None:
    """Where a kind begins that is listed or has a number of its own; nowhere new, if that is all that is told of it."""
    if _is_joined(read.lexemes, before, phrase):
        return phrase.at
    if tells_number_of(read, phrase):
        return start
    numbered = {before.word.kind, phrase.word.kind} <= named_counts(read).keys() or is_announced(read)
    return start_of_chunk(read.lexemes, phrase.at, before.end) if numbered else None


def _is_after(read: Sentences, so_far: Sequence[Phrase], first: KindPhrase, clause: int, phrase: Phrase) -> bool:
    """Whether what was told of the first activity is over: a sentence, a word of addition, those who were there."""
    if says_more(read.lexemes, clause, phrase.at):
        return True
    between = read.lexemes[first.end : clause]
    over = any(lexeme.tag in SENTENCE_ENDS or lexeme.tag is Tag.ALSO for lexeme in between)
    return over or any(closes(phrase) for phrase in so_far if first.at < phrase.at < clause)


def _has_partner(phrases: Sequence[Phrase], clause: int, here: int) -> bool:
    """Whether the clause of a word for talking says with whom."""
    beside = phrases[max(here - _NEAR, 0) : here + 2]
    return any(isinstance(p, NamesPhrase) and p.rule in _TALKING and p.at >= clause for p in beside)


def _is_joined(lexemes: Lexemes, before: KindPhrase, phrase: KindPhrase) -> bool:
    """党小组会和支委会都开了: two kinds side by side, and a word that speaks of both."""
    joined = phrase.at - before.end == 1 and (
        lexemes[before.end].tag is Tag.PAUSE or lexemes[before.end].text in {"和", "与", "及", "+"}
    )
    with_it = phrase.at - before.end == 1 and lexemes[before.end].text in {"跟", "同"}
    if with_it and not any(lexeme.text in _HELD_AS_ONE for lexeme in lexemes[phrase.end :]):
        return False  # 支委会跟大会都是上周四开的
    joined = joined or with_it
    firm = before.word.force is Force.FIRM is phrase.word.force
    if not (joined and firm):
        return False
    told = lexemes[before.end].text == "+" or tag_at(lexemes, before.at - 1) in _DAYS
    added = told and tag_at(lexemes, phrase.end) in _ENDS
    return added or any(lexeme.text in _BOTH for lexeme in lexemes[phrase.end :])
