"""Handing an obligation over (转交)."""

from dataclasses import dataclass
from datetime import datetime

from schedules.duties.duty import DutyId
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """One duty of one period is seen to by `taker` in place of `giver`, who is reminded of it no more."""

    organisation_id: OrganisationId
    duty_id: DutyId
    period: str
    giver: MemberId
    taker: MemberId
    at: datetime
