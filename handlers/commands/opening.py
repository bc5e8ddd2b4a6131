"""Open what follows an event, once an officer has said and confirmed that it has come up."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from handlers import replies
from handlers.assignment import named_organisation
from handlers.context import Answer, Context, say
from handlers.grammar.requests.openings import opening_told
from handlers.intents import OpenDuty
from handlers.sender import KEEPERS, is_officer
from schedules.calendar.written import parse_day
from schedules.duties.assessing import records_since
from schedules.duties.duty import Duty
from schedules.duties.event import Event
from schedules.duties.facts import Facts
from schedules.duties.opening import Refusal, make_opening, named_in, openable_in
from schedules.ledger.activity import Activity
from schedules.outbox import Button, Content
from schedules.people.organisation import OrganisationId

OPEN = "open"
SHOWN = 6


class Openable(NamedTuple):
    """A duty that may be opened, and of whom."""

    facts: Facts
    duty: Duty


def propose_opening(context: Context, wish: OpenDuty, organisation_name: str | None = None) -> Answer:
    """Ask for the word that opens what is meant; where it is not clear, tell what there is to choose."""
    places = list(_places_of(context, organisation_name))
    if not places:
        return say(replies.NOT_OPENER)
    every = [Openable(facts, duty) for facts in places for duty in openable_in(context.rulebook.catalogue, facts)]
    if not every:
        return say(replies.NOTHING_TO_OPEN)
    meant = _meant_by(wish, every)
    if len(meant) == 1:
        return _ask(context, meant[0], wish.until)
    unknown = "" if meant else wish.what
    return _choose(meant or every, wish.until, several=len(places) > 1, unknown=unknown)


def offer_opening(context: Context) -> Answer | None:
    """The same for a plain sentence of an officer, in private: only where it speaks of such a duty."""
    wish = opening_told(context.message.text, context.now)
    if wish is None or not context.is_private or context.conversation.draft:
        return None
    catalogue = context.rulebook.catalogue
    every = [Openable(facts, duty) for facts in _places_of(context, None) for duty in openable_in(catalogue, facts)]
    meant = _meant_by(wish, every)
    if not meant:
        return None
    if len(meant) == 1:
        return _ask(context, meant[0], wish.until)
    return _choose(meant, wish.until, several=len({one.facts.organisation.id for one in meant}) > 1)


def press_opening(context: Context, rest: str) -> Answer:
    """`open:<organisation>:<duty>:<until>:<word>`: ask for the word that opens it, or open it."""
    organisation_id, duty_id, until, word = (*rest.split(":"), "", "", "", "")[:4]
    places = list(_places_of(context, None, OrganisationId(organisation_id)))
    every = [Openable(facts, duty) for facts in places for duty in openable_in(context.rulebook.catalogue, facts)]
    found = next((one for one in every if one.duty.id == duty_id), None)
    if found is None:
        return say(replies.EXPIRED)
    last = parse_day(until)
    return _open(context, found, last) if word else _ask(context, found, last)


def _places_of(context: Context, name: str | None, organisation_id: OrganisationId | None = None) -> Iterator[Facts]:
    """The organisations that the sender keeps: the one that is named, that of the chat, else those of his posts."""
    named = named_organisation(context, name) if name else None
    about = organisation_id or (named.id if named else context.settled or context.spoken_of)
    for item in (about,) if about else context.sender.organisation_ids:
        facts = context.uow.facts.get(item, since=records_since(context.now))
        if facts and is_officer(context.uow, context.sender, facts.organisation, KEEPERS):
            yield facts


def _meant_by(wish: OpenDuty, every: Sequence[Openable]) -> Sequence[Openable]:
    names = {duty.id for duty in named_in(wish.what, [one.duty for one in every])} if wish.what else set()
    return [one for one in every if one.duty.id in names]


def _choose(openable: Sequence[Openable], until: date | None, *, several: bool, unknown: str = "") -> Answer:
    buttons = tuple(
        Button(label=replies.openable(one.facts.organisation, one.duty, several=several), action=_action_of(one, until))
        for one in openable[:SHOWN]
    )
    names = [replies.openable(one.facts.organisation, one.duty, several=several) for one in openable]
    return Answer(replies=(Content(text=replies.which_to_open(names, unknown=unknown), buttons=buttons),))


def _ask(context: Context, found: Openable, until: date | None) -> Answer:
    told = _record_of(context, found, until)
    if isinstance(told, Refusal):
        return say(replies.not_opened(found.duty, told))
    text = replies.confirm_opening(found.facts.organisation, found.duty, replies.last_day_in(told))
    button = Button(label=replies.OPEN, action=f"{_action_of(found, until)}:yes")
    return Answer(replies=(Content(text=text, buttons=(button,)),))


def _open(context: Context, found: Openable, until: date | None) -> Answer:
    told = _record_of(context, found, until)
    if isinstance(told, Refusal):
        return say(replies.not_opened(found.duty, told))
    activity_id = context.uow.activities.add(told)
    context.uow.reviews.update(told.organisation_id, next_review_at=context.now)
    conversation = replace(context.conversation, recent=(activity_id, *context.conversation.recent))
    return say(
        replies.opened(found.facts.organisation, found.duty, replies.last_day_in(told)), conversation=conversation
    )


def _record_of(context: Context, found: Openable, until: date | None) -> Activity | Refusal:
    event = Event(day=context.today, until=until)
    by, calendar = context.sender.member.id, context.rulebook.calendar
    return make_opening(found.duty, event, found.facts, calendar, by=by, now=context.now)


def _action_of(one: Openable, until: date | None) -> str:
    return f"{OPEN}:{one.facts.organisation.id}:{one.duty.id}:{until or ''}"
