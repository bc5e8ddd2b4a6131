"""Messages as the conversation knows them: the same from every channel."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from schedules.outbox import Content
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
    was typed, `action` the button that was pressed, `media` the platform's name for a file.
    """

    key: str
    sender: Address
    sent_at: datetime
    kind: InboundKind = InboundKind.TEXT
    group: Address | None = None
    text: str = ""
    action: str = ""
    media: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a message: the answers to give where it was said. `repeated` marks a redelivery, answered alike."""

    replies: tuple[Content, ...] = ()
    repeated: bool = False
