"""What an answer to a reminder changes: put off, handed over, stopped, away."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from schedules.calendar.quiet import QuietSpan
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of, start_of
from schedules.duties.duty import DutyId, Obligation
from schedules.duties.handover import Handover
from schedules.outbox import DeliveryState, MessageKind
from schedules.people.member import Member, MemberId
from schedules.people.organisation import OrganisationId
from schedules.people.preferences import Absence, Preferences
from schedules.ports import UnitOfWork
from schedules.reminders.audience import recipients_of, unwilling_of
from schedules.reminders.hours import hour_of, moment_from, moment_on, rules_of, spread_of
from schedules.reminders.ladder import Rung, key_of, postponed_key, reached_rungs, rungs_of
from schedules.reminders.placing import add_anew
from schedules.reminders.review import dossier_in
from schedules.reminders.rules import ReminderRules
from schedules.reminders.stage import Reminder, ReminderState, Stage, suppress
from schedules.reminders.wording import Reason


def postpone(uow: UnitOfWork, obligation: Obligation, recipient: MemberId, day: date, *, rules: ReminderRules) -> None:
    """Move what a person is still to be told of an obligation to `day`; stages after it stay where they are."""
    key = postponed_key(obligation, recipient, day)
    same = _reminders_of(uow, obligation, recipient)
    uow.reminders.update([suppress(item, Reason.PUT_OFF) for item in same if item.state is ReminderState.PLANNED])
    organisation = uow.organisations.get(obligation.organisation_id)
    hour = hour_of(organisation, rules) if organisation else rules.send_at
    own = rules_of(uow.preferences.get(recipient), rules)
    moved = Reminder(key=key, send_at=moment_on(day, hour, own, spread_of(recipient, rules)), message_key="")
    add_anew(uow, moved, is_known=any(item.key == key for item in same))


def hand_over(  # noqa: PLR0913 - who hands what to whom, and the books
    uow: UnitOfWork,
    obligation: Obligation,
    giver: MemberId,
    taker: MemberId,
    now: datetime,
    *,
    calendar: WorkCalendar,
    rules: ReminderRules,
) -> None:
    """Let another person be reminded of an obligation from its next stage on; handed back, it is as it was before."""
    given = Handover(
        organisation_id=obligation.organisation_id,
        duty_id=obligation.duty.id,
        period=obligation.period.label,
        giver=giver,
        taker=taker,
        at=now,
    )
    is_handed_back = _withdraw_of(uow, taker, given)
    if not is_handed_back:
        uow.handovers.add(given)
    waiting = [one for one in _reminders_of(uow, obligation, giver) if one.state is ReminderState.PLANNED]
    uow.reminders.update([suppress(one, Reason.HANDED_OVER) for one in waiting])
    reached = reached_rungs(obligation, now, calendar, rules)
    uow.reminders.add([_told_already(obligation, rung, taker, now) for rung in reached])
    uow.reviews.update(obligation.organisation_id, next_review_at=now)


def others_told(  # noqa: PLR0913 - an obligation, who gives it up, and the books
    uow: UnitOfWork,
    obligation: Obligation,
    member_id: MemberId,
    now: datetime,
    *,
    calendar: WorkCalendar,
    rules: ReminderRules,
) -> tuple[MemberId, ...]:
    """Who, of those who want to, would be told of an obligation if this person wanted no reminders of it."""
    dossier, today = dossier_in(uow, obligation.organisation_id, now), local_day_of(now)
    if dossier is None:
        return ()
    own = uow.preferences.get(member_id)
    unwilling = replace(own, stopped=own.stopped | {obligation.duty.id})
    after = replace(dossier, preferences={**dossier.preferences, member_id: unwilling})
    rungs = rungs_of(obligation, calendar=calendar, rules=rules)
    early = next((rung for rung in rungs if rung.stage is not Stage.OPENING), rungs[0])
    told = recipients_of(replace(early, is_last=False), obligation, after, today)
    return tuple(one for one in told if one not in unwilling_of(obligation.duty, after))


def forget(uow: UnitOfWork, obligation: Obligation, reason: Reason) -> None:
    """Say no more of an obligation to anybody."""
    planned = uow.reminders.list(organisation_id=obligation.organisation_id, state=ReminderState.PLANNED)
    wanted = (obligation.duty.id, obligation.period.label)
    uow.reminders.update([suppress(one, reason) for one in planned if (one.key.duty_id, one.key.period) == wanted])


def stop(uow: UnitOfWork, member_id: MemberId, duty_id: DutyId, organisation_id: OrganisationId, now: datetime) -> None:
    """No more reminders of a duty to a person; whoever is next is told instead."""
    preferences = uow.preferences.get(member_id)
    uow.preferences.update(replace(preferences, stopped=preferences.stopped | {duty_id}))
    planned = uow.reminders.list(organisation_id=organisation_id, state=ReminderState.PLANNED)
    own = [one for one in planned if (one.key.duty_id, one.key.recipient) == (duty_id, member_id)]
    uow.reminders.update([suppress(one, Reason.STOPPED) for one in own])
    uow.reviews.update(organisation_id, next_review_at=now)


def pause(  # noqa: PLR0913 - who is away when, and the books
    uow: UnitOfWork, member: Member, absence: Absence, now: datetime, *, calendar: WorkCalendar, rules: ReminderRules
) -> None:
    """Leave a person alone while he is away; whoever is next is told instead, and what waits comes on his return."""
    preferences = replace(uow.preferences.get(member.id), absence=absence)
    uow.preferences.update(preferences)
    if absence.ends_until:
        _move_waiting(uow, preferences, now, start_of(absence.ends_until), calendar=calendar, rules=rules)
    _review(uow, member, now)


def come_back(uow: UnitOfWork, member: Member, now: datetime, *, calendar: WorkCalendar, rules: ReminderRules) -> None:
    """Remind a person again who was away: what waited for his return comes at his next moment."""
    preferences = replace(uow.preferences.get(member.id), absence=None)
    uow.preferences.update(preferences)
    _move_waiting(uow, preferences, now, now, calendar=calendar, rules=rules)
    _review(uow, member, now)


def resume(uow: UnitOfWork, member: Member, now: datetime, *, calendar: WorkCalendar, rules: ReminderRules) -> None:
    """Remind a person of everything again, also of what he has stopped."""
    uow.preferences.update(replace(uow.preferences.get(member.id), stopped=frozenset()))
    come_back(uow, member, now, calendar=calendar, rules=rules)


def _move_waiting(  # noqa: PLR0913 - whose messages, from when on, and the books
    uow: UnitOfWork,
    preferences: Preferences,
    now: datetime,
    back_at: datetime,
    *,
    calendar: WorkCalendar,
    rules: ReminderRules,
) -> None:
    """Send what waits for somebody's return at his first moment from `back_at` on."""
    who = preferences.member_id
    own, spread = rules_of(preferences, rules), spread_of(who, rules)
    send_at = moment_from(back_at, rules.send_at, calendar=calendar, rules=own, spread=spread)
    for message in uow.outbox.list(
        states=(DeliveryState.PENDING,), kind=MessageKind.REMINDER, recipient=who, since=now
    ):
        if message.reason == Reason.AWAY:
            uow.outbox.update(replace(message, send_at=min(send_at, message.send_at)))


def keep_hours(uow: UnitOfWork, member_id: MemberId, quiet: Sequence[QuietSpan]) -> None:
    """Set a person's own quiet hours; none: those of the organisation alone."""
    uow.preferences.update(replace(uow.preferences.get(member_id), quiet=tuple(quiet)))


def _reminders_of(uow: UnitOfWork, obligation: Obligation, recipient: MemberId) -> list[Reminder]:
    wanted = (obligation.organisation_id, obligation.duty.id, obligation.period.label, recipient)
    stored = uow.reminders.list(organisation_id=obligation.organisation_id)
    return [item for item in stored if item.key.occurrence == wanted]


def _withdraw_of(uow: UnitOfWork, giver: MemberId, given: Handover) -> bool:
    """Take back what `giver` had handed on before he is given it himself; whether it is from who gives it now."""
    wanted = (given.duty_id, given.period, giver)
    stored = uow.handovers.list(organisation_id=given.organisation_id)
    earlier = [one for one in stored if (one.duty_id, one.period, one.giver) == wanted]
    for one in earlier:
        uow.handovers.cancel(one)
    return any(one.taker == given.giver for one in earlier)


def _told_already(obligation: Obligation, rung: Rung, recipient: MemberId, now: datetime) -> Reminder:
    reminder = Reminder(key=key_of(obligation, rung, recipient), send_at=now, message_key="")
    return suppress(reminder, Reason.TOLD_BY_GIVER)


def _review(uow: UnitOfWork, member: Member, now: datetime) -> None:
    for organisation_id in _organisations_of(uow, member):
        uow.reviews.update(organisation_id, next_review_at=now)


def _organisations_of(uow: UnitOfWork, member: Member) -> Iterable[OrganisationId]:
    held = (post.organisation_id for post in uow.posts.list(member_id=member.id))
    return dict.fromkeys((member.organisation_id, *held))
