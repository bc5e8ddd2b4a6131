"""The planner: which reminders are due by now, the same whenever and however often it is asked."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from functools import cache

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of
from schedules.duties.assessing import OWED
from schedules.duties.duty import Obligation
from schedules.duties.status import Status
from schedules.people.member import MemberId
from schedules.reminders.audience import recipients_of
from schedules.reminders.hours import hour_of, moment_from, rules_of, spread_of
from schedules.reminders.ladder import Rung, key_of, reached_rungs, rungs_of
from schedules.reminders.merging import message_key_of
from schedules.reminders.review import LOOK_AHEAD, Dossier, Review
from schedules.reminders.rules import ReminderRules
from schedules.reminders.stage import Reminder, ReminderKey, ReminderState, suppress
from schedules.reminders.wording import Reason

STALE_AFTER = timedelta(days=31)
"""A rung that was reached longer ago, before the organisation was known, is not made up for."""

SPARED = {Status.MET: Reason.FULFILLED, Status.MET_LATE: Reason.FULFILLED, Status.WAIVED: Reason.WAIVED}
"""Of what nothing is said, and why."""

NOTHING_KNOWN: frozenset[ReminderKey] = frozenset()


def plan_reminders(  # noqa: PLR0913 - a review, the books, what is there
    review: Review,
    *,
    now: datetime,
    calendar: WorkCalendar,
    rules: ReminderRules,
    known: AbstractSet[ReminderKey] = NOTHING_KNOWN,
    waiting: Collection[Reminder] = (),
) -> tuple[Reminder, ...]:
    """The reminders of all rungs reached by `now` that are not `known` yet.

    Of one obligation a recipient is told the latest rung only; those that it has overtaken are kept as suppressed, so
    that one beat after any gap leaves the same keys as a beat every day. So are those that somebody has put off: among
    the `waiting` ones there is one of a later day.
    """
    dossier = review.dossier
    owed = (item.obligation for item in review.assessments if item.status in OWED)
    day = _sending_day(dossier, now, calendar, rules)

    @cache
    def moment_of(recipient: MemberId) -> datetime:
        return _moment_of(recipient, dossier, now, calendar, rules)

    return tuple(
        _planned(key, rung, obligation, waiting, now=now, send_at=moment_of(key.recipient), is_latest=is_latest)
        for obligation in owed
        for key, rung, is_latest in _told_on(day, obligation, reached_rungs(obligation, now, calendar, rules), dossier)
        if key not in known
    )


def plan_silences(
    review: Review,
    *,
    now: datetime,
    calendar: WorkCalendar,
    rules: ReminderRules,
    known: AbstractSet[ReminderKey] = NOTHING_KNOWN,
) -> tuple[Reminder, ...]:
    """The reminders that what is met or waived spares people, as far as they are not `known` yet."""
    day = _sending_day(review.dossier, now, calendar, rules)
    return tuple(
        suppress(Reminder(key=key, send_at=now, message_key=""), SPARED[item.status])
        for item in review.assessments
        if item.status in SPARED
        for key, _, _ in _told_on(
            day, item.obligation, reached_rungs(item.obligation, now, calendar, rules), review.dossier
        )
        if key not in known
    )


def next_review_on(review: Review, *, now: datetime, calendar: WorkCalendar, rules: ReminderRules) -> date:
    """The next day on which a rung may be reached, or somebody takes over a post, goes or comes back; a month at most."""
    today = local_day_of(now)
    rungs = (
        rung.falls_on
        for item in review.assessments
        if item.status not in SPARED
        for rung in rungs_of(item.obligation, calendar=calendar, rules=rules)
    )
    takeovers = (post.starts_on for post in review.dossier.facts.posts if post.starts_on)
    absences = [one.absence for one in review.dossier.preferences.values() if one.absence]
    turns = (day for one in absences for day in (one.starts_on, one.ends_until) if day)
    return min((day for day in (*rungs, *takeovers, *turns) if day > today), default=today + LOOK_AHEAD)


def _sending_day(dossier: Dossier, now: datetime, calendar: WorkCalendar, rules: ReminderRules) -> date:
    hour = hour_of(dossier.facts.organisation, rules)
    return local_day_of(moment_from(now, hour, calendar=calendar, rules=rules))


def _told_on(
    day: date, obligation: Obligation, reached: Iterable[Rung], dossier: Dossier
) -> Iterator[tuple[ReminderKey, Rung, bool]]:
    """Who is told on `day` of which rung that was reached, and whether it is his latest."""
    told = [(rung, recipient) for rung in reached for recipient in recipients_of(rung, obligation, dossier, day)]
    latest = {recipient: rung for rung, recipient in told}
    for rung, recipient in told:
        yield key_of(obligation, rung, recipient), rung, latest[recipient] is rung


def _planned(  # noqa: PLR0913 - what a reminder is judged by
    key: ReminderKey,
    rung: Rung,
    obligation: Obligation,
    waiting: Collection[Reminder],
    *,
    now: datetime,
    send_at: datetime,
    is_latest: bool,
) -> Reminder:
    reason = _reason_against(rung, obligation, now) if is_latest else Reason.OVERTAKEN
    if reason is None and _is_put_off(rung, key, send_at, waiting):
        reason = Reason.PUT_OFF
    return Reminder(
        key=key,
        send_at=send_at,
        message_key=message_key_of(key.recipient, local_day_of(send_at)),
        state=ReminderState.SUPPRESSED if reason else ReminderState.PLANNED,
        reason=reason or "",
    )


def _moment_of(
    recipient: MemberId, dossier: Dossier, now: datetime, calendar: WorkCalendar, rules: ReminderRules
) -> datetime:
    hour = hour_of(dossier.facts.organisation, rules)
    own = rules_of(dossier.preferences.get(recipient), rules)
    return moment_from(now, hour, calendar=calendar, rules=own, spread=spread_of(recipient, rules))


def _is_put_off(rung: Rung, key: ReminderKey, send_at: datetime, waiting: Collection[Reminder]) -> bool:
    """The last word before the due day is not put off, nor the first one after it by who put off an earlier one."""
    day = local_day_of(send_at)
    return not rung.is_last and any(
        local_day_of(other.send_at) > day and (rung.lead_days >= 0 or other.key.lead_days < 0)
        for other in waiting
        if other.key.occurrence == key.occurrence
    )


def _reason_against(rung: Rung, obligation: Obligation, now: datetime) -> Reason | None:
    if rung.lead_days >= 0 and now >= obligation.deadline.grace_until:
        return Reason.OVERTAKEN
    return Reason.STALE if local_day_of(now) - rung.falls_on > STALE_AFTER else None
