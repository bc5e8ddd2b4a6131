"""The answer to: is it done?"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from schedules.duties.duty import Obligation
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
    """An obligation, judged: its status, with an explanation that a secretary understands.

    `done` of `needed` in the duty's own unit (records, hours, members, pairs). `why` is one Chinese sentence: which rule,
    what counted, what is missing and until when. `addable` names fields that could still be added (可补充).
    """

    obligation: Obligation
    status: Status
    done: int
    needed: int
    why: str
    counted: Sequence[ActivityId] = ()
    uncounted: Sequence[Uncounted] = ()
    addable: Sequence[str] = ()
    missing: frozenset[Hashable] = frozenset()
    """The members, or pairs of members, that are still to be reached: for their officers only."""
