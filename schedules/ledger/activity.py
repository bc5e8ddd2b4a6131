"""Activities: what took place, as somebody recorded it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId

ActivityId = NewType("ActivityId", int)


class ActivityKind(StrEnum):
    """The kinds of activity (活动类型) that a member can report."""

    BRANCH_ASSEMBLY = "branch_assembly"
    BRANCH_COMMITTEE = "branch_committee"
    GROUP_MEETING = "group_meeting"
    PARTY_LECTURE = "party_lecture"
    THEME_DAY = "theme_day"
    STUDY = "study"
    CENTER_GROUP = "center_group"
    SEMINAR = "seminar"
    ORG_LIFE = "org_life"
    DEMOCRATIC_LIFE = "democratic_life"
    APPRAISAL = "appraisal"
    TALK = "talk"
    WARNING_EDUCATION = "warning_education"
    IDEOLOGY = "ideology"
    ELECTION = "election"
    VOLUNTEER = "volunteer"
    VISIT = "visit"
    DUES = "dues"
    TRAINING = "training"
    DEVELOPMENT = "development"
    REPORT = "report"
    RECTIFICATION = "rectification"
    OTHER = "other"


class ActivityState(StrEnum):
    """Whether a record counts: RECORDED and PENDING (待确认) do, VOID (已撤销) does not."""

    RECORDED = "recorded"
    PENDING = "pending"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Who was there (应到、实到、请假、缺席). 应到 = 实到 + 请假 + 缺席, where all are known; 缺席 is without leave."""

    expected: int | None = None
    present: int | None = None
    leave: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    leave_count: int | None = None
    absent_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """An activity (活动记录) of an organisation. A talk (谈心谈话) is one of kind TALK: `host` talked with `participants`.

    `held_on` to `ended_on` are days in Shanghai, both inclusive; `counts_for` is the label of the period it is booked to
    where that is not the one of its date (所属年度); `late` marks an entry more than a period late (补录).
    """

    id: ActivityId
    organisation_id: OrganisationId
    kind: ActivityKind
    held_on: date
    reported_by: MemberId
    reported_at: datetime
    ended_on: date | None = None
    starts: time | None = None
    ends: time | None = None
    topic: str | None = None
    attendance: Attendance = field(default_factory=Attendance)
    host: str | None = None
    lecturer: str | None = None
    recorder: str | None = None
    place: str | None = None
    participants: tuple[str, ...] = ()
    amount: Decimal | None = None
    tags: frozenset[str] = frozenset()
    state: ActivityState = ActivityState.RECORDED
    late: bool = False
    counts_for: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """An amendment (更正): the fields of a record that somebody changed, old and new, as text. Never deleted."""

    activity_id: ActivityId
    by: MemberId
    at: datetime
    before: Mapping[str, str | None]
    after: Mapping[str, str | None]
