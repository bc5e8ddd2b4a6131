"""From the phrases of one activity to its reading."""

from collections.abc import Mapping, Sequence
from datetime import time
from decimal import Decimal
from itertools import pairwise

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.kind_choice import kind_of
from handlers.grammar.fields.words import ACTUAL
from handlers.grammar.lexicon.lexeme import EDGES, Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexicon.persons import is_personal
from handlers.grammar.lexicon.phrases import (
    AmountPhrase,
    CountPhrase,
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
from handlers.intents import Reading
from schedules.ledger.activity import ActivityKind as K

UNCOUNTED = frozenset({K.DUES, K.VISIT, K.TALK, K.DEVELOPMENT, K.REPORT, K.RECTIFICATION})
LONGEST_TOPIC = 100
_PLANNED, _NEAR = ("原先", "原定", "原本", "原来", "本来", "本定", "预计", "计划"), 4
_AWAY = frozenset({Role.LEAVE, Role.ABSENT})
_SQUADS = frozenset({"队", "组", "班", "路", "分队", "小队", "小组"})
_VISITORS = frozenset({"人", "个人"})
_JOINING = frozenset({Tag.PAUSE, Tag.PEOPLE})
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
    best = _best_of(counts)
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
        expected=best.get(_EXPECTED) or _whole_of(counts, lexemes),
        present=_present_of(counts, best, kind, lexemes) if counts else None,
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
        if not any(piece in other for other in pieces):
            pieces.append(piece)
    return "；".join(pieces)[:LONGEST_TOPIC] or None


def _place_of(group: Group, text: Normalised) -> str | None:
    best = max(group.phrases.of(PlacePhrase), key=lambda p: p.weight, default=None)
    return text.typed_between(*best.span) if best else None


def _amount_of(group: Group, kind: K | None) -> Decimal | None:
    found = [p for p in group.phrases.of(AmountPhrase) if kind is K.DUES or p.rule != "amount:bare"]
    best = min(found, key=lambda p: (not p.total, p.each, p.rule), default=None)
    return best.amount if best else None


def _present_of(
    counts: Sequence[CountPhrase], best: Mapping[Role, int], kind: K | None, lexemes: Lexemes
) -> int | None:
    several = len(counts) > 1 and kind is not K.VISIT
    together = (_sum_of(counts, lexemes) or _in_all(counts, lexemes)) if several else None
    present = together or best.get(_PRESENT)
    if present is None and kind is K.VISIT:
        return _party_of(counts, lexemes)
    if present is not None or kind in UNCOUNTED:
        return present
    squads = _sum_of_squads(counts, lexemes) if several and kind is not K.GROUP_MEETING else None
    return squads or _sum_of_parts(counts, lexemes) or best.get(_BARE)


def _party_of(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """走访了两户,送了米油,5人: the visitors, where a clause of its own tells how many, and not right behind those visited."""
    alone = (
        phrase.number
        for phrase in counts
        if phrase.role is _BARE
        and text_at(lexemes, phrase.end - 1) in _VISITORS
        and tag_at(lexemes, phrase.at - 1) in EDGES
        and tag_at(lexemes, phrase.end) in EDGES
        and tag_at(lexemes, phrase.at - 2) is not Tag.PEOPLE
    )
    return next(alone, None)


def _whole_of(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """共10名党员,实到9名: of how many."""
    if len(counts) < 2:  # most tell one
        return None
    for before, last in pairwise(counts):
        if (
            before.role is _BARE
            and last.rule == "label:present"
            and before.end == last.at
            and before.number > last.number
        ):
            return before.number  # 五个委员来了四个
    for before, last in pairwise(counts):
        if _tells_whole(before, last, lexemes):
            return before.number
    came = [p.number for p in counts if p.role is _PRESENT and lexemes[p.at].text.startswith("实")]
    whole = [p.number for p in counts if p.role is _BARE and tag_at(lexemes, p.at - 1) is Tag.TOTAL]
    return whole[0] if came and whole and whole[0] > came[0] else None


def _tells_whole(before: CountPhrase, last: CountPhrase, lexemes: Lexemes) -> bool:
    """党员24名,到会22名: those who belong to it, and in the next clause those who came."""
    named = before.role is _BARE and tag_at(lexemes, before.at - 1) in {Tag.PEOPLE, Tag.TITLE}
    next_clause = last.at == before.end + 1 and tag_at(lexemes, before.end) in {Tag.COMMA, Tag.SPACE}
    return named and next_clause and last.rule == "label:present" and before.number > last.number


def _in_all(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """支委5人全部到会,共22人: in all, behind a part of them."""
    whole = [p for p in counts if p.role is _BARE and tag_at(lexemes, p.at - 1) is Tag.TOTAL]
    parts = [p for p in counts if p.rule == "count:present" and whole and p.at < whole[-1].at]
    return whole[-1].number if parts and whole[-1].number > max(p.number for p in parts) else None


def _sum_of_parts(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """党员12人、积极分子3人: kinds of people, counted side by side."""
    parts = [phrase for phrase in counts if phrase.role is _BARE]
    named = all(tag_at(lexemes, phrase.at - 1) is Tag.PEOPLE for phrase in parts)
    joined = named and all(_are_joined(before, last, lexemes) for before, last in pairwise(parts))
    return sum(phrase.number for phrase in parts) if joined and len(parts) > 1 else None


def _sum_of_squads(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """一队11人二队9人: those of each squad, from the first on, and nobody besides."""
    numbered = [
        number_at(lexemes, phrase.at - 2) if text_at(lexemes, phrase.at - 1) in _SQUADS else None for phrase in counts
    ]
    return sum(phrase.number for phrase in counts) if numbered == [*range(1, len(counts) + 1)] else None


def _are_joined(before: CountPhrase, last: CountPhrase, lexemes: Lexemes) -> bool:
    between = lexemes[before.end : last.at]
    joined = all(lexeme.tag in _JOINING or lexeme.text in {"和", "与", "及"} for lexeme in between)
    return joined and len(between) <= len(_JOINING)


def _sum_of(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """21名党员3名积极分子参加, 党员21人、积极分子3人参加: those counted side by side."""
    for before, last in pairwise(counts):
        if (
            before.role is _BARE
            and last.role is _PRESENT
            and last.rule == "count:present"
            and (last.at - before.end <= 1 or _are_joined(before, last, lexemes))
            and last.weight == 2
        ):
            return before.number + last.number
    return None


def _best_of(counts: Sequence[CountPhrase]) -> Mapping[Role, int]:
    """The number for each role, the first of the weightiest."""
    best: dict[Role, int] = {}
    for phrase in sorted(counts, key=lambda phrase: -phrase.weight):
        best.setdefault(phrase.role, phrase.number)
    return best


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
