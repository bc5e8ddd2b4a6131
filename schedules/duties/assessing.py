"""All obligations of an organisation that matter, judged at one moment."""

from collections.abc import Container, Iterable
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import last_day_before, local_day_of
from schedules.duties.booking import is_booked
from schedules.duties.catalogue import Catalogue, owed
from schedules.duties.compliance import status_of
from schedules.duties.deadline import obligations_of, periods_of
from schedules.duties.duty import Duty, DutyId, Obligation
from schedules.duties.facts import Facts
from schedules.duties.occurrence import RETURNING
from schedules.duties.status import Assessment, Status
from schedules.ledger.activity import Activity
from schedules.ledger.tags import is_tagged

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
    obligations = _spoken_of(facts, catalogue, calendar, now=now, ahead=ahead, only=only)
    return tuple(status_of(obligation, facts, now=now) for obligation in obligations)


def assess_past(  # noqa: PLR0913 - of whom, by which books, when
    facts: Facts, catalogue: Catalogue, calendar: WorkCalendar, *, now: datetime, since: date, until: date
) -> tuple[Assessment, ...]:
    """The obligations that were due from `since` up to, not including, `until`, or whose period lies there, as they stand now."""
    obligations = obligations_of(facts, catalogue, calendar, since=since, until=until)
    of_then = (one for one in obligations if _is_of(one, since, until))
    return tuple(status_of(obligation, facts, now=now) for obligation in of_then)


def _is_of(obligation: Obligation, since: date, until: date) -> bool:
    period = obligation.period
    due_on = last_day_before(obligation.deadline.due_at)
    return since <= due_on < until or (since <= period.starts_on and period.ends_until <= until)


def concerned_by(
    records: Iterable[Activity], facts: Facts, catalogue: Catalogue, calendar: WorkCalendar, *, now: datetime
) -> AbstractSet[DutyId]:
    """The duties of which records may change how they stand at `now`; of `facts` the roster is enough.

    Of months, years and windows their days tell. Where events or terms decide, or a record counts for one duty alone, any may.
    """
    days = _days_spoken_of(now)
    return {
        duty.id
        for record in records
        for duty in catalogue.duties_told_by(record.kind, facts.organisation)
        if _may_fulfil(record, duty) and (own := owed(duty, facts)) and _may_count(record, own, facts, calendar, days)
    }


def _may_fulfil(record: Activity, duty: Duty) -> bool:
    return not duty.tag or duty.trigger is not None or duty.cadence not in RETURNING or is_tagged(record, duty.tag)


def _may_count(record: Activity, duty: Duty, facts: Facts, calendar: WorkCalendar, days: tuple[date, date]) -> bool:
    if duty.trigger or duty.cadence not in RETURNING or facts.organisation.settings.single_use:
        return True
    since, until = days
    return any(is_booked(record, duty, one) for one in periods_of(duty, facts, calendar, since=since, until=until))


def records_since(now: datetime) -> date:
    """From when on records matter: last year's duties may still be settled in this one (所属年度)."""
    return date(local_day_of(now).year - 1, 1, 1)


def _spoken_of(  # noqa: PLR0913 - as above
    facts: Facts,
    catalogue: Catalogue,
    calendar: WorkCalendar,
    *,
    now: datetime,
    ahead: timedelta = timedelta(),
    only: Container[DutyId] | None,
) -> tuple[Obligation, ...]:
    since, until = _days_spoken_of(now, ahead)
    return obligations_of(facts, catalogue, calendar, since=since, until=until, only=only)


def _days_spoken_of(now: datetime, ahead: timedelta = timedelta()) -> tuple[date, date]:
    today = local_day_of(now)
    return today - LOOK_BACK, today + ahead + timedelta(days=1)
