"""Where in a sentence the fields of its reading stand, found again from its pieces."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.grammar.clauses.fields import Value
from handlers.grammar.days.dates import parse_date
from handlers.grammar.text.numbers import value_of
from handlers.parsed import Token

Span = tuple[int, int]

NUMBER: Final = "number"
UNITS: Final = frozenset({"day_unit", "month_unit", "year_unit"})
OF_DATES: Final = UNITS | {
    "day", "weekday", "week", "month", "january", "year", "season", "vague", "festival", "ago", "last", "span_unit",
    "dash", "slash", "dot", NUMBER,
}  # fmt: skip
OF_TIMES: Final = frozenset({"part", NUMBER, "hour_unit", "minute_unit", "half", "quarter", "colon"})
MARKS: Final = {
    "expected": {"expected", "total"},
    "present": {"present", "counted"},
    "amount": {"money"},
}
WRITTEN: Final = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
LONGEST_RUN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A message and its pieces, read at `now`; `number` says which of its activities is looked for."""

    text: str
    tokens: Sequence[Token]
    now: datetime
    number: int = 0


def places_of(fields: Mapping[str, Value], sentence: Sentence) -> dict[str, list[Span]]:
    """The spans of each field in the text as typed, none where it follows from something else."""
    return {name: list(dict.fromkeys(_places(name, value, sentence))) for name, value in fields.items()}


def _places(name: str, value: Value, sentence: Sentence) -> Iterator[Span]:
    match name:
        case "kind":
            return _kind_places(sentence)
        case "date" | "end_date":
            return _date_places(str(value), sentence)
        case "start" | "end":
            return _time_places(sentence)
        case "expected" | "present" | "amount":
            return _number_places(value, MARKS[name], sentence)
        case _:
            words = value if isinstance(value, list) else str(value).split("；")
            return _word_places(words, sentence.text)


def _kind_places(sentence: Sentence) -> Iterator[Span]:
    named = [token for token in sentence.tokens if token.kind == "kind"]
    if named:
        yield _span(named[min(sentence.number, len(named) - 1) :][:1])


def _date_places(day: str, sentence: Sentence) -> Iterator[Span]:
    for run in _runs(sentence.tokens, OF_DATES):
        for first in range(len(run)):
            for end in range(first + 1, len(run) + 1):
                if _names_day(run[first:end], day, sentence):
                    while end < len(run) and run[end].kind in UNITS:
                        end += 1  # noqa: PLW2901 - the unit behind the number belongs to it
                    yield _span(run[first:end])
                    return


def _names_day(tokens: Sequence[Token], day: str, sentence: Sentence) -> bool:
    start, end = _span(tokens)
    found = parse_date(sentence.text[start:end], sentence.now)
    return found is not None and found.isoformat() == day


def _time_places(sentence: Sentence) -> Iterator[Span]:
    for run in _runs(sentence.tokens, OF_TIMES):
        kinds = [token.kind for token in run]
        if NUMBER in kinds and {"hour_unit", "colon"} & {*kinds}:
            yield _span(run)
            return


def _number_places(value: Value, marks: set[str], sentence: Sentence) -> Iterator[Span]:
    """The number nearest to a word for it, else the first one of that value."""
    tokens = sentence.tokens
    marked = [at for at, token in enumerate(tokens) if token.kind in marks]
    fitting = [at for at, token in enumerate(tokens) if token.kind == NUMBER and _number_of(token) == value]
    fitting.sort(key=lambda at: min((abs(at - mark) for mark in marked), default=0))
    written = (found.span() for found in WRITTEN.finditer(sentence.text) if float(found[0].replace(",", "")) == value)
    yield from [*(_span(tokens[at : at + 1]) for at in fitting), *written][:1]


def _number_of(token: Token) -> int | None:
    with suppress(KeyError, ValueError):
        return value_of(token.text)
    return None


def _word_places(words: Sequence[str], text: str) -> Iterator[Span]:
    for word in words:
        start = text.find(word)
        if start >= 0:
            yield start, start + len(word)


def _runs(tokens: Sequence[Token], kinds: frozenset[str]) -> Iterator[Sequence[Token]]:

    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and end - at < LONGEST_RUN and tokens[end].kind in kinds:
            end += 1
        if end > at:
            yield tokens[at:end]
        at = max(end, at + 1)


def _span(tokens: Sequence[Token]) -> Span:
    return tokens[0].start, tokens[-1].end
