"""Bind a group chat to an organisation: `绑定 第一党支部`, said in the group by an officer."""

from handlers import replies
from handlers.assignment import named_organisation
from handlers.context import Answer, Context, say
from handlers.sender import is_officer


def bind(context: Context, name: str) -> Answer:
    """From now on the group speaks for the organisation."""
    organisation = named_organisation(context, name)
    if organisation is None or not is_officer(context.uow, context.sender, organisation):
        return say(replies.unknown_organisation(name))
    if context.message.group is None:
        return say(replies.BIND_IN_GROUP)
    context.uow.chats.add(context.message.group, organisation.id)
    return say(replies.bound(organisation))
