"""What groups leave out and take from each other, or from the moment.

A kind that is missing is the one before, else the next; so is a day; a bare 上午 is today's.
每次16人 and 都在活动室 hold for all. A sum belongs to the dues. 6月3日、10日、17日 are three meetings.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from handlers.grammar.clauses.clauses import TOWARDS, caller_of, lecturer_of
from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.likely_topics import likely_topics
from handlers.grammar.clauses.missing_ones import with_missing
from handlers.grammar.clauses.named_counts import row_of_counts
from handlers.grammar.clauses.readings import LONGEST_TOPIC, date_of, part_of, reading_of
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.clauses.sharing import with_shared
from handlers.grammar.clauses.talk_topics import start_of_matter, talk_topic
from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.persons import Span
from handlers.grammar.lexicon.phrases import (
    CountPhrase,
    DatePhrase,
    KindPhrase,
    NamesPhrase,
    Role,
    TopicPhrase,
)
from handlers.grammar.people.bare_names import bare_names, listed_names
from handlers.grammar.people.encounters import familiar_names, leading_name, met_in
from handlers.grammar.people.one_by_one import one_by_one_in
from handlers.grammar.people.people import PAIR
from handlers.grammar.text.normalise import Normalised
from handlers.intents import Reading
from schedules.ledger.activity import ActivityKind

_TALK, _PARTY_LECTURE = ActivityKind.TALK, ActivityKind.PARTY_LECTURE
Days = tuple[Reading, ...]
_NAMED = frozenset({_TALK, ActivityKind.TRAINING})
_LIST = 2
_LATE, _EARLIEST, _HALF_DAY = 19, 6, 12
_UNTOLD = frozenset({ActivityKind.DUES, ActivityKind.APPRAISAL, ActivityKind.ORG_LIFE, ActivityKind.DEMOCRATIC_LIFE})
"""What else is told of these is who said what, where the money went: a label or a quotation mark tells what they were about."""
_PAID = frozenset({ActivityKind.DUES, ActivityKind.VISIT})


def completed(
    groups: Sequence[Group], read: Sentences, text: Normalised, now: datetime, *, kept: Sequence[bool]
) -> list[Days]:
    """The readings of each group, one for each of its days, completed by their neighbours; of those that are not `kept` without topic and partners."""
    readings = [with_missing(reading_of(g, read.lexemes, text), g, read.lexemes, text) for g in groups]
    readings = _with_kinds(readings) if len(groups) > 1 else readings
    readings = [_with_lecturer(r, g, read, text) for r, g in zip(readings, groups, strict=True)]
    readings = [_with_topic(r, g, read, text) if k else r for r, g, k in zip(readings, groups, kept, strict=True)]
    readings = with_shared(readings, groups, read) if len(groups) > 1 or Tag.EACH in read.tags else readings
    readings = _with_days(_with_heads(readings, groups), groups, now)
    readings = _with_sums(readings) if len(groups) > 1 else readings
    readings = [_with_partners(r, g, read, text) if k else r for r, g, k in zip(readings, groups, kept, strict=True)]
    return [
        _by_pair(reading, group, text) or _by_day(reading, group, read)
        for reading, group in zip(readings, groups, strict=True)
    ]


def _with_kinds(readings: Sequence[Reading]) -> list[Reading]:
    kinds = [reading.kind for reading in readings]
    for at, kind in enumerate(kinds):
        if kind is None:
            before = next((earlier for earlier in reversed(kinds[:at]) if earlier), None)
            kinds[at] = before or next((later for later in kinds[at:] if later), None)
    return [r if kind is r.kind else replace(r, kind=kind) for r, kind in zip(readings, kinds, strict=True)]


def _with_lecturer(reading: Reading, group: Group, read: Sentences, text: Normalised) -> Reading:
    """Whoever is named beside a lecture gave it, where nobody is told to have done so."""
    if reading.lecturer or (reading.kind is not _PARTY_LECTURE and Tag.LECTURER not in read.tags):
        return reading
    span = lecturer_of(group, read.lexemes)
    return replace(reading, lecturer=text.typed_between(*span)) if span else reading


def _with_topic(reading: Reading, group: Group, read: Sentences, text: Normalised) -> Reading:
    """What it was about in all likelihood, where no label and no quotation mark tells; of a talk only what its teller says."""
    if reading.kind is _TALK:
        told = None if reading.topic else talk_topic(group, read.lexemes, text)
        return replace(reading, topic=told) if told else reading
    if any(topic.weight > 1 for topic in group.phrases.of(TopicPhrase)):
        return reading
    if reading.kind in _UNTOLD:
        return replace(reading, topic=None) if reading.topic else reading
    named = [name for name in (reading.lecturer, *reading.leave) if name]
    if topics := likely_topics(group, read.lexemes, text, reading.kind, besides=named):
        return replace(reading, topic="；".join(topics)[:LONGEST_TOPIC])
    return reading


def _with_days(readings: Sequence[Reading], groups: Sequence[Group], now: datetime) -> list[Reading]:
    days = [reading.held_on for reading in readings]
    pairs = list(zip(readings, groups, strict=True))
    dated = []
    for at, (reading, group) in enumerate(pairs):
        dated.append(_with_day(reading, group, days, at, now))
        days[at] = dated[-1].held_on
    return [_in_the_evening(reading, group, now) for reading, group in zip(dated, groups, strict=True)]


def _with_day(reading: Reading, group: Group, days: Sequence[date | None], at: int, now: datetime) -> Reading:
    if reading.held_on or any(p.dates.first is None and not _is_occasion(p, reading, group) for p in group.dates()):
        return reading
    come = (day for day in (*reversed(days[:at]), *days[at:]) if day and day <= now.date())
    told = next(come, None)
    if told is None and (part_of(group) or reading.starts):
        told = now.date()
    return replace(reading, held_on=told, date_words=None) if told else reading


def _is_occasion(phrase: DatePhrase, reading: Reading, group: Group) -> bool:
    """节前警示教育,下午开的; 年底述职,两点开始: what it was for, where the hour of the day stands besides."""
    return phrase.dates.weak and (part_of(group) is not None or reading.starts is not None)


def _in_the_evening(reading: Reading, group: Group, now: datetime) -> Reading:
    """Said late in the evening of the same day: 七点 is 19:00."""
    if reading.held_on != now.date() or part_of(group) or reading.starts is None:
        return reading
    if reading.starts > now.time() and reading.starts.hour - _HALF_DAY >= _EARLIEST and now.hour < _HALF_DAY:
        return _half_a_day_before(reading)
    if now.hour < _LATE:
        return reading
    if not _EARLIEST <= reading.starts.hour <= now.hour - _HALF_DAY:
        return reading
    ends = reading.ends
    later = ends.replace(hour=ends.hour + _HALF_DAY) if ends and ends.hour + _HALF_DAY <= now.hour else ends
    return replace(reading, starts=reading.starts.replace(hour=reading.starts.hour + _HALF_DAY), ends=later)


def _half_a_day_before(reading: Reading) -> Reading:
    """Told in the morning of the same day: 六点到七点半 is early."""
    starts, ends = reading.starts, reading.ends
    if ends and ends.hour >= _HALF_DAY:
        ends = ends.replace(hour=ends.hour - _HALF_DAY)
    return replace(reading, starts=starts and starts.replace(hour=starts.hour - _HALF_DAY), ends=ends)


def _with_heads(readings: Sequence[Reading], groups: Sequence[Group]) -> list[Reading]:
    """党员大会顺带把党费收了,31人: those who are counted behind the dues were at the meeting before."""
    shared = list(readings)
    for at in range(1, len(shared)):
        counts = groups[at].phrases.counts
        if shared[at].kind is ActivityKind.DUES and counts and not groups[at - 1].phrases.counts:
            shared[at - 1] = replace(shared[at - 1], present=shared[at - 1].present or counts[0].number)
    return shared


def _with_sums(readings: list[Reading]) -> list[Reading]:
    """A sum that stands with another kind belongs to the dues beside it."""
    dues = next((at for at, r in enumerate(readings) if r.kind is ActivityKind.DUES and r.amount is None), None)
    sums = next((at for at, r in enumerate(readings) if r.kind not in _PAID and r.amount is not None), None)
    if dues is None or sums is None:
        return readings
    readings[dues] = replace(readings[dues], amount=readings[sums].amount)
    readings[sums] = replace(readings[sums], amount=None)
    return readings


def _with_partners(reading: Reading, group: Group, read: Sentences, text: Normalised) -> Reading:
    """In a talk, names that stand alone are those who were talked with; who is named, or counted, in what was said there is not."""
    if reading.kind not in _NAMED:
        return reading
    matter = start_of_matter(group, read.lexemes)
    if reading.kind is _TALK:
        counted = any(phrase.at < matter for phrase in group.phrases.counts)
        reading = replace(reading, lecturer=None, present=reading.present if counted else None)
    if reading.participants:
        return _without_mentioned(reading, group, text, matter)
    if reading.kind is ActivityKind.TRAINING and reading.present:
        return reading
    spans = _partners_in(reading, group, read, matter)
    spans = spans or (_partners_in(reading, group, read, group.end) if matter < group.end else [])
    names = tuple(dict.fromkeys(text.typed_between(*span) for span in _without_talker(spans, group, read)))
    return replace(reading, participants=names, topic=reading.topic if names == () else _other(reading.topic, names))


def _without_mentioned(reading: Reading, group: Group, text: Normalised, matter: int) -> Reading:
    """找闫娜谈心,主要谈了她跟处长的事: those named before it is told what was said, if any are."""
    told = [phrase for phrase in group.phrases.names if phrase.role is Role.PARTICIPANT]
    before = [phrase for phrase in told if phrase.at < matter]
    if not before or len(before) == len(told):
        return reading
    names = dict.fromkeys(text.typed_between(*span) for phrase in before for span in phrase.spans)
    return replace(reading, participants=tuple(names))


def _partners_in(reading: Reading, group: Group, read: Sentences, until: int) -> Sequence[Span]:
    stretches = [(at, min(end, until)) for at, end in _unclaimed(group) if at < until]
    spans = [span for at, end in stretches for span in bare_names(read.lexemes, at, end)]
    spans = [*one_by_one_in(read.lexemes, group.at, until)] or spans
    joined = reading.kind is ActivityKind.TRAINING
    spans = _behind_days(group, read) or met_in(read.lexemes, group.at, until, joined=joined) or spans
    if _says_him(group, read):
        spans = [span for at, end in stretches for span in familiar_names(read.lexemes, at, end)] or spans
        spans = spans or leading_name(read.lexemes, group.at, until)
    if not spans and reading.kind is _TALK:
        caller = caller_of(group, read.lexemes)
        spans = [caller] if caller else []
    return spans


def _behind_days(group: Group, read: Sentences) -> list[Span]:
    """谈心:1月13日邶风 1月14日卫硕人: in a list of talks the words between a day and the next mark."""
    if sum(1 for _ in read.phrases.dates) < _LIST:
        return []
    return [span for phrase in group.dates() for span in listed_names(read.lexemes, phrase.end)]


def _says_him(group: Group, read: Sentences) -> bool:
    return any(lexeme.text in {"他", "她"} for lexeme in read.lexemes[group.at : group.end])


def _other(topic: str | None, names: tuple[str, ...]) -> str | None:
    return None if topic and any(name in topic for name in names) else topic


def _without_talker(spans: Sequence[Span], group: Group, read: Sentences) -> list[Span]:
    """Without whoever talked, and who is told to have talked to others: 书记给积极分子谈话."""
    talkers = {span for p in group.phrases if isinstance(p, NamesPhrase) and p.role is Role.TALKER for span in p.spans}
    leading = {lexeme.start for lexeme in read.lexemes[group.at : group.end] if lexeme.text in TOWARDS}
    return [span for span in spans if span not in talkers and span[1] not in leading]


def _unclaimed(group: Group) -> list[tuple[int, int]]:
    """The stretches of a group between its phrases."""
    edges = group.at
    stretches = []
    for phrase in sorted(group.phrases, key=lambda p: p.at):
        if phrase.at > edges:
            stretches.append((edges, phrase.at))
        edges = max(edges, phrase.end if not isinstance(phrase, KindPhrase) else phrase.at + 1)
    return [*stretches, (edges, group.end)] if group.end > edges else stretches


def _by_pair(reading: Reading, group: Group, text: Normalised) -> Days:
    """One talk for each pair of a list."""
    if reading.kind is not _TALK:
        return ()
    pairs = [phrase.spans for phrase in group.phrases.names if phrase.rule == PAIR]
    names = [tuple(text.typed_between(*span) for span in spans) for spans in pairs]
    return tuple(replace(reading, participants=pair) for pair in names) if len(names) > 1 else ()


def _by_day(reading: Reading, group: Group, read: Sentences) -> Days:
    dated = date_of(group)
    if dated is None or reading.held_on != dated.dates.first or not dated.dates.more:
        return (reading,)
    days = (reading.held_on, *dated.dates.more)
    counts = [p.number for p in group.phrases if isinstance(p, CountPhrase) and p.role in {Role.PRESENT, Role.BARE}]
    dealt = counts if len(counts) == len(days) else row_of_counts(read, len(days))
    held = (replace(reading, held_on=day) for day in days)
    return (
        tuple(replace(day, present=number) for day, number in zip(held, dealt, strict=True)) if dealt else tuple(held)
    )
