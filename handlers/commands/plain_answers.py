"""What is answered before anything is looked up: who belongs to a branch, how often something is to be held, one record."""

from handlers import replies
from handlers.assignment import organisation_asked
from handlers.commands.due_days import tell_rules
from handlers.commands.record import reporter_of
from handlers.commands.target import changeable
from handlers.context import Answer, Context, say
from handlers.grammar.requests.beyond import Beyond, asked_of_people
from handlers.grammar.requests.plain_questions import asks_how_often, number_asked
from handlers.grammar.requests.query_topics import kind_called
from handlers.grammar.text.normalise import normalise
from schedules.ledger.activity import ActivityId, ActivityKind


def answer_plainly(context: Context, name: str | None) -> Answer | None:
    """The answer that the message needs no ledger for, or but one record of it; None where it asks something else."""
    said = normalise(context.message.text).text
    if asked_of_people(said) is Beyond.ROSTER:
        return say(replies.BEYOND[Beyond.ROSTER])
    if (number := number_asked(said)) is not None:
        return _show(context, ActivityId(number))
    kind = kind_called(said, context.today) if asks_how_often(said) else None
    organisation = organisation_asked(context, name) if kind else None
    told = tell_rules(context, kind, organisation) if kind and organisation else ""
    return say(told) if told else None


def _show(context: Context, number: ActivityId) -> Answer:
    """A record of the sender's own organisations, or that he may change; of talks none but those."""
    found = context.uow.activities.get(number)
    own = {post.organisation_id for post in context.sender.posts} | {context.sender.home.id}
    known = found and found.organisation_id in own and found.kind is not ActivityKind.TALK
    if found is None or not (known or changeable(context, [found])):
        return say(replies.NO_SUCH_NUMBER)
    return say(replies.one_record(found, reporter_of(context, found), context.today))
