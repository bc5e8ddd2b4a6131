"""All obligations of an organisation that matter today, judged."""

from datetime import datetime, timedelta

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of
from schedules.duties.catalogue import Catalogue
from schedules.duties.compliance import status_of
from schedules.duties.deadline import obligations_of
from schedules.duties.facts import Facts
from schedules.duties.status import Assessment

SEEN_BACK = timedelta(days=400)
"""How far back records are looked at: a year, and the weeks in which last year's end is still late."""

LATE_SHOWN = timedelta(days=60)
"""How long an obligation that is over is still shown as late."""


def assess(facts: Facts, catalogue: Catalogue, calendar: WorkCalendar, *, now: datetime) -> tuple[Assessment, ...]:
    """Every obligation that is current, or was due in the last sixty days, as it stands at `now`."""
    today = local_day_of(now)
    obligations = obligations_of(facts, catalogue, calendar, since=today - LATE_SHOWN, until=today + timedelta(days=1))
    return tuple(status_of(obligation, facts, now=now) for obligation in obligations)
