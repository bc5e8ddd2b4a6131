"""Organisations none of whose people has an account: whoever is above them hears of it once a week.

Where the weekly digest goes to a group it tells of them itself; elsewhere one of the office gets a note.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from schedules.calendar.zone import last_day_before, local_day_of
from schedules.duties.duty import Obligation
from schedules.duties.status import Status
from schedules.outbox import MessageKind, OutboundMessage
from schedules.people.organisation import Organisation, OrganisationId
from schedules.ports import UnitOfWork
from schedules.reminders import silence_wording
from schedules.reminders.books import Books
from schedules.reminders.bulletin import COMMITTEES
from schedules.reminders.digest import SOON
from schedules.reminders.hours import moment_from
from schedules.reminders.issue import USEFUL_FOR, Appointment, Rhythm, appointments_between
from schedules.reminders.reach import is_silent, office_of
from schedules.reminders.review import Dossier, Review, dossier_in, review_of
from schedules.reminders.rules import DAY


def note_days(dossier: Dossier, since: date, until: date, books: Books) -> Iterator[Appointment]:
    """When those above silent organisations are told of them; never where nobody is below, or a group is told."""
    organisation = dossier.facts.organisation
    if not dossier.facts.children or _tells_group(organisation):
        return
    weekly = replace(organisation.settings, weekly_digest=True, monthly_digest=False)
    noting = replace(organisation, settings=weekly)
    yield from appointments_between(noting, since, until, calendar=books.calendar, rules=books.rules)


def plan_notes(uow: UnitOfWork, dossier: Dossier, now: datetime, books: Books) -> Iterator[OutboundMessage]:
    """The note of the week whose last working day has come, to the first of the office."""
    today, organisation_id = local_day_of(now), dossier.facts.organisation.id
    reached = list(note_days(dossier, today - USEFUL_FOR + DAY, today + DAY, books))
    if not reached or next(silent_below(uow, organisation_id, now), None) is None:
        return
    appointment = reached[-1]
    hour = books.rules.weekly_digest
    for recipient in office_of(uow, dossier, today)[:1]:
        yield OutboundMessage(
            key=f"digest:{organisation_id}:{appointment.issue.rhythm}:{appointment.issue.label}:{recipient}",
            kind=MessageKind.DIGEST,
            send_at=moment_from(max(appointment.at, now), hour, calendar=books.calendar, rules=books.rules),
            organisation_id=organisation_id,
            recipient=recipient,
        )


def word_note(uow: UnitOfWork, message: OutboundMessage, now: datetime, books: Books) -> str | None:
    """What a note says now; None where there is nothing to say any more, or somebody else does the office's work."""
    dossier = dossier_in(uow, message.organisation_id, now) if message.organisation_id else None
    member = uow.members.get(message.recipient) if message.recipient else None
    if dossier is None or member is None or _tells_group(dossier.facts.organisation):
        return None
    silent = list(silent_below(uow, dossier.facts.organisation.id, now))
    if not silent or member.id not in office_of(uow, dossier, local_day_of(now)):
        return None
    reviews = [review_of(one, catalogue=books.catalogue, calendar=books.calendar, now=now) for one in silent]
    lines = [(review.dossier.facts.organisation.name, *_open_in(review, local_day_of(now))) for review in reviews]
    return silence_wording.word_note(member.name, lines)


def silent_below(uow: UnitOfWork, organisation_id: OrganisationId, now: datetime) -> Iterator[Dossier]:
    """The silent organisations right below, and those below them, of whom nobody nearer could tell."""
    for child in uow.organisations.list(parent_id=organisation_id):
        dossier = dossier_in(uow, child.id, now)
        if dossier and is_silent(uow, dossier, local_day_of(now)):
            yield dossier
            yield from silent_below(uow, child.id, now)


def _tells_group(organisation: Organisation) -> bool:
    return organisation.kind in COMMITTEES and organisation.settings.weekly_digest and bool(organisation.groups)


def _open_in(review: Review, today: date) -> tuple[Sequence[Obligation], Sequence[Obligation]]:
    """What is due soon, and what is late."""
    told = [item for item in review.assessments if "sensitive" not in item.obligation.duty.marks]
    soon = [
        item.obligation
        for item in told
        if item.status in {Status.OPEN, Status.DUE_SOON}
        and last_day_before(item.obligation.deadline.due_at) <= today + SOON[Rhythm.WEEKLY]
    ]
    return soon, [item.obligation for item in told if item.status is Status.OVERDUE]
