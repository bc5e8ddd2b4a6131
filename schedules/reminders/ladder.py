"""The rungs of an obligation: the days on which it is spoken of."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import last_day_before, local_day_of
from schedules.duties.duty import Deadline, Obligation
from schedules.people.member import MemberId
from schedules.reminders.rules import ReminderRules
from schedules.reminders.stage import ReminderKey, Stage

OVERDUE_LEAD = -1
"""The nudge after the end, for a duty that names none of its own."""

ESCALATED_AFTER = 5
"""Working days after the end until the upper organisation hears of it."""

PUT_OFF_AT_MOST = timedelta(days=31)
"""Of what is overdue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A stage of an obligation and its day. `is_last` marks the last one before the due day has passed."""

    stage: Stage
    lead_days: int
    falls_on: date
    is_last: bool = False


def rungs_of(obligation: Obligation, *, calendar: WorkCalendar, rules: ReminderRules) -> tuple[Rung, ...]:
    """The rungs in the order of their days: before the due day they move to earlier working days, after the end to later."""
    return _rungs_to(obligation.deadline, obligation.duty.lead_days, calendar, rules)


def reached_rungs(
    obligation: Obligation, now: datetime, calendar: WorkCalendar, rules: ReminderRules
) -> tuple[Rung, ...]:
    """Those whose day has come by `now`."""
    today = local_day_of(now)
    return tuple(rung for rung in rungs_of(obligation, calendar=calendar, rules=rules) if rung.falls_on <= today)


def key_of(obligation: Obligation, rung: Rung, recipient: MemberId) -> ReminderKey:
    """The key of the reminder that tells somebody of a rung."""
    return _key(obligation, rung.stage, rung.lead_days, recipient)


def latest_day_of(obligation: Obligation, today: date, *, calendar: WorkCalendar, rules: ReminderRules) -> date:
    """The last day to which a reminder can be put off: before the due day no further than that, later the same of the end."""
    due_on = last_day_before(obligation.deadline.due_at)
    ended_on = last_day_before(obligation.deadline.grace_until)
    for end in (due_on, ended_on):
        last = calendar.workday_on_or_before(end) if rules.workdays_only else end
        if last > today:
            return last
    return calendar.workday_on_or_after(today + PUT_OFF_AT_MOST)


def postponed_key(obligation: Obligation, recipient: MemberId, day: date) -> ReminderKey:
    """The key of a reminder that somebody has put off to `day`."""
    lead = (last_day_before(obligation.deadline.due_at) - day).days
    before = Stage.AHEAD if lead > 0 else Stage.DUE
    return _key(obligation, before if lead >= 0 else Stage.OVERDUE, lead, recipient)


def _key(obligation: Obligation, stage: Stage, lead_days: int, recipient: MemberId) -> ReminderKey:
    return ReminderKey(
        organisation_id=obligation.organisation_id,
        duty_id=obligation.duty.id,
        period=obligation.period.label,
        stage=stage,
        lead_days=lead_days,
        recipient=recipient,
    )


@lru_cache(maxsize=4096)
def _rungs_to(
    deadline: Deadline, lead_days: tuple[int, ...], calendar: WorkCalendar, rules: ReminderRules
) -> tuple[Rung, ...]:
    """Climbed once for all organisations that share a deadline."""
    rungs = (
        *_before_due(deadline, lead_days, calendar, rules),
        *_after_end(deadline, lead_days, calendar, rules),
    )
    return tuple(sorted(rungs, key=lambda rung: (rung.falls_on, -rung.lead_days)))


def _before_due(
    deadline: Deadline, lead_days: tuple[int, ...], calendar: WorkCalendar, rules: ReminderRules
) -> list[Rung]:
    leads = sorted({lead for lead in lead_days if lead >= 0}, reverse=True)
    due_on = last_day_before(deadline.due_at)
    opens_on = local_day_of(deadline.opens_at)
    return [
        Rung(
            stage=_stage_of(lead, leads),
            lead_days=lead,
            falls_on=_told_before(due_on - timedelta(days=lead), opens_on, calendar, rules),
            is_last=lead == leads[-1],
        )
        for lead in leads
    ]


def _stage_of(lead: int, leads: list[int]) -> Stage:
    if lead == 0:
        return Stage.DUE
    return Stage.OPENING if lead == leads[0] and len(leads) > 1 else Stage.AHEAD


def _told_before(wished: date, opens_on: date, calendar: WorkCalendar, rules: ReminderRules) -> date:
    if not rules.workdays_only:
        return max(wished, opens_on)
    earlier = calendar.workday_on_or_before(wished)
    return earlier if earlier >= opens_on else calendar.workday_on_or_after(opens_on)


def _after_end(
    deadline: Deadline, lead_days: tuple[int, ...], calendar: WorkCalendar, rules: ReminderRules
) -> list[Rung]:
    leads = sorted({lead for lead in lead_days if lead < 0}) or [OVERDUE_LEAD]
    ended_on = last_day_before(deadline.grace_until)
    days = {lead: ended_on - timedelta(days=lead) for lead in leads}
    if rules.workdays_only:
        days = {lead: calendar.workday_on_or_after(day) for lead, day in days.items()}
    escalated_on = calendar.add_workdays(ended_on, ESCALATED_AFTER)
    return [
        *(Rung(stage=Stage.OVERDUE, lead_days=lead, falls_on=day) for lead, day in days.items()),
        Rung(stage=Stage.ESCALATED, lead_days=-ESCALATED_AFTER, falls_on=escalated_on),
    ]
