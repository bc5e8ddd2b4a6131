"""A reading in the names that files and other programs use."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from handlers.grammar.lexicon.persons import is_personal
from handlers.intents import (
    Correct,
    Export,
    FollowUp,
    Help,
    Intent,
    Nothing,
    OpenDuty,
    Plan,
    Query,
    Reading,
    RecordActivities,
    RecordTalks,
    Remind,
    Restore,
    Unclear,
    Undo,
    UndoSeveral,
)
from handlers.parsed import Parsed
from schedules.ledger.activity import ActivityKind

Value = str | int | float | list[str]
_NAMES = {
    "kind": "kind",
    "date": "held_on",
    "end_date": "ended_on",
    "start": "starts",
    "end": "ends",
    "topic": "topic",
    "expected": "expected",
    "present": "present",
    "absent": "absent",
    "leave": "leave",
    "host": "host",
    "lecturer": "lecturer",
    "recorder": "recorder",
    "place": "place",
    "participants": "participants",
    "amount": "amount",
}
INTENT_NAMES: dict[type[Intent], str] = {
    RecordActivities: "record",
    RecordTalks: "talk",
    Correct: "correct",
    Undo: "undo",
    UndoSeveral: "undo",
    Restore: "correct",
    Query: "query",
    FollowUp: "query",
    Export: "export",
    Remind: "remind",
    Plan: "plan",
    OpenDuty: "plan",
    Help: "help",
    Nothing: "none",
    Unclear: "none",
}
"""What each is called; what is not yet clear is none."""


def fields_of(reading: Reading) -> dict[str, Value]:
    """What a reading tells; what it leaves open is left out. A talk has no host but somebody who asked for it."""
    told = {name: getattr(reading, attribute) for name, attribute in _NAMES.items()}
    if reading.kind is ActivityKind.TALK:
        told["talker"] = told.pop("host")
    return {name: _plain(value) for name, value in told.items() if value is not None and value != ()}


def _plain(value: object) -> Value:
    match value:
        case time():
            return value.strftime("%H:%M")
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case tuple():
            return [str(item) for item in value]
        case int():
            return value
        case _:
            return str(value)


def answer_of(parsed: Parsed) -> dict[str, object]:
    """The reading of a message as one line of `zhibu parse`."""
    return {
        "intent": INTENT_NAMES[type(parsed.intent)],
        "records": [fields_of(_with_both(reading)) for reading in _readings_of(parsed.intent)],
        "ask": [str(ask) for ask in _asks_of(parsed.intent)],
        "dropped": [{"field": dropped.field, "reason": dropped.reason} for dropped in parsed.dropped],
    }


def _with_both(reading: Reading) -> Reading:
    """Of two who are told to have talked both took part, whichever of them a record calls its host."""
    talker = reading.host if reading.kind is ActivityKind.TALK else None
    if not talker or not reading.participants or not is_personal(talker):
        return reading
    return replace(reading, participants=(talker, *(name for name in reading.participants if name != talker)))


def _readings_of(intent: Intent) -> tuple[Reading, ...]:
    match intent:
        case RecordActivities(readings=readings) | RecordTalks(readings=readings):
            return readings
        case Correct(changes=changes):
            return (changes,)
        case _:
            return ()


def _asks_of(intent: Intent) -> tuple[str, ...]:
    match intent:
        case RecordActivities(asks=asks) | RecordTalks(asks=asks) | Unclear(asks=asks):
            return asks
        case _:
            return ()


def explain_of(parsed: Parsed) -> dict[str, object]:
    """The answer, with the pieces of the text, the rules that fired and the opinion that was learned."""
    tokens = [{"kind": t.kind, "text": t.text, "start": t.start, "end": t.end} for t in parsed.tokens]
    opinion = parsed.opinion and {
        "intent": parsed.opinion.intent,
        "against": parsed.opinion.against,
        "log_odds": round(parsed.opinion.log_odds, 2),
        "pieces": [{"piece": piece, "weight": round(weight, 2)} for piece, weight in parsed.opinion.pieces],
    }
    return {**answer_of(parsed), "tokens": tokens, "rules": list(parsed.rules), "opinion": opinion}
