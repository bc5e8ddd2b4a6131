"""Rehearsal (预演): everything that would go out if nothing more were recorded. Planned and worded as in earnest."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import product

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of, start_of
from schedules.duties.catalogue import Catalogue
from schedules.outbox import DeliveryState, MessageKind, OutboundMessage
from schedules.people.member import MemberId
from schedules.people.organisation import Organisation, OrganisationId
from schedules.reminders import digest_wording
from schedules.reminders.books import Books
from schedules.reminders.digest import compose_digest, family_of
from schedules.reminders.issue import Appointment, appointments_between
from schedules.reminders.merging import place
from schedules.reminders.planner import next_review_on, plan_reminders, plan_silences
from schedules.reminders.recheck import recheck
from schedules.reminders.review import Dossier, Review, review_of
from schedules.reminders.rules import DAY, ReminderRules
from schedules.reminders.stage import Reminder, ReminderKey, ReminderState
from schedules.reminders.wording import word_reminders

EVE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """A message that would go out. `recipient` is a member's or a group's id; `channel` is known of groups only."""

    at: datetime
    organisation_id: OrganisationId
    recipient: str
    kind: MessageKind
    text: str
    channel: str = ""
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What would go out, and the reminders of these days that would not, each with its reason."""

    messages: Sequence[Rehearsed]
    silences: Sequence[Reminder]


@dataclass(slots=True, kw_only=True)
class _Stagehand:
    """What a rehearsal remembers from day to day, in place of the database."""

    dossiers: Mapping[OrganisationId, Dossier]
    names: Mapping[MemberId, str]
    books: Books
    known: set[ReminderKey] = field(default_factory=set)
    next_review: dict[OrganisationId, date] = field(default_factory=dict)
    waiting: list[Reminder] = field(default_factory=list)
    silences: list[Reminder] = field(default_factory=list)
    messages: dict[MemberId, list[OutboundMessage]] = field(default_factory=dict)

    def review(self, organisation_id: OrganisationId, now: datetime) -> Review:
        books = self.books
        dossier = self.dossiers[organisation_id]
        return review_of(dossier, catalogue=books.catalogue, calendar=books.calendar, now=now)

    def spare(self, reminders: Sequence[Reminder]) -> None:
        """Keep what is not said."""
        self.known.update(reminder.key for reminder in reminders)
        self.silences.extend(reminders)


def rehearse(  # noqa: PLR0913 - a use case and its books
    dossiers: Sequence[Dossier],
    start: date,
    end: date,
    *,
    catalogue: Catalogue,
    calendar: WorkCalendar,
    rules: ReminderRules,
) -> Rehearsal:
    """What would go out from `start` to `end`, both inclusive, to the people and groups of these organisations.

    What was to be said before `start` counts as said. Whom the robot reaches, and how often it has spoken, is not told:
    that is known when it happens.
    """
    hand = _Stagehand(
        dossiers={dossier.facts.organisation.id: dossier for dossier in dossiers},
        names={member.id: member.name for dossier in dossiers for member in dossier.facts.members},
        books=Books(catalogue=catalogue, calendar=calendar, rules=rules),
    )
    for organisation_id in hand.dossiers:
        _plan(hand, organisation_id, start_of(start) - EVE)
    hand.waiting, hand.silences, hand.messages = [], [], {}
    days = (start + n * DAY for n in range((end - start).days + 1))
    messages = sorted((item for day in days for item in _play(hand, day)), key=lambda item: (item.at, item.recipient))
    return Rehearsal(messages=messages, silences=hand.silences)


def burden_of(rehearsal: Rehearsal) -> Mapping[tuple[date, str], int]:
    """How many reminders each person would get in each month."""
    reminders = (item for item in rehearsal.messages if item.kind is MessageKind.REMINDER)
    return Counter((local_day_of(item.at).replace(day=1), item.recipient) for item in reminders)


def _play(hand: _Stagehand, day: date) -> Iterator[Rehearsed]:
    for organisation_id in hand.dossiers:
        if hand.next_review[organisation_id] <= day:
            _plan(hand, organisation_id, start_of(day))
    for recipient, messages in hand.messages.items():
        for index, message in enumerate(messages):
            if message.state is DeliveryState.PENDING and local_day_of(message.send_at) == day:
                yield from _deliver(hand, recipient, message)
                messages[index] = replace(message, state=DeliveryState.SENT, sent_at=message.send_at)
    for dossier in hand.dossiers.values():
        yield from _digests(hand, dossier.facts.organisation, day)


def _plan(hand: _Stagehand, organisation_id: OrganisationId, now: datetime) -> None:
    calendar, rules = hand.books.calendar, hand.books.rules
    review = hand.review(organisation_id, now)
    hand.next_review[organisation_id] = next_review_on(review, now=now, calendar=calendar, rules=rules)
    hand.spare(plan_silences(review, now=now, calendar=calendar, rules=rules, known=hand.known))
    for reminder in plan_reminders(review, now=now, calendar=calendar, rules=rules, known=hand.known):
        if reminder.state is not ReminderState.PLANNED:
            hand.spare([reminder])
            continue
        hand.known.add(reminder.key)
        own = hand.messages.setdefault(reminder.key.recipient, [])
        placement = place([reminder], own, at_once=True)
        own.extend(placement.messages)
        hand.waiting.extend(placement.reminders)


def _deliver(hand: _Stagehand, recipient: MemberId, message: OutboundMessage) -> Iterator[Rehearsed]:
    at, books = message.send_at, hand.books
    planned = [reminder for reminder in hand.waiting if reminder.message_key == message.key]
    reviews = {
        organisation_id: hand.review(organisation_id, at)
        for organisation_id in dict.fromkeys(reminder.key.organisation_id for reminder in planned)
    }
    checked = recheck(planned, reviews, now=at, calendar=books.calendar, rules=books.rules)
    hand.spare(checked.dropped)
    if told := checked.told:
        yield Rehearsed(
            at=at,
            organisation_id=told[0].organisation.id,
            recipient=recipient,
            kind=MessageKind.REMINDER,
            text=word_reminders(told, name=hand.names.get(recipient, ""), today=local_day_of(at)).text,
            duties=tuple(item.reminder.key.duty_id for item in told),
        )


def _digests(hand: _Stagehand, organisation: Organisation, day: date) -> Iterator[Rehearsed]:
    books = hand.books
    if not organisation.groups:
        return
    for appointment in appointments_between(organisation, day, day + DAY, calendar=books.calendar, rules=books.rules):
        texts = {MessageKind.DIGEST: _digest_text(hand, organisation, appointment)}
        if organisation.settings.digest_chart and appointment.issue.tells_month:
            texts[MessageKind.CHART] = digest_wording.CHART
        for (kind, text), (channel, group) in product(texts.items(), organisation.groups.items()):
            yield Rehearsed(
                at=appointment.at,
                organisation_id=organisation.id,
                recipient=group,
                kind=kind,
                text=text,
                channel=channel,
            )


def _digest_text(hand: _Stagehand, organisation: Organisation, appointment: Appointment) -> str:
    every = [dossier.facts.organisation for dossier in hand.dossiers.values()]
    family = family_of(organisation, lambda above: [item for item in every if item.parent_id == above])
    own, *below = (hand.review(item.id, appointment.at) for item in family)
    return compose_digest(own, below, appointment.issue, appointment.at)
