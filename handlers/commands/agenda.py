"""What falls due in a time that is not over: this week, next month."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers import replies
from handlers.commands.fulfilment import assess_organisation
from handlers.context import Context
from schedules.duties.assessing import OWED
from schedules.duties.status import Assessment, Status
from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import Organisation

A_MONTH = timedelta(days=31)
Span = tuple[date, date]


def due_within(context: Context, about: Sequence[Organisation], span: Span, kind: ActivityKind | None) -> str:
    """What organisations owe by a day of the span, each by itself; who owes nothing is told of only where nobody does.

    Of a time that has begun, what is late from before is counted besides.
    """
    since, until = span
    judged = [(one, _owed_until(context, one, span, kind)) for one in about]
    told = [(one, owed) for one, owed in judged if owed] or judged[:1]
    answers = []
    for one, owed in told:
        due = [item for item in owed if replies.last_day_of(item) >= since]
        answers.append(replies.due_within(one, due, since, until, late=len(owed) - len(due)))
    return "\n\n".join(answers)


def _owed_until(
    context: Context, organisation: Organisation, span: Span, kind: ActivityKind | None
) -> list[Assessment]:
    """What is owed, in a month or less or a time to come also what only opens in it; the soonest first."""
    since, until = span
    begun = since <= context.today
    waiting = set() if begun and until - since > A_MONTH else {Status.UPCOMING}
    judged = assess_organisation(context, organisation.id, ahead=max(until - context.today, timedelta()))
    owed = [
        item
        for item in judged
        if item.status in OWED | waiting
        and replies.last_day_of(item) < until
        and (kind is None or kind in item.obligation.duty.kinds)
        and (replies.last_day_of(item) >= since or (begun and item.status is Status.OVERDUE))
    ]
    return sorted(owed, key=lambda item: (item.obligation.deadline.due_at, item.obligation.duty.id))
