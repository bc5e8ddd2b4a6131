"""What a record that is booked to a period counts for in it."""

from dataclasses import replace
from datetime import datetime

from schedules.calendar.periods import parse_period
from schedules.calendar.workdays import WorkCalendar
from schedules.duties.catalogue import Catalogue
from schedules.duties.compliance import status_of
from schedules.duties.deadline import obligations_of
from schedules.duties.duty import Duty
from schedules.duties.facts import Facts
from schedules.ledger.activity import Activity


def duties_served_by(
    record: Activity, facts: Facts, catalogue: Catalogue, calendar: WorkCalendar, *, now: datetime
) -> tuple[Duty, ...]:
    """The duties of the period that the record names for which it counts; none where it names no period."""
    period = parse_period(record.counts_for) if record.counts_for else None
    if period is None:
        return ()
    known = replace(facts, activities=[*(one for one in facts.activities if one.id != record.id), record])
    owed = obligations_of(known, catalogue, calendar, since=period.starts_on, until=period.ends_until)
    inside = (one for one in owed if one.period.meets(period.starts_on, period.ends_until))
    served = (one.duty for one in inside if record.id in status_of(one, known, now=now).counted)
    return tuple(dict.fromkeys(served))
