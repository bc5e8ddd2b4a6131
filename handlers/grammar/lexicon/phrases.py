"""What the rules find in a text: phrases with a meaning, each over a stretch of lexemes."""

from collections.abc import Iterable, KeysView, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self, TypeVar

from handlers.grammar.lexicon.date_values import Dates, Within
from handlers.grammar.lexicon.kinds import KindWord
from handlers.grammar.lexicon.persons import Span
from handlers.grammar.lexicon.time_words import Part
from handlers.grammar.lexicon.times import Times


class Role(StrEnum):
    """What people are told to have been or done."""

    EXPECTED = "expected"
    PRESENT = "present"
    BARE = "bare"
    ABSENT = "absent"
    LEAVE = "leave"
    OBSERVER = "observer"
    HOST = "host"
    LECTURER = "lecturer"
    RECORDER = "recorder"
    TALKER = "talker"
    PARTICIPANT = "participant"


@dataclass(slots=True, kw_only=True)
class Phrase:
    """A stretch of lexemes, half-open, and the rule that found it."""

    at: int
    end: int
    rule: str


@dataclass(slots=True, kw_only=True)
class DatePhrase(Phrase):
    """Days; `words` is the span of the text that names them, `numeric` where it does so by numbers (3月5日).

    `weight` is higher at a label.
    """

    dates: Dates
    words: Span
    weight: int = 1
    numeric: bool = False
    besides: bool = False
    """Behind 不只, 不是 or 原定: not the day that is meant, where another stands."""


@dataclass(slots=True, kw_only=True)
class PeriodPhrase(Phrase):
    """A month, week, season or year that is named, but no day; `within` lets days behind it leave it out."""

    words: Span
    within: Within | None = None


@dataclass(slots=True, kw_only=True)
class TimePhrase(Phrase):
    """Clock times, or only a part of the day."""

    times: Times | None
    part: Part | None = None
    ends_only: bool = False


@dataclass(slots=True, kw_only=True)
class KindPhrase(Phrase):
    """A word for a kind of activity; `labelled` where a label or a heading says so."""

    word: KindWord
    labelled: bool = False
    aside: bool = False
    """In brackets: what stands outside them counts more."""
    artefact: bool | None = field(default=None, compare=False)
    """Whether it only tells what a thing belongs to, once somebody has asked."""


@dataclass(slots=True, kw_only=True)
class CountPhrase(Phrase):
    """So many people; the higher `weight` wins where two tell the same."""

    role: Role
    number: int
    weight: int = 1


@dataclass(slots=True, kw_only=True)
class NamesPhrase(Phrase):
    """These people."""

    role: Role
    spans: tuple[Span, ...]


@dataclass(slots=True, kw_only=True)
class PlacePhrase(Phrase):
    """Where it was."""

    span: Span
    weight: int = 1


@dataclass(slots=True, kw_only=True)
class TopicPhrase(Phrase):
    """What it was about; labelled and quoted topics weigh more."""

    span: Span
    weight: int = 1


@dataclass(slots=True, kw_only=True)
class LabelPhrase(Phrase):
    """A label and its value: claimed, whatever was read of it."""


@dataclass(slots=True, kw_only=True)
class AmountPhrase(Phrase):
    """Yuan; a `total` beats others."""

    amount: Decimal
    total: bool = False
    each: bool = False


def points_ahead(phrase: Phrase) -> bool:
    """Whether it names a day, a week or a month to come: 明天, 下周."""
    if isinstance(phrase, PeriodPhrase) and phrase.within:
        return (phrase.within.weeks or 0) > 0 or (phrase.within.months or 0) > 0
    return isinstance(phrase, DatePhrase) and phrase.dates.ahead


P = TypeVar("P", bound=Phrase)


_SPOKEN_FOR = frozenset({DatePhrase, TimePhrase, PeriodPhrase, CountPhrase, NamesPhrase, AmountPhrase})
"""Whose words are no part of a topic or a place."""


class Phrases(tuple[Phrase, ...]):  # noqa: SLOT001 - a tuple can have no slots
    """Phrases in order, sorted once by their classes: the rules ask for those of one class a hundred times."""

    dates: Sequence[DatePhrase]
    kinds: Sequence[KindPhrase]
    counts: Sequence[CountPhrase]
    names: Sequence[NamesPhrase]
    times: Sequence[TimePhrase]
    _by_class: dict[type[Phrase], list[Any]]
    _spoken_for: frozenset[int] | None = None

    def __new__(cls, phrases: Iterable[Phrase] = ()) -> Self:
        """These phrases."""
        self = super().__new__(cls, phrases)
        found: dict[type[Phrase], list[Any]] = {}
        for phrase in self:
            found.setdefault(type(phrase), []).append(phrase)
        self.dates, self.kinds, self.counts = (
            found.get(DatePhrase, ()),
            found.get(KindPhrase, ()),
            found.get(CountPhrase, ()),
        )
        self.names, self.times, self._by_class = found.get(NamesPhrase, ()), found.get(TimePhrase, ()), found
        return self

    def spoken_for(self) -> frozenset[int]:
        """The lexemes that days, hours, people, counts and sums have: no topic and no place."""
        if self._spoken_for is None:
            claiming = [phrase for phrase in self if type(phrase) in _SPOKEN_FOR]
            self._spoken_for = frozenset([at for phrase in claiming for at in range(phrase.at, phrase.end)])
        return self._spoken_for

    def of(self, kind: type[P]) -> Sequence[P]:
        """Those of one class."""
        return self._by_class.get(kind, ())

    def classes(self) -> KeysView[type[Phrase]]:
        """Those that there is one of."""
        return self._by_class.keys()

    def has(self, *kinds: type[Phrase]) -> bool:
        """Whether there is one of these classes."""
        return not self._by_class.keys().isdisjoint(kinds)
