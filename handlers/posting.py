"""Answers that a channel posts on its own, and cards that it changes after a press: what both need of the transaction."""

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.messages import InboundMessage, Outcome
from handlers.ports import UnitOfWork
from schedules.outbox import Button, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Address

POSTED_WITHIN = timedelta(minutes=1)
"""How long a channel has for an answer before the outbox takes it over."""
CARDS_KNOWN = timedelta(days=30)
CHOICES = frozenset({"pick", "leave"})
"""Verbs of a question that is answered by any of its buttons."""


def card_name(key: str) -> str:
    """The name of the card that says the message of that key."""
    return hashlib.sha256(key.encode()).hexdigest()


def press_key(sender: Address, card: str, action: str) -> str:
    """The key of a press: each button of a card is pressed once by each person."""
    return f"press:{sender.channel}:{card_name(f'{card} {sender.account} {action}')}"


def answer_key(message_key: str, number: int) -> str:
    """The key of an answer to a message."""
    return f"answer:{message_key}:{number}"


def complete(uow: UnitOfWork, message: InboundMessage, outcome: Outcome, now: datetime) -> Outcome:
    """Keep the answers of a new message until they are posted, and tell what is left of the card that was pressed."""
    if message.is_posted and not outcome.repeated:
        for number, content in enumerate(outcome.replies):
            answer = OutboundMessage(
                key=answer_key(message.key, number),
                kind=MessageKind.REPLY,
                send_at=now + POSTED_WITHIN,
                address=message.group or message.sender,
                content=content,
            )
            uow.outbox.add(answer)
    return replace(outcome, left=_buttons_left(uow, message, now)) if message.card else outcome


def settle_answers(uow: UnitOfWork, keys: Collection[str], now: datetime) -> None:
    """The channel has posted these answers: what they said is not kept."""
    since = now - POSTED_WITHIN
    for answer in uow.outbox.list(states=[DeliveryState.PENDING], kind=MessageKind.REPLY, since=since):
        if answer.key in keys:
            uow.outbox.update(replace(answer, state=DeliveryState.SENT, content=None, sent_at=now))


def _buttons_left(uow: UnitOfWork, message: InboundMessage, now: datetime) -> tuple[Button, ...]:
    """The buttons of the pressed card about something that no press has answered; none where the card is forgotten."""
    account = uow.accounts.get(message.sender)
    sent = uow.outbox.list(recipient=account.member_id, since=now - CARDS_KNOWN) if account else ()
    card = next((item.content for item in sent if card_name(item.key) == message.card), None)
    buttons = card.buttons if card else ()
    pressed = [button.action for button in buttons if _is_pressed(uow, message, button.action)]
    return tuple(button for button in buttons if not any(_answers(action, button.action) for action in pressed))


def _is_pressed(uow: UnitOfWork, message: InboundMessage, action: str) -> bool:
    return uow.inbox.get(press_key(message.sender, message.card, action)) is not None


def _answers(pressed: str, other: str) -> bool:
    (verb, _, about), (_, _, other_about) = pressed.partition(":"), other.partition(":")
    return verb in CHOICES or about == other_about
