"""Until when a duty is to be done that is called by its name: the next day that is asked for, and what is done already."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta

from handlers import duty_wording
from handlers.context import Context
from handlers.intents import Query, QueryTopic
from schedules.duties.assessing import assess, records_since
from schedules.duties.called import duties_called, nearest_to
from schedules.duties.duty import Duty, DutyId
from schedules.duties.facts import Facts
from schedules.people.organisation import Organisation

Places = Sequence[tuple[Facts, Sequence[Duty]]]
AHEAD = timedelta(days=400)
"""The next year's duties open within it."""


def tell_due_days(context: Context, asked: Query, organisations: Sequence[Organisation]) -> str:
    """Of each organisation that owes what is meant, its days; where none does, what has a name like it."""
    places = _places(context, organisations)
    meant = _meant(asked, places)
    told = [
        (facts.organisation, [_standing(context, facts, duty) for duty in duties if duty.id in meant])
        for facts, duties in places
    ]
    if meant:
        return duty_wording.due_days([(one, found) for one, found in told if found], context.today)
    return duty_wording.no_such_duty(asked.called, nearest_to(asked.called, _every(places)))


def is_called(context: Context, name: str, organisations: Sequence[Organisation]) -> bool:
    """Whether something that one of them owes is called so."""
    return bool(_meant(Query(topic=QueryTopic.DUE, called=name), _places(context, organisations)))


def _meant(asked: Query, places: Places) -> AbstractSet[DutyId]:
    return {duty.id for duty in duties_called(asked.called, asked.kind, _every(places))}


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
