"""What is owed of a time: this week, next month, and what a time that is over left undone."""

from collections.abc import Container, Sequence
from datetime import date, timedelta

from handlers import duty_wording
from handlers.commands.fulfilment import assess_organisation
from handlers.context import Context
from schedules.duties.assessing import OWED, assess_past, records_since
from schedules.duties.status import Assessment, Status
from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import Organisation

A_MONTH = timedelta(days=31)
LATE = frozenset({Status.OVERDUE})
Span = tuple[date, date]


def tell_due(
    context: Context, about: Sequence[Organisation], span: Span, kind: ActivityKind | None, *, whole: bool = False
) -> str:
    """What organisations owe of a time, each by itself; the `whole` of it, or the first.

    Of a time that is not over, who owes nothing is told of only where nobody does, and what is late from before is counted
    besides.
    """
    since, until = span
    if until <= context.today:
        undone = [(one, owed_of(context, one, span, kind)) for one in about]
        return "\n\n".join(duty_wording.left_undone(one, items, since, until) for one, items in undone)
    judged = [(one, owed_of(context, one, span, kind), _late_before(context, one, span, kind)) for one in about]
    told = [(one, due, late) for one, due, late in judged if due or late] or judged[:1]
    words = (duty_wording.due_within(one, due, span, late=late, whole=whole) for one, due, late in told)
    return "\n\n".join(words)


def tell_owed(
    context: Context, about: Sequence[Organisation], kind: ActivityKind | None, *, whole: bool = False
) -> str:
    """What organisations owe now, the `whole` of it or the most pressing; of a kind, those that owe any, else the first."""
    owed = [(one, _owed(context, one, kind, OWED)) for one in about]
    told = [(one, items) for one, items in owed if items or kind is None] or owed[:1]
    words = duty_wording.all_duties if whole else duty_wording.open_duties
    return words(told, context.today, kind)


def tell_late(context: Context, about: Sequence[Organisation], kind: ActivityKind | None) -> str:
    """What organisations are late with, and nothing else."""
    late = [(one, _owed(context, one, kind, LATE)) for one in about]
    return duty_wording.overdue([(one, items) for one, items in late if items] or late[:1], context.today, kind)


def owed_of(
    context: Context, organisation: Organisation, span: Span, kind: ActivityKind | None
) -> Sequence[Assessment]:
    """What of a time that is over was not done; else what falls due in it, the soonest first.

    In a month or less, and in a time to come, also what only opens in it.
    """
    since, until = span
    if until <= context.today:
        facts, book = context.uow.facts.get(organisation.id, since=records_since(context.now)), context.rulebook
        if facts is None:
            return ()
        then = assess_past(facts, book.catalogue, book.calendar, now=context.now, since=since, until=until)
        return in_order([item for item in then if item.status in OWED], kind)
    opens_too = since > context.today or until - since <= A_MONTH
    wanted = OWED | {Status.UPCOMING} if opens_too else OWED
    judged = assess_organisation(context, organisation.id, ahead=until - context.today)
    due = [item for item in judged if item.status in wanted and since <= duty_wording.last_day_of(item) < until]
    return in_order(due, kind)


def in_order(judged: Sequence[Assessment], kind: ActivityKind | None) -> Sequence[Assessment]:
    """Those of a kind, if one is named, the soonest first."""
    about = [item for item in judged if kind is None or kind in item.obligation.duty.kinds]
    return sorted(about, key=lambda item: (item.obligation.deadline.due_at, item.obligation.duty.id))


def _late_before(context: Context, organisation: Organisation, span: Span, kind: ActivityKind | None) -> int:
    """How much was due before a time that has begun, and is late."""
    if span[0] > context.today:
        return 0
    return sum(duty_wording.last_day_of(item) < span[0] for item in _owed(context, organisation, kind, LATE))


def _owed(
    context: Context, organisation: Organisation, kind: ActivityKind | None, wanted: Container[Status]
) -> Sequence[Assessment]:
    return in_order([item for item in assess_organisation(context, organisation.id) if item.status in wanted], kind)
