"""What is said and what is understood: the vocabulary of the tables in this folder."""

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar

from handlers.grammar.clauses.fields import answer_of
from handlers.grammar.parse import parse
from handlers.intents import Intent
from handlers.parsed import Parsed

ZONE = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2026, 11, 18, 10, 30, tzinfo=ZONE)
"""A Wednesday."""

STORED = frozenset({"record", "talk"})
T = TypeVar("T")


def at(text: str) -> dt.datetime:
    """A moment in China: 2026-11-18 10:30."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def read(text: str, now: dt.datetime = NOW) -> Parsed:
    return parse(text, now)


def intent_of(text: str, now: dt.datetime = NOW) -> Intent:
    return parse(text, now).intent


def said_intent(text: str, now: dt.datetime = NOW) -> str:
    """The intent by its public name."""
    return str(answer_of(parse(text, now))["intent"])


def records_of(text: str, now: dt.datetime = NOW) -> list[dict[str, object]]:
    """What is to be stored; nothing where the text is no record."""
    answer = answer_of(parse(text, now))
    records = answer["records"]
    assert isinstance(records, list)
    return records if answer["intent"] in STORED else []


def record_of(text: str, now: dt.datetime = NOW) -> dict[str, object]:
    """The one record that a text gives."""
    found = records_of(text, now)
    assert len(found) == 1, (text, answer_of(parse(text, now)))
    return found[0]


def names_in(record: Mapping[str, object], field: str) -> tuple[str, ...]:
    """The names in a field of a record."""
    names = record.get(field, [])
    assert isinstance(names, list)
    return tuple(names)


def asks_of(text: str, now: dt.datetime = NOW) -> list[str]:
    """What is asked."""
    asks = answer_of(parse(text, now))["ask"]
    assert isinstance(asks, list)
    return asks


def rows(table: Mapping[T, tuple[str, ...]]) -> list[tuple[T, str]]:
    """Each sentence with the value that it is grouped under."""
    return [(expected, text) for expected, texts in table.items() for text in texts]
