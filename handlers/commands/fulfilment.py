"""What a record means for the duties of its organisation."""

from collections.abc import Sequence

from handlers import replies
from handlers.context import Context
from schedules.duties.assessing import MET, assess, records_since
from schedules.duties.compliance import duties_met_by
from schedules.duties.status import Assessment
from schedules.ledger.activity import Activity
from schedules.people.organisation import OrganisationId
from schedules.reminders.stage import ReminderState


def assess_organisation(context: Context, organisation_id: OrganisationId) -> Sequence[Assessment]:
    """Every obligation of an organisation that matters today, judged now."""
    facts = context.uow.facts.get(organisation_id, since=records_since(context.now))
    book = context.rulebook
    return assess(facts, book.catalogue, book.calendar, now=context.now) if facts else ()


def report_fulfilled(context: Context, organisation_id: OrganisationId, records: Sequence[Activity]) -> list[str]:
    """Stop the reminders that the records made pointless; what to say of it."""
    planned = context.uow.reminders.list(organisation_id=organisation_id, state=ReminderState.PLANNED)
    if not planned:
        return []
    waiting = {reminder.key.duty_id for reminder in planned}
    duties = [duty for duty_id in waiting if (duty := context.rulebook.catalogue.get(duty_id))]
    touched = {duty_id for record in records for duty_id in duties_met_by(duties, record.kind)}
    if not touched:
        return []
    assessments = assess_organisation(context, organisation_id)
    return _stop(context, organisation_id, [item for item in assessments if item.obligation.duty.id in touched])


def _stop(context: Context, organisation_id: OrganisationId, assessments: Sequence[Assessment]) -> list[str]:
    open_ids = {item.obligation.duty.id for item in assessments if item.status not in MET}
    met = [item for item in assessments if item.status in MET and item.obligation.duty.id not in open_ids]
    if not met:
        return []
    duty_ids = tuple(dict.fromkeys(item.obligation.duty.id for item in met))
    context.uow.reminders.cancel(organisation_id=organisation_id, duty_ids=duty_ids, reason=replies.FULFILLED)
    return [replies.fulfilled(tuple(dict.fromkeys(item.obligation.duty.name for item in met)))]
