"""What is told once for several activities: 每次16人, 都在活动室, 都是李明主持, 分别7人和5人, 党课和主题党日一块办的."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.headcounts import UNCOUNTED
from handlers.grammar.clauses.named_counts import named_counts, named_hours, row_of_counts
from handlers.grammar.clauses.readings import part_of
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Tag, TagName
from handlers.grammar.lexicon.phrases import CountPhrase, Phrase, PlacePhrase, Role
from handlers.grammar.lexicon.times import span_of
from handlers.intents import Reading
from schedules.ledger.activity import ActivityKind

_DEALING = ("分别", "依次", "前者", "前面", "前头")
_TWO = 2


def with_shared(readings: Sequence[Reading], groups: Sequence[Group], read: Sentences) -> list[Reading]:
    """The readings, with the numbers, places and hours that hold for all of them or are dealt out."""
    phrases = [phrase for group in groups for phrase in group.phrases]
    counts = [p.number for p in phrases if isinstance(p, CountPhrase) and _stands_behind(read, p, Tag.EACH)]
    places = [r.place for r, g in zip(readings, groups, strict=True) if r.place and _is_for_all(read, g)]
    host = next((r.host for r, g in zip(readings, groups, strict=True) if r.host and _did_so_each_time(read, g)), None)
    hours = next(((r.starts, r.ends) for r, g in zip(readings, groups, strict=True) if _holds_for_all(read, g)), None)
    dealt = (
        _named(readings, read) or (row_of_counts(read, len(groups)) if len(groups) > 1 else []) or _dealt(groups, read)
    )
    if dealt:
        readings = [replace(reading, present=number) for reading, number in zip(readings, dealt, strict=True)]
    readings = _with_numbers(readings, read)
    readings = _with_hours(readings, groups, read)
    if _are_held_together(groups, read):
        readings = _held_together(readings)
    if not (counts or places or hours or host):
        return list(readings)
    return [
        replace(
            reading,
            present=counts[-1] if reading.present is None and counts else reading.present,
            place=reading.place or next(iter(places), None),
            host=reading.host or host,
            starts=hours[0] if hours and reading.starts is None else reading.starts,
            ends=hours[1] if hours and reading.starts is None else reading.ends,
        )
        for reading in readings
    ]


def _with_numbers(readings: Sequence[Reading], read: Sentences) -> Sequence[Reading]:
    """支委会开了,又和老王谈了心,支委会5人: a number told behind the name, when it is named again."""
    named, kinds = named_counts(read), [reading.kind for reading in readings]
    return [
        replace(r, present=named[r.kind])
        if r.present is None and r.kind in named.keys() - UNCOUNTED and kinds.count(r.kind) == 1
        else r
        for r in readings
    ]


def _with_hours(readings: Sequence[Reading], groups: Sequence[Group], read: Sentences) -> Sequence[Reading]:
    """大会3点,党课4点: an hour for each of several kinds."""
    named = named_hours(read)
    kinds = [reading.kind for reading in readings if reading.kind in named]
    if len(set(kinds)) != len(readings) or len(kinds) == 1:
        return readings
    parts = [part_of(group) for group in groups]
    spans = [span_of(named[kind], part) for kind, part in zip(kinds, parts, strict=True) if kind]
    return [replace(r, starts=first, ends=last) for r, (first, last) in zip(readings, spans, strict=True)]


def _are_held_together(groups: Sequence[Group], read: Sentences) -> bool:
    """党课和主题党日一块办的: two kinds side by side, and nothing told of the first alone."""
    first = groups[0].kinds() if len(groups) == _TWO else ()
    between = read.lexemes[first[-1].end : groups[0].end] if first else ()
    joined = len(between) == 1 and (between[0].tag is Tag.PAUSE or between[0].text in {"和", "与", "及", "跟", "+"})
    return joined and not groups[1].dates()[1:]


def _held_together(readings: Sequence[Reading]) -> list[Reading]:
    """What was told behind both holds for both; whoever lectured did so in the lecture."""
    first, second = readings
    lectured = first.lecturer or second.lecturer
    lecture = ActivityKind.PARTY_LECTURE in {first.kind, second.kind}
    return [
        replace(
            reading,
            present=reading.present or second.present,
            expected=reading.expected or second.expected,
            place=reading.place or second.place,
            host=reading.host or second.host,
            lecturer=(lectured if reading.kind is ActivityKind.PARTY_LECTURE else None)
            if lecture
            else reading.lecturer,
        )
        for reading in readings
    ]


def _named(readings: Sequence[Reading], read: Sentences) -> list[int]:
    """支委会5人,大会21人: a number for each of several kinds."""
    kinds = [reading.kind for reading in readings if reading.kind]
    if len(set(kinds)) != len(readings) or len(kinds) == 1:
        return []
    named = named_counts(read)
    return [named[kind] for kind in kinds] if named.keys() >= set(kinds) else []


def _dealt(groups: Sequence[Group], read: Sentences) -> list[int]:
    """分别7人和5人: as many counts as there are activities, told together."""
    numbers = [
        p.number
        for group in groups
        for p in group.phrases
        if isinstance(p, CountPhrase) and p.role in {Role.PRESENT, Role.BARE}
    ]
    together = (
        len(groups) > 1
        and len(numbers) == len(groups)
        and any(not any(isinstance(p, CountPhrase) for p in g.phrases) for g in groups)
    )
    dealt = any(lexeme.text.startswith(_DEALING) for lexeme in read.lexemes)
    return numbers if together and (dealt or _stand_side_by_side(groups[-1], read)) else []


def _stand_side_by_side(group: Group, read: Sentences) -> bool:
    """5个人和33个人: all that is counted, told in one breath at the end."""
    counts = group.phrases.counts
    return len(counts) > 1 and all(
        last.at - before.end == 1 and read.lexemes[before.end].tag in {Tag.WITH, Tag.PAUSE}
        for before, last in pairwise(counts)
    )


def _stands_behind(read: Sentences, phrase: Phrase, tag: TagName) -> bool:
    return phrase.at > 0 and read.lexemes[phrase.at - 1].tag is tag


def _holds_for_all(read: Sentences, group: Group) -> bool:
    """都是早七点到九点."""
    return any(phrase.times and _stands_behind(read, phrase, Tag.EACH) for phrase in group.phrases.times)


def _did_so_each_time(read: Sentences, group: Group) -> bool:
    """都是李明主持."""
    return any(p.role is Role.HOST and _stands_behind(read, p, Tag.EACH) for p in group.phrases.names)


def _is_for_all(read: Sentences, group: Group) -> bool:
    places = [phrase for phrase in group.phrases if isinstance(phrase, PlacePhrase)]
    return any(
        (p.at > 0 and read.lexemes[p.at - 1].text in {"都", "均"}) or read.lexemes[p.at].text in {"都在", "全在"}
        for p in places
    )
