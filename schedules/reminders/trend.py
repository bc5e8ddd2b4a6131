"""How duties were dealt with over the months, by category: for a committee all that it tells of, added up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from schedules.calendar.spans import add_months
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import last_day_before, local_day_of
from schedules.duties.assessing import records_since
from schedules.duties.catalogue import Catalogue
from schedules.duties.compliance import status_of
from schedules.duties.deadline import obligations_of
from schedules.duties.facts import Facts
from schedules.duties.status import Assessment, Status
from schedules.people.organisation import OrganisationId
from schedules.ports import UnitOfWork
from schedules.reminders.digest import told_of

MONTHS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Of what fell due in a month: met in time, met late, still open, overdue."""

    met: int = 0
    met_late: int = 0
    waiting: int = 0
    overdue: int = 0

    @property
    def whole(self) -> int:
        """All that was owed."""
        return self.met + self.met_late + self.waiting + self.overdue


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Shares by category and month. `categories` are those of the catalogue, in the order of how much they ask."""

    name: str
    today: date
    months: tuple[date, ...]
    categories: tuple[str, ...]
    shares: Mapping[tuple[str, date], Share]
    totals: tuple[Share, ...]


def trend_in(
    uow: UnitOfWork, organisation_id: OrganisationId, now: datetime, *, catalogue: Catalogue, calendar: WorkCalendar
) -> Trend:
    """The last half-year of a stored organisation and of those that its digest tells of."""
    found = (uow.facts.get(one, since=records_since(now)) for one in told_of(uow, organisation_id))
    return trend_of([facts for facts in found if facts], now, catalogue=catalogue, calendar=calendar)


def trend_of(every: Sequence[Facts], now: datetime, *, catalogue: Catalogue, calendar: WorkCalendar) -> Trend:
    """The half-year up to this month; the first of the organisations gives it its name."""
    today = local_day_of(now)
    months = tuple(add_months(today.replace(day=1), back - MONTHS + 1) for back in range(MONTHS))
    found: dict[tuple[str, date], list[Assessment]] = {}
    for item in (item for facts in every for item in _judge(facts, months[0], now, catalogue, calendar)):
        month = last_day_before(item.obligation.deadline.due_at).replace(day=1)
        if month in months:
            found.setdefault((item.obligation.duty.category, month), []).append(item)
    weights = Counter(category for (category, _), items in found.items() for _ in items)
    return Trend(
        name=every[0].organisation.name,
        today=today,
        months=months,
        categories=tuple(category for category, _ in weights.most_common()),
        shares={key: _share_of(items) for key, items in found.items()},
        totals=tuple(_share_of(item for key in found if key[1] == month for item in found[key]) for month in months),
    )


def _judge(
    facts: Facts, since: date, now: datetime, catalogue: Catalogue, calendar: WorkCalendar
) -> Iterator[Assessment]:
    until = add_months(local_day_of(now).replace(day=1), 1)
    for obligation in obligations_of(facts, catalogue, calendar, since=since, until=until):
        assessment = status_of(obligation, facts, now=now)
        if assessment.status is not Status.WAIVED and "sensitive" not in obligation.duty.marks:
            yield assessment


def _share_of(items: Iterable[Assessment]) -> Share:
    counts = Counter(item.status for item in items)
    return Share(
        met=counts[Status.MET],
        met_late=counts[Status.MET_LATE],
        waiting=counts[Status.OPEN] + counts[Status.DUE_SOON] + counts[Status.UPCOMING],
        overdue=counts[Status.OVERDUE],
    )
