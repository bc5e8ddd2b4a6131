"""From groups and their moods to the intent of a telling.

    telling := (told | planned | denied | asked | …)+

Only what is told becomes a record; a day or a kind that one group leaves out comes from its neighbours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers.grammar.clauses.clause_edges import is_held_too
from handlers.grammar.clauses.grouping import Group, group_phrases
from handlers.grammar.clauses.kind_choice import is_artefact, kind_of
from handlers.grammar.clauses.neighbours import completed
from handlers.grammar.clauses.readings import date_of
from handlers.grammar.clauses.sentences import Sentences, has_word
from handlers.grammar.lexicon.lexeme import Tag, number_at, text_at
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.lexicon.phrases import (
    AmountPhrase,
    CountPhrase,
    DatePhrase,
    LabelPhrase,
    NamesPhrase,
    PeriodPhrase,
    PlacePhrase,
    TimePhrase,
)
from handlers.grammar.moods.ahead import is_of_last_year_or_to_come
from handlers.grammar.moods.carrying import carried
from handlers.grammar.moods.evidence import is_done, is_later, is_once, is_ordered
from handlers.grammar.moods.mood import Mood
from handlers.grammar.moods.moods import mood_of
from handlers.grammar.moods.private_life import is_loose
from handlers.grammar.text.normalise import Normalised
from handlers.grammar.text.patterns import Pattern
from handlers.intents import Ask, Intent, Nothing, Plan, Reading, RecordActivities, RecordTalks, Unclear
from schedules.ledger.activity import ActivityKind

_TOLD, _BARE, _TALK = Mood.TOLD, Mood.BARE, ActivityKind.TALK
_CIRCUMSTANCES = frozenset({DatePhrase, TimePhrase, PeriodPhrase, PlacePhrase, LabelPhrase})
_MEETINGS = frozenset({"开会", "会"})
_POSTPONED = ("推迟", "延期", "延后", "延迟", "延至", "推到", "往后推", "顺延")
"""A reason to be away as well, or part of other words: and so no words for a kind."""
_MOVED_TO, _NEAR = Pattern("(?:改期?|推迟?|挪|提前|调整?|延[后期迟]?|顺延|放|换|移)了?(?:[到至在]|成|为)$"), 3
"""明天的党员大会推迟到下周二: on which day it is now."""
_PLAINLY_DONE = frozenset({Tag.KIND, Tag.HOLD, Tag.PERFECT, Tag.FINAL, Tag.SELF, Tag.COMMA, Tag.STOP, Tag.SPACE})
"""支委会开完了: all that is said is that it is done."""
_TIMES, _ONCE_HELD = frozenset({"次", "回", "场"}), frozenset({"一次", "一场", "一回"})
_ONCE = ("本来", "原本", "原先", "原来", "本打算", "原打算", "原计划")
_INTENDED = (*_ONCE, "原定")
_PERSONS = frozenset({Tag.PEOPLE, Tag.TITLE})
_FORM = 3
_WEEK = timedelta(days=7)


def telling_of(read: Sentences, text: Normalised, now: datetime) -> tuple[Intent, tuple[str, ...]]:
    """What a text tells, and the moods of its parts."""
    groups = [group for group in group_phrases(read) if says_something(group, read)]
    moods = [mood_of(group, read, now, near=_near(groups, at)) for at, group in enumerate(groups)]
    moods = carried(moods, groups, read, now)
    rules = tuple([f"mood:{mood}" for mood in moods])
    telling = [*map(_may_tell, moods, groups)]
    if True not in telling:
        return next(_planned(moods, groups, read, now), Nothing()), rules
    readings = completed(groups, read, text, now, kept=telling)
    moods = [
        _BARE if mood is _TOLD and (is_loose(group, read, days[0]) or _is_thin(group, read, days[0])) else mood
        for mood, group, days in zip(moods, groups, readings, strict=True)
    ]
    told = [
        reading
        for at, (reading, mood, group) in enumerate(zip(readings, moods, groups, strict=True))
        if mood is _TOLD and is_kept(reading, group, read) and not _is_told_again(reading, readings[at + 1 :])
    ]
    if told:
        ahead = [plan for plan in _planned(moods, groups, read, now) if plan.kind and plan.planned_on]
        if ahead and has_word(read, _INTENDED):
            ahead = []  # 原定15号的集中学习昨天才办
        kept = [each for days in told for each in days]
        return records_of(_undated_if_to_come(kept, read, text, now), ahead), rules
    if planned := next(_planned(moods, groups, read, now), None):
        return planned, rules
    bare = [
        days[0]
        for days, mood, group in zip(readings, moods, groups, strict=True)
        if mood is _BARE and days[0].kind and group.kinds()
    ]
    return (unclear_of(bare) if bare else Nothing()), rules


def _may_tell(mood: Mood, group: Group) -> bool:
    """Whether a group is told, or names a kind and leaves open whether it was held."""
    return mood is _TOLD or (mood is _BARE and bool(group.kinds()))


def _planned(moods: Sequence[Mood], groups: Sequence[Group], read: Sentences, now: datetime) -> Iterator[Plan]:
    planned = [group for group, mood in zip(groups, moods, strict=True) if mood is Mood.PLANNED]
    ours = (group for group in planned if _is_about_us(group, read) and not _came_to_nothing(group, read, now))
    return (_plan(group, read) for group in ours)


def _undated_if_to_come(
    readings: Sequence[Reading], read: Sentences, text: Normalised, now: datetime
) -> Sequence[Reading]:
    """12月1号开主题党日,到5人, said in November: the day is asked for, and nothing is kept of almost a year ago."""
    named = [p for p in read.phrases.dates if p.dates.soon]
    if not named:
        return readings
    if any(p.dates.first == now.date() and p.dates.soon == now.date() + _WEEK for p in named):
        readings = [_of_week_before(each, now) for each in readings]
    dated = [p for p in named if is_of_last_year_or_to_come(p, now)]
    words = {day: text.typed_between(*p.words) for p in dated for day in (p.dates.first, *p.dates.more)}
    return [
        replace(each, held_on=None, ended_on=None, date_words=words[each.held_on]) if each.held_on in words else each
        for each in readings
    ]


def _of_week_before(reading: Reading, now: datetime) -> Reading:
    """周一晚上七点开了支委会, said on a Monday afternoon: the Monday before."""
    later = reading.starts is not None and reading.starts > now.time()
    if not later or reading.held_on != now.date() or reading.ended_on:
        return reading
    return replace(reading, held_on=now.date() - _WEEK)


def _is_told_again(days: Sequence[Reading], later: Sequence[Sequence[Reading]]) -> bool:
    """今天和昨天都开了支委会,今天4人,昨天5人: several days that are told one by one behind."""
    if len(days) < 2:  # most have one
        return False
    singly = {(each[0].kind, each[0].held_on) for each in later if len(each) == 1}
    return all((day.kind, day.held_on) in singly for day in days)


def _is_thin(group: Group, read: Sentences, reading: Reading) -> bool:
    """整改了3处, 党课我决定写篇心得: no day, and nothing but a word of doing; whether it is to be kept is asked."""
    if reading.held_on or group.dates() or read.fields or is_ordered(read):
        return False
    if group.phrases.has(CountPhrase, AmountPhrase, NamesPhrase, TimePhrase, PeriodPhrase):
        return False
    if any(is_once(phrase, read.lexemes) for phrase in group.kinds()):
        return False
    return not (is_done(group, read) and all(x.tag in _PLAINLY_DONE for x in read.lexemes[group.at : group.end]))


def _near(groups: Sequence[Group], at: int) -> DatePhrase | None:
    """The date of the nearest group that has one, for a group that has none."""
    if len(groups) == 1:  # most tell of one thing
        return date_of(groups[0])
    return next((dated for group in (*reversed(groups[:at]), *groups[at:]) if (dated := date_of(group))), None)


def says_something(group: Group, read: Sentences) -> bool:
    """Whether there is more to a group than a day: 接到8月1日通知 is no activity of its own."""
    if not group.phrases.classes() <= _CIRCUMSTANCES:
        return True
    kinds = {phrase.word.kind for phrase in read.phrases.kinds}
    talks = _TALK in kinds or (
        ActivityKind.VISIT in kinds and any(x.tag in _PERSONS for x in read.lexemes[group.at : group.end])
    )
    return talks or group.end - group.at == len(read.lexemes) or _tells_once(group, read)


def _tells_once(group: Group, read: Sentences) -> bool:
    """一回5号, 17日一次: a day, and that it was once; 今天也开了."""
    once = any(is_held_too(read.lexemes, phrase) for phrase in group.dates()) or any(
        read.lexemes[at].text in _ONCE_HELD
        or (read.lexemes[at].text in _TIMES and number_at(read.lexemes, at - 1) == 1)
        for at in range(group.at, group.end)
    )
    return bool(group.dates()) and once


def is_kept(days: Sequence[Reading], group: Group, read: Sentences) -> bool:
    """Whether a kind is known, or at least a meeting with its number of people, so that the kind can be asked for."""
    if days[0].kind:
        return True
    counted = group.phrases.counts
    meeting = any(p.word.kind is None and (counted or p.rule.startswith("kind:")) for p in group.kinds()) or (
        not _MEETINGS.isdisjoint(read.texts) and any(_is_meeting(read, at) for at in range(group.at, group.end))
    )
    if _is_form_of_party(days[0], group, read):
        return True
    alone = all(phrase.number <= 1 for phrase in group.phrases.counts) and group.phrases.counts
    return meeting and not alone and group.phrases.has(CountPhrase, DatePhrase)


def _is_form_of_party(reading: Reading, group: Group, read: Sentences) -> bool:
    """主持:王丽;时间:昨天;内容:学习党纪;参加:12人: a form with its day and its people, which names no kind."""
    filled = reading.held_on is not None and len(read.fields) >= _FORM and "党" in read.text
    return filled and group.phrases.has(CountPhrase, NamesPhrase)


def _is_meeting(read: Sentences, at: int) -> bool:
    """开会, 昨天的会."""
    text = read.lexemes[at].text
    return text in _MEETINGS and (len(text) > 1 or text_at(read.lexemes, at - 1) == "的")


def _came_to_nothing(group: Group, read: Sentences, now: datetime) -> bool:
    """昨天本来要集中学习,停电,散了: what was once planned is no plan any more."""
    days = [phrase.dates.first for phrase in group.dates()]
    intended = any(lexeme.text.startswith(_ONCE) for lexeme in read.lexemes[group.at : group.end])
    return intended and not any(day is None or day > now.date() for day in days) and not is_later(group, now)


def _is_about_us(group: Group, read: Sentences) -> bool:
    """Whether a plan speaks of an activity, or is at least told to others: not 明天销假."""
    kinds = group.kinds()
    if kinds:
        return not all(is_artefact(phrase, read.lexemes) for phrase in kinds)
    told = any(x.tag is Tag.FUTURE and x.value is None for x in read.lexemes[group.at : group.end])
    return told and group.phrases.has(DatePhrase, PeriodPhrase, TimePhrase)


def unclear_of(readings: Sequence[Reading]) -> Unclear:
    """Nothing says that these took place: it is asked whether they did on the day that was told, or else on which day."""
    doubted = tuple(replace(reading, doubted=True) if reading.held_on else reading for reading in readings)
    return Unclear(readings=doubted, asks=asks_of([replace(reading, held_on=None) for reading in readings]))


def records_of(readings: Sequence[Reading], ahead: Sequence[Plan] = ()) -> Intent:
    """What is to be recorded, and what has to be asked first; `ahead`: what was told besides and has not come yet."""
    talks = {reading.kind for reading in readings} <= {_TALK}
    record = RecordTalks if talks else RecordActivities
    return record(readings=tuple(readings), asks=asks_of(readings), ahead=tuple(ahead))


def asks_of(readings: Sequence[Reading]) -> tuple[Ask, ...]:
    """What has to be asked before these can be kept."""
    asks = []
    if None in [reading.kind for reading in readings]:
        asks.append(Ask.KIND)
    if None in [reading.held_on for reading in readings]:
        asks.append(Ask.DATE)
    if (_TALK, ()) in [(reading.kind, reading.participants) for reading in readings]:
        asks.append(Ask.PARTICIPANTS)
    return tuple(asks)


def _plan(group: Group, read: Sentences) -> Plan:
    first = next(iter(group.dates()), None)
    behind = [phrase for phrase in read.phrases.dates if first and phrase.at > first.at]
    moved = next((p for p in behind if _MOVED_TO.search(raw(read.lexemes, max(p.at - _NEAR, 0), p.at))), None)
    old, day = _day_ahead(first), _day_ahead(moved or first)
    later = old is not None and day is not None and old < day
    postponed = later or any(lexeme.text.startswith(_POSTPONED) for lexeme in read.lexemes)
    return Plan(kind=kind_of(group, read.lexemes), planned_on=day, postponed=postponed)


def _day_ahead(phrase: DatePhrase | None) -> date | None:
    if phrase is None:
        return None
    return phrase.dates.first if phrase.dates.ahead else phrase.dates.soon or phrase.dates.first
