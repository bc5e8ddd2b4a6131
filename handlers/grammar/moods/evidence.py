"""What in a group says that the thing took place.

strong := count of those there | role | word of doing that is done | 了 behind a verb | command to record | form
weak   := bare count | topic | amount | past day
"""

from bisect import bisect_left
from datetime import datetime, timedelta
from enum import IntEnum
from itertools import islice

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.kind_choice import is_artefact, kind_of
from handlers.grammar.clauses.readings import date_of, part_of
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.phrases import (
    AmountPhrase,
    CountPhrase,
    DatePhrase,
    KindPhrase,
    NamesPhrase,
    Role,
    TopicPhrase,
)
from handlers.grammar.lexicon.time_words import Part
from handlers.grammar.lexicon.times import span_of
from handlers.grammar.people.bare_names import names_anybody
from schedules.ledger.activity import ActivityKind


class Evidence(IntEnum):
    """How much says so."""

    NONE = 0
    WEAK = 1
    STRONG = 2


COUNTED = frozenset({Role.PRESENT, Role.EXPECTED})
_LOOSE, _FIRM = Force.LOOSE, Force.FIRM
_TALK = ActivityKind.TALK
_ROLES = frozenset({Role.HOST, Role.LECTURER, Role.RECORDER, Role.TALKER})
_LEADING = frozenset({Tag.HOST, Tag.LECTURER, Tag.RECORDER})
_ME = frozenset({"我", "本人", "俺"})
_BEFORE_ORDER = frozenset({Tag.FINAL, Tag.SPACE, Tag.COMMA, Tag.SELF, Tag.WISH, Tag.SLASH})
_DUE = frozenset({"得", "要", "该", "应该", "需要"})
"""得补个总结会: still to be done, not to be recorded."""
_LISTS = frozenset({Tag.ARTEFACT, Tag.LEDGER})
_FORM = 2
_LONGEST_CLAUSE = 24
_FIRST_WORDS = 4
_BEGINS = {Part.AFTERNOON: 12, Part.EVENING: 17}
_OVER = {Part.MORNING: 9, Part.NOON: 13, Part.AFTERNOON: 15, Part.EVENING: 19}
_MONTH = timedelta(days=31)


def evidence_of(group: Group, read: Sentences, now: datetime) -> Evidence:
    """How much says that what a group speaks of took place."""
    if _is_done_for_sure(group, read) or is_settled(group) or is_ordered(read) or len(read.fields) >= _FORM:
        return Evidence.STRONG
    if group.phrases.counts and ((group.phrases.has(AmountPhrase) and _is_of_dues(group)) or _is_mine(group, read)):
        return Evidence.STRONG
    if group.phrases.has(CountPhrase, TopicPhrase, AmountPhrase, NamesPhrase):
        return Evidence.WEAK
    if names_partner(group, read):
        return Evidence.WEAK
    dated = date_of(group)
    return Evidence.WEAK if dated and dated.dates.first and _is_over(group, dated, now) else Evidence.NONE


def _is_mine(group: Group, read: Sentences) -> bool:
    """党小组会,9个人,我主持: who tells it led it, in a clause of its own."""
    lexemes = read.lexemes
    return Tag.SELF in read.tags and any(
        lexemes[at].tag in _LEADING and lexemes[at - 1].text in _ME and tag_at(lexemes, at - 2) in SEPARATORS
        for at in range(group.at + 2, group.end)
    )


def _is_of_dues(group: Group) -> bool:
    return any(phrase.word.kind is ActivityKind.DUES for phrase in group.kinds())


def _is_done_for_sure(group: Group, read: Sentences) -> bool:
    """Words that say that it is done; without a day they must stand in the clause of the kind (主题党日已开)."""
    if group.phrases.has(DatePhrase, AmountPhrase) or part_of(group):
        return is_done(group, read)
    if not read.done and "一次" not in read.texts:
        return False
    if not group.kinds() and kind_of(group, read.lexemes):
        return is_done(group, read)  # 看过困难党员,送了米和油
    kinds = [phrase for phrase in group.kinds() if phrase.word.kind and not _is_of_thing(phrase, read.lexemes)]
    done = {at for at in read.done if not _is_relative(read.lexemes, at)}
    if any(is_once(kind, read.lexemes) for kind in kinds):
        return True
    return any(not done.isdisjoint(_clause_of(kind, group, read.lexemes)) for kind in kinds)


def is_once(kind: KindPhrase, lexemes: Lexemes) -> bool:
    """集中学习一次,廉洁准则: a clause of a kind and that it was once."""
    opens, closes = tag_at(lexemes, kind.at - 1), tag_at(lexemes, kind.end + 1)
    return opens in {None, *SEPARATORS} and text_at(lexemes, kind.end) == "一次" and closes in SEPARATORS


def _is_relative(lexemes: Lexemes, at: int) -> bool:
    """上次党日去的那个馆: what was done only tells which thing is meant."""
    return lexemes[at].text.endswith("的") and tag_at(lexemes, at + 1) in {Tag.FILLER, Tag.OTHER, Tag.THING, Tag.FINAL}


def _is_of_thing(kind: KindPhrase, lexemes: Lexemes) -> bool:
    """党课课件, 政治生日贺卡."""
    return is_artefact(kind, lexemes) or (tag_at(lexemes, kind.end) is Tag.OTHER and text_at(lexemes, kind.end) != "散")


def _clause_of(kind: KindPhrase, group: Group, lexemes: Lexemes) -> range:
    """The clause that a kind stands in, and a short one behind it (党费 6月 已缴)."""
    at, end = kind.at, kind.end
    first, last = max(group.at, at - _LONGEST_CLAUSE), min(group.end, end + _LONGEST_CLAUSE)
    while at > first and lexemes[at - 1].tag not in SEPARATORS:
        at -= 1
    while end < last and (lexemes[end].tag not in SEPARATORS or lexemes[end].tag is Tag.SPACE):
        end += 1
    return range(at, end)


def names_partner(group: Group, read: Sentences) -> bool:
    """谈心谈话:周洁: a talk, and names that stand alone."""
    if group.partnered is None:
        talk = next((phrase for phrase in group.kinds() if phrase.word.kind is _TALK), None)
        group.partnered = talk is not None and names_anybody(read.lexemes, talk.end, group.end)
    return group.partnered


def is_settled(group: Group) -> bool:
    """Whether counts of those there, or roles, are told."""
    counts, names = group.phrases.counts, group.phrases.names
    if not (counts or names):
        return False
    return not COUNTED.isdisjoint({p.role for p in counts}) or not _ROLES.isdisjoint(
        {p.role for p in names if p.rule != "invited"}
    )


def is_counted(group: Group) -> bool:
    """Whether the number of those there is told in so many words."""
    return Role.PRESENT in [phrase.role for phrase in group.phrases.counts]


def is_ordered(read: Sentences) -> bool:
    """Whether the text begins with a command to record it."""
    if Tag.ORDER not in read.tags:
        return False
    words = list(islice((x for x in read.lexemes if x.tag not in _BEFORE_ORDER), _FIRST_WORDS + 1))
    first = next((n for n, lexeme in enumerate(words[:_FIRST_WORDS]) if lexeme.tag is Tag.ORDER), None)
    if first is not None:
        due = words[first].text.startswith("补") and any(x.text in _DUE for x in read.lexemes[: _FIRST_WORDS + 2])
        return tag_at(words, first + 1) not in _LISTS and not due
    last = list(islice((x for x in reversed(read.lexemes) if x.tag not in _BEFORE_ORDER), 2))
    return tag_at(last, 0) is Tag.ORDER and tag_at(last, 1) not in _LISTS


def is_done(group: Group, read: Sentences) -> bool:
    """Whether words say that it is done."""
    at = bisect_left(read.done, group.at)
    return at < len(read.done) and read.done[at] < group.end


def is_later(group: Group, now: datetime) -> bool:
    """Whether the hour that is named has not come yet."""
    for phrase in group.phrases.times:
        if phrase.times:
            start, _ = span_of(phrase.times, part_of(group))
            return start > now.time()
    return now.hour < _BEGINS.get(part_of(group) or Part.MORNING, 0)


def is_past(group: Group, now: datetime) -> bool:
    """Whether the day is past beyond doubt, or is today at an hour that is over."""
    dated = date_of(group)
    return dated is not None and _is_over(group, dated, now)


def _is_over(group: Group, dated: DatePhrase, now: datetime) -> bool:
    if dated.dates.vague:
        return True
    if dated.dates.first is None or dated.dates.first > now.date():
        return dated.dates.first is None
    if dated.dates.first < now.date():
        return not is_recurring(dated)
    part = part_of(group)
    return dated.dates.weak or (part is not None and now.hour >= _OVER[part]) or _has_passed(group, now)


def _has_passed(group: Group, now: datetime) -> bool:
    """9:00-11:00, said at noon."""
    spans = [span_of(phrase.times, part_of(group)) for phrase in group.phrases.times if phrase.times]
    return bool(spans) and max(end or start for start, end in spans) <= now.time()


def is_recurring(dated: DatePhrase) -> bool:
    """Whether a weekday or a day of the month alone was named: it may be the last or the next."""
    first, soon = dated.dates.first, dated.dates.soon
    return first is not None and soon is not None and soon - first <= _MONTH


def is_firm(group: Group, read: Sentences, now: datetime) -> bool:
    """Whether a kind, a day that has come and people or a word of doing stand together: little can unsay that."""
    dated = date_of(group)
    if dated is None and part_of(group) and group.phrases.counts and not is_later(group, now):
        return any(phrase.word.force is _FIRM for phrase in group.kinds()) and names_kind(group, read)
    if dated is None or dated.dates.first is None or dated.dates.first > now.date() or not names_kind(group, read):
        return False
    if dated.dates.soon and not (is_done(group, read) or is_counted(group)):
        return False
    return bool(group.phrases.counts) or is_settled(group) or is_done(group, read)


def names_kind(group: Group, read: Sentences) -> bool:
    """Whether a kind is named by more than a hint, and not only as what a thing belongs to (党课课件)."""
    words = [phrase for phrase in group.kinds() if phrase.word.force >= _LOOSE or phrase.labelled]
    return False in [is_artefact(phrase, read.lexemes) for phrase in words]
