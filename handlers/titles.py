"""Whom a title means: 书记 is who holds that post, as the roster tells it."""

from dataclasses import replace

from handlers.context import Context
from handlers.grammar.lexicon.titles import holds_title, is_title, post_in
from handlers.intents import Reading
from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Role


def with_names(context: Context, reading: Reading, organisation_id: OrganisationId) -> Reading:
    """A talk with the names of those whose titles it tells; a title that tells nobody is no partner, and is asked about."""
    told = (*reading.participants, *([reading.host] if reading.host else []))
    if reading.kind is not ActivityKind.TALK or not any(map(holds_title, told)):
        return reading
    organisation = context.uow.organisations.get(organisation_id)
    if organisation is None:
        return reading
    meant = {one: _named(context, one, organisation) for one in told}
    partners = [meant[one] or (None if is_title(one) else one) for one in reading.participants]
    host = meant.get(reading.host or "") or reading.host
    return replace(reading, host=host, participants=tuple(dict.fromkeys(filter(None, partners))))


def _named(context: Context, name: str, organisation: Organisation) -> str | None:
    """The one of that post, and of that surname where one is told, who is not the sender."""
    post = post_in(name)
    if post is None:
        return None
    surname, role = post
    places = _places(context, organisation, role)
    posts = [held for one in places for held in context.uow.posts.list(organisation_id=one)]
    holders = {held.member_id for held in posts if held.role is role and held.is_held_on(context.today)}
    members = [context.uow.members.get(one) for one in sorted(holders - {context.sender.member.id})]
    named = [one.name for one in members if one and one.name.startswith(surname)]
    return named[0] if len(named) == 1 else None


def _places(context: Context, organisation: Organisation, role: Role) -> tuple[OrganisationId, ...]:
    """Where that post is looked for: a group has no secretary, and of the leaders the sender's own is meant."""
    if role is Role.GROUP_LEAD:
        own = (context.uow.organisations.get(post.organisation_id) for post in context.sender.posts)
        return tuple({one.id: one.id for one in own if one and one.kind is OrganisationKind.GROUP})
    is_group = organisation.kind is OrganisationKind.GROUP
    return (organisation.parent_id if is_group and organisation.parent_id else organisation.id,)
