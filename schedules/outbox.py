"""Messages to send: what they carry, and the states that they go through."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from schedules.people.address import Address
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId

MessageId = NewType("MessageId", int)

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=1)


class MessageKind(StrEnum):
    """What a message is for."""

    REPLY = "reply"
    NOTICE = "notice"
    REMINDER = "reminder"
    DIGEST = "digest"
    CHART = "chart"
    LEDGER = "ledger"
    TASK = "task"
    TASK_END = "task_end"
    EVENT = "event"


ERRANDS = frozenset({MessageKind.TASK, MessageKind.TASK_END, MessageKind.EVENT})
"""Nothing is said by these: they are done in somebody's own lists, and what is said to him does not wait for them."""


class DeliveryState(StrEnum):
    """PENDING waits or is leased; SENT, SUPPRESSED (no longer true) and DEAD (given up) are ends."""

    PENDING = "pending"
    SENT = "sent"
    SUPPRESSED = "suppressed"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button of a card: `action` comes back when it is pressed. Channels without cards show a numbered choice."""

    label: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a message says, channel-neutral: plain text with line breaks, and buttons where there is something to choose.

    `is_spare`: the buttons only spare typing what the text offers already. Where they would cost a message of their own,
    they are left out.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    is_spare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a platform calls a message that it took (回执), piece by piece, and where it delivered it."""

    address: Address
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """A message to send (发件箱): to a member, wherever he is best reached, or to one address.

    `key` is unique: planning twice adds it once. Without `content` it is worded at the moment of sending, from what is
    true then; `text` keeps what was sent, `receipt` what of it can still be taken back. `doubts` are sends of which nobody
    knows whether they arrived. After a failure it rests until an instant, in its place: what comes after it to the same
    recipient waits.
    """

    key: str
    kind: MessageKind
    send_at: datetime
    id: MessageId = MessageId(0)
    organisation_id: OrganisationId | None = None
    recipient: MemberId | None = None
    address: Address | None = None
    content: Content | None = None
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    reason: str = ""
    text: str = ""
    sent_at: datetime | None = None
    doubts: int = 0
    rests_until: datetime | None = None
    receipt: Receipt | None = None


def pause_after(attempts: int) -> timedelta:
    """How long to wait after the `attempts`-th failure: doubled each time, up to an hour."""
    return min(FIRST_PAUSE * (1 << (attempts - 1)), LONGEST_PAUSE)
