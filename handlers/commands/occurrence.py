"""One duty of one organisation in one period, as a button of a reminder names it."""

from dataclasses import dataclass

from handlers.commands.fulfilment import assess_organisation
from handlers.context import Context
from handlers.sender import is_officer
from schedules.duties.duty import DutyId, Obligation
from schedules.duties.status import Assessment
from schedules.outbox import Content, MessageKind, OutboundMessage
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId

PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """What an answer is about."""

    organisation_id: OrganisationId
    duty_id: DutyId
    period: str


def parse_occurrence(text: str) -> tuple[Occurrence, list[str]] | None:
    """`organisation:duty:period`, as the buttons of a reminder carry it, and what was chosen behind it."""
    parts = text.split(":")
    if len(parts) < PARTS:
        return None
    organisation_id, duty_id, period = parts[:PARTS]
    found = Occurrence(organisation_id=OrganisationId(organisation_id), duty_id=DutyId(duty_id), period=period)
    return found, parts[PARTS:]


def occurrence_of(obligation: Obligation) -> Occurrence:
    """What an obligation is called by."""
    return Occurrence(
        organisation_id=obligation.organisation_id, duty_id=obligation.duty.id, period=obligation.period.label
    )


def find_assessment(context: Context, occurrence: Occurrence) -> Assessment | None:
    """How it stands, where the sender belongs to the organisation or is an officer above it."""
    own = {post.organisation_id for post in context.sender.posts} | {context.sender.home.id}
    organisation = context.uow.organisations.get(occurrence.organisation_id)
    if organisation is None or (
        organisation.id not in own and not is_officer(context.uow, context.sender, organisation)
    ):
        return None
    judged = assess_organisation(context, organisation.id, only={occurrence.duty_id})
    return next((item for item in judged if occurrence_of(item.obligation) == occurrence), None)


def notify(context: Context, recipient: MemberId, content: Content, key: str) -> None:
    """Tell somebody else at once, once for each `key`."""
    notice = OutboundMessage(
        key=f"{key}:{recipient}", kind=MessageKind.NOTICE, send_at=context.now, recipient=recipient, content=content
    )
    context.uow.outbox.add(notice)
