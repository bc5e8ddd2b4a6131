"""Until when a duty is to be done that is called by its name: the next day that is asked for, and what is done already."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers import duty_wording
from handlers.context import Context
from handlers.grammar.requests.due_days import things_in
from handlers.grammar.requests.query_topics import kind_called
from handlers.intents import Query, QueryTopic
from schedules.duties.assessing import assess, records_since
from schedules.duties.called import duties_called, nearest_to
from schedules.duties.duty import Duty
from schedules.duties.facts import Facts
from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import Organisation

Places = Sequence[tuple[Facts, Sequence[Duty]]]
AHEAD = timedelta(days=400)
"""The next year's duties open within it."""


def tell_due_days(context: Context, asked: Query, organisations: Sequence[Organisation]) -> str:
    """Of each organisation that owes what is meant, its days; of what nobody owes, what has a name like it."""
    places = _places(context, organisations)
    every, things = _every(places), _things(asked, places, context.today)
    meant = {duty.id for _, duties in things for duty in duties}
    if not meant:
        return duty_wording.no_such_duty(asked.called, nearest_to(asked.called, every))
    told = [
        (facts.organisation, [_standing(context, facts, duty) for duty in duties if duty.id in meant])
        for facts, duties in places
    ]
    unknown = [duty_wording.no_such_duty(name, nearest_to(name, every)) for name, duties in things if not duties]
    return "\n".join([duty_wording.due_days([(one, found) for one, found in told if found], context.today), *unknown])


def tell_rules(context: Context, kind: ActivityKind, organisation: Organisation) -> str:
    """How often an organisation is to hold what is of a kind, and by which rule; nothing where it owes none."""
    duties = [duty for _, owed in _places(context, [organisation]) for duty in owed if kind in duty.kinds]
    return duty_wording.rules(organisation, duties) if duties else ""


def is_called(context: Context, name: str, organisations: Sequence[Organisation]) -> bool:
    """Whether something that one of them owes is called so."""
    things = _things(Query(topic=QueryTopic.DUE, called=name), _places(context, organisations), context.today)
    return any(duties for _, duties in things)


def _things(asked: Query, places: Places, today: date) -> Sequence[tuple[str, Sequence[Duty]]]:
    """What is asked about, one thing or several, and the duties that are called so."""
    every, names = _every(places), things_in(asked.called)
    if len(names) == 1 or any(asked.called in duty.name for duty in every):
        return [(asked.called, duties_called(asked.called, asked.kind, every))]
    return [(name, duties_called(name, kind_called(name, today), every)) for name in names]


def _every(places: Places) -> Sequence[Duty]:
    return list({duty.id: duty for _, duties in places for duty in duties}.values())


def _places(context: Context, organisations: Sequence[Organisation]) -> Places:
    """What each owes; what is sensitive stays out of groups."""
    found = (context.uow.facts.get(one.id, since=records_since(context.now)) for one in organisations)
    owed = ((facts, context.rulebook.catalogue.duties_of(facts)) for facts in found if facts)
    return [
        (facts, [duty for duty in duties if context.is_private or "sensitive" not in duty.marks])
        for facts, duties in owed
    ]


def _standing(context: Context, facts: Facts, duty: Duty) -> duty_wording.Standing:
    book = context.rulebook
    found = assess(facts, book.catalogue, book.calendar, now=context.now, ahead=AHEAD, only={duty.id})
    return duty_wording.Standing(duty=duty, items=tuple(found), now=context.now)
