"""Answers to a reminder: done, later, not applicable."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers import replies
from handlers.commands.fulfilment import assess_organisation
from handlers.commands.record import proceed
from handlers.context import Answer, Context, say
from handlers.conversation import Draft
from handlers.intents import Reading, Remind, RemindWish
from handlers.sender import KEEPERS, is_officer
from schedules.delivery import postpone
from schedules.duties.assessing import OWED
from schedules.duties.duty import DutyId, Waiver
from schedules.duties.status import Assessment, Status
from schedules.ledger.activity import ActivityKind
from schedules.outbox import Button, Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.organisation import OrganisationId
from schedules.reminders.stage import ReminderState
from schedules.reminders.wording import period_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One duty of one organisation in one period, as a button names it."""

    organisation_id: OrganisationId
    duty_id: DutyId
    period: str


def parse_occurrence(text: str) -> Occurrence | None:
    """`organisation:duty:period`, as the buttons of a reminder carry it."""
    parts = text.split(":")
    if len(parts) != 3:  # noqa: PLR2004 - the three parts named above
        return None
    organisation_id, duty_id, period = parts
    return Occurrence(organisation_id=OrganisationId(organisation_id), duty_id=DutyId(duty_id), period=period)


VERBS = {RemindWish.DONE: "done", RemindWish.LATER: "later", RemindWish.NOT_APPLICABLE: "na", RemindWish.STOP: "na"}
REMINDED_BACK = timedelta(days=90)


def answer_in_words(context: Context, wish: Remind) -> Answer:
    """Done, later, not applicable, said in words about the last reminder, or what of it is of one kind."""
    reminded = [item for item in last_reminded(context) if _is_meant(context, item, wish.kind)]
    if wish.wish is RemindWish.ADD or not reminded:
        return say(replies.REMIND_HINT)
    if len(reminded) == 1 and wish.wish is RemindWish.LATER:
        return put_off(context, reminded[0], wish.on)
    if len(reminded) == 1:
        return ANSWERS[VERBS[wish.wish]](context, reminded[0])
    buttons = tuple(
        Button(label=duty.name, action=f"{VERBS[wish.wish]}:{item.organisation_id}:{item.duty_id}:{item.period}")
        for item in reminded
        if (duty := context.rulebook.catalogue.get(item.duty_id))
    )
    return Answer(replies=(Content(text=replies.WHICH_DUTY, buttons=buttons),))


def _is_meant(context: Context, item: Occurrence, kind: ActivityKind | None) -> bool:
    """Whether an occurrence is still owed, and of the kind that was named."""
    found = _find(context, item)
    return found is not None and found.status in OWED and (kind is None or kind in found.obligation.duty.kinds)


def _settled_words(found: Assessment) -> str:
    duty = found.obligation.duty
    if found.status is Status.WAIVED:
        return replies.waived(duty.name + period_words(duty.cadence, found.obligation.period))
    return replies.finished(duty.name)


def last_reminded(context: Context) -> Sequence[Occurrence]:
    """What the sender's last reminder was about."""
    sent = last_reminder(context)
    reminders = context.uow.reminders.list(message_key=sent.key) if sent else ()
    found = (
        Occurrence(organisation_id=item.key.organisation_id, duty_id=item.key.duty_id, period=item.key.period)
        for item in reminders
        if item.state is ReminderState.SENT
    )
    return tuple(dict.fromkeys(found))


def last_reminder(context: Context) -> OutboundMessage | None:
    """The last reminder that the sender got."""
    sent = context.uow.outbox.list(
        states=(DeliveryState.SENT,),
        kind=MessageKind.REMINDER,
        recipient=context.sender.member.id,
        since=context.now - REMINDED_BACK,
    )
    return sent[-1] if sent else None


def finish(context: Context, occurrence: Occurrence) -> Answer:
    """Open the record that fulfils the duty, filled in as far as it can be."""
    found = _find(context, occurrence)
    if found is None:
        return say(replies.EXPIRED)
    if found.status not in OWED:
        return say(_settled_words(found))
    kinds = sorted(found.obligation.duty.kinds)
    reading = Reading(kind=ActivityKind(kinds[0]) if len(kinds) == 1 else None)
    return proceed(context, Draft(readings=(reading,), organisation_id=occurrence.organisation_id))


def put_off(context: Context, occurrence: Occurrence, until: date | None = None) -> Answer:
    """Move the reminder to the next working day, or to the one that was named."""
    found = _find(context, occurrence)
    if found is None:
        return say(replies.EXPIRED)
    name = found.obligation.duty.name
    if found.status not in OWED:
        return say(_settled_words(found))
    tomorrow = context.today + timedelta(days=1)
    day = context.rulebook.calendar.workday_on_or_after(max(until or tomorrow, tomorrow))
    postpone(context.uow, found.obligation, context.sender.member.id, day, rules=context.rulebook.rules)
    return say(replies.postponed(name, day))


def waive(context: Context, occurrence: Occurrence) -> Answer:
    """Mark the duty as not owed in this period."""
    found = _find(context, occurrence)
    organisation = context.uow.organisations.get(occurrence.organisation_id)
    if found is None or organisation is None:
        return say(replies.EXPIRED)
    if not is_officer(context.uow, context.sender, organisation, KEEPERS):
        return say(replies.NOT_KEEPER)
    waiver = Waiver(
        organisation_id=organisation.id,
        duty_id=occurrence.duty_id,
        period=occurrence.period,
        reason=replies.NOT_APPLICABLE,
        by=context.sender.member.id,
        at=context.now,
    )
    context.uow.waivers.add(waiver)
    context.uow.reminders.cancel(
        organisation_id=organisation.id, duty_ids=(occurrence.duty_id,), reason=replies.NOT_APPLICABLE
    )
    duty = found.obligation.duty
    return say(replies.waived(duty.name + period_words(duty.cadence, found.obligation.period)))


ANSWERS: Mapping[str, Callable[[Context, Occurrence], Answer]] = {"done": finish, "later": put_off, "na": waive}
"""The verbs of a reminder's buttons: `<verb>:<organisation>:<duty>:<period>`."""


def _find(context: Context, occurrence: Occurrence) -> Assessment | None:
    own = {post.organisation_id for post in context.sender.posts} | {context.sender.home.id}
    organisation = context.uow.organisations.get(occurrence.organisation_id)
    if organisation is None or (
        organisation.id not in own and not is_officer(context.uow, context.sender, organisation)
    ):
        return None
    assessments = assess_organisation(context, organisation.id)
    for item in assessments:
        if item.obligation.duty.id == occurrence.duty_id and item.obligation.period.label == occurrence.period:
            return item
    return None
