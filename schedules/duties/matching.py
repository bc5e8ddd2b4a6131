"""Which records count for an obligation, which do not, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from schedules.calendar.periods import parse_period
from schedules.duties import wording
from schedules.duties.booking import is_booked, is_near, told_period
from schedules.duties.duty import Duty, DutyStep, Obligation
from schedules.duties.event import Event, events_of
from schedules.duties.facts import Facts
from schedules.duties.roster import names_holder, talkers_of, was_there
from schedules.duties.sharing import period_for, rivals_of
from schedules.duties.status import Uncounted
from schedules.ledger.activity import Activity, ActivityKind
from schedules.ledger.hours import hours_of
from schedules.ledger.tags import ELECTED, is_opening, is_tagged

GENERIC = frozenset({ActivityKind.REPORT, ActivityKind.OTHER})
"""Kinds that tell so little that a record without the tag does not even look like the one asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """The records that count, oldest first, and those that look like it and do not."""

    counted: Sequence[Activity]
    uncounted: Sequence[Uncounted]


def matches_of(obligation: Obligation, facts: Facts, today: date) -> Matches:
    """Sort the organisation's records of up to `today` for one obligation."""
    if obligation.duty.trigger:
        return Matches(counted=_follow_ups(obligation, facts, today), uncounted=())
    counted: list[Activity] = []
    uncounted: list[Uncounted] = []
    for activity in _candidates(obligation.duty, facts, today):
        reason = _fault_of(activity, obligation, facts)
        if reason is None and (taker := _taker_of(activity, obligation, facts, today)):
            reason = wording.taken(activity, taker)
        if reason is None:
            counted.append(activity)
        elif reason:
            uncounted.append(Uncounted(activity_id=activity.id, reason=reason))
    return Matches(counted=counted, uncounted=uncounted)


def _candidates(duty: Duty, facts: Facts, today: date) -> list[Activity]:
    found = (activity for activity in facts.activities if activity.kind in duty.kinds and activity.held_on <= today)
    return sorted((one for one in found if not is_opening(one)), key=lambda activity: (activity.held_on, activity.id))


def _fault_of(activity: Activity, obligation: Obligation, facts: Facts) -> str | None:
    """Why a record does not count: None where it does, empty where it has nothing to do with the obligation."""
    duty, period = obligation.duty, obligation.period
    if is_booked(activity, duty, period):
        return _content_fault(activity, duty, facts)
    if is_near(activity, duty, period):
        return wording.outside(activity, period) if _content_fault(activity, duty, facts) is None else ""
    told = told_period(activity, duty, period)
    return wording.booked_elsewhere(activity, told) if told and activity.held_on in period else ""


def _taker_of(activity: Activity, obligation: Obligation, facts: Facts, today: date) -> Duty | None:
    """The more particular duty that the record is needed for, where it may count for one only."""
    for rival in rivals_of(obligation.duty, obligation.competing):
        if activity.kind in rival.kinds and _content_fault(activity, rival, facts) is None:
            period = period_for(activity, rival)
            claim = replace(obligation, duty=rival, period=period) if period else None
            if claim and activity in matches_of(claim, facts, today).counted[: rival.min_count]:
                return rival
    return None


def _content_fault(activity: Activity, duty: Duty, facts: Facts) -> str | None:
    if duty.tag and not is_tagged(activity, duty.tag):
        return "" if activity.kind in GENERIC else wording.untagged(activity, duty.tag)
    step = step_told_by(activity, duty)
    if step:
        return wording.only_a_step(activity, step)
    if duty.unit == "hours" and not hours_of(activity):
        return wording.no_hours(activity)
    return _lecturer_fault(activity, duty, facts)


def step_told_by(activity: Activity, duty: Duty) -> DutyStep | None:
    """The step on the way that a record tells of, unless it tells of the election itself."""
    if not duty.steps or is_tagged(activity, ELECTED):
        return None
    return next((step for step in duty.steps if step.tag and is_tagged(activity, step.tag)), None)


def _lecturer_fault(activity: Activity, duty: Duty, facts: Facts) -> str | None:
    if duty.lecturer_role is None:
        return None
    if not activity.lecturer:
        return wording.no_lecturer(activity, duty.lecturer_role)
    if names_holder(activity.lecturer, duty.lecturer_role, facts, activity.held_on):
        return None
    return wording.wrong_lecturer(activity, duty.lecturer_role)


def _follow_ups(obligation: Obligation, facts: Facts, today: date) -> list[Activity]:
    """The records that answer the events of this period: each event takes the earliest that no earlier event took."""
    duty = obligation.duty
    free = [one for one in _candidates(duty, facts, today) if _content_fault(one, duty, facts) is None]
    taken: list[Activity] = []
    for event in events_of(duty, facts):
        answer = next((one for one in free if _answers(one, event, facts)), None)
        if answer is None:
            continue
        free.remove(answer)
        if event.day == obligation.period.starts_on:
            taken.append(answer)
    return taken


def _answers(activity: Activity, event: Event, facts: Facts) -> bool:
    told = parse_period(activity.counts_for) if activity.counts_for else None
    if activity.held_on < event.day or activity.id == event.number or (told and told.starts_on != event.day):
        return False
    subject = next((member for member in facts.members if member.id == event.subject), None)
    if subject is None:
        return True
    if activity.kind is ActivityKind.TALK:
        return subject in talkers_of(activity, facts)
    return was_there(activity, subject, facts.members)
