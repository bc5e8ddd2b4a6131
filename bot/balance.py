"""The balance of reminders: planned = sent + suppressed + dead + pending, always."""

from dataclasses import dataclass

from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.reminders.stage import ReminderState


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How many reminders were ever planned, and how many of them are where.

    `pending` are those that a waiting message carries: one that is planned and in no such message would never be told.
    """

    planned: int
    sent: int
    suppressed: int
    dead: int
    pending: int

    @property
    def adrift(self) -> int:
        """How many are nowhere."""
        return self.planned - self.sent - self.suppressed - self.dead - self.pending


def balance_of(uow: SqlUnitOfWork) -> Balance:
    """The balance at one moment."""
    counts = uow.reminders.count()
    return Balance(
        planned=sum(counts.values()),
        sent=counts.get((ReminderState.SENT, False), 0),
        suppressed=counts.get((ReminderState.SUPPRESSED, False), 0),
        dead=counts.get((ReminderState.DEAD, False), 0),
        pending=counts.get((ReminderState.PLANNED, True), 0),
    )
