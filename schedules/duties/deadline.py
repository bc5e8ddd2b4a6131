"""Deadlines: when each obligation opens, until when it is asked for, and until when it is met without the word late."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from schedules.calendar.periods import Cadence, Period
from schedules.calendar.spans import MonthDay, day_in
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import start_of
from schedules.duties.catalogue import Catalogue
from schedules.duties.duty import Deadline, Duty, DutyId, Obligation, Scope, Window
from schedules.duties.facts import Facts
from schedules.duties.occurrence import RETURNING, events_and_terms_of, returns_of
from schedules.duties.tally import needed_of

DAY = timedelta(days=1)

Dated = tuple[tuple[Period, Deadline], ...]


def deadline_of(duty: Duty, period: Period, *, founded_on: date | None, calendar: WorkCalendar) -> Deadline:
    """The instants of a duty in a period.

    The hard end is the end of the period's last day and never moves. It is asked for until a day before that: the soft due
    day of a window (七一: 30 June), the end of a yearly duty's usual time, else the last day itself. Where that is no
    working day, the working day before takes its place, unless that lies before the opening.
    """
    opens_on, asked_until = _asked_from_to(duty, period)
    workday = calendar.workday_on_or_before(asked_until)
    due_on = workday if workday >= opens_on else asked_until
    return Deadline(
        opens_at=start_of(max(opens_on, founded_on or opens_on)),
        due_at=start_of(due_on + DAY),
        grace_until=start_of(period.ends_until),
        provisional=not calendar.data_complete(asked_until.year),
    )


def obligations_of(  # noqa: PLR0913 - of whom, by which books, when
    facts: Facts,
    catalogue: Catalogue,
    calendar: WorkCalendar,
    *,
    since: date,
    until: date,
    only: Container[DutyId] | None = None,
) -> tuple[Obligation, ...]:
    """Every obligation whose days from opening to hard end meet those from `since` up to, not including, `until`.

    Of all duties, or of those in `only`.

    In the order of their due instants. What nobody can owe is left out: a period that ended before the organisation's first
    day with us, an organisation founded in the second half of a period, a duty that counts persons of whom there are none.
    """
    shared_out = facts.organisation.settings.single_use
    duties = catalogue.duties_of(facts, only=None if shared_out else only)
    competing = duties if shared_out else ()
    found = [
        replace(obligation, competing=competing) if competing else obligation
        for duty in duties
        if only is None or duty.id in only
        for obligation in _obligations(duty, facts, calendar, since, until)
    ]
    return tuple(sorted(found, key=lambda one: (one.deadline.due_at, one.duty.id)))


def periods_of(duty: Duty, facts: Facts, calendar: WorkCalendar, *, since: date, until: date) -> Sequence[Period]:
    """The periods of the duty whose days from opening to hard end meet those, whether or not there is anybody to count."""
    return [period for period, _ in _mattering(duty, facts, calendar, since, until)]


def _obligations(duty: Duty, facts: Facts, calendar: WorkCalendar, since: date, until: date) -> Iterator[Obligation]:
    for period, deadline in _mattering(duty, facts, calendar, since, until):
        obligation = Obligation(organisation_id=facts.organisation.id, duty=duty, period=period, deadline=deadline)
        if needed_of(obligation, facts) > 0:
            yield obligation


def _mattering(
    duty: Duty, facts: Facts, calendar: WorkCalendar, since: date, until: date
) -> Sequence[tuple[Period, Deadline]]:
    dated = _dated_of(duty, facts, calendar, since, until)
    if duty.cadence is Cadence.TERM and duty.scope is not Scope.CHILDREN:
        # However long ago it ended: a term without an election stays owed until the next one is stored.
        return dated
    owed_from = facts.organisation.settings.owed_from or since
    first = start_of(max(since, owed_from))
    return [(period, deadline) for period, deadline in dated if first < deadline.grace_until]


def _dated_of(duty: Duty, facts: Facts, calendar: WorkCalendar, since: date, until: date) -> Dated:
    founded_on = facts.organisation.founded_on
    if duty.cadence in RETURNING:
        return _returning(duty, founded_on, calendar, since, until)
    return _dated(duty, events_and_terms_of(duty, facts, calendar, since, until), founded_on, calendar, until)


@lru_cache(maxsize=4096)
def _returning(duty: Duty, founded_on: date | None, calendar: WorkCalendar, since: date, until: date) -> Dated:
    """What a day asks of every organisation of a kind, computed once for all of them."""
    dated = _dated(duty, returns_of(duty, since, until), founded_on, calendar, until)
    return tuple((period, deadline) for period, deadline in dated if start_of(since) < deadline.grace_until)


def _dated(
    duty: Duty, periods: Iterable[Period], founded_on: date | None, calendar: WorkCalendar, until: date
) -> Dated:
    begun = (period for period in periods if _began(duty, period, founded_on))
    dated = ((one, deadline_of(duty, one, founded_on=founded_on, calendar=calendar)) for one in begun)
    return tuple((period, deadline) for period, deadline in dated if deadline.opens_at < start_of(until))


def _asked_from_to(duty: Duty, period: Period) -> tuple[date, date]:
    window = duty.window
    if not isinstance(window, Window):
        return period.starts_on, period.last_on
    if duty.cadence is Cadence.YEARLY:
        return _first_in(period, window.opens), _first_in(period, window.closes)
    if window.soft_due and duty.cadence is Cadence.WINDOW:
        return period.starts_on, _first_in(period, window.soft_due)
    return period.starts_on, period.last_on


def _first_in(period: Period, day: MonthDay) -> date:
    found = day_in(period.starts_on.year, day)
    return found if found >= period.starts_on else day_in(period.starts_on.year + 1, day)


def _began(duty: Duty, period: Period, founded_on: date | None) -> bool:
    """Whether the duty held, and the organisation was there, from the first half of the period on."""
    if duty.valid_until and period.starts_on >= duty.valid_until:
        return False
    begins = [day for day in (founded_on, duty.valid_from) if day]
    middle = period.starts_on + (period.ends_until - period.starts_on) / 2
    return all(day <= middle for day in begins)
