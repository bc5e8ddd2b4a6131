"""The value behind a label, read as what the label asks for."""

from collections.abc import Callable
from datetime import date

from handlers.grammar.amounts import read_decimal
from handlers.grammar.attendance import ratios, read_count
from handlers.grammar.dates import Dates, read_dates
from handlers.grammar.forms import Field
from handlers.grammar.kinds import KindWord
from handlers.grammar.lexeme import Lexemes, Tag
from handlers.grammar.names import names_between
from handlers.grammar.phrases import (
    AmountPhrase,
    CountPhrase,
    DatePhrase,
    KindPhrase,
    NamesPhrase,
    Phrase,
    PlacePhrase,
    Role,
    TimePhrase,
    TopicPhrase,
)
from handlers.grammar.time_words import Part
from handlers.grammar.times import read_times
from handlers.grammar.topics import trim

_ROLES = {
    Field.EXPECTED: Role.EXPECTED,
    Field.PRESENT: Role.PRESENT,
    Field.ABSENT: Role.ABSENT,
    Field.LEAVE: Role.LEAVE,
    Field.HOST: Role.HOST,
    Field.LECTURER: Role.LECTURER,
    Field.RECORDER: Role.RECORDER,
    Field.TALKER: Role.TALKER,
    Field.PARTICIPANTS: Role.PARTICIPANT,
}
_SINGLE = frozenset({Role.HOST, Role.LECTURER, Role.RECORDER})
_FIRM = 4


def read_value(field: Field, lexemes: Lexemes, at: int, end: int, today: date) -> list[Phrase]:
    """The phrases that a labelled value holds."""
    rule = _RULES.get(field, _people)
    return rule(field, lexemes, at, end, today)


def _days(field: Field, lexemes: Lexemes, at: int, end: int, today: date) -> list[Phrase]:
    phrases: list[Phrase] = []
    while at < end:
        phrase = _day_or_time(field, lexemes, at, end, today)
        if phrase:
            phrases.append(phrase)
        at = phrase.end if phrase else at + 1
    return phrases


def _day_or_time(field: Field, lexemes: Lexemes, at: int, end: int, today: date) -> Phrase | None:
    dates = read_dates(lexemes, at, today)
    if dates and dates[1] <= end:
        words = (lexemes[at].start, lexemes[dates[1] - 1].end)
        return DatePhrase(at=at, end=dates[1], rule=f"field:{field}", dates=_firm(dates[0]), words=words, weight=_FIRM)
    times = read_times(lexemes, at)
    if times and times[1] <= end:
        return TimePhrase(at=at, end=times[1], rule=f"field:{field}", times=times[0])
    part = lexemes[at].value
    return (
        TimePhrase(at=at, end=at + 1, rule=f"field:{field}", times=None, part=part) if isinstance(part, Part) else None
    )


def _firm(dates: Dates) -> Dates:
    return dates


def _place(field: Field, lexemes: Lexemes, at: int, end: int, today: date) -> list[Phrase]:
    span = trim(lexemes, at, end)
    return [PlacePhrase(at=at, end=end, rule="field:place", span=span, weight=_FIRM)] if span else []


def _topic(field: Field, lexemes: Lexemes, at: int, end: int, today: date) -> list[Phrase]:
    span = trim(lexemes, at, end)
    return [TopicPhrase(at=at, end=end, rule="field:topic", span=span, weight=_FIRM)] if span else []


def _kind(field: Field, lexemes: Lexemes, at: int, end: int, today: date) -> list[Phrase]:
    words = [
        lexeme.value for lexeme in lexemes[at:end] if lexeme.tag is Tag.KIND and isinstance(lexeme.value, KindWord)
    ]
    if words:
        return [
            KindPhrase(at=at, end=end, rule="field:kind", word=max(words, key=lambda word: word.force), labelled=True),
            *_topic(field, lexemes, at, end, today)[: end > at + 1],
        ]
    return _topic(field, lexemes, at, end, today)


def _amount(field: Field, lexemes: Lexemes, at: int, end: int, today: date) -> list[Phrase]:
    for here in range(at, end):
        found = read_decimal(lexemes, here)
        if found:
            return [AmountPhrase(at=at, end=end, rule="field:amount", amount=found[0], total=True)]
    return []


def _ratio(field: Field, lexemes: Lexemes, at: int, end: int, today: date) -> list[Phrase]:
    found: list[Phrase] = list(ratios(lexemes[at:end]))
    if found:
        return found
    numbers = [lexeme.value for lexeme in lexemes[at:end] if lexeme.tag is Tag.NUMBER and isinstance(lexeme.value, int)]
    if len(numbers) != 2:
        return []
    pairs = ((Role.PRESENT, min(numbers)), (Role.EXPECTED, max(numbers)))
    return [
        CountPhrase(at=at, end=end, rule="field:ratio", role=role, number=number, weight=_FIRM)
        for role, number in pairs
    ]


def _people(field: Field, lexemes: Lexemes, at: int, end: int, today: date) -> list[Phrase]:
    role = _ROLES.get(field)
    if role is None:
        return []
    count = None if role in _SINGLE else _count_in(lexemes, at, end)
    names_at = count[1] if count else at
    spans = () if role in {Role.EXPECTED, Role.PRESENT} else names_between(lexemes, names_at, end)
    phrases: list[Phrase] = []
    if count and not (role is Role.PARTICIPANT and spans and count[0] == len(spans)):
        counted = Role.PRESENT if role is Role.PARTICIPANT else role
        phrases.append(CountPhrase(at=at, end=end, rule=f"field:{field}", role=counted, number=count[0], weight=_FIRM))
    if spans:
        phrases.append(
            NamesPhrase(at=at, end=end, rule=f"field:{field}", role=role, spans=spans[:1] if role in _SINGLE else spans)
        )
    return phrases


def _count_in(lexemes: Lexemes, at: int, end: int) -> tuple[int, int] | None:
    """The first count of a value, unless names stand before it (张三、李四等2人)."""
    for here in range(at, end):
        found = read_count(lexemes, here)
        if found and found[1] <= end and not _is_name_with_numeral(lexemes, at, here):
            return found
    return None


def _is_name_with_numeral(lexemes: Lexemes, at: int, here: int) -> bool:
    return here > at and lexemes[here - 1].tag is Tag.OTHER and not lexemes[here].text.isascii()


_Rule = Callable[[Field, Lexemes, int, int, date], list[Phrase]]
_RULES: dict[Field, _Rule] = {
    Field.DATE: _days,
    Field.CLOCK: _days,
    Field.PLACE: _place,
    Field.TOPIC: _topic,
    Field.KIND: _kind,
    Field.AMOUNT: _amount,
    Field.RATIO: _ratio,
}
