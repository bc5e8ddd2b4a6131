"""Whom a title means: 书记 is who holds that post, as the roster tells it."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.context import Context
from handlers.grammar.lexicon.titles import is_title
from handlers.intents import Reading
from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Role

_ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("党小组组长", "小组组长", "党小组长", "小组长", "组长"), Role.GROUP_LEAD),
    "副书记": Role.DEPUTY,
    **dict.fromkeys(("党支部书记", "支部书记", "支书", "书记"), Role.SECRETARY),
    "组织委员": Role.ORGANISER,
    "宣传委员": Role.PUBLICITY,
    "纪检委员": Role.DISCIPLINE,
}
"""A title that ends another stands behind it."""


def with_names(context: Context, reading: Reading, organisation_id: OrganisationId) -> Reading:
    """A talk with the names of those whose titles it tells; a title that tells nobody is no partner, and is asked about."""
    told = (*reading.participants, *([reading.host] if reading.host else []))
    if reading.kind is not ActivityKind.TALK or not any(is_title(one) or one.endswith(tuple(_ROLES)) for one in told):
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
    title = next((title for title in _ROLES if name.endswith(title)), None)
    if title is None:
        return None
    role, surname = _ROLES[title], name.removesuffix(title)
    places = _places(context, organisation, role)
    posts = [post for one in places for post in context.uow.posts.list(organisation_id=one)]
    held = {post.member_id for post in posts if post.role is role and post.is_held_on(context.today)}
    members = [context.uow.members.get(one) for one in sorted(held - {context.sender.member.id})]
    named = [one.name for one in members if one and one.name.startswith(surname)]
    return named[0] if len(named) == 1 else None


def _places(context: Context, organisation: Organisation, role: Role) -> tuple[OrganisationId, ...]:
    """Where that post is looked for: a group has no secretary, and of the leaders the sender's own is meant."""
    if role is Role.GROUP_LEAD:
        own = (context.uow.organisations.get(post.organisation_id) for post in context.sender.posts)
        return tuple({one.id: one.id for one in own if one and one.kind is OrganisationKind.GROUP})
    is_group = organisation.kind is OrganisationKind.GROUP
    return (organisation.parent_id if is_group and organisation.parent_id else organisation.id,)
