"""Take a message in: one message, one transaction."""

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.commands.stranger import greet_stranger
from handlers.context import Answer, Context, Read, Rulebook, read
from handlers.conversation import Conversation, ConversationKey
from handlers.messages import InboundKind, InboundMessage, Outcome
from handlers.ports import UnitOfWork
from handlers.router import route
from handlers.sender import Sender, find_sender
from schedules.calendar.zone import SHANGHAI, local_day_of
from schedules.outbox import Content, MessageKind, OutboundMessage
from schedules.people.organisation import OrganisationId

GREETED_AGAIN_AFTER = timedelta(days=90)
"""Who opens the chat is told how it is used, and not again for so long."""


def intake(  # noqa: PLR0913 - a transaction, what came, and what may be settled beforehand
    uow: UnitOfWork,
    message: InboundMessage,
    now: datetime,
    *,
    rulebook: Rulebook,
    organisation_id: OrganisationId | None = None,
    read: Read = read,
) -> Outcome:
    """Do what a message asks, once: a redelivery gets the first answer again.

    The key, the record, the reminders it stops and the answers are one transaction of `uow`. `organisation_id` settles
    beforehand which organisation the message is about; `read` tells what a text means.
    """
    now = now.astimezone(SHANGHAI)  # people mean their own day and hour, whatever zone the clock is in
    # Locked before it is known whether the message is new: two deliveries of it are never both.
    key = ConversationKey(sender=message.sender, group=message.group)
    conversation, answered = uow.conversations.claim(key, message_key=message.key)
    if answered is not None:
        return Outcome(replies=tuple(answered), repeated=True)
    replies = _answer(uow, message, conversation, now, rulebook=rulebook, organisation_id=organisation_id, read=read)
    uow.inbox.add(message.key, at=now, replies=replies)
    return Outcome(replies=replies)


def _answer(  # noqa: PLR0913 - all that an answer depends on
    uow: UnitOfWork,
    message: InboundMessage,
    before: Conversation,
    now: datetime,
    *,
    rulebook: Rulebook,
    organisation_id: OrganisationId | None,
    read: Read,
) -> tuple[Content, ...]:
    if message.kind is InboundKind.ENTER:
        if before.greeted_at and now - before.greeted_at < GREETED_AGAIN_AFTER:
            return ()
        before = replace(before, greeted_at=now)
        uow.conversations.update(before)
    sender = find_sender(uow, message.sender, local_day_of(now))
    if sender is None:
        return greet_stranger(uow, message, now)
    _remember_platform(uow, message, sender, now)
    context = Context(
        uow=uow,
        message=message,
        sender=sender,
        conversation=before.at(now),
        now=now,
        rulebook=rulebook,
        settled=organisation_id,
        spoken_of=uow.chats.get(message.group) if message.group else None,
        read=read,
    )
    answer = route(context)
    after = _offering(answer, context)
    if after != before:
        uow.conversations.update(after)
    _whisper(uow, message, sender, answer, now)
    return _here(message, answer)


def _remember_platform(uow: UnitOfWork, message: InboundMessage, sender: Sender, now: datetime) -> None:
    """Where somebody with several accounts wrote last, he is written to."""
    accounts = uow.accounts.list(member_id=sender.member.id)
    if len(accounts) == 1:
        return
    account = uow.accounts.get(message.sender)
    # Only a change is kept: it makes every process read the roster anew.
    if account and (accounts[0] != account or account.last_seen_at is None):
        uow.accounts.update(replace(uow.accounts.claim(message.sender) or account, last_seen_at=now))


def _offering(answer: Answer, context: Context) -> Conversation:
    """The conversation with the choices that the answer gives, for those who can only reply with a number.

    What only spares typing has no number that anybody sees: it ends the choices before it.
    """
    conversation = answer.conversation or context.conversation
    if not any(reply.buttons for reply in answer.replies):
        return conversation
    offered = (reply.buttons for reply in answer.replies if not reply.is_spare)
    actions = tuple(button.action for buttons in offered for button in buttons)
    return replace(conversation, offered=actions, offered_at=context.now)


def _here(message: InboundMessage, answer: Answer) -> tuple[Content, ...]:
    """What is said where the message was: in private that is everything."""
    return answer.replies if message.group else (*answer.replies, *answer.private)


def _whisper(uow: UnitOfWork, message: InboundMessage, sender: Sender, answer: Answer, now: datetime) -> None:
    """Say to the sender alone what a group must not hear."""
    if message.group is None:
        return
    for number, content in enumerate(answer.private):
        notice = OutboundMessage(
            key=f"private:{message.key}:{number}",
            kind=MessageKind.NOTICE,
            send_at=now,
            recipient=sender.member.id,
            content=content,
        )
        uow.outbox.add(notice)
