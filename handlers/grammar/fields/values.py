"""The value behind a label, read as what the label asks for.

value := dates | times | site | words | names | count [names] | kind | amount | ratio
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from handlers.grammar.days.dates import read_dates
from handlers.grammar.fields.amounts import read_decimal
from handlers.grammar.fields.stroked import ratios
from handlers.grammar.fields.topics import trim
from handlers.grammar.lexicon.kinds import Force, KindWord
from handlers.grammar.lexicon.labels import Field
from handlers.grammar.lexicon.lexeme import Lexeme, Lexemes, Tag, number_at, tag_at
from handlers.grammar.lexicon.persons import Span, is_trusted
from handlers.grammar.lexicon.phrases import (
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
from handlers.grammar.lexicon.time_words import Part
from handlers.grammar.lexicon.times import read_times
from handlers.grammar.people.counts import read_count
from handlers.grammar.people.names import names_between
from handlers.grammar.people.people import ROLES, index_behind

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
_SINGLE = frozenset({Role.HOST, Role.LECTURER, Role.RECORDER, Role.TALKER})
_FIRM = 4
_TICKS = frozenset("√✓✔✅☑■")


@dataclass(slots=True, kw_only=True)
class Value:
    """A stretch of lexemes behind a label."""

    field: Field
    lexemes: Lexemes
    at: int
    end: int
    today: date

    @property
    def rule(self) -> str:
        """The rule's name."""
        return f"field:{self.field}"


def read_value(value: Value) -> tuple[Phrase, ...]:
    """The phrases that a labelled value holds."""
    return tuple(_RULES.get(value.field, _people)(value))


def _days(value: Value) -> Iterator[Phrase]:
    at = value.at
    while at < value.end:
        phrase = _day_or_time(value, at)
        if phrase:
            yield phrase
        at = phrase.end if phrase else at + 1


def _day_or_time(value: Value, at: int) -> Phrase | None:
    lexemes = value.lexemes
    dates = read_dates(lexemes, at, value.today)
    if dates and dates[1] <= value.end:
        words = (lexemes[at].start, lexemes[dates[1] - 1].end)
        return DatePhrase(at=at, end=dates[1], rule=value.rule, dates=dates[0], words=words, weight=_FIRM)
    times = read_times(lexemes, at)
    if times and times[1] <= value.end:
        return TimePhrase(at=at, end=times[1], rule=value.rule, times=times[0])
    part = lexemes[at].value
    return TimePhrase(at=at, end=at + 1, rule=value.rule, times=None, part=part) if isinstance(part, Part) else None


def _place(value: Value) -> Iterator[Phrase]:
    span = trim(value.lexemes, value.at, value.end)
    if span:
        yield PlacePhrase(at=value.at, end=value.end, rule=value.rule, span=span, weight=_FIRM)


def _topic(value: Value) -> Iterator[Phrase]:
    span = trim(value.lexemes, value.at, value.end)
    if span:
        quoted = value.end == value.at + 1 and value.lexemes[value.at].tag is Tag.QUOTED
        bare = (span[0] + quoted, span[1] - quoted)
        yield TopicPhrase(at=value.at, end=value.end, rule=value.rule, span=bare, weight=_FIRM)


_CALENDAR = frozenset(
    {
        Tag.NUMBER,
        Tag.MONTH_UNIT,
        Tag.MONTH,
        Tag.YEAR_UNIT,
        Tag.YEAR,
        Tag.SEASON,
        Tag.UNIT,
        Tag.SPACE,
        Tag.OPEN,
        Tag.CLOSE,
    }
)
_OF_BODIES, _BODIES = frozenset({"第", "份", "年", "扩大"}), ("支部", "小组", "机关", "总支", "党委")


def _frames(lexeme: Lexeme) -> bool:
    """第一党支部11月支委会: what names the meeting, when it was and whose, and tells nothing of what it was about."""
    named = lexeme.tag is Tag.KIND or lexeme.text.endswith(_BODIES)
    return named or lexeme.tag in _CALENDAR or lexeme.text in _OF_BODIES


def _kind(value: Value) -> Iterator[Phrase]:
    stretch = value.lexemes[value.at : value.end]
    words = [lexeme.value for lexeme in stretch if isinstance(lexeme.value, KindWord) and lexeme.value.kind]
    ticked = _ticked(stretch) if len(words) > 1 else None
    word = ticked or next(iter(words), None)
    if word:
        yield KindPhrase(at=value.at, end=value.end, rule=value.rule, word=word, labelled=True)
    if not word or (not ticked and (len(words) > 1 or not all(map(_frames, stretch)))):
        yield from _topic(value)


def _ticked(stretch: Lexemes) -> KindWord | None:
    """□党课 ☑支委会, 党课( ) 支委会(√): the one with the tick, whichever side of the words the boxes are on."""
    tick = next((at for at, lexeme in enumerate(stretch) if lexeme.text in _TICKS), None)
    if tick is None:
        return None
    first = next(lexeme for lexeme in stretch if lexeme.tag is not Tag.SPACE)
    side = reversed(stretch[:tick]) if isinstance(first.value, KindWord) else iter(stretch[tick:])
    return next((lexeme.value for lexeme in side if isinstance(lexeme.value, KindWord)), None)


def _shape(value: Value) -> Iterator[Phrase]:
    """A word for a kind in a remark about the form or the manner."""
    for at in range(value.at, value.end):
        word = value.lexemes[at].value
        if value.lexemes[at].tag is Tag.KIND and isinstance(word, KindWord) and word.force is Force.FIRM:
            yield KindPhrase(at=at, end=at + 1, rule=value.rule, word=KindWord(word.kind, Force.LOOSE))


def _amount(value: Value) -> Iterator[Phrase]:
    for here in range(value.at, value.end):
        if found := read_decimal(value.lexemes, here):
            yield AmountPhrase(at=value.at, end=value.end, rule=value.rule, amount=found[0], total=True)
            return


def _ratio(value: Value) -> Iterator[Phrase]:
    found = list(ratios(value.lexemes[value.at : value.end]))
    if found:
        yield from found
        return
    numbers = [number for at in range(value.at, value.end) if (number := number_at(value.lexemes, at)) is not None]
    if numbers:
        yield _count(value, Role.PRESENT, min(numbers))
        yield _count(value, Role.EXPECTED, max(numbers))


def _people(value: Value) -> Iterator[Phrase]:
    role = _ROLES.get(value.field)
    if role is None:
        return
    if role in {Role.PRESENT, Role.PARTICIPANT} and (told := list(ratios(value.lexemes[value.at : value.end]))):
        yield from (replace(phrase, at=value.at, end=value.end) for phrase in told)
        return
    found = None if role in _SINGLE else _count_in(value)
    if found and (listed := _listed_before(value, *found)):
        yield replace(_count(value, Role.PRESENT, found[0]), end=found[1])
        yield NamesPhrase(at=value.at, end=found[1], rule=value.rule, role=Role.PARTICIPANT, spans=listed)
        return
    names_at = found[1] if found else value.at
    names_at += tag_at(value.lexemes, names_at) is Tag.OPEN
    if role is Role.PRESENT and not found:
        role = Role.PARTICIPANT
    spans = (
        () if role in {Role.EXPECTED, Role.PRESENT} else names_between(value.lexemes, names_at, _end_of_names(value))
    )
    if found and not (role is Role.PARTICIPANT and found[0] == len(spans)):
        yield replace(_count(value, Role.PRESENT if role is Role.PARTICIPANT else role, found[0]), end=found[1])
    yield from _roles_beside(value)
    if spans:
        names = spans[:1] if role in _SINGLE else spans
        end = index_behind(value.lexemes, value.at, names[-1])
        yield NamesPhrase(at=value.at, end=end, rule=value.rule, role=role, spans=names)


def _listed_before(value: Value, number: int, end: int) -> tuple[Span, ...]:
    """黄磊、葛红,共2人: those who are on a list before their number."""
    if value.field not in {Field.PRESENT, Field.PARTICIPANTS}:
        return ()
    spans = names_between(value.lexemes, value.at, end - 1)
    return spans if len(spans) == number and all(is_trusted(value.lexemes, span) for span in spans) else ()


def _end_of_names(value: Value) -> int:
    """Before the clause of a role: 杜衡、裘真,老韩主持."""
    lexemes = value.lexemes
    for at in range(value.at + 1, value.end):
        if lexemes[at].tag in ROLES and lexemes[at - 1].tag is not Tag.OPEN:
            return next((here for here in range(at, value.at, -1) if lexemes[here].tag is Tag.COMMA), value.end)
    return value.end


def _roles_beside(value: Value) -> Iterator[Phrase]:
    """杜衡、裘真(记录): what somebody in a list did besides."""
    lexemes = value.lexemes
    for at in range(value.at + 2, value.end):
        if lexemes[at].tag in ROLES and lexemes[at - 1].tag is Tag.OPEN and tag_at(lexemes, at + 1) is Tag.CLOSE:
            spans = names_between(lexemes, value.at, at - 1)[-1:]
            yield NamesPhrase(at=at, end=at + 1, rule=value.rule, role=ROLES[lexemes[at].tag], spans=spans)


def _count(value: Value, role: Role, number: int) -> CountPhrase:
    return CountPhrase(at=value.at, end=value.end, rule=value.rule, role=role, number=number, weight=_FIRM)


def _count_in(value: Value) -> tuple[int, int] | None:
    """The first count of a value that is no part of a name (张三)."""
    for here in range(value.at, value.end):
        found = read_count(value.lexemes, here, labelled=True)
        if found and found[1] <= value.end and not _is_in_name(value, here):
            return found
    return None


def _is_in_name(value: Value, here: int) -> bool:
    before = value.lexemes[here - 1]
    return here > value.at and before.tag is not Tag.TOTAL and not value.lexemes[here].text.isascii()


_RULES: dict[Field, Callable[[Value], Iterator[Phrase]]] = {
    Field.DATE: _days,
    Field.CLOCK: _days,
    Field.PLACE: _place,
    Field.TOPIC: _topic,
    Field.KIND: _kind,
    Field.SHAPE: _shape,
    Field.AMOUNT: _amount,
    Field.RATIO: _ratio,
}
