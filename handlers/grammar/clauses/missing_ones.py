"""Those who are named and not told to have been away, where just so many did not come: 20到18,云霞和施莉上手术."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag
from handlers.grammar.lexicon.persons import Span, is_trusted
from handlers.grammar.lexicon.phrases import Role
from handlers.grammar.people.excuses import without_cause
from handlers.grammar.people.names import read_names
from handlers.grammar.text.normalise import Normalised
from handlers.intents import Reading
from schedules.ledger.activity import ActivityKind

_MOST = 5
_CLAUSE_ENDS = SEPARATORS - {Tag.SPACE}


def with_missing(reading: Reading, group: Group, lexemes: Lexemes, text: Normalised) -> Reading:
    """As many as did not come, by the numbers, and nobody else to be away: on leave they were, unless they were elected."""
    lacking = (reading.expected or 0) - (reading.present or 0)
    told = reading.leave or reading.absent or reading.present is None
    if told or reading.kind is ActivityKind.ELECTION or not 0 < lacking <= _MOST:
        return reading
    counted = max(phrase.at for phrase in group.phrases.counts)
    listed = [
        span
        for phrase in group.phrases.names
        if phrase.role is Role.PARTICIPANT and phrase.at > counted
        for span in phrase.spans
    ]
    if len(listed) == lacking == len(reading.participants):
        return replace(reading, leave=reading.participants, participants=())
    spans = () if listed else tuple(_openers(group, lexemes, text, counted))
    if len(spans) != lacking:
        return reading
    return replace(reading, leave=tuple(text.typed_between(*span) for span in spans))


def _openers(group: Group, lexemes: Lexemes, text: Normalised, first: int) -> Iterator[Span]:
    """The names that clauses behind the numbers begin with, before words that nothing claims."""
    taken = {at for phrase in group.phrases for at in range(phrase.at, phrase.end)}
    for at in range(first + 1, group.end):
        if lexemes[at - 1].tag not in _CLAUSE_ENDS or at in taken:
            continue
        named, end = read_names(lexemes, at)
        spans = [without_cause(lexemes, span, text.text[span[0] : span[1]]) for span in named]
        if spans and end not in taken and all(is_trusted(lexemes, span) for span in spans):
            yield from spans
