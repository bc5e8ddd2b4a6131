"""The people of an organisation."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from schedules.people.organisation import OrganisationId

MemberId = NewType("MemberId", str)


class Standing(StrEnum):
    """A person's standing in the party (政治面貌)."""

    FULL = "full"
    PROBATIONARY = "probationary"
    CANDIDATE = "candidate"
    APPLICANT = "applicant"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member (成员), at home in one organisation. `id` is the staff number (工号) of the roster.

    `joined_on` is 入党日期, `confirmed_on` 转正日期; who has left (`left_on`) gets nothing more and loses every right.
    """

    id: MemberId
    name: str
    organisation_id: OrganisationId
    standing: Standing = Standing.FULL
    joined_on: date | None = None
    confirmed_on: date | None = None
    left_on: date | None = None
