"""Opening what follows an event that no record tells of (发起): an officer's word sets the duty going."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of
from schedules.duties.catalogue import Catalogue
from schedules.duties.duty import Duty, Occasion
from schedules.duties.event import Event, events_of, follow_up_of
from schedules.duties.facts import Facts
from schedules.duties.wording import opening_words
from schedules.ledger.activity import Activity, ActivityId, ActivityKind
from schedules.ledger.tags import PATTERNS, opening_tag
from schedules.people.member import MemberId

LONGEST = timedelta(days=366)
SHORTEST_NAME = 2


class Refusal(StrEnum):
    """Why a duty cannot be opened so."""

    NO_EVENT = "no_event"
    AHEAD = "ahead"
    BACKWARDS = "backwards"
    TOO_LONG = "too_long"
    OVER = "over"
    TWICE = "twice"


def openable_in(catalogue: Catalogue, facts: Facts) -> tuple[Duty, ...]:
    """What the organisation may open: first what nothing but a word sets going."""
    found = [duty for duty in catalogue.duties_of(facts) if duty.trigger]
    return tuple(sorted(found, key=lambda duty: duty.trigger is None or duty.trigger.occasion is not Occasion.OPENED))


def named_in(text: str, duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """The duties that a text speaks of: by a part of their name, else by the words of their tag."""
    duties = tuple(duties)
    named = tuple(duty for duty in duties if len(text) >= SHORTEST_NAME and (text in duty.name or duty.name in text))
    return named or tuple(duty for duty in duties if duty.tag and says(text, duty.tag))


def make_opening(  # noqa: PLR0913 - what is opened, where, by whom
    duty: Duty, event: Event, facts: Facts, calendar: WorkCalendar, *, by: MemberId, now: datetime
) -> Activity | Refusal:
    """The record that opens a duty: booked to the days that the event leaves for it."""
    if duty.trigger is None:
        return Refusal.NO_EVENT
    if refusal := _fault_of(event, now):
        return refusal
    period = follow_up_of(duty.trigger, event, calendar)
    if period.last_on < local_day_of(now):
        return Refusal.OVER
    if any(one.day == event.day for one in events_of(duty, facts)):
        return Refusal.TWICE
    return Activity(
        id=ActivityId(0),
        organisation_id=facts.organisation.id,
        kind=ActivityKind.OTHER,
        held_on=event.day,
        reported_by=by,
        reported_at=now,
        topic=opening_words(duty),
        tags=frozenset({opening_tag(duty.id)}),
        counts_for=period.label,
    )


def says(text: str, tag: str) -> bool:
    """Whether a text has the words of a tag."""
    pattern = PATTERNS.get(tag)
    return tag in text or (pattern is not None and pattern.search(text) is not None)


def _fault_of(event: Event, now: datetime) -> Refusal | None:
    if event.day > local_day_of(now):
        return Refusal.AHEAD
    if event.until and event.until < event.day:
        return Refusal.BACKWARDS
    return Refusal.TOO_LONG if event.until and event.until - event.day > LONGEST else None
