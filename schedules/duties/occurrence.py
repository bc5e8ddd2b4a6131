"""The periods in which a duty is owed: months and years, windows, terms, anniversaries, and what follows an event."""

from collections.abc import Iterator
from datetime import date, timedelta

from schedules.calendar.festivals import festival_in
from schedules.calendar.periods import MONTHS_OF, Cadence, Period, period_of, range_of
from schedules.calendar.spans import day_in, span_around, span_in
from schedules.calendar.workdays import WorkCalendar
from schedules.duties.anniversary import anniversaries_of
from schedules.duties.duty import Duty, FestivalWindow, Scope, Window
from schedules.duties.event import events_of, follow_up_of
from schedules.duties.facts import Facts

TERM_OPENS = timedelta(days=180)
DAY = timedelta(days=1)

RETURNING = frozenset({*MONTHS_OF, Cadence.WINDOW})
"""Cadences whose periods are the same for every organisation."""


def returns_of(duty: Duty, since: date, until: date) -> Iterator[Period]:
    """The months and years, or the windows, that may have a day from `since` up to, not including, `until`, in order."""
    return _tiles(duty, since, until) if duty.cadence in MONTHS_OF else _windows(duty, since, until)


def events_and_terms_of(
    duty: Duty, facts: Facts, calendar: WorkCalendar, since: date, until: date
) -> tuple[Period, ...]:
    """The periods that hang on an organisation's own days, as far as they may matter then: in order, each once."""
    found = _terms(duty, facts) if duty.cadence is Cadence.TERM else _follow_ups(duty, facts, calendar, since, until)
    return tuple(sorted(set(found)))


def tile_of(duty: Duty, day: date) -> Period:
    """The period of a returning duty that `day` belongs to.

    A yearly duty whose usual time crosses the year's end has an accounting year that ends with that time: a 年度述职 held
    in January is last year's.
    """
    if duty.cadence is Cadence.YEARLY and isinstance(duty.window, Window) and duty.window.closes < duty.window.opens:
        closes = duty.window.closes
        return _accounting_year(closes, day.year if day > day_in(day.year, closes) else day.year - 1)
    return period_of(duty.cadence, day)


def window_in(window: Window | FestivalWindow, year: int) -> Period:
    """The window that opens in that year, or that lies around that year's festival."""
    if isinstance(window, FestivalWindow):
        return span_around(festival_in(year, window.festival), before=window.before, after=window.after)
    return span_in(year, window.opens, window.closes)


def _tiles(duty: Duty, since: date, until: date) -> Iterator[Period]:
    day = since
    while day < until:
        yield (tile := tile_of(duty, day))
        day = tile.ends_until


def _accounting_year(closes: tuple[int, int], year: int) -> Period:
    first, after = day_in(year, closes) + DAY, day_in(year + 1, closes) + DAY
    return Period(starts_on=first, ends_until=after, label=f"{year:04}")


def _windows(duty: Duty, since: date, until: date) -> Iterator[Period]:
    if duty.window:
        for year in range(since.year - 1, until.year + 2):
            yield window_in(duty.window, year)


def _terms(duty: Duty, facts: Facts) -> Iterator[Period]:
    for organisation in facts.children if duty.scope is Scope.CHILDREN else (facts.organisation,):
        if organisation.term:
            ends_on = organisation.term.ends_on
            yield range_of(ends_on - TERM_OPENS, ends_on)


def _follow_ups(duty: Duty, facts: Facts, calendar: WorkCalendar, since: date, until: date) -> Iterator[Period]:
    if duty.anchor:
        yield from anniversaries_of(duty.anchor, facts, since, until)
    if duty.trigger:
        for event in events_of(duty, facts):
            yield follow_up_of(duty.trigger, event, calendar)
