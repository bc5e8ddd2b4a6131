"""The truth at the moment of sending: what of a message still holds, and why the rest does not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of
from schedules.duties.assessing import MET
from schedules.duties.duty import Obligation
from schedules.duties.election import StepDue, steps_of
from schedules.duties.facts import Facts
from schedules.duties.status import Status
from schedules.people.organisation import OrganisationId
from schedules.reminders.audience import handovers_of, recipients_of, unwilling_of
from schedules.reminders.ladder import rungs_of
from schedules.reminders.private_first import digest_that_tells
from schedules.reminders.review import Dossier, Review
from schedules.reminders.rules import ReminderRules
from schedules.reminders.stage import Reminder, Stage, suppress
from schedules.reminders.told import Told
from schedules.reminders.wording import Reason

STAGES = tuple(Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """What is left to tell, most urgent first, and what is not, with reasons."""

    told: tuple[Told, ...]
    dropped: tuple[Reminder, ...]


def recheck(
    reminders: Iterable[Reminder],
    reviews: Mapping[OrganisationId, Review],
    *,
    now: datetime,
    calendar: WorkCalendar,
    rules: ReminderRules,
) -> Recheck:
    """Judge the planned reminders of one message anew."""
    told: dict[tuple[object, ...], Told] = {}
    dropped: list[Reminder] = []
    for reminder in sorted(reminders, key=_progress):
        item = _find(reminder, reviews, now, calendar, rules)
        review = reviews.get(reminder.key.organisation_id)
        reason = _reason_against(item, review, now, calendar, rules) if item and review else Reason.NOT_OWED
        if item is None or reason:
            dropped.append(suppress(reminder, reason))
            continue
        occurrence = reminder.key.occurrence
        if occurrence in told:
            dropped.append(suppress(told[occurrence].reminder, Reason.OVERTAKEN))
        told[occurrence] = item
    return Recheck(told=tuple(sorted(told.values(), key=_urgency)), dropped=tuple(dropped))


def _find(
    reminder: Reminder,
    reviews: Mapping[OrganisationId, Review],
    now: datetime,
    calendar: WorkCalendar,
    rules: ReminderRules,
) -> Told | None:
    key = reminder.key
    review = reviews.get(key.organisation_id)
    for assessment in review.assessments if review else ():
        obligation = assessment.obligation
        if (obligation.duty.id, obligation.period.label) == (key.duty_id, key.period) and review:
            facts = review.dossier.facts
            return Told(
                reminder=reminder,
                organisation=facts.organisation,
                assessment=assessment,
                next_step=_next_step_of(obligation, facts, calendar, local_day_of(now)),
                digest_at=digest_that_tells(obligation, key.recipient, facts, now=now, calendar=calendar, rules=rules),
            )
    return None


def _next_step_of(obligation: Obligation, facts: Facts, calendar: WorkCalendar, today: date) -> StepDue | None:
    """Of steps whose day has passed nothing is said: few record each of them."""
    steps = steps_of(obligation, facts, calendar, today=today)
    return next((step for step in steps if step.done_by is None and step.due_on >= today), None)


def _reason_against(
    item: Told, review: Review, now: datetime, calendar: WorkCalendar, rules: ReminderRules
) -> Reason | None:
    if item.assessment.status in MET:
        return Reason.FULFILLED
    if item.assessment.status is Status.WAIVED:
        return Reason.WAIVED
    if item.reminder.key.lead_days >= 0 and now >= item.assessment.obligation.deadline.grace_until:
        return Reason.OVERTAKEN
    if _is_addressed(item, review, now, calendar, rules):
        return None
    return _reason_not_addressed(item, review.dossier)


def _is_addressed(item: Told, review: Review, now: datetime, calendar: WorkCalendar, rules: ReminderRules) -> bool:
    """One that was put off stands between the rungs: it is for whoever is told of any of them."""
    key, obligation = item.reminder.key, item.assessment.obligation
    rungs = rungs_of(obligation, calendar=calendar, rules=rules)
    own = [rung for rung in rungs if (rung.stage, rung.lead_days) == (key.stage, key.lead_days)] or rungs
    day = local_day_of(now)
    return any(key.recipient in recipients_of(rung, obligation, review.dossier, day) for rung in own)


def _reason_not_addressed(item: Told, dossier: Dossier) -> Reason:
    recipient, obligation = item.reminder.key.recipient, item.assessment.obligation
    if any(one.giver == recipient for one in handovers_of(obligation, dossier)):
        return Reason.HANDED_OVER
    return Reason.STOPPED if recipient in unwilling_of(obligation.duty, dossier) else Reason.NOT_IN_POST


def _progress(reminder: Reminder) -> tuple[int, int]:
    return STAGES.index(reminder.key.stage), -reminder.key.lead_days


def _urgency(item: Told) -> tuple[bool, datetime, str, str]:
    obligation = item.assessment.obligation
    escalated = item.reminder.key.stage is Stage.ESCALATED
    return escalated, obligation.deadline.due_at, obligation.organisation_id, obligation.duty.id
