"""All obligations of an organisation that matter, judged at one moment."""

from collections.abc import Container
from datetime import date, datetime, timedelta

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of
from schedules.duties.catalogue import Catalogue
from schedules.duties.compliance import status_of
from schedules.duties.deadline import obligations_of
from schedules.duties.duty import DutyId
from schedules.duties.facts import Facts
from schedules.duties.status import Assessment, Status

LOOK_BACK = timedelta(days=62)
"""How long an obligation that is over is still spoken of: a late month, and the one after it."""

OWED = frozenset({Status.OPEN, Status.DUE_SOON, Status.OVERDUE})
MET = frozenset({Status.MET, Status.MET_LATE})


def assess(  # noqa: PLR0913 - of whom, by which books, when
    facts: Facts,
    catalogue: Catalogue,
    calendar: WorkCalendar,
    *,
    now: datetime,
    ahead: timedelta = timedelta(),
    only: Container[DutyId] | None = None,
) -> tuple[Assessment, ...]:
    """The obligations of the last two months, of today, and those that open within `ahead`, as they stand at `now`.

    Of all duties, or of those in `only`.
    """
    today = local_day_of(now)
    until = today + ahead + timedelta(days=1)
    obligations = obligations_of(facts, catalogue, calendar, since=today - LOOK_BACK, until=until, only=only)
    return tuple(status_of(obligation, facts, now=now) for obligation in obligations)


def records_since(now: datetime) -> date:
    """From when on records matter: last year's duties may still be settled in this one (所属年度)."""
    return date(local_day_of(now).year - 1, 1, 1)
