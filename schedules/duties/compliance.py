"""Compliance (完成情况): is it done, by which records, and what is still missing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from schedules.calendar.zone import local_day_of, start_of
from schedules.duties.duty import Obligation, Waiver
from schedules.duties.evidence import addable_to
from schedules.duties.facts import Facts
from schedules.duties.matching import matches_of
from schedules.duties.status import Assessment, Status
from schedules.duties.tally import Tally, tally_of

SOON_DAYS = 10


def status_of(obligation: Obligation, facts: Facts, *, now: datetime) -> Assessment:
    """Judge an obligation by the records of up to `now`.

    MET is what was complete before `grace_until`, MET_LATE what was completed later. What is not met is UPCOMING before it
    opens, DUE_SOON from its earliest reminder on but never more than ten days before `due_at`, and OVERDUE from
    `grace_until` on. A waiver stands above all of that.
    """
    matches = matches_of(obligation, facts, local_day_of(now))
    tally = tally_of(obligation, facts, matches.counted)
    waiver = _waiver_of(obligation, facts)
    status = Status.WAIVED if waiver else _standing(obligation, tally, now)
    return Assessment(
        obligation=obligation,
        status=status,
        done=tally.done,
        needed=tally.needed,
        met_on=tally.met_on,
        waiver=waiver,
        counted=tuple(activity.id for activity in matches.counted),
        counted_on=tuple(activity.held_on for activity in matches.counted),
        uncounted=tuple(matches.uncounted),
        addable=addable_to(obligation.duty, matches.counted),
        missing=tally.missing,
    )


def _standing(obligation: Obligation, tally: Tally, now: datetime) -> Status:
    deadline = obligation.deadline
    if tally.met_on and tally.done >= tally.needed:
        return Status.MET if start_of(tally.met_on) < deadline.grace_until else Status.MET_LATE
    if now >= deadline.grace_until:
        return Status.OVERDUE
    if now < deadline.opens_at:
        return Status.UPCOMING
    return Status.DUE_SOON if now >= deadline.due_at - _soon(obligation.duty.lead_days) else Status.OPEN


def _soon(lead_days: Sequence[int]) -> timedelta:
    return timedelta(days=min(SOON_DAYS, max((*lead_days, 0)) or SOON_DAYS))


def _waiver_of(obligation: Obligation, facts: Facts) -> Waiver | None:
    wanted = (obligation.organisation_id, obligation.duty.id, obligation.period.label)
    return next((one for one in facts.waivers if (one.organisation_id, one.duty_id, one.period) == wanted), None)
