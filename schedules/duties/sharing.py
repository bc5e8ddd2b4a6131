"""Which duties take a record first, where an organisation lets it count for one alone (不作一会多用)."""

from collections.abc import Iterable

from schedules.calendar.periods import MONTHS_OF, Cadence, Period
from schedules.duties.booking import is_booked, told_period
from schedules.duties.duty import Duty, Scope
from schedules.duties.occurrence import tile_of, window_in
from schedules.ledger.activity import Activity


def rivals_of(duty: Duty, duties: Iterable[Duty]) -> list[Duty]:
    """The duties that take a record before this one, the first to take it first: they ask for something more particular.

    Several counts of the same (each month and twelve a year) are no rivals.
    """
    if not _counts_gatherings(duty):
        return []
    rivals = (
        other
        for other in duties
        if _counts_gatherings(other)
        and not other.kinds.isdisjoint(duty.kinds)
        and _rank(other) > _rank(duty)
        and _asked(other) != _asked(duty)
    )
    return sorted(rivals, key=_rank, reverse=True)


def period_for(activity: Activity, duty: Duty) -> Period | None:
    """The period of a returning duty that a record is booked to, if any."""
    day = activity.held_on
    if duty.cadence in MONTHS_OF:
        tile = tile_of(duty, day)
        return told_period(activity, duty, tile) or (tile if is_booked(activity, duty, tile) else None)
    if duty.window is None:
        return None
    windows = (window_in(duty.window, year) for year in (day.year - 1, day.year, day.year + 1))
    return next(
        (one for one in windows if is_booked(activity, duty, one) and (activity.counts_for or day in one)), None
    )


def _counts_gatherings(duty: Duty) -> bool:
    returns = duty.cadence in MONTHS_OF or duty.cadence is Cadence.WINDOW
    once_for_all = duty.per == "organisation" and duty.unit == "records" and duty.scope is not Scope.CHILDREN
    return returns and once_for_all and duty.anchor is None and duty.trigger is None


def _rank(duty: Duty) -> tuple[object, ...]:
    return (
        duty.cadence is Cadence.WINDOW,
        duty.tag is not None,
        duty.lecturer_role is not None,
        MONTHS_OF.get(duty.cadence, 0),
        -len(duty.kinds),
        duty.id,
    )


def _asked(duty: Duty) -> tuple[object, ...]:
    return duty.kinds, duty.tag, duty.lecturer_role, duty.window if duty.cadence is Cadence.WINDOW else None
