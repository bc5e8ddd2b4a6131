"""What a message comes to at the moment of sending."""

from dataclasses import dataclass
from datetime import datetime

from schedules.ledger.excerpt import Excerpt
from schedules.outbox import Content
from schedules.people.organisation import OrganisationId
from schedules.reminders.stage import ReminderKey
from schedules.tasks import Errand


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded(Content):
    """What a message says, and the reminders that it tells; or whose half-year it shows, what it gives as a file, what it does.

    `listed` are the reminders that are to stand in their reader's to-dos as well.
    """

    told: tuple[ReminderKey, ...] = ()
    chart_of: OrganisationId | None = None
    excerpt: Excerpt | None = None
    listed: tuple[ReminderKey, ...] = ()
    errand: Errand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """Not to be sent: no longer true, or with `until` not now."""

    reason: str
    until: datetime | None = None
