"""Delivery: word a message from what is true at the moment of sending, and settle what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of, start_of
from schedules.duties.catalogue import Catalogue
from schedules.ledger.excerpt import read_excerpt
from schedules.outbox import (
    MAX_ATTEMPTS,
    Button,
    Content,
    DeliveryState,
    MessageKind,
    OutboundMessage,
    Receipt,
    pause_after,
)
from schedules.people.organisation import Organisation
from schedules.people.preferences import Preferences
from schedules.ports import UnitOfWork
from schedules.reminders.audience import has_left
from schedules.reminders.books import Books
from schedules.reminders.digest import compose_stored, told_of
from schedules.reminders.hours import hour_of, may_send_at, moment_from, rules_of, spread_of
from schedules.reminders.issue import USEFUL_FOR, Issue, digest_hour, parse_issue, wanted_of
from schedules.reminders.merging import SEEN_BACK, sent_on
from schedules.reminders.placing import add_anew
from schedules.reminders.recheck import recheck
from schedules.reminders.review import LOOK_AHEAD, Review, reviews_in
from schedules.reminders.rules import ReminderRules
from schedules.reminders.silence import word_note
from schedules.reminders.stage import Reminder, ReminderKey, ReminderState
from schedules.reminders.tasking import word_errand
from schedules.reminders.worded import Suppressed, Worded
from schedules.reminders.wording import Reason, word_reminders


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The channel took the message: its text and buttons, the reminders that it told, what the platform calls it.

    `tasks` are the to-dos that it brings with it.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    told: tuple[ReminderKey, ...] = ()
    receipt: Receipt | None = None
    tasks: tuple[OutboundMessage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The channel did not take the message. `permanent`: trying again is useless; `pause`: wait at least so long.

    What comes after it to the same recipient waits as well, unless it `yields`.
    """

    reason: str
    permanent: bool = False
    pause: timedelta | None = None
    yields: bool = False


Result = Sent | Suppressed | Failed


def word_message(  # noqa: PLR0913 - a use case and its books
    uow: UnitOfWork,
    message: OutboundMessage,
    now: datetime,
    *,
    catalogue: Catalogue,
    calendar: WorkCalendar,
    rules: ReminderRules,
) -> Worded | Suppressed:
    """What a claimed message is to say now. Its reminders that no longer hold are suppressed with their reasons."""
    books = Books(catalogue=catalogue, calendar=calendar, rules=rules)
    match message.kind:
        case MessageKind.REPLY | MessageKind.NOTICE:
            return _as_written(message)
        case MessageKind.REMINDER:
            return _word_reminder(uow, message, now, books)
        case MessageKind.DIGEST:
            return _word_digest(uow, message, now, books)
        case MessageKind.CHART:
            return _word_chart(uow, message, now, books)
        case MessageKind.LEDGER:
            return _word_ledger(uow, message, now)
        case MessageKind.TASK | MessageKind.TASK_END | MessageKind.EVENT:
            return word_errand(uow, message, now, books)


def settle(uow: UnitOfWork, message: OutboundMessage, result: Result, now: datetime) -> None:
    """Store what became of a message and of the reminders in it."""
    match result:
        case Sent():
            uow.outbox.update(_as_sent(message, result, now))
            _settle_told(uow, message, result.told, now)
            uow.outbox.add(*result.tasks)
        case Suppressed() if result.until:
            # Putting a message off is no attempt to send it.
            attempts = message.attempts - 1
            uow.outbox.update(replace(message, send_at=result.until, attempts=attempts, reason=result.reason))
        case Suppressed():
            uow.outbox.update(replace(message, state=DeliveryState.SUPPRESSED, reason=result.reason))
            _settle_told(uow, message, (), now)
        case Failed() if result.permanent or message.attempts >= MAX_ATTEMPTS:
            uow.outbox.update(replace(message, state=DeliveryState.DEAD, reason=result.reason))
            _end_planned(uow, message, ReminderState.DEAD, result.reason)
        case Failed():
            until = now + max(pause_after(message.attempts), result.pause or timedelta())
            later = replace(message, send_at=until) if result.yields else replace(message, rests_until=until)
            uow.outbox.update(replace(later, reason=result.reason))


def revive(uow: UnitOfWork, message: OutboundMessage, now: datetime) -> None:
    """Try a dead message again, with the reminders that died with it."""
    again = replace(message, state=DeliveryState.PENDING, attempts=0, send_at=now, reason="", rests_until=None)
    uow.outbox.update(again)
    dead = uow.reminders.list(message_key=message.key, state=ReminderState.DEAD)
    uow.reminders.update([replace(reminder, state=ReminderState.PLANNED, reason="") for reminder in dead])


def drop(uow: UnitOfWork, message: OutboundMessage, reason: str) -> None:
    """Give a message up, with the reminders in it."""
    uow.outbox.update(replace(message, state=DeliveryState.SUPPRESSED, reason=reason))
    _end_planned(uow, message, ReminderState.SUPPRESSED, reason)


def note_recall(uow: UnitOfWork, message: OutboundMessage, left: Sequence[str], reason: str) -> None:
    """Store that a sent message was taken back, all but the pieces of these names. It stays sent: it was."""
    receipt = replace(message.receipt, names=tuple(left)) if message.receipt and left else None
    uow.outbox.update(replace(message, receipt=receipt, reason=reason))


def _as_sent(message: OutboundMessage, result: Sent, now: datetime) -> OutboundMessage:
    """What people were answered is not kept."""
    is_answer = message.kind is MessageKind.REPLY
    said = None if is_answer else Content(text=result.text, buttons=result.buttons)
    text = "" if is_answer else result.text
    sent = replace(message, state=DeliveryState.SENT, content=said, text=text, sent_at=now, reason="")
    return replace(sent, receipt=result.receipt)


def _as_written(message: OutboundMessage) -> Worded | Suppressed:
    if message.content is None:
        return Suppressed(reason=Reason.EMPTY)
    content = message.content
    return Worded(text=content.text, buttons=content.buttons, is_spare=content.is_spare)


def _word_reminder(uow: UnitOfWork, message: OutboundMessage, now: datetime, books: Books) -> Worded | Suppressed:
    member = uow.members.get(message.recipient) if message.recipient else None
    if member is None or has_left(member, local_day_of(now)):
        _end_planned(uow, message, ReminderState.SUPPRESSED, Reason.LEFT)
        return Suppressed(reason=Reason.LEFT)
    if later := _not_now(uow, message, uow.preferences.get(member.id), now, books):
        return later
    planned = uow.reminders.list(message_key=message.key, state=ReminderState.PLANNED)
    reviews = {review.dossier.facts.organisation.id: review for review in _reviews_of(uow, planned, now, books)}
    checked = recheck(planned, reviews, now=now, calendar=books.calendar, rules=books.rules)
    uow.reminders.update(checked.dropped)
    if not checked.told:
        return Suppressed(reason=_why_empty(checked.dropped))
    delayed = local_day_of(message.send_at) < local_day_of(now)
    content = word_reminders(checked.told, name=member.name, today=local_day_of(now), delayed=delayed)
    told = tuple(item.reminder.key for item in checked.told)
    listed = tuple(item.reminder.key for item in checked.told if item.organisation.settings.tasks)
    return Worded(text=content.text, buttons=content.buttons, told=told, listed=listed)


def _why_empty(dropped: Sequence[Reminder]) -> str:
    reasons = dict.fromkeys(reminder.reason for reminder in dropped)
    return "、".join(reasons) or Reason.EMPTY


def _not_now(
    uow: UnitOfWork, message: OutboundMessage, recipient: Preferences, now: datetime, books: Books
) -> Suppressed | None:
    organisation = uow.organisations.get(message.organisation_id) if message.organisation_id else None
    hour = hour_of(organisation, books.rules) if organisation else books.rules.send_at
    rules, spread = rules_of(recipient, books.rules), spread_of(recipient.member_id, books.rules)

    def put_off(reason: Reason, since: datetime) -> Suppressed:
        until = moment_from(since, hour, calendar=books.calendar, rules=rules, spread=spread)
        return Suppressed(reason=reason, until=until)

    today = local_day_of(now)
    if recipient.absence and recipient.is_away(today):
        return put_off(Reason.AWAY, start_of(recipient.absence.ends_until or today + LOOK_AHEAD))
    if not may_send_at(now, books.calendar, rules):
        return put_off(Reason.QUIET, now)
    others = uow.outbox.list(kind=MessageKind.REMINDER, recipient=recipient.member_id, since=now - SEEN_BACK)
    if sent_on(others, today) < books.rules.per_person_per_day:
        return None
    return put_off(Reason.ENOUGH, start_of(today + timedelta(days=1)))


def _reviews_of(uow: UnitOfWork, reminders: Sequence[Reminder], now: datetime, books: Books) -> Sequence[Review]:
    ids = dict.fromkeys(reminder.key.organisation_id for reminder in reminders)
    duties = {reminder.key.duty_id for reminder in reminders}
    return reviews_in(uow, ids, now, catalogue=books.catalogue, calendar=books.calendar, only=duties)


def _word_digest(uow: UnitOfWork, message: OutboundMessage, now: datetime, books: Books) -> Worded | Suppressed:
    if message.recipient:
        return _word_note(uow, message, now, books)
    organisation = uow.organisations.get(message.organisation_id) if message.organisation_id else None
    issue = _issue_of(message, organisation) if organisation else None
    if organisation is None or issue is None:
        return Suppressed(reason=Reason.SWITCHED_OFF)
    if later := _digest_not_now(message, now, digest_hour(issue, books.rules), books):
        return later
    told = told_of(uow, organisation.id)
    reviews = reviews_in(uow, told, now, catalogue=books.catalogue, calendar=books.calendar)
    return Worded(text=compose_stored(uow, reviews, issue, now))


def _word_chart(uow: UnitOfWork, message: OutboundMessage, now: datetime, books: Books) -> Worded | Suppressed:
    organisation = uow.organisations.get(message.organisation_id) if message.organisation_id else None
    issue = _issue_of(message, organisation) if organisation else None
    if organisation is None or issue is None or not (issue.tells_month and organisation.settings.digest_chart):
        return Suppressed(reason=Reason.SWITCHED_OFF)
    later = _digest_not_now(message, now, digest_hour(issue, books.rules), books)
    return later or Worded(text="", chart_of=organisation.id)


def _word_ledger(uow: UnitOfWork, message: OutboundMessage, now: datetime) -> Worded | Suppressed:
    member = uow.members.get(message.recipient) if message.recipient else None
    if member is None or has_left(member, local_day_of(now)):
        return Suppressed(reason=Reason.LEFT)
    return Worded(text="", excerpt=read_excerpt(message.key))


def _word_note(uow: UnitOfWork, message: OutboundMessage, now: datetime, books: Books) -> Worded | Suppressed:
    issue, hour = parse_issue(message.key.split(":")[3]), books.rules.weekly_digest
    if issue is None or local_day_of(now) > issue.period.last_on + USEFUL_FOR:
        return Suppressed(reason=Reason.STALE)
    if later := _digest_not_now(message, now, hour, books):
        return later
    others = uow.outbox.list(kind=MessageKind.REMINDER, recipient=message.recipient, since=now - SEEN_BACK)
    if sent_on(others, local_day_of(now)) >= books.rules.per_person_per_day:
        tomorrow = start_of(local_day_of(now) + timedelta(days=1))
        until = moment_from(tomorrow, hour, calendar=books.calendar, rules=books.rules)
        return Suppressed(reason=Reason.ENOUGH, until=until)
    text = word_note(uow, message, now, books)
    return Worded(text=text) if text else Suppressed(reason=Reason.EMPTY)


def _digest_not_now(message: OutboundMessage, now: datetime, hour: time, books: Books) -> Suppressed | None:
    if local_day_of(now) - local_day_of(message.send_at) > USEFUL_FOR:
        return Suppressed(reason=Reason.STALE)
    if may_send_at(now, books.calendar, books.rules):
        return None
    return Suppressed(reason=Reason.QUIET, until=moment_from(now, hour, calendar=books.calendar, rules=books.rules))


def _issue_of(message: OutboundMessage, organisation: Organisation) -> Issue | None:
    """What of the message's issue the organisation still wants in the group that it was planned for."""
    issue, address = parse_issue(message.key.split(":")[3]), message.address
    is_bound = address is not None and organisation.groups.get(address.channel) == address.account
    return wanted_of(issue, organisation.settings) if issue and is_bound else None


def _settle_told(uow: UnitOfWork, message: OutboundMessage, told: Sequence[ReminderKey], now: datetime) -> None:
    """What was planned into the message after it was worded goes into the next one."""
    keys = frozenset(told)
    planned = uow.reminders.list(message_key=message.key, state=ReminderState.PLANNED)
    uow.reminders.update([replace(item, state=ReminderState.SENT) for item in planned if item.key in keys])
    for reminder in planned:
        if reminder.key not in keys:
            tomorrow = start_of(local_day_of(now) + timedelta(days=1))
            add_anew(uow, replace(reminder, send_at=max(reminder.send_at, tomorrow)), is_known=True)


def _end_planned(uow: UnitOfWork, message: OutboundMessage, state: ReminderState, reason: str) -> None:
    planned = uow.reminders.list(message_key=message.key, state=ReminderState.PLANNED)
    uow.reminders.update([replace(reminder, state=state, reason=reason) for reminder in planned])
