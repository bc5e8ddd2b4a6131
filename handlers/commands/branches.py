"""What the branches below a committee still owe: a line each, for who answers for the committee."""

from collections.abc import Callable, Sequence

from handlers import duty_wording, replies
from handlers.commands.agenda import Span, in_order, owed_of
from handlers.commands.fulfilment import assess_organisation
from handlers.context import Context
from handlers.grammar.text.organisations import EACH_BRANCH
from handlers.intents import Query
from schedules.duties.assessing import OWED
from schedules.duties.status import Assessment
from schedules.ledger.activity import Activity, ActivityKind
from schedules.people.organisation import Organisation, OrganisationKind
from schedules.people.role import OFFICERS
from schedules.reminders.bulletin import COMMITTEES
from schedules.reminders.digest import family_of

BRANCHES = frozenset({OrganisationKind.GENERAL_BRANCH, OrganisationKind.BRANCH})


def tell_branches(context: Context, kind: ActivityKind | None, span: Span | None = None) -> str:
    """What each of them owes, or owes of a time, of all kinds or of one: what falls due first comes first, what owes nothing last."""
    below, barred = _to_tell_of(context)
    if barred:
        return barred
    owed = [(one, _owed(context, one, kind, span)) for one in below]
    due = sorted(((one, items) for one, items in owed if items), key=lambda pair: pair[1][0].obligation.deadline.due_at)
    settled = [one for one, items in owed if not items]
    return duty_wording.branches(due, settled, context.today, span)


def asks_of_each(context: Context, name: str | None) -> bool:
    """Whether each branch below is spoken of, and no organisation by its `name`."""
    return not name and EACH_BRANCH.search(context.message.text) is not None


def count_in_branches(
    context: Context, asked: Query, days: Span, found_in: Callable[[Organisation], Sequence[Activity]]
) -> str:
    """How many records each of them has, from the first of the days to the last."""
    below, barred = _to_tell_of(context)
    return barred or replies.counted_each([(one, found_in(one)) for one in below], asked, *days)


def _to_tell_of(context: Context) -> tuple[Sequence[Organisation], str]:
    """The branches that the sender may be told of here; else why there are none."""
    committees = committees_of(context)
    if not committees:
        return (), replies.NOT_ALLOWED
    if not context.is_private and context.spoken_of not in {one.id for one in committees}:
        return (), replies.IN_PRIVATE
    below = branches_below(context, committees)
    return below, "" if below else replies.NO_BRANCHES


def committees_of(context: Context) -> Sequence[Organisation]:
    """Those in which the sender is an officer."""
    sender = context.sender
    held = [context.uow.organisations.get(one) for one in sender.organisation_ids if sender.has_role(one, OFFICERS)]
    return [one for one in held if one and one.kind in COMMITTEES]


def branches_below(context: Context, committees: Sequence[Organisation]) -> Sequence[Organisation]:
    """The branches below them, each once; not the groups and committees in between."""
    organisations = context.uow.organisations
    families = [family_of(one, lambda above: organisations.list(parent_id=above)) for one in committees]
    own = {one.id for one in committees}
    below = [one for family in families for one in family if one.kind in BRANCHES and one.id not in own]
    return list({one.id: one for one in below}.values())


def _owed(
    context: Context, organisation: Organisation, kind: ActivityKind | None, span: Span | None
) -> Sequence[Assessment]:
    """What is sensitive stays out of groups, as it does in digests."""
    if span:
        owed = owed_of(context, organisation, span, kind)
    else:
        judged = assess_organisation(context, organisation.id)
        owed = in_order([item for item in judged if item.status in OWED], kind)
    return [item for item in owed if context.is_private or "sensitive" not in item.obligation.duty.marks]
