"""The tick: review the organisations that are due, plan what has to be said, put it into the outbox."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of, start_of
from schedules.duties.assessing import LOOK_BACK
from schedules.duties.catalogue import Catalogue
from schedules.errors import Problem, ScheduleError
from schedules.outbox import MessageKind, OutboundMessage
from schedules.people.address import Address
from schedules.people.organisation import Organisation, OrganisationId
from schedules.ports import UnitOfWork
from schedules.reminders.books import Books
from schedules.reminders.hours import hour_of, moment_from
from schedules.reminders.issue import USEFUL_FOR, Appointment, appointments_between, digest_hour
from schedules.reminders.merging import SEEN_BACK, Placement, place
from schedules.reminders.planner import STALE_AFTER, next_review_on, plan_reminders
from schedules.reminders.review import LOOK_AHEAD, Dossier, dossier_in, review_of
from schedules.reminders.rules import DAY, ReminderRules
from schedules.reminders.silence import note_days, plan_notes
from schedules.reminders.stage import Reminder, ReminderState
from schedules.reminders.tasking import plan_ends

SLICE = 4
"""Organisations of one tick: it is to hold the writer for some ten milliseconds, and a review takes two or three."""

REMEMBERED = LOOK_BACK + STALE_AFTER
"""How far back reminders are looked up: an older rung would not be planned again, and its key is still unique."""

PAUSE = timedelta(hours=1)
"""How long an organisation whose review failed is left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TickOutcome:
    """What a tick did: call again until nothing was `reviewed`."""

    reviewed: int = 0
    planned: int = 0
    suppressed: int = 0
    messages: int = 0
    problems: tuple[Problem, ...] = ()
    left: bool = False
    """Whether nothing was reviewed though something is due: others keep it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What the review of one organisation found to do."""

    organisation: Organisation
    reminders: Sequence[Reminder]
    messages: Sequence[OutboundMessage]
    next_review_on: date


def tick(  # noqa: PLR0913 - a use case and its books
    uow: UnitOfWork,
    now: datetime,
    *,
    catalogue: Catalogue,
    calendar: WorkCalendar,
    rules: ReminderRules,
    limit: int = SLICE,
) -> TickOutcome:
    """Review up to `limit` organisations whose time has come."""
    books = Books(catalogue=catalogue, calendar=calendar, rules=rules)
    agendas: list[Agenda] = []
    problems: list[Problem] = []
    due = uow.reviews.claim(due_by=now, limit=limit)
    if not due:
        earliest = uow.reviews.get()
        return TickOutcome(left=earliest is not None and earliest <= now)
    for organisation_id in due:
        try:
            agendas.append(_agenda_of(uow, organisation_id, now, books))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one organisation must not stop the others
            problems.append(Problem(message=repr(error), where=organisation_id))
            uow.reviews.update(organisation_id, next_review_at=now + PAUSE)
    return TickOutcome(
        reviewed=len(due),
        planned=sum(reminder.state is ReminderState.PLANNED for item in agendas for reminder in item.reminders),
        suppressed=sum(reminder.state is ReminderState.SUPPRESSED for item in agendas for reminder in item.reminders),
        messages=_carry_out(uow, agendas, now),
        problems=tuple(problems),
    )


def _agenda_of(uow: UnitOfWork, organisation_id: OrganisationId, now: datetime, books: Books) -> Agenda:
    dossier = dossier_in(uow, organisation_id, now)
    if dossier is None:
        raise ScheduleError(f"{organisation_id} is gone")
    organisation = dossier.facts.organisation
    reminders, next_review_on = _reminders_of(uow, dossier, now, books)
    return Agenda(
        organisation=organisation,
        reminders=reminders,
        messages=(
            *plan_digests(organisation, now, calendar=books.calendar, rules=books.rules),
            *plan_notes(uow, dossier, now, books),
            *plan_ends(uow, dossier, now, books),
        ),
        next_review_on=min([next_review_on, *_coming_digests(dossier, now, books)]),
    )


def _reminders_of(uow: UnitOfWork, dossier: Dossier, now: datetime, books: Books) -> tuple[Sequence[Reminder], date]:
    """What is to be said today, and the day on which to look again.

    Once nothing can be sent today any more, who is told is a question of the next day on which it can.
    """
    calendar, rules, organisation = books.calendar, books.rules, dossier.facts.organisation
    sending_on = local_day_of(moment_from(now, hour_of(organisation, rules), calendar=calendar, rules=rules))
    if sending_on > local_day_of(now):
        return (), sending_on
    review = review_of(dossier, catalogue=books.catalogue, calendar=calendar, now=now)
    reminders = plan_reminders(
        review,
        now=now,
        calendar=calendar,
        rules=rules,
        known=uow.reminders.list_keys(organisation_id=organisation.id, since=now - REMEMBERED),
        waiting=uow.reminders.list(organisation_id=organisation.id, state=ReminderState.PLANNED),
    )
    return reminders, next_review_on(review, now=now, calendar=calendar, rules=rules)


def plan_digests(
    organisation: Organisation, now: datetime, *, calendar: WorkCalendar, rules: ReminderRules
) -> Iterator[OutboundMessage]:
    """The digest whose day has come, one message for each of the organisation's groups; a month's may have a chart."""
    for appointment in _reached(organisation, now, calendar, rules)[-1:]:
        hour = digest_hour(appointment.issue, rules)
        send_at = moment_from(max(appointment.at, now), hour, calendar=calendar, rules=rules)
        yield from _digests_of(organisation, appointment, send_at)


def list_past_digests(
    organisation: Organisation, now: datetime, *, calendar: WorkCalendar, rules: ReminderRules
) -> Iterator[OutboundMessage]:
    """What `plan_digests` would make up for now, its time being over."""
    for appointment in _reached(organisation, now, calendar, rules)[-1:]:
        if appointment.at <= now:
            yield from _digests_of(organisation, appointment, appointment.at)


def _reached(
    organisation: Organisation, now: datetime, calendar: WorkCalendar, rules: ReminderRules
) -> Sequence[Appointment]:
    today = local_day_of(now)
    since = today - USEFUL_FOR + DAY
    return list(appointments_between(organisation, since, today + DAY, calendar=calendar, rules=rules))


def _digests_of(organisation: Organisation, appointment: Appointment, send_at: datetime) -> Iterator[OutboundMessage]:
    kinds = [MessageKind.DIGEST]
    if organisation.settings.digest_chart and appointment.issue.tells_month:
        kinds.append(MessageKind.CHART)
    for kind, (channel, group) in product(kinds, organisation.groups.items()):
        yield OutboundMessage(
            key=f"{kind}:{organisation.id}:{appointment.issue.rhythm}:{appointment.issue.label}:{channel}",
            kind=kind,
            send_at=send_at,
            organisation_id=organisation.id,
            address=Address(channel=channel, account=group, is_group=True),
        )


def _coming_digests(dossier: Dossier, now: datetime, books: Books) -> Iterator[date]:
    """The day of the next digest, and that of the next note."""
    tomorrow = local_day_of(now) + DAY
    until = tomorrow + LOOK_AHEAD
    organisation, calendar, rules = dossier.facts.organisation, books.calendar, books.rules
    digests = appointments_between(organisation, tomorrow, until, calendar=calendar, rules=rules)
    for appointment in (next(digests, None), next(note_days(dossier, tomorrow, until, books), None)):
        if appointment:
            yield local_day_of(appointment.at)


def _carry_out(uow: UnitOfWork, agendas: Sequence[Agenda], now: datetime) -> int:
    """Store what the agendas ask for; how many messages are new."""
    reminders = [reminder for agenda in agendas for reminder in agenda.reminders]
    placements = _place(uow, [one for one in reminders if one.state is ReminderState.PLANNED], now)
    settled = (one for one in reminders if one.state is not ReminderState.PLANNED)
    uow.reminders.add([*settled, *(one for placement in placements for one in placement.reminders)])
    for agenda in agendas:
        uow.reviews.update(agenda.organisation.id, next_review_at=start_of(agenda.next_review_on))
    made = (message for placement in placements for message in placement.messages)
    return uow.outbox.add(*made, *(message for agenda in agendas for message in agenda.messages))


def _place(uow: UnitOfWork, planned: Sequence[Reminder], now: datetime) -> list[Placement]:
    """Give everybody's reminders to his messages."""
    reminders, messages = defaultdict(list), defaultdict(list)
    for reminder in planned:
        reminders[reminder.key.recipient].append(reminder)
    since = now - SEEN_BACK
    for message in uow.outbox.list_to(list(reminders), kind=MessageKind.REMINDER, since=since):
        messages[message.recipient].append(message)
    return [place(own, messages[recipient], at_once=True) for recipient, own in sorted(reminders.items())]
