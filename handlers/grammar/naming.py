"""Where roles that were learned add people whom the rules pass over (docs/adr/0010).

Only to a single activity, only in a field that the rules left empty, and only names that they took for nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from handlers.grammar.name_lists import NameList, name_lists
from handlers.grammar.normalise import Normalised
from handlers.grammar.phrases import PlacePhrase, Role, TopicPhrase
from handlers.grammar.roles import role_of
from handlers.grammar.sentences import Sentences
from handlers.grammar.surroundings import surroundings_of
from handlers.grammar.tellings import asks_of
from handlers.intents import Intent, Reading, RecordActivities, RecordTalks
from schedules.ledger.activity import ActivityKind

LIKELY = 0.65
_MAY_BE_ADDED = (Role.PARTICIPANT, Role.LEAVE, Role.ABSENT, Role.HOST, Role.LECTURER, Role.RECORDER)
_SEVERAL = frozenset({Role.PARTICIPANT, Role.LEAVE, Role.ABSENT})
_MISSING = frozenset({Role.LEAVE, Role.ABSENT})
"""Where the numbers have to agree: a person wrongly told to have been away is worse than one left out."""
_TO_OTHERS = frozenset({ActivityKind.VISIT, ActivityKind.DEVELOPMENT})
"""Whom they name took no part: it was done to them."""


def name(intent: Intent, rules: tuple[str, ...], read: Sentences, text: Normalised) -> tuple[Intent, tuple[str, ...]]:
    """The intent with those who are named besides, and the rules."""
    if not isinstance(intent, RecordActivities | RecordTalks) or len(intent.readings) != 1:
        return intent, rules
    reading, added = intent.readings[0], []
    for names in _unclaimed(read):
        if not any(_fits(reading, role, names) for role in _MAY_BE_ADDED):
            continue
        role, share = role_of(surroundings_of(names, read))
        if role and share > LIKELY and _fits(reading, role, names):
            reading = _with_names(reading, role, tuple([text.typed_between(*span) for span in names.spans]))
            added.append(f"learned:{role}")
    if not added:
        return intent, rules
    return replace(intent, readings=(reading,), asks=asks_of((reading,))), (*rules, *added)


def _unclaimed(read: Sentences) -> Iterator[NameList]:
    """Names that the rules took for nothing."""
    phrases = read.phrases
    taken = [span for phrase in phrases.names for span in phrase.spans]
    taken += [topic.span for topic in phrases.of(TopicPhrase)] + [place.span for place in phrases.of(PlacePhrase)]
    for names in name_lists(read.lexemes, taken=taken):
        if not any(start < end_ and start_ < end for start, end in names.spans for start_, end_ in taken):
            yield names


def _fits(reading: Reading, role: Role, names: NameList) -> bool:
    """Whether the field is empty, and so many names belong in it."""
    if (len(names.spans) > 1) != (role in _SEVERAL) or _field_of(reading, role):
        return False
    if role in _MISSING:
        return reading.expected is not None and reading.present == reading.expected - len(names.spans)
    if reading.kind is ActivityKind.TALK:
        return role is Role.PARTICIPANT
    return not (role is Role.PARTICIPANT and reading.kind in _TO_OTHERS)


def _field_of(reading: Reading, role: Role) -> str | tuple[str, ...] | None:
    return {
        Role.PARTICIPANT: reading.participants,
        Role.LEAVE: reading.leave,
        Role.ABSENT: reading.absent,
        Role.HOST: reading.host,
        Role.LECTURER: reading.lecturer,
        Role.RECORDER: reading.recorder,
    }[role]


def _with_names(reading: Reading, role: Role, names: tuple[str, ...]) -> Reading:
    match role:
        case Role.PARTICIPANT:
            return replace(reading, participants=names)
        case Role.LEAVE:
            return replace(reading, leave=names)
        case Role.ABSENT:
            return replace(reading, absent=names)
        case Role.HOST:
            return replace(reading, host=names[0])
        case Role.LECTURER:
            return replace(reading, lecturer=names[0])
        case _:
            return replace(reading, recorder=names[0])
