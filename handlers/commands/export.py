"""Give out the ledger as a file: to officers, each time they ask, in private."""

from datetime import date, timedelta

from handlers import replies
from handlers.assignment import organisation_asked
from handlers.commands.branches import asks_of_each, branches_below, committees_of
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
    """Have an organisation's records, or those that were asked for, sent to an officer; the outbox does it.

    Of all branches below a committee each has a file of its own.
    """
    if asks_of_each(context, name):
        return _export_branches(context, asked)
    organisation = organisation_asked(context, name)
    if organisation is None:
        return say(replies.not_to_be_asked(name or ""))
    if not is_officer(context.uow, context.sender, organisation):
        return say(replies.NO_EXPORT)
    excerpt = _excerpt_of(context, asked, organisation)
    if _is_barred(excerpt):
        return say(replies.NOT_ALLOWED)
    count = _send(context, excerpt)
    if not count:
        return say(replies.NO_RECORDS)
    return say(
        replies.exporting(
            organisation, excerpt.kinds, count, in_private=context.is_private, has_talks=excerpt.has_talks
        )
    )


def _export_branches(context: Context, asked: Export) -> Answer:
    """For who answers for a committee: what each branch below it gives out, talks only where he is an officer in it."""
    committees = committees_of(context)
    if not committees:
        return say(replies.NO_EXPORT_OF_BRANCHES)
    excerpts = [_excerpt_of(context, asked, one) for one in branches_below(context, committees)]
    allowed = [one for one in excerpts if not _is_barred(one)]
    if not allowed:
        return say(replies.NOT_ALLOWED if excerpts else replies.NO_BRANCHES)
    counts = [_send(context, excerpt) for excerpt in allowed]
    if not any(counts):
        return say(replies.NO_RECORDS)
    has_talks = all(one.has_talks for one in allowed)
    return say(replies.exporting_each(counts, in_private=context.is_private, has_talks=has_talks))


def _send(context: Context, excerpt: Excerpt) -> int:
    """Have an excerpt sent, if there is anything in it; how many records there are."""
    count = len(list_excerpt(context.uow, excerpt))
    if count:
        file = OutboundMessage(
            key=excerpt_key(excerpt, card_name(context.message.key)),
            kind=MessageKind.LEDGER,
            send_at=context.now,
            organisation_id=excerpt.organisation_id,
            recipient=context.sender.member.id,
        )
        context.uow.outbox.add(file)
    return count


def _excerpt_of(context: Context, asked: Export, organisation: Organisation) -> Excerpt:
    tomorrow = context.today + timedelta(days=1)
    since = asked.since or date(context.today.year, 1, 1)
    until = max(min(asked.until or tomorrow, tomorrow), since)
    has_talks = context.sender.has_role(organisation.id, OFFICERS)
    open_kinds = tuple(kind for kind in asked.kinds if has_talks or kind is not ActivityKind.TALK)
    kinds = open_kinds or asked.kinds
    return Excerpt(organisation_id=organisation.id, since=since, until=until, kinds=kinds, has_talks=has_talks)


def _is_barred(excerpt: Excerpt) -> bool:
    """Whether there would be nothing in it but talks, which are not for the sender."""
    return excerpt.kinds == (ActivityKind.TALK,) and not excerpt.has_talks
