"""To-dos (待办): what somebody was reminded of stands in his own list, until it is done or nothing to him any more."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from schedules.calendar.written import parse_day
from schedules.duties.duty import DutyId
from schedules.outbox import MessageKind, OutboundMessage
from schedules.people.address import Address
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId
from schedules.ports import UnitOfWork
from schedules.reminders.books import Books
from schedules.reminders.recheck import recheck
from schedules.reminders.review import Dossier, Review, review_of, reviews_in
from schedules.reminders.stage import Reminder, ReminderKey, Stage
from schedules.reminders.told import Told
from schedules.reminders.worded import Suppressed, Worded
from schedules.reminders.wording import TICKED_BY, Reason, duty_words
from schedules.tasks import Event, Task, TaskEnd

BETWEEN_RUNGS = -1


def task_message(key: ReminderKey, address: Address, now: datetime) -> OutboundMessage:
    """The to-do of what somebody was just reminded of at `address`: one for all stages."""
    return OutboundMessage(
        key=":".join(("task", *key.occurrence)),
        kind=MessageKind.TASK,
        send_at=now,
        organisation_id=key.organisation_id,
        recipient=key.recipient,
        address=address,
    )


def end_message(task: OutboundMessage, now: datetime) -> OutboundMessage:
    """The end of a to-do that was given."""
    address = task.receipt.address if task.receipt else task.address
    return replace(
        OutboundMessage(key=f"end:{task.key}", kind=MessageKind.TASK_END, send_at=now, address=address),
        organisation_id=task.organisation_id,
        receipt=task.receipt,
    )


def plan_ends(uow: UnitOfWork, dossier: Dossier, now: datetime, books: Books) -> Iterator[OutboundMessage]:
    """The ends of an organisation's to-dos that are done, or nothing to their people any more."""
    organisation = dossier.facts.organisation
    given = uow.outbox.list_open_tasks(organisation_id=organisation.id) if organisation.settings.tasks else ()
    if not given:
        return
    only = {_reminder_of(task.key).key.duty_id for task in given}
    review = review_of(dossier, catalogue=books.catalogue, calendar=books.calendar, now=now, only=only)
    for task in given:
        if not isinstance(_judge(task.key, [review], now, books), Told):
            yield end_message(task, now)


def word_errand(uow: UnitOfWork, message: OutboundMessage, now: datetime, books: Books) -> Worded | Suppressed:
    """What a message about somebody's lists comes to now."""
    return _word_event(message) if message.kind is MessageKind.EVENT else _word_task(uow, message, now, books)


def _word_task(uow: UnitOfWork, message: OutboundMessage, now: datetime, books: Books) -> Worded | Suppressed:
    """A to-do as it is now, or its end: how it ends is a question of this moment as well."""
    about = _reminder_of(message.key).key
    reviews = reviews_in(
        uow, [about.organisation_id], now, catalogue=books.catalogue, calendar=books.calendar, only={about.duty_id}
    )
    verdict = _judge(message.key, reviews, now, books)
    if message.kind is MessageKind.TASK_END:
        # One whose record was withdrawn in the meantime is not ticked off.
        end = TaskEnd(names=message.receipt.names if message.receipt else (), done=verdict == Reason.FULFILLED)
        return Worded(text=verdict if isinstance(verdict, str) else "", errand=end)
    if isinstance(verdict, str):
        return Suppressed(reason=verdict)
    obligation = verdict.assessment.obligation
    subject = f"{duty_words(obligation)} {verdict.organisation.name}"
    return Worded(text=subject, errand=Task(subject=subject, due_at=obligation.deadline.due_at, how=TICKED_BY))


def _word_event(message: OutboundMessage) -> Worded | Suppressed:
    """An event: its day stands at the end of its key."""
    day = parse_day(message.key.rpartition(":")[2])
    if message.content is None or day is None:
        return Suppressed(reason=Reason.EMPTY)
    return Worded(text=message.content.text, errand=Event(title=message.content.text, on=day))


def _judge(key: str, reviews: Iterable[Review], now: datetime, books: Books) -> Told | str:
    """What a to-do, or its end, is still about; or why it is about nothing any more."""
    by_id = {review.dossier.facts.organisation.id: review for review in reviews}
    checked = recheck([_reminder_of(key)], by_id, now=now, calendar=books.calendar, rules=books.rules)
    return checked.told[0] if checked.told else str(checked.dropped[0].reason)


def _reminder_of(key: str) -> Reminder:
    """A reminder of what a to-do is about, at no stage of it."""
    organisation_id, duty_id, period, recipient = key.split(":")[-4:]
    told = ReminderKey(
        organisation_id=OrganisationId(organisation_id),
        duty_id=DutyId(duty_id),
        period=period,
        stage=Stage.AHEAD,
        lead_days=BETWEEN_RUNGS,
        recipient=MemberId(recipient),
    )
    return Reminder(key=told, send_at=datetime.min.replace(tzinfo=UTC), message_key="")
