"""From the phrases of one activity to its reading."""

from collections.abc import Mapping
from datetime import time
from decimal import Decimal

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.headcounts import best_of, present_of, whole_of
from handlers.grammar.clauses.kind_choice import kind_of
from handlers.grammar.fields.words import ACTUAL
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.persons import is_personal
from handlers.grammar.lexicon.phrases import (
    AmountPhrase,
    DatePhrase,
    PeriodPhrase,
    PlacePhrase,
    Role,
    TimePhrase,
    TopicPhrase,
)
from handlers.grammar.lexicon.time_words import Part
from handlers.grammar.lexicon.times import span_of
from handlers.grammar.people.excuses import without_cause
from handlers.grammar.text.normalise import Normalised
from handlers.grammar.text.patterns import Pattern
from handlers.intents import Reading
from schedules.ledger.activity import ActivityKind as K

LONGEST_TOPIC = 100
_PLANNED, _NEAR = ("原先", "原定", "原本", "原来", "本来", "本定", "预计", "计划"), 4
_LASTING = Pattern("(?:自学|学习)?了?[0-9.一二两三四五六七八九十半]+个?半?(?:多个?)?(?:小时|钟头|分钟|课时|学时|天)多?")
"""讲了两个小时: how long, not what."""
_PAYERS, _BESIDE_PAYERS = (
    frozenset({Tag.NAME, Tag.TITLE}),
    frozenset({Tag.KIND, Tag.NUMBER, Tag.MONTH_UNIT, Tag.PERFECT}),
)
_AWAY = frozenset({Role.LEAVE, Role.ABSENT})
_ROLES = (
    Role.EXPECTED,
    Role.PRESENT,
    Role.BARE,
    Role.ABSENT,
    Role.LEAVE,
    Role.HOST,
    Role.LECTURER,
    Role.RECORDER,
    Role.TALKER,
    Role.PARTICIPANT,
)
_EXPECTED, _PRESENT, _BARE, _ABSENT, _LEAVE, _HOST, _LECTURER, _RECORDER, _TALKER, _PARTICIPANT = _ROLES
"""By names of their own: Python 3.11 takes ten times as long to look up a member of an enumeration."""


def reading_of(group: Group, lexemes: Lexemes, text: Normalised) -> Reading:
    """What one group tells."""
    kind = kind_of(group, lexemes)
    dated = date_of(group)
    starts, ends = _times_of(group, lexemes)
    counts, names = group.phrases.counts, _names_of(group, lexemes, text)
    best = best_of(counts)
    return Reading(
        kind=kind,
        held_on=dated.dates.first if dated else None,
        ended_on=dated.dates.last if dated else None,
        date_words=_words_of(dated, group, text),
        starts=starts,
        ends=ends,
        topic=_topic_of(group, text),
        place=_place_of(group, text),
        amount=_amount_of(group, kind, lexemes),
        expected=best.get(_EXPECTED) or whole_of(counts, lexemes),
        present=present_of(counts, best, kind, lexemes) if counts else None,
        leave_count=best.get(_LEAVE),
        absent_count=best.get(_ABSENT),
        absent=tuple(names.get(_ABSENT, ())),
        leave=tuple(names.get(_LEAVE, ())),
        host=_first(names, _HOST) or _first(names, _TALKER),
        lecturer=_first(names, _LECTURER),
        recorder=_first(names, _RECORDER),
        participants=tuple(names.get(_PARTICIPANT, ())),
    )


def date_of(group: Group) -> DatePhrase | None:
    """The date that counts: labelled before plain, exact before vague, 刚才 last."""
    dates = group.phrases.dates
    if len(dates) < 2:  # most have one
        return dates[0] if dates else None
    return min(dates, key=lambda p: (-p.weight, p.dates.weak, p.dates.vague, p.besides, not p.numeric))


def _words_of(dated: DatePhrase | None, group: Group, text: Normalised) -> str | None:
    if dated is not None:
        return text.typed_between(*dated.words) if dated.dates.first is None else None
    period = next(iter(group.phrases.of(PeriodPhrase)), None)
    return text.typed_between(*period.words) if period else None


def part_of(group: Group) -> Part | None:
    """The part of the day that holds for the group."""
    if not group.phrases.times:
        parts = [phrase.dates.part for phrase in group.dates() if phrase.dates.part]
        return parts[0] if parts else None
    for phrase in group.phrases:
        if isinstance(phrase, TimePhrase) and phrase.part:
            return phrase.part
        if isinstance(phrase, TimePhrase) and phrase.times and phrase.times.first.part:
            return phrase.times.first.part
        if isinstance(phrase, DatePhrase) and phrase.dates.part:
            return phrase.dates.part
    return None


def _was_planned(lexemes: Lexemes, phrase: TimePhrase) -> bool:
    """两点到三点,原先说到四点."""
    return any(lexeme.text.startswith(_PLANNED) for lexeme in lexemes[max(phrase.at - _NEAR, 0) : phrase.at])


def _times_of(group: Group, lexemes: Lexemes) -> tuple[time | None, time | None]:
    clocks = group.phrases.times
    if not clocks:
        return None, None
    part = part_of(group)
    starts = ends = None
    for phrase in clocks:
        if phrase.times is None:
            continue
        first, last = span_of(phrase.times, part)
        if phrase.ends_only:
            ends = ends if ends and _was_planned(lexemes, phrase) else first
        elif starts is None or phrase.rule == ACTUAL:
            starts, ends = first, last or ends
    return starts, ends


def _topic_of(group: Group, text: Normalised) -> str | None:
    pieces: list[str] = []
    for phrase in sorted(group.phrases.of(TopicPhrase), key=lambda p: -p.weight):
        piece = text.typed_between(*phrase.span).strip()
        if not any(piece in other for other in pieces) and not _LASTING.fullmatch(piece):
            pieces.append(piece)
    return "；".join(pieces)[:LONGEST_TOPIC] or None


def _place_of(group: Group, text: Normalised) -> str | None:
    best = max(group.phrases.of(PlacePhrase), key=lambda p: p.weight, default=None)
    return text.typed_between(*best.span) if best else None


def _amount_of(group: Group, kind: K | None, lexemes: Lexemes) -> Decimal | None:
    found = [p for p in group.phrases.of(AmountPhrase) if kind is K.DUES or p.rule != "amount:bare"]
    if kind is K.DUES and len(found) > 1 and all(_is_paid_by(lexemes, p) for p in found):
        return sum([p.amount for p in found], Decimal())
    best = min(found, key=lambda p: (not p.total, p.each, p.rule), default=None)
    return best.amount if best else None


def _is_paid_by(lexemes: Lexemes, phrase: AmountPhrase) -> bool:
    """张三20元、李四30元: what one of several paid, and no sum of them."""
    if phrase.total or phrase.each:
        return False
    at = phrase.at - 1
    while tag_at(lexemes, at) in _BESIDE_PAYERS or text_at(lexemes, at) == "交":
        at -= 1
    return tag_at(lexemes, at) in _PAYERS or is_personal(text_at(lexemes, at))


def _names_of(group: Group, lexemes: Lexemes, text: Normalised) -> Mapping[Role, Mapping[str, None]]:
    """Those who are named, each once and in order, by what they did."""
    names: dict[Role, dict[str, None]] = {}
    for phrase in group.phrases.names:
        spans = phrase.spans
        if phrase.role in _AWAY:
            spans = tuple([without_cause(lexemes, span, text.text[span[0] : span[1]]) for span in spans])
        names.setdefault(phrase.role, {}).update((text.typed_between(*span), None) for span in spans)
    return names


def _first(names: Mapping[Role, Mapping[str, None]], role: Role) -> str | None:
    """Who did it: a name rather than a bare title (书记讲党课, … 由晏华书记主讲)."""
    found = names.get(role)
    if not found:
        return None
    return next((name for name in found if is_personal(name)), next(iter(found)))
