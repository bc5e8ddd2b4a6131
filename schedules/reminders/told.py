"""What a person is told: a reminder that holds, and what it speaks of."""

from dataclasses import dataclass
from datetime import datetime

from schedules.duties.election import StepDue
from schedules.duties.status import Assessment
from schedules.people.organisation import Organisation
from schedules.reminders.stage import Reminder


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A reminder that still holds, with what it speaks of."""

    reminder: Reminder
    organisation: Organisation
    assessment: Assessment
    next_step: StepDue | None = None
    """Of an election, the step that comes next."""
    digest_at: datetime | None = None
    """When a group's digest would tell of it, if it is not done by then."""
