"""Posts: who answers for what, from a day to a day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId


class Role(StrEnum):
    """What a person is in an organisation (职务)."""

    SECRETARY = "secretary"
    DEPUTY = "deputy"
    ORGANISER = "organiser"
    PUBLICITY = "publicity"
    DISCIPLINE = "discipline"
    COMMITTEE_MEMBER = "committee_member"
    GROUP_LEAD = "group_lead"
    YOUTH_LEAD = "youth_lead"
    STUDY_CLERK = "study_clerk"
    LEADER = "leader"
    CLERK = "clerk"
    DISCIPLINE_SECRETARY = "discipline_secretary"
    MENTOR = "mentor"
    MEMBER = "member"
    SUBJECT = "subject"
    SUPERIOR = "superior"
    ADMIN = "admin"


OFFICERS = frozenset({Role.SECRETARY, Role.DEPUTY, Role.ORGANISER, Role.PUBLICITY, Role.DISCIPLINE, Role.CLERK})
"""The roles that see an organisation's open duties and answer for its records."""

BRANCH_COMMITTEE = frozenset(
    {Role.SECRETARY, Role.DEPUTY, Role.ORGANISER, Role.PUBLICITY, Role.DISCIPLINE, Role.COMMITTEE_MEMBER}
)
"""The roles that sit in a branch's committee (支委会)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post (任职): a member holds a role in an organisation from a day up to a day."""

    member_id: MemberId
    organisation_id: OrganisationId
    role: Role
    starts_on: date | None = None
    ends_until: date | None = None

    def is_held_on(self, day: date) -> bool:
        """Whether the post is held on `day`; an open end has no limit."""
        begun = self.starts_on is None or self.starts_on <= day
        return begun and (self.ends_until is None or day < self.ends_until)
