"""Ask the question before once more, with one thing exchanged."""

from dataclasses import replace
from datetime import date

from handlers import replies
from handlers.assignment import named_organisation, organisation_told
from handlers.commands.agenda import A_MONTH
from handlers.commands.branches import asks_of_each
from handlers.commands.query import ABOUT_AN_ORGANISATION, answered
from handlers.commands.record import DRAFT_LIVES
from handlers.context import Answer, Context, say
from handlers.conversation import Asked
from handlers.grammar.lexicon.kinds import name_of
from handlers.intents import FollowUp, Query, QueryTopic

OF_KINDS = frozenset({QueryTopic.COUNT, QueryTopic.RECORDS, QueryTopic.MY_RECORDS, QueryTopic.OPEN_DUTIES})
"""What may be asked of one kind of activity as of another."""
OF_BRANCHES = frozenset({QueryTopic.COUNT, QueryTopic.RECORDS, QueryTopic.OPEN_DUTIES})
"""What may be asked of each branch below one's own organisation."""


def ask_again(context: Context, wanted: FollowUp, name: str | None) -> Answer | None:
    """The answer; None where nothing was asked before, or nothing that has such a thing."""
    before = _asked_last(context)
    if before is None:
        return None
    if wanted == FollowUp():
        return _ask_of(context, before, name)
    query, about = before.query, context.uow.organisations.get(before.organisation_id)
    if about is None or not _fits(query, wanted, context.today):
        return None
    called = name_of(wanted.kind) if wanted.kind and query.called else query.called
    query = replace(query, kind=wanted.kind or query.kind, called=called)
    if wanted.since:
        query = replace(query, since=wanted.since, until=wanted.until)
    return answered(context, replace(before, query=query, at=context.now), about)


def _asked_last(context: Context) -> Asked | None:
    """The question before, unless the bot has asked something since."""
    before, until = context.conversation.asked, context.conversation.expires_at
    if before and context.conversation.draft and until and before.at < until - DRAFT_LIVES:
        return None
    return before


def _fits(query: Query, wanted: FollowUp, today: date) -> bool:
    """Whether it may be asked of such a kind and time."""
    of_kinds = query.topic in OF_KINDS or query.topic is QueryTopic.DUE
    return (wanted.kind is None or of_kinds) and _fits_time(query, wanted.since, wanted.until, today)


def _fits_time(query: Query, since: date | None, until: date | None, today: date) -> bool:
    """What was recorded is asked of no time that lies ahead, and a digest is of a week or a month."""
    if since is None or until is None or query.topic is QueryTopic.OPEN_DUTIES:
        return True
    is_digest = query.topic is QueryTopic.DIGEST and until - since <= A_MONTH
    return since <= today and (is_digest or query.topic in OF_KINDS)


def _ask_of(context: Context, before: Asked, name: str | None) -> Answer | None:
    """The same of another organisation, or of each branch below one's own."""
    topic, at = before.query.topic, context.now
    if topic not in ABOUT_AN_ORGANISATION:
        return None
    if asks_of_each(context, name):
        of_each = replace(before, of_each=True, at=at)
        return answered(context, of_each, context.sender.home) if topic in OF_BRANCHES else None
    about = named_organisation(context, name) if name else organisation_told(context)
    if about is None:
        return say(replies.not_to_be_asked(name)) if name else None
    return answered(context, replace(before, organisation_id=about.id, of_each=False, alone=bool(name), at=at), about)
