"""The tree of party organisations and what each of them has settled for itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

from schedules.people.term import Term

OrganisationId = NewType("OrganisationId", str)


class OrganisationKind(StrEnum):
    """Kinds of party organisation (类型)."""

    WORK_COMMITTEE = "work_committee"
    PARTY_GROUP = "party_group"
    COMMITTEE = "committee"
    DISCIPLINE_COMMITTEE = "discipline_committee"
    GENERAL_BRANCH = "general_branch"
    BRANCH = "branch"
    GROUP = "group"
    YOUTH_GROUP = "youth_group"
    MEMBER = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationSettings:
    """What an organisation has settled for itself; everything else comes from its profile.

    `duties_off` are duty ids that it does not owe, `duties_on` those that are off by default and that it asked for;
    `min_counts` replaces a duty's count, `windows` its window (`MM-DD..MM-DD`), `lead_days` its reminders' days before the
    due day, `audiences` the roles reminded. `weekly_digest` and
    `monthly_digest` send its digests to its group, `digest_chart` a picture of the half-year with each month's,
    `escalations` lets its officers hear what organisations below it are
    late with, `confirm_records` makes an officer confirm each record, `send_at` (`HH:MM`) is its hour of reminders, `platform`
    the channel on which its people with several accounts hear from us before they wrote on one. Nothing is owed of
    periods that ended before `owed_from`, its first day with us. With `single_use` a record counts for one duty only (no
    一会多用). With `tasks` what people are reminded of stands in their own to-dos, where the platform has them; with
    `calendar` they may have a meeting that they speak of noted in their own calendars.
    """

    duties_off: frozenset[str] = frozenset()
    duties_on: frozenset[str] = frozenset()
    min_counts: Mapping[str, int] = field(default_factory=dict)
    windows: Mapping[str, str] = field(default_factory=dict)
    lead_days: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    audiences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weekly_digest: bool = False
    monthly_digest: bool = False
    digest_chart: bool = False
    escalations: bool = False
    confirm_records: bool = False
    single_use: bool = False
    tasks: bool = False
    calendar: bool = False
    owed_from: date | None = None
    send_at: str | None = None
    platform: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A party organisation (党组织): who owes."""

    id: OrganisationId
    name: str
    kind: OrganisationKind
    parent_id: OrganisationId | None = None
    profile: str = "base"
    term: Term | None = None
    settings: OrganisationSettings = field(default_factory=OrganisationSettings)
    groups: Mapping[str, str] = field(default_factory=dict)
    """Its group chat on each channel: channel name → group or robot name there."""
    founded_on: date | None = None
    """Where it came into being within a period, it owes less of it, or nothing."""
