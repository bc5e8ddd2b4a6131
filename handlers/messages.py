"""Messages as the conversation knows them: the same from every channel."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from schedules.outbox import Button, Content
from schedules.people.address import Address


class InboundKind(StrEnum):
    """What came in. FILE is a photo or another file, OTHER a message the bot cannot read (a place, a link)."""

    TEXT = "text"
    ACTION = "action"
    ENTER = "enter"
    FILE = "file"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """A message that somebody sent to the bot.

    `key` is the same for every delivery of it. `group` is the group chat it was said in, None in private; `text` is what
    was typed, `action` the button that was pressed, `card` the name of the card that it is on, where the channel can change
    that, `media` the platform's name for a file. `is_posted` where the channel posts the answers on its own,
    `has_calendar` where its platform keeps one for the sender.
    """

    key: str
    sender: Address
    sent_at: datetime
    kind: InboundKind = InboundKind.TEXT
    group: Address | None = None
    text: str = ""
    action: str = ""
    card: str = ""
    media: str = ""
    is_posted: bool = False
    has_calendar: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a message: the answers to give where it was said. `repeated` marks a redelivery, answered alike.

    `left` are the buttons of a pressed card that may still be pressed.
    """

    replies: tuple[Content, ...] = ()
    repeated: bool = False
    left: tuple[Button, ...] = ()
