"""Bind a group chat to an organisation: `绑定 第一党支部`, said in the group by an officer."""

from dataclasses import replace

from handlers import replies
from handlers.assignment import named_organisation
from handlers.context import Answer, Context, say
from handlers.sender import is_officer


def bind(context: Context, name: str) -> Answer:
    """From now on the group speaks for the organisation, and its digests go there."""
    organisation = named_organisation(context, name)
    if organisation is None or not is_officer(context.uow, context.sender, organisation):
        return say(replies.unknown_organisation(name))
    group = context.message.group
    if group is None:
        return say(replies.BIND_IN_GROUP)
    # Named, it may be an older one than that which is to be changed.
    organisation = context.uow.organisations.claim(organisation.id) or organisation
    context.uow.chats.add(group, organisation.id)
    groups = {**organisation.groups, group.channel: group.account}
    context.uow.organisations.update(replace(organisation, groups=groups))
    return say(replies.bound(organisation))
