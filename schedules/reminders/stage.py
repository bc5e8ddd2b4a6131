"""Reminders: which stage of which obligation is told to whom."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from schedules.duties.duty import DutyId
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId


class Stage(StrEnum):
    """How far an obligation has come (第几次)."""

    OPENING = "opening"
    AHEAD = "ahead"
    DUE = "due"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderKey:
    """What makes a reminder the same one, whoever plans it and however often: unique in the database.

    `lead_days` are the days before the due day of the stage, negative after it.
    """

    organisation_id: OrganisationId
    duty_id: DutyId
    period: str
    stage: Stage
    lead_days: int
    recipient: MemberId

    @property
    def occurrence(self) -> tuple[OrganisationId, DutyId, str, MemberId]:
        """What all stages of one obligation to one person have in common."""
        return self.organisation_id, self.duty_id, self.period, self.recipient


class ReminderState(StrEnum):
    """PLANNED waits for its message; every other state is an end, with its reason."""

    PLANNED = "planned"
    SENT = "sent"
    SUPPRESSED = "suppressed"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reminder (提醒) to one person. `message_key` names the merged message of his day that carries it."""

    key: ReminderKey
    send_at: datetime
    message_key: str
    state: ReminderState = ReminderState.PLANNED
    reason: str = ""


def suppress(reminder: Reminder, reason: str | None) -> Reminder:
    """The reminder, given up because it has become pointless."""
    return replace(reminder, state=ReminderState.SUPPRESSED, reason=reason or "")
