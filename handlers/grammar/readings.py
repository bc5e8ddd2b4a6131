"""From the phrases of one activity to its reading."""

from collections.abc import Sequence
from datetime import time
from decimal import Decimal
from itertools import pairwise

from handlers.grammar.grouping import Group
from handlers.grammar.kind_choice import kind_of
from handlers.grammar.lexeme import Lexemes
from handlers.grammar.normalise import Normalised
from handlers.grammar.phrases import (
    AmountPhrase,
    CountPhrase,
    DatePhrase,
    NamesPhrase,
    PeriodPhrase,
    PlacePhrase,
    Role,
    TimePhrase,
    TopicPhrase,
)
from handlers.grammar.time_words import Part
from handlers.grammar.times import span_of
from handlers.intents import Reading
from schedules.ledger.activity import ActivityKind as K

UNCOUNTED = frozenset({K.DUES, K.VISIT, K.TALK, K.DEVELOPMENT, K.REPORT, K.RECTIFICATION})
_LONGEST_TOPIC = 100


def reading_of(group: Group, lexemes: Lexemes, text: Normalised) -> Reading:
    """What one group tells."""
    kind = kind_of(group, lexemes)
    dated = date_of(group)
    starts, ends = _times_of(group)
    counts = [phrase for phrase in group.phrases if isinstance(phrase, CountPhrase)]
    return Reading(
        kind=kind,
        held_on=dated.dates.first if dated else None,
        ended_on=dated.dates.last if dated else None,
        date_words=_words_of(dated, group, text),
        starts=starts,
        ends=ends,
        topic=_topic_of(group, text),
        place=_place_of(group, text),
        amount=_amount_of(group, kind),
        expected=_best(counts, Role.EXPECTED),
        present=_present_of(counts, kind),
        leave_count=_best(counts, Role.LEAVE),
        absent_count=_best(counts, Role.ABSENT),
        absent=_names(group, text, Role.ABSENT),
        leave=_names(group, text, Role.LEAVE),
        host=_name(group, text, Role.HOST) or _name(group, text, Role.TALKER),
        lecturer=_name(group, text, Role.LECTURER),
        recorder=_name(group, text, Role.RECORDER),
        participants=_names(group, text, Role.PARTICIPANT),
    )


def date_of(group: Group) -> DatePhrase | None:
    """The date that counts: labelled before plain, exact before vague, 刚才 last."""
    ranked = sorted(group.dates(), key=lambda p: (-p.weight, p.dates.weak, p.dates.vague, not p.numeric))
    return ranked[0] if ranked else None


def _words_of(dated: DatePhrase | None, group: Group, text: Normalised) -> str | None:
    if dated is not None:
        return text.typed_between(*dated.words) if dated.dates.first is None else None
    period = next((phrase for phrase in group.phrases if isinstance(phrase, PeriodPhrase)), None)
    return text.typed_between(*period.words) if period else None


def part_of(group: Group) -> Part | None:
    """The part of the day that holds for the group."""
    for phrase in group.phrases:
        if isinstance(phrase, TimePhrase) and phrase.part:
            return phrase.part
        if isinstance(phrase, TimePhrase) and phrase.times and phrase.times.first.part:
            return phrase.times.first.part
        if isinstance(phrase, DatePhrase) and phrase.dates.part:
            return phrase.dates.part
    return None


def _times_of(group: Group) -> tuple[time | None, time | None]:
    part = part_of(group)
    clocks = [phrase for phrase in group.phrases if isinstance(phrase, TimePhrase) and phrase.times]
    starts = ends = None
    for phrase in clocks:
        if phrase.times is None:
            continue
        first, last = span_of(phrase.times, part)
        if phrase.ends_only:
            ends = first
        elif starts is None:
            starts, ends = first, last or ends
    return starts, ends


def _topic_of(group: Group, text: Normalised) -> str | None:
    found = [phrase for phrase in group.phrases if isinstance(phrase, TopicPhrase)]
    pieces: list[str] = []
    for phrase in sorted(found, key=lambda p: -p.weight):
        piece = text.typed_between(*phrase.span).strip()
        if not any(piece in other for other in pieces):
            pieces.append(piece)
    return "；".join(pieces)[:_LONGEST_TOPIC] or None


def _place_of(group: Group, text: Normalised) -> str | None:
    found = [phrase for phrase in group.phrases if isinstance(phrase, PlacePhrase)]
    best = max(found, key=lambda p: p.weight, default=None)
    return text.typed_between(*best.span) if best else None


def _amount_of(group: Group, kind: K | None) -> Decimal | None:
    found = [phrase for phrase in group.phrases if isinstance(phrase, AmountPhrase)]
    found = [phrase for phrase in found if kind is K.DUES or phrase.rule != "amount:bare"]
    ranked = sorted(found, key=lambda p: (not p.total, p.each, p.rule))
    return ranked[0].amount if ranked else None


def _present_of(counts: Sequence[CountPhrase], kind: K | None) -> int | None:
    present = _sum_of(counts) or _best(counts, Role.PRESENT)
    return _best(counts, Role.BARE) if present is None and kind not in UNCOUNTED else present


def _sum_of(counts: Sequence[CountPhrase]) -> int | None:
    """21名党员3名积极分子参加: those counted side by side."""
    for before, last in pairwise(counts):
        if (
            before.role is Role.BARE
            and last.role is Role.PRESENT
            and last.rule == "count:present"
            and last.at - before.end <= 1
            and last.weight == 2
        ):
            return before.number + last.number
    return None


def _best(counts: Sequence[CountPhrase], role: Role) -> int | None:
    found = [phrase for phrase in counts if phrase.role is role]
    return max(found, key=lambda p: p.weight).number if found else None


def _names(group: Group, text: Normalised, role: Role) -> tuple[str, ...]:
    found = (phrase.spans for phrase in group.phrases if isinstance(phrase, NamesPhrase) and phrase.role is role)
    return tuple(dict.fromkeys(text.typed_between(*span) for spans in found for span in spans))


def _name(group: Group, text: Normalised, role: Role) -> str | None:
    return next(iter(_names(group, text, role)), None)
