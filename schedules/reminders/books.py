"""The books that reminding stands in."""

from dataclasses import dataclass

from schedules.calendar.workdays import WorkCalendar
from schedules.duties.catalogue import Catalogue
from schedules.reminders.rules import ReminderRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The duties, the working days, the rules of reminding."""

    catalogue: Catalogue
    calendar: WorkCalendar
    rules: ReminderRules
