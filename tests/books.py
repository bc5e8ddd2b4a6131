"""The shipped rules, read once for all tests."""

import functools
from pathlib import Path

from handlers.context import Rulebook
from schedules.calendar.workdays import WorkCalendar
from schedules.duties.catalogue import parse_catalogue
from schedules.reminders.rules import ReminderRules

PROFILES = Path(__file__).parents[1] / "schedules" / "duties" / "profiles"


@functools.cache
def rulebook() -> Rulebook:
    """The shipped catalogue, the calendar, the default rules."""
    catalogue, problems = parse_catalogue({file.name: file.read_text("utf-8") for file in PROFILES.glob("*.toml")})
    assert not problems
    return Rulebook(catalogue=catalogue, calendar=WorkCalendar.of(), rules=ReminderRules())
