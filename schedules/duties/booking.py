"""To which period of a duty a record is booked: that of its day, or the one that it names itself (所属周期)."""

from datetime import date, timedelta

from schedules.calendar.periods import MONTHS_OF, Cadence, Period, parse_period
from schedules.duties.duty import Duty
from schedules.duties.occurrence import tile_of, window_in
from schedules.ledger.activity import Activity

NEAR = timedelta(days=31)
"""How far outside a window a record still looks as if it had been meant for it."""


def is_booked(activity: Activity, duty: Duty, period: Period) -> bool:
    """Whether the record counts for this period of the duty, as far as its day tells: it does so for one at most."""
    told = told_period(activity, duty, period)
    return told == period if told else _is_in(activity.held_on, duty, period)


def told_period(activity: Activity, duty: Duty, period: Period) -> Period | None:
    """The period of this duty that the record names; None where it names none of them.

    A month lies in its quarter and year. A year names the window that opens in it, but no month of it.
    """
    told = parse_period(activity.counts_for) if activity.counts_for else None
    if told is None:
        return None
    if duty.cadence in MONTHS_OF:
        return _told_tile(told, duty)
    if duty.cadence is Cadence.WINDOW and duty.window:
        windows = [window_in(duty.window, told.starts_on.year - 1), window_in(duty.window, told.starts_on.year)]
        return next((window for window in reversed(windows) if _names_window(told, window)), None)
    return period if told.label == period.label else None


def is_near(activity: Activity, duty: Duty, period: Period) -> bool:
    """Whether a record that is not booked to a window lies close to it."""
    if duty.cadence is not Cadence.WINDOW or activity.counts_for:
        return False
    return period.starts_on - NEAR <= activity.held_on < period.ends_until + NEAR


def _told_tile(told: Period, duty: Duty) -> Period | None:
    if told.ends_until.year - told.starts_on.year == 1 and told.label == f"{told.starts_on.year:04}":
        tile = tile_of(duty, told.last_on)
        return tile if tile.label == told.label else None
    tile = tile_of(duty, told.starts_on)
    return tile if tile.covers(told) else None


def _names_window(told: Period, window: Period) -> bool:
    return told.label in {window.label, f"{window.starts_on.year:04}"}


def _is_in(day: date, duty: Duty, period: Period) -> bool:
    match duty.cadence:
        case Cadence.WINDOW if duty.window and duty.late_counts:
            return period.starts_on <= day < window_in(duty.window, period.starts_on.year + 1).starts_on
        case Cadence.TERM:
            return period.starts_on <= day
        case _:
            return day in period
