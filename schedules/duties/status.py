"""The answer to: is it done?"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schedules.duties.duty import Obligation, Waiver
from schedules.ledger.activity import ActivityId


class Status(StrEnum):
    """How an obligation stands (完成情况)."""

    UPCOMING = "upcoming"
    OPEN = "open"
    DUE_SOON = "due_soon"
    MET = "met"
    MET_LATE = "met_late"
    OVERDUE = "overdue"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncounted:
    """A record that looks like the one asked for and does not count, and why (Chinese)."""

    activity_id: ActivityId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """An obligation, judged: its status, and what a sentence needs that explains it.

    `done` of `needed` in the duty's own unit (records, hours, members, pairs); `met_on` is the day from which on nothing was
    missing. `addable` names fields that could still be added (可补充).
    """

    obligation: Obligation
    status: Status
    done: int
    needed: int
    met_on: date | None = None
    waiver: Waiver | None = None
    counted: Sequence[ActivityId] = ()
    counted_on: Sequence[date] = ()
    """The days of the records that count, oldest first."""
    uncounted: Sequence[Uncounted] = ()
    addable: Sequence[str] = ()
    missing: frozenset[Hashable] = frozenset()
    """The members, or pairs of members, that are still to be reached: for their officers only."""
