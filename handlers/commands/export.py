"""Give out the ledger as a file: to officers, each time they ask, in private."""

from datetime import date, timedelta

from handlers import replies
from handlers.assignment import organisation_asked
from handlers.context import Answer, Context, say
from handlers.intents import Export
from handlers.ledger_table import list_excerpt
from handlers.posting import card_name
from handlers.sender import is_officer
from schedules.ledger.activity import ActivityKind
from schedules.ledger.excerpt import Excerpt, excerpt_key
from schedules.outbox import MessageKind, OutboundMessage
from schedules.people.organisation import Organisation
from schedules.people.role import OFFICERS


def export(context: Context, asked: Export, name: str | None) -> Answer:
    """Have an organisation's records, or those that were asked for, sent to an officer; the outbox does it."""
    organisation = organisation_asked(context, name)
    if organisation is None:
        return say(replies.not_to_be_asked(name or ""))
    if not is_officer(context.uow, context.sender, organisation):
        return say(replies.NO_EXPORT)
    has_talks = context.sender.has_role(organisation.id, OFFICERS)
    if asked.kind is ActivityKind.TALK and not has_talks:
        return say(replies.NOT_ALLOWED)
    excerpt = _excerpt_of(context, asked, organisation, has_talks=has_talks)
    count = len(list_excerpt(context.uow, excerpt))
    if not count:
        return say(replies.NO_RECORDS)
    file = OutboundMessage(
        key=excerpt_key(excerpt, card_name(context.message.key)),
        kind=MessageKind.LEDGER,
        send_at=context.now,
        organisation_id=organisation.id,
        recipient=context.sender.member.id,
    )
    context.uow.outbox.add(file)
    return say(replies.exporting(organisation, count, in_private=context.is_private, has_talks=has_talks))


def _excerpt_of(context: Context, asked: Export, organisation: Organisation, *, has_talks: bool) -> Excerpt:
    tomorrow = context.today + timedelta(days=1)
    since = asked.since or date(context.today.year, 1, 1)
    until = max(min(asked.until or tomorrow, tomorrow), since)
    kind = asked.kind
    return Excerpt(organisation_id=organisation.id, since=since, until=until, kind=kind, has_talks=has_talks)
