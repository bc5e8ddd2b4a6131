"""What a digest tells, as values, before it is worded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schedules.duties.duty import Obligation
from schedules.duties.election import ElectionStage
from schedules.duties.rates import Rate
from schedules.people.organisation import Organisation, OrganisationKind
from schedules.people.role import Role
from schedules.reminders.issue import Issue
from schedules.reminders.reach import Reach

COMMITTEES = frozenset(
    {
        OrganisationKind.WORK_COMMITTEE,
        OrganisationKind.PARTY_GROUP,
        OrganisationKind.COMMITTEE,
        OrganisationKind.GENERAL_BRANCH,
    }
)
"""The kinds whose digest tells of the organisations below them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One duty in one period: the organisations that it is told of, and how many of all have met it."""

    obligation: Obligation
    organisations: tuple[str, ...]
    met: int
    owing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermEnd:
    """An organisation whose term ends soon or has ended, and how far its election has come."""

    organisation: str
    ends_on: date
    stage: ElectionStage


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Of an issue: what is met of what fell due in its `month`, and 实到 of 应到 in its `meetings`."""

    month: date | None
    met: Rate
    attended: Rate
    meetings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """All that a digest tells, before it is worded."""

    organisation: Organisation
    issue: Issue
    today: date
    done: Sequence[Entry] = ()
    soon: Sequence[Entry] = ()
    late: Sequence[Entry] = ()
    terms: Sequence[TermEnd] = ()
    rates: Rates | None = None
    july_first: date | None = None
    reach: Reach | None = None
    helper: Organisation | None = None
    helper_roles: Sequence[Role] = ()

    @property
    def is_of_many(self) -> bool:
        """Whether it tells of organisations below, so that their names matter."""
        return self.organisation.kind in COMMITTEES
