"""Events that set a duty going, and the time that each of them leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from schedules.calendar.periods import Period, parse_period, range_of
from schedules.calendar.spans import add_months
from schedules.calendar.workdays import WorkCalendar
from schedules.duties.duty import Duty, Occasion, Trigger
from schedules.duties.facts import Facts
from schedules.duties.roster import LEADING
from schedules.ledger.activity import Activity
from schedules.ledger.tags import is_tagged, opening_tag
from schedules.people.member import MemberId
from schedules.people.role import Post, Role

SECRETARY = frozenset({Role.SECRETARY})
TOLD_BY_RECORDS = frozenset({Occasion.RECORD, Occasion.RECORD_BELOW})

NOBODY = MemberId("")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Event:
    """Something that set a duty going; `subject` is the person it was about, `number` tells two of one day apart.

    `until` is the last day in time, where whoever opened it said one.
    """

    day: date
    until: date | None = field(default=None, compare=False)
    subject: MemberId = NOBODY
    number: int = 0


def events_of(duty: Duty, facts: Facts) -> tuple[Event, ...]:
    """What set an event-driven duty going, oldest first."""
    if duty.trigger is None:
        return ()
    return tuple(sorted((*_found(duty.trigger, facts), *_opened(opening_tag(duty.id), facts))))


def is_event(activity: Activity, duty: Duty) -> bool:
    """Whether a record sets the duty going: of its own organisation, or of the one above."""
    trigger = duty.trigger
    return trigger is not None and trigger.occasion in TOLD_BY_RECORDS and _sets_going(activity, trigger)


def follow_up_of(trigger: Trigger, event: Event, calendar: WorkCalendar) -> Period:
    """The days from an event to the end of the time that it leaves."""
    day = event.day
    if event.until:
        return range_of(day, max(day, event.until))
    if trigger.workdays:
        return range_of(day, calendar.add_workdays(day, trigger.workdays))
    if trigger.days:
        return range_of(day, day + timedelta(days=trigger.days))
    return range_of(day, add_months(day, trigger.months))


def _found(trigger: Trigger, facts: Facts) -> Iterable[Event]:
    match trigger.occasion:
        case Occasion.RECORD | Occasion.RECORD_BELOW:
            below = facts.records_below if trigger.occasion is Occasion.RECORD_BELOW else ()
            return _records((*below, *facts.activities), trigger)
        case Occasion.OPENED | Occasion.NEW_MEMBER:
            return ()
        case Occasion.CONFIRMED:
            return [Event(day=one.confirmed_on, subject=one.id) for one in facts.members if one.confirmed_on]
        case Occasion.NEW_SECRETARY:
            return _new_posts(facts.posts, SECRETARY)
        case Occasion.NEW_LEADER:
            return _new_posts(facts.posts, LEADING)
        case Occasion.NEW_SECRETARY_BELOW:
            return _new_posts(facts.posts_below, SECRETARY)


def _records(activities: Iterable[Activity], trigger: Trigger) -> list[Event]:
    told = (activity for activity in activities if _sets_going(activity, trigger))
    return [Event(day=activity.held_on, number=activity.id) for activity in told]


def _opened(tag: str, facts: Facts) -> Iterator[Event]:
    for activity in facts.activities:
        if tag in activity.tags:
            told = parse_period(activity.counts_for) if activity.counts_for else None
            yield Event(day=activity.held_on, until=told.last_on if told else None, number=activity.id)


def _sets_going(activity: Activity, trigger: Trigger) -> bool:
    return activity.kind in trigger.kinds and (trigger.tag is None or is_tagged(activity, trigger.tag))


def _new_posts(posts: Iterable[Post], roles: frozenset[Role]) -> list[Event]:
    return [
        Event(day=post.starts_on, subject=post.member_id) for post in posts if post.starts_on and post.role in roles
    ]
