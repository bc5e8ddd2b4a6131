"""Duties: what an organisation owes each period."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from schedules.calendar.festivals import Festival
from schedules.calendar.periods import Cadence, Period
from schedules.ledger.activity import ActivityKind
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId, OrganisationKind
from schedules.people.role import Role

DutyId = NewType("DutyId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A window of the year (时段), both ends inclusive as `(month, day)`; it may cross the year's end.

    `soft_due` is the day until which it is asked for, where that comes before the window's end (七一: 30 June).
    """

    opens: tuple[int, int]
    closes: tuple[int, int]
    soft_due: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FestivalWindow:
    """The days around a festival, which itself is one of them; it moves with the moon where the festival does."""

    festival: Festival
    before: int
    after: int = 0


class Scope(StrEnum):
    """Whom a duty asks for (对象): persons of the organisation, or the organisations below it."""

    MEMBERS = "members"
    ORDINARY = "ordinary"
    COMMITTEE = "committee"
    SECRETARY = "secretary"
    OFFICERS = "officers"
    LEADERS = "leaders"
    APPLICANTS = "applicants"
    CHILDREN = "children"


class Occasion(StrEnum):
    """What sets an event-driven duty going (触发): a record, an officer's word, a new post, a member's full membership."""

    RECORD = "record"
    RECORD_BELOW = "record_below"
    OPENED = "opened"
    NEW_MEMBER = "new_member"
    NEW_SECRETARY = "new_secretary"
    NEW_LEADER = "new_leader"
    NEW_SECRETARY_BELOW = "new_secretary_below"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """An occasion and the time that it leaves. One of `workdays`, `days` and `months` is not 0."""

    occasion: Occasion
    kinds: frozenset[ActivityKind] = frozenset()
    tag: str | None = None
    workdays: int = 0
    days: int = 0
    months: int = 0


class Anchor(StrEnum):
    """The day in a member's life that an anniversary duty hangs on."""

    JOINED = "joined"
    PROBATION_END = "probation_end"
    FIFTY_YEARS = "fifty_years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty (应办事项): something that organisations of some kinds owe each period.

    A record fulfils it when it is of one of `kinds` and carries `tag` (if any) and its lecturer holds `lecturer_role`
    (if any). `per` counts each of `organisation`, `member` or `pair` apart; `scope` says which members, and `partner`
    with whom they must have talked. `lead_days` are days before the due day on which the audience is reminded; 0 is the
    day itself, a negative one an overdue nudge. `marks` are `proposal`, `unconfirmed`, `unset`, `sensitive`: a value that
    no source gives, a rule that was not seen in its source, a date the organisation must set, off by default.
    """

    id: DutyId
    name: str
    owner_kinds: frozenset[OrganisationKind]
    cadence: Cadence
    min_count: int = 1
    window: Window | FestivalWindow | None = None
    """For a yearly duty the usual time of the year, not a limit; for a window duty the limit."""
    lead_days: tuple[int, ...] = ()
    kinds: frozenset[ActivityKind] = frozenset()
    tag: str | None = None
    lecturer_role: Role | None = None
    per: str = "organisation"
    steps: tuple["DutyStep", ...] = ()
    needs_committee: bool = False
    """Owed only where there is a branch committee: not below seven full members."""
    evidence: tuple[str, ...] = ()
    """Fields that a complete record has. What is missing is shown as 可补充 and never withholds MET."""
    audience: tuple[Role, ...] = ()
    source: str = ""
    profile: str = "base"
    replaces: DutyId | None = None
    category: str = ""
    unit: str = "records"
    """What is counted: `records` or `hours` (学时)."""
    scope: Scope = Scope.MEMBERS
    partner: Scope | None = None
    late_counts: bool = False
    """For a window: a record after its end still fulfils it, late, until the next window opens."""
    trigger: Trigger | None = None
    anchor: Anchor | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    marks: frozenset[str] = frozenset()
    note: str = ""

    def __hash__(self) -> int:
        """By its id alone: it is looked up often, and two of one id seldom stand in one place."""
        return hash(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyStep:
    """A step on the way to an election (换届步骤): `days_before` the stored end of the term.

    A record with the step's tag tells of this step and not of the election itself.
    """

    id: str
    name: str
    days_before: int
    tag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The instants of an obligation, aware: `opens_at` inclusive; `due_at` and `grace_until` exclusive ends of their day.

    It is asked for until `due_at`; until `grace_until` it is still met without the word late.
    """

    opens_at: datetime
    due_at: datetime
    grace_until: datetime
    provisional: bool = False
    """暂定: a working day in it was computed without that year's holiday notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One duty of one organisation in one period."""

    organisation_id: OrganisationId
    duty: Duty
    period: Period
    deadline: Deadline
    competing: tuple[Duty, ...] = ()
    """All that the organisation owes, where a record may count for one duty only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A waiver (免除): this duty, this period, is not owed; who said so and why."""

    organisation_id: OrganisationId
    duty_id: DutyId
    period: str
    reason: str
    by: MemberId
    at: datetime
