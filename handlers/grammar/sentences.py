"""The descent through a text: from lexemes to phrases.

text   := (field | phrase | mark | word)*
field  := label : value
phrase := subject | dates | times | part | kind | attendance | role | talk | place | amount | topic | period
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from handlers.grammar.amounts import read_amount
from handlers.grammar.attendance import read_attendance
from handlers.grammar.dates import read_dates, tag_at
from handlers.grammar.forms import Field, end_of_value, read_label
from handlers.grammar.kinds import KindWord
from handlers.grammar.lexeme import Lexemes, Tag
from handlers.grammar.people import read_role, read_talk, subjects
from handlers.grammar.phrases import DatePhrase, KindPhrase, NamesPhrase, PeriodPhrase, Phrase, TimePhrase
from handlers.grammar.places import read_place
from handlers.grammar.time_words import Part
from handlers.grammar.times import read_times
from handlers.grammar.topics import read_topic
from handlers.grammar.values import read_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """A text, read: its phrases in order, and the labels that were found."""

    lexemes: Lexemes
    phrases: tuple[Phrase, ...]
    fields: tuple[Field, ...]


def read_sentences(lexemes: Lexemes, today: date) -> Sentences:
    """All phrases of a text, in order, none overlapping another."""
    taken = subjects(lexemes)
    phrases: list[Phrase] = []
    fields: list[Field] = []
    at = 0
    while at < len(lexemes):
        label = read_label(lexemes, at)
        if label and at not in taken:
            end = end_of_value(lexemes, label[1])
            fields.append(label[0])
            phrases.extend(read_value(label[0], lexemes, label[1], end, today))
            at = max(end, at + 1)
            continue
        found = list(_phrases_at(lexemes, at, today, taken))
        phrases.extend(found)
        at = max((phrase.end for phrase in found), default=at + 1)
    return Sentences(lexemes=lexemes, phrases=tuple(phrases), fields=tuple(fields))


def _phrases_at(lexemes: Lexemes, at: int, today: date, taken: Mapping[int, NamesPhrase]) -> Iterator[Phrase]:
    """What starts here: the first rule that fits."""
    if at in taken:
        yield taken[at]
        return
    for rule in (_dates, _times, _talk, _kind, _role, _amount):
        if phrase := rule(lexemes, at, today):
            yield phrase
            return
    attendance = read_attendance(lexemes, at)
    if attendance:
        yield from attendance
        return
    phrase = read_place(lexemes, at) or read_topic(lexemes, at, taken) or _period(lexemes, at)
    if phrase:
        yield phrase


def _dates(lexemes: Lexemes, at: int, today: date) -> Phrase | None:
    found = read_dates(lexemes, at, today)
    if found is None or tag_at(lexemes, found[1]) is Tag.AGO or _is_ratio(lexemes, at, found[1]):
        return None
    dates, end = found
    return DatePhrase(at=at, end=end, rule="date", dates=dates, words=(lexemes[at].start, lexemes[end - 1].end))


def _is_ratio(lexemes: Lexemes, at: int, end: int) -> bool:
    """Two numbers with a stroke after a word of attendance, or before 人."""
    if end != at + 3 or lexemes[at + 1].tag is not Tag.SLASH:
        return False
    return (at > 0 and lexemes[at - 1].tag in {Tag.PRESENT, Tag.EXPECTED}) or tag_at(lexemes, end) is Tag.HEADS


def _times(lexemes: Lexemes, at: int, today: date) -> Phrase | None:
    found = read_times(lexemes, at)
    if found:
        return TimePhrase(at=at, end=found[1], rule="time", times=found[0])
    part = lexemes[at].value
    if lexemes[at].tag is Tag.PART and isinstance(part, Part):
        return TimePhrase(at=at, end=at + 1, rule="part", times=None, part=part)
    return None


def _talk(lexemes: Lexemes, at: int, today: date) -> Phrase | None:
    return read_talk(lexemes, at)


def _kind(lexemes: Lexemes, at: int, today: date) -> Phrase | None:
    word = lexemes[at].value
    if lexemes[at].tag is not Tag.KIND or not isinstance(word, KindWord):
        return None
    return KindPhrase(at=at, end=at + 1, rule=f"kind:{word.kind}", word=word)


def _role(lexemes: Lexemes, at: int, today: date) -> Phrase | None:
    return read_role(lexemes, at)


def _amount(lexemes: Lexemes, at: int, today: date) -> Phrase | None:
    return read_amount(lexemes, at)


def _period(lexemes: Lexemes, at: int) -> Phrase | None:
    if lexemes[at].tag in {Tag.MONTH, Tag.WEEK, Tag.YEAR, Tag.SEASON}:
        return PeriodPhrase(at=at, end=at + 1, rule="period", words=(lexemes[at].start, lexemes[at].end))
    return None
