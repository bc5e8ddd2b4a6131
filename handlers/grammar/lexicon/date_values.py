"""Days as a text names them, and what they are read against."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from handlers.grammar.lexicon.time_words import Part


@dataclass(slots=True, kw_only=True)
class Dates:
    """Days that the text names: one, the ends of a range (`last`), or several (`more`).

    `first` is None where the words are vague (前几天) or impossible (2月30日). `soon` is the same name's next day;
    `ahead` says that the words themselves point to the future.
    """

    first: date | None
    last: date | None = None
    more: tuple[date, ...] = ()
    soon: date | None = None
    ahead: bool = False
    part: Part | None = None
    vague: bool = False
    weak: bool = False
    """刚才: today, unless another date stands beside it."""


class Within(NamedTuple):
    """The week (0: this one), the month counted from this one, or the month by its number that days are told in."""

    weeks: int | None = None
    months: int | None = None
    month: int | None = None


class Scope(NamedTuple):
    """What a date is read against."""

    today: date
    within: Within | None = None
