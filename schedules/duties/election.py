"""Elections (换届): the steps scheduled back from the stored end of the term, and how far a branch has come."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from schedules.calendar.workdays import WorkCalendar
from schedules.duties.duty import DutyStep, Obligation
from schedules.duties.facts import Facts
from schedules.duties.matching import step_told_by
from schedules.ledger.activity import Activity, ActivityId, ActivityKind
from schedules.ledger.tags import APPROVED, ELECTED, ELECTION_PAPERS, POSTPONED, REQUESTED, is_tagged

NOTICE = timedelta(days=180)


class ElectionStage(StrEnum):
    """How far an election has come (换届进度)."""

    UNKNOWN = "unknown"
    REGULAR = "regular"
    NOTICED = "noticed"
    PREPARING = "preparing"
    APPROVED = "approved"
    ELECTED = "elected"
    POSTPONED = "postponed"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDue:
    """A step, until when it should be taken, and the record that tells of it."""

    step: DutyStep
    due_on: date
    done_by: ActivityId | None = None


def steps_of(obligation: Obligation, facts: Facts, calendar: WorkCalendar, *, today: date) -> tuple[StepDue, ...]:
    """The steps of an election in their order: each due on its day before the term's end, or the working day before that."""
    ends_on = obligation.period.last_on
    records = _records_of(facts, obligation.period.starts_on, today)
    return tuple(
        StepDue(
            step=step,
            due_on=calendar.workday_on_or_before(ends_on - timedelta(days=step.days_before)),
            done_by=next((one.id for one in records if _tells_of(one, step, obligation)), None),
        )
        for step in obligation.duty.steps
    )


def stage_of(facts: Facts, *, today: date) -> ElectionStage:
    """How far the election of an organisation has come, by its stored term and its records since the notice."""
    term = facts.organisation.term
    if term is None:
        return ElectionStage.UNKNOWN
    records = _records_of(facts, term.ends_on - NOTICE, today)
    if any(one.kind is ActivityKind.ELECTION and not _is_paper(one) for one in records):
        return ElectionStage.ELECTED
    if any(is_tagged(one, POSTPONED) for one in records):
        return ElectionStage.POSTPONED
    if today > term.ends_on:
        return ElectionStage.OVERDUE
    return _preparation(records, has_begun=term.ends_on - NOTICE <= today)


def _preparation(records: tuple[Activity, ...], *, has_begun: bool) -> ElectionStage:
    if any(is_tagged(one, APPROVED) for one in records):
        return ElectionStage.APPROVED
    if any(is_tagged(one, REQUESTED) for one in records):
        return ElectionStage.PREPARING
    return ElectionStage.NOTICED if has_begun else ElectionStage.REGULAR


def _records_of(facts: Facts, since: date, today: date) -> tuple[Activity, ...]:
    found = [one for one in facts.activities if since <= one.held_on <= today]
    return tuple(sorted(found, key=lambda one: (one.held_on, one.id)))


def _tells_of(activity: Activity, step: DutyStep, obligation: Obligation) -> bool:
    if step.tag:
        return is_tagged(activity, step.tag)
    return activity.kind in obligation.duty.kinds and step_told_by(activity, obligation.duty) is None


def _is_paper(activity: Activity) -> bool:
    return not is_tagged(activity, ELECTED) and any(is_tagged(activity, tag) for tag in ELECTION_PAPERS)
