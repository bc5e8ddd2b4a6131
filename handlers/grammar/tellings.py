"""From groups and their moods to the intent of a telling.

    telling := (told | planned | denied | asked | …)+

Only what is told becomes a record; a day or a kind that one group leaves out comes from its neighbours.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.grammar.grouping import Group, group_phrases
from handlers.grammar.moods import Mood, mood_of
from handlers.grammar.normalise import Normalised
from handlers.grammar.phrases import DatePhrase
from handlers.grammar.readings import part_of, reading_of
from handlers.grammar.sentences import Sentences
from handlers.intents import Ask, Intent, Nothing, Plan, Reading, RecordActivities, RecordTalks, Unclear
from schedules.ledger.activity import ActivityKind


def telling_of(read: Sentences, text: Normalised, now: datetime) -> tuple[Intent, tuple[str, ...]]:
    """What a text tells, and the moods of its parts."""
    groups = group_phrases(read)
    moods = [mood_of(group, read, now) for group in groups]
    rules = tuple(f"mood:{mood}" for mood in moods)
    told = [group for group, mood in zip(groups, moods, strict=True) if mood is Mood.TOLD]
    readings = [reading for reading in _readings(told, read, text, now) if _is_something(reading)]
    if readings:
        return _records(readings), rules
    if Mood.PLANNED in moods:
        return _plan(groups, moods, read, text), rules
    bare = [group for group, mood in zip(groups, moods, strict=True) if mood is Mood.BARE]
    unclear = tuple(reading for reading in _readings(bare, read, text, now) if reading.kind)
    return (Unclear(readings=unclear, asks=asks_of(unclear)) if unclear else Nothing()), rules


def _readings(groups: Sequence[Group], read: Sentences, text: Normalised, now: datetime) -> list[Reading]:
    readings = [reading_of(group, read.lexemes, text) for group in groups]
    return _with_days(_with_kinds(readings), groups, now)


def _with_kinds(readings: Sequence[Reading]) -> list[Reading]:
    """A kind that is missing is the one before, else the next."""
    kinds = [reading.kind for reading in readings]
    for at, kind in enumerate(kinds):
        if kind is None:
            before = next((earlier for earlier in reversed(kinds[:at]) if earlier), None)
            kinds[at] = before or next((later for later in kinds[at:] if later), None)
    return [replace(reading, kind=kind) for reading, kind in zip(readings, kinds, strict=True)]


def _with_days(readings: Sequence[Reading], groups: Sequence[Group], now: datetime) -> list[Reading]:
    """A day that is missing is the one before; a bare 上午 is today's."""
    dated: list[Reading] = []
    for reading, group in zip(readings, groups, strict=True):
        named = reading.held_on or any(isinstance(phrase, DatePhrase) for phrase in group.phrases)
        if not named and dated and dated[-1].held_on:
            reading = replace(reading, held_on=dated[-1].held_on, date_words=None)
        elif not named and (part_of(group) or reading.starts):
            reading = replace(reading, held_on=now.date(), date_words=None)
        dated.append(reading)
    return dated


def _is_something(reading: Reading) -> bool:
    return reading.kind is not None


def _records(readings: Sequence[Reading]) -> Intent:
    if all(reading.kind is ActivityKind.TALK for reading in readings):
        return RecordTalks(readings=tuple(readings), asks=asks_of(readings))
    return RecordActivities(readings=tuple(readings), asks=asks_of(readings))


def asks_of(readings: Sequence[Reading]) -> tuple[Ask, ...]:
    """What has to be asked before these can be kept."""
    asks = []
    if any(reading.kind is None for reading in readings):
        asks.append(Ask.KIND)
    if any(reading.held_on is None for reading in readings):
        asks.append(Ask.DATE)
    if any(reading.kind is ActivityKind.TALK and not reading.participants for reading in readings):
        asks.append(Ask.PARTICIPANTS)
    return tuple(asks)


def _plan(groups: Sequence[Group], moods: Sequence[Mood], read: Sentences, text: Normalised) -> Plan:
    group = next(group for group, mood in zip(groups, moods, strict=True) if mood is Mood.PLANNED)
    dates = next((phrase.dates for phrase in group.dates()), None)
    day = (dates.first if dates.ahead else dates.soon or dates.first) if dates else None
    return Plan(kind=reading_of(group, read.lexemes, text).kind, planned_on=day)
