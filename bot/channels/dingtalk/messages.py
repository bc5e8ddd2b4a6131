"""What the robot is told: the platform's JSON, then the messages that the conversation knows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from bot.channels.dingtalk.cards import action_in
from bot.channels.dingtalk.session import Session
from bot.channels.sealing import VerificationError
from handlers.messages import InboundKind, InboundMessage
from schedules.people.address import Address

CHANNEL = "dingtalk"
PRIVATE, GROUP = "1", "2"
MOST_PICTURES = 20
LONGEST_NAME = 2048
LAST_MILLISECOND = 1 << 43


class Unheard(StrEnum):
    """Why nothing is done about a message.

    NAMELESS: it is from nobody of the organisation, or the robot is not published yet. WORDLESS: the month's quota is
    used up, and what was said is left out. UNKNOWN: it is of a kind that says nothing to us.
    """

    NAMELESS = "nameless"
    WORDLESS = "wordless"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What somebody sent at once, and where it may be answered: words with pictures are several messages."""

    messages: tuple[InboundMessage, ...]
    session: Session | None

    @property
    def key(self) -> str:
        """The same for every delivery."""
        return self.messages[0].key

    @property
    def place(self) -> Address:
        """Where it was said: a group, or in private with its sender."""
        return self.messages[0].group or self.messages[0].sender


def read_message(fields: Mapping[str, Any], *, client_id: str) -> Received | Unheard:
    """What stands in the robot's callback or in a frame of its stream.

    Raises:
        VerificationError: it lacks what every message has.
    """
    if not (fields.get("text") or fields.get("content")):
        return Unheard.WORDLESS
    if not fields.get("senderStaffId"):
        return Unheard.NAMELESS
    blank = InboundMessage(
        key=f"{CHANNEL}:{client_id}:{_name_of(fields, 'msgId')}",
        sender=Address(channel=CHANNEL, account=_name_of(fields, "senderStaffId")),
        sent_at=_instant_of(fields.get("createAt")),
        kind=InboundKind.OTHER,
        has_calendar=True,
        group=_group_of(fields),
    )
    pieces = _pieces_of(fields, blank)
    if (first := next(pieces, None)) is None:
        return Unheard.UNKNOWN
    others = (replace(piece, key=f"{piece.key}#{number}") for number, piece in enumerate(pieces, start=1))
    return Received(messages=(first, *others), session=_session_of(fields, first))


def _pieces_of(fields: Mapping[str, Any], blank: InboundMessage) -> Iterator[InboundMessage]:
    kind, content = str(fields.get("msgtype")), fields.get("content")
    if kind == "text":
        yield _said(_text_of(fields), blank)
    elif kind in {"picture", "file", "video"}:
        yield _shown(content, blank)
    elif kind == "audio":
        words = _field_of(content, "recognition")
        yield _said(words, blank) if words else blank
    elif kind == "richText":
        yield from _pieces_in(_field_of(content, "richText"), blank)


def _pieces_in(parts: object, blank: InboundMessage) -> Iterator[InboundMessage]:
    """The words of all parts together, then each picture."""
    if not isinstance(parts, list):
        raise VerificationError("no parts")
    words = [text for part in parts if isinstance(text := _field_of(part, "text"), str)]
    if text := "".join(words).strip():
        yield _said(text, blank)
    pictures = [part for part in parts if _field_of(part, "downloadCode")]
    for part in pictures[:MOST_PICTURES]:
        yield _shown(part, blank)


def _text_of(fields: Mapping[str, Any]) -> object:
    """The words of a text; one example of the platform has them bare."""
    held = fields.get("text") or fields.get("content")
    return held if isinstance(held, str) else _field_of(held, "content")


def _said(words: object, blank: InboundMessage) -> InboundMessage:
    if not isinstance(words, str):
        raise VerificationError("no words")
    # What no database keeps: half a character, and the character that ends strings.
    text = words.encode(errors="replace").decode().replace("\0", "").strip()
    if action := action_in(text):
        return replace(blank, kind=InboundKind.ACTION, action=action)
    return replace(blank, kind=InboundKind.TEXT, text=text)


def _shown(content: object, blank: InboundMessage) -> InboundMessage:
    if not isinstance(content, dict):
        raise VerificationError("no content")
    return replace(blank, kind=InboundKind.FILE, media=_name_of(content, "downloadCode"))


def _group_of(fields: Mapping[str, Any]) -> Address | None:
    kind = str(fields.get("conversationType"))
    if kind not in {PRIVATE, GROUP}:
        raise VerificationError("no conversationType")
    if kind == PRIVATE:
        return None
    return Address(channel=CHANNEL, account=_name_of(fields, "conversationId"), is_group=True)


def _session_of(fields: Mapping[str, Any], message: InboundMessage) -> Session | None:
    """Where an answer may go for a while; without it, there are other ways."""
    webhook = fields.get("sessionWebhook")
    if not isinstance(webhook, str) or "sessionWebhookExpiredTime" not in fields:
        return None
    expires_at = _instant_of(fields["sessionWebhookExpiredTime"])
    mention = message.sender.account if message.group else ""
    return Session(webhook=webhook, expires_at=expires_at, mention=mention)


def _field_of(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _name_of(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= LONGEST_NAME:
        raise VerificationError(f"no {name}")
    return value


def _instant_of(milliseconds: object) -> datetime:
    """An instant that comes as a number, or as its digits."""
    if isinstance(milliseconds, str) and milliseconds.isascii() and milliseconds.isdecimal():
        milliseconds = int(milliseconds[:16])
    if not isinstance(milliseconds, int) or not 0 < milliseconds < LAST_MILLISECOND:
        raise VerificationError("no time")
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
