"""What a record means for the duties of its organisation."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta

from handlers import replies
from handlers.context import Context
from schedules.duties.assessing import MET, OWED, assess, concerned_by, records_since
from schedules.duties.duty import DutyId, Occasion
from schedules.duties.event import is_event
from schedules.duties.serving import duties_served_by
from schedules.duties.status import Assessment
from schedules.ledger.activity import Activity, ActivityId
from schedules.people.organisation import Organisation, OrganisationId


def assess_organisation(
    context: Context,
    organisation_id: OrganisationId,
    *,
    only: AbstractSet[DutyId] | None = None,
    ahead: timedelta = timedelta(),
) -> Sequence[Assessment]:
    """Every obligation of an organisation that matters today or opens within `ahead`, judged now; of all duties, or of those in `only`."""
    facts = context.uow.facts.get(organisation_id, since=records_since(context.now))
    book = context.rulebook
    return assess(facts, book.catalogue, book.calendar, now=context.now, only=only, ahead=ahead) if facts else ()


def report_fulfilled(context: Context, organisation_id: OrganisationId, records: Sequence[Activity]) -> list[str]:
    """Which duties that were reminded of the records have met; their reminders stop."""
    # Told from the roster, which is remembered: the reminders, and all that the organisation has recorded, are read.
    concerned = _concerned_by(context, organisation_id, records)
    reminders = context.uow.reminders
    spoken_of = reminders.list_duties(organisation_id=organisation_id, among=concerned) if concerned else ()
    if not spoken_of:
        return []
    assessments = assess_organisation(context, organisation_id, only=set(spoken_of))
    _stop_reminders(context, organisation_id, assessments)
    met = _met_words(assessments, {record.id for record in records})
    if met:
        end_tasks_soon(context, organisation_id)
    return met


def report_booked(context: Context, records: Sequence[Activity]) -> list[str]:
    """Which duties the records count for that are booked to another period than that of their day."""
    return [_booked_words(context, record, record.counts_for) for record in records if record.counts_for]


def review_events(context: Context, organisation: Organisation, records: Sequence[Activity]) -> None:
    """Let what the records set going be planned at once, and not when the next reminder is due anyway."""
    told = context.rulebook.catalogue.set_going_by
    going = [duty for record in records for duty in told.get(record.kind, ()) if is_event(record, duty)]
    if any(organisation.kind in duty.owner_kinds for duty in going):
        context.uow.reviews.update(organisation.id, next_review_at=context.now)
    above = any(duty.trigger and duty.trigger.occasion is Occasion.RECORD_BELOW for duty in going)
    if above and organisation.parent_id:
        context.uow.reviews.update(organisation.parent_id, next_review_at=context.now)


def end_tasks_soon(context: Context, organisation_id: OrganisationId) -> None:
    """Let the to-dos about what is no longer owed end with the next beat."""
    organisation = context.uow.organisations.get(organisation_id)
    if organisation and organisation.settings.tasks:
        context.uow.reviews.update(organisation_id, next_review_at=context.now)


def _concerned_by(
    context: Context, organisation_id: OrganisationId, records: Sequence[Activity]
) -> AbstractSet[DutyId]:
    facts, book = context.uow.facts.get_roster(organisation_id, since=records_since(context.now)), context.rulebook
    return concerned_by(records, facts, book.catalogue, book.calendar, now=context.now) if facts else frozenset()


def _booked_words(context: Context, record: Activity, label: str) -> str:
    facts, book = context.uow.facts.get(record.organisation_id, since=records_since(context.now)), context.rulebook
    served = duties_served_by(record, facts, book.catalogue, book.calendar, now=context.now) if facts else ()
    return replies.booked(label, [duty.name for duty in served])


def _stop_reminders(context: Context, organisation_id: OrganisationId, assessments: Sequence[Assessment]) -> None:
    owed = {item.obligation.duty.id for item in assessments if item.status in OWED}
    done = {item.obligation.duty.id for item in assessments if item.status in MET} - owed
    if done:
        context.uow.reminders.cancel(organisation_id=organisation_id, duty_ids=sorted(done), reason=replies.FULFILLED)


def _met_words(assessments: Sequence[Assessment], records: AbstractSet[ActivityId]) -> list[str]:
    met = [item for item in assessments if item.status in MET and records & set(item.counted)]
    names = tuple(dict.fromkeys(item.obligation.duty.name for item in met))
    return [replies.fulfilled(names)] if names else []
