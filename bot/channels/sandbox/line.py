"""Lines: what stands in a chat of the sandbox, whoever said it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from schedules.calendar.zone import SHANGHAI
from schedules.outbox import Content, OutboundMessage
from schedules.people.address import Address

CHANNEL = "sandbox"
SAID = "said"
REPLY = "reply"
SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the chat at `place`, a person's own with the bot or a group's; without `author` the bot said it.

    `id` is the same wherever the line is seen. `kind` is `said`, `reply`, `sent` or what the outbox calls it.
    """

    id: str
    at: datetime
    place: Address
    kind: str
    content: Content
    author: str | None = None
    has_picture: bool = False
    has_file: bool = False

    def to_json(self) -> dict[str, Any]:
        """The line as the page reads it."""
        return {
            "id": self.id,
            "at": to_iso(self.at),
            "recipient": self.place.account,
            "group": self.place.is_group,
            "author": self.author,
            "kind": self.kind,
            **content_to_json(self.content),
            **({"picture": f"/sandbox/pictures/{quote(self.id, safe='')}"} if self.has_picture else {}),
            **({"file": f"/sandbox/files/{quote(self.id, safe='')}"} if self.has_file else {}),
        }


def content_to_json(content: Content) -> dict[str, Any]:
    """Text and buttons as the page reads them."""
    return {
        "text": content.text,
        "buttons": [{"label": button.label, "action": button.action} for button in content.buttons],
    }


def to_iso(instant: datetime) -> str:
    """An instant as a clock in Shanghai shows it."""
    return instant.astimezone(SHANGHAI).isoformat(timespec="seconds")


def line_of(message: OutboundMessage) -> Line | None:
    """The line that a sent message of the outbox left in a chat of the sandbox; None if it went elsewhere."""
    place = _place_of(message)
    if place is None or message.sent_at is None:
        return None
    content = message.content or Content(text=message.text)
    return Line(id=message.key, at=message.sent_at, place=place, kind=message.kind, content=content)


def _place_of(message: OutboundMessage) -> Address | None:
    if message.address is not None:
        return message.address if message.address.channel == CHANNEL else None
    return None if message.recipient is None else Address(channel=CHANNEL, account=message.recipient)
