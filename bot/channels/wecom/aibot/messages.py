"""What the 智能机器人 is told: the platform's JSON, then the messages that the conversation knows."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.channels.wecom.aibot.media import name_of_file
from bot.channels.wecom.cards import SUBMIT, is_our_card, read_key
from bot.channels.wecom.crypto import VerificationError
from handlers.messages import InboundKind, InboundMessage
from handlers.posting import press_key
from schedules.people.address import Address

CHANNEL = "wecom"
CALL = re.compile(r"^@\S{1,40}(?:\s+|$)")
CALL_AT_END = re.compile(r"\s@\S{1,40}$")
"""Who calls the robot in a group begins or ends with its name, which is no part of what he says."""
MOST_PICTURES = 20
LONGEST_NAME = 2048
LAST_SECOND = 1 << 33


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something was said: a group, or in private with a member."""

    account: str
    is_group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A press on a card that the robot sent: which card, and what was chosen on it."""

    task_id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What somebody sent at once, under the platform's number: words with pictures are several messages.

    `response_url` answers it once more.
    """

    number: str
    messages: tuple[InboundMessage, ...]
    place: Place
    response_url: str = ""
    press: Press | None = None

    @property
    def message(self) -> InboundMessage:
        """The first of them."""
        return self.messages[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """The platform asks how far an answer has come."""

    stream_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Something that asks nothing of us: which one, and whether it is documented."""

    name: str
    known: bool


Received = Spoken | Poll | Quiet


def read_update(fields: Mapping[str, Any], *, now: datetime) -> Received:
    """What stands in a callback of the robot, or in a frame of its connection.

    Raises:
        VerificationError: it lacks what every message has.
    """
    kind = fields.get("msgtype")
    if kind == "stream":
        return Poll(stream_id=name_in(_object_in(fields, "stream"), "id"))
    event = _object_in(fields, "event") if kind == "event" else {}
    name = event.get("eventtype") if event else kind
    if name not in HEARD:
        return Quiet(name=str(name) if name in QUIET else "unknown", known=name in QUIET)
    return _spoken(fields, event, now)


def message_key(bot: str, number: str) -> str:
    """The key of a message to the robot `bot`."""
    return f"{CHANNEL}:aibot:{bot}:{number}"


def _spoken(fields: Mapping[str, Any], event: Mapping[str, Any], now: datetime) -> Spoken | Quiet:
    number = _number_of(fields)
    account = name_in(_object_in(fields, "from"), "userid")
    is_group = fields.get("chattype") == "group"
    group = Address(channel=CHANNEL, account=name_in(fields, "chatid"), is_group=True) if is_group else None
    blank = InboundMessage(
        key=message_key(name_in(fields, "aibotid"), number),
        sender=Address(channel=CHANNEL, account=account),
        sent_at=_instant_in(fields, now),
        kind=InboundKind.OTHER,
        group=group,
    )
    pieces = [*(_done(event, blank) if event else _pieces_of(fields, blank))]
    if not pieces:
        return Quiet(name="empty", known=True)
    numbered = (
        replace(piece, key=f"{piece.key}#{place}" if place else piece.key) for place, piece in enumerate(pieces)
    )
    url = fields.get("response_url")
    return Spoken(
        number=number,
        messages=tuple(numbered),
        place=Place(account=group.account if group else account, is_group=is_group),
        response_url=url if isinstance(url, str) else "",
        press=_press_in(event),
    )


def _pieces_of(fields: Mapping[str, Any], blank: InboundMessage) -> Iterator[InboundMessage]:
    kind = str(fields["msgtype"])
    content = _object_in(fields, kind)
    if kind in {"text", "voice"}:
        yield _said(content.get("content"), blank)
    elif kind in {"image", "file", "video"}:
        yield _shown(content, blank)
    else:
        yield from _pieces_in(content.get("msg_item"), blank)


def _pieces_in(items: object, blank: InboundMessage) -> Iterator[InboundMessage]:
    """The words of all items together, then each picture."""
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise VerificationError("no items")
    words = [_object_in(item, "text").get("content") for item in items if item.get("msgtype") == "text"]
    if text := "".join(word for word in words if isinstance(word, str)).strip():
        yield _said(text, blank)
    pictures = [_object_in(item, "image") for item in items if item.get("msgtype") == "image"]
    yield from (_shown(picture, blank) for picture in pictures[:MOST_PICTURES])


def _said(words: object, blank: InboundMessage) -> InboundMessage:
    if not isinstance(words, str):
        raise VerificationError("no words")
    # What no database keeps: half a character, and the character that ends strings.
    text = words.encode(errors="replace").decode().replace("\0", "").strip()
    return replace(blank, kind=InboundKind.TEXT, text=_without_call(text) if blank.group else text)


def _without_call(text: str) -> str:
    begun = CALL.sub("", text, count=1)
    return (begun if begun != text else CALL_AT_END.sub("", text)).strip()


def _shown(content: Mapping[str, Any], blank: InboundMessage) -> InboundMessage:
    return replace(blank, kind=InboundKind.FILE, media=name_of_file(name_in(content, "url"), content.get("aeskey")))


def _done(event: Mapping[str, Any], blank: InboundMessage) -> Iterator[InboundMessage]:
    if event["eventtype"] == "enter_chat":
        yield replace(blank, kind=InboundKind.ENTER)
    else:
        action, task = read_key(_key_in(event))[0], name_in(_object_in(event, "template_card_event"), "task_id")
        pressed = replace(blank, kind=InboundKind.ACTION, action=action)
        ours = is_our_card(task)
        yield replace(pressed, card=task, key=press_key(blank.sender, task, action)) if ours else pressed


def _press_in(event: Mapping[str, Any]) -> Press | None:
    if event.get("eventtype") != "template_card_event":
        return None
    return Press(
        task_id=name_in(_object_in(event, "template_card_event"), "task_id"), label=read_key(_key_in(event))[1]
    )


def _key_in(event: Mapping[str, Any]) -> str:
    """The key of the button, or the option that was chosen before the card's form was sent."""
    pressed = _object_in(event, "template_card_event")
    key = name_in(pressed, "event_key")
    if key != SUBMIT:
        return key
    try:
        chosen = pressed["selected_items"]["selected_item"][0]["option_ids"]["option_id"][0]
    except (KeyError, IndexError, TypeError):
        raise VerificationError("nothing chosen") from None
    return name_in({"chosen": chosen}, "chosen")


def _number_of(fields: Mapping[str, Any]) -> str:
    """What a delivery has in common with its repetitions."""
    if "msgid" in fields:
        return name_in(fields, "msgid")
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def _object_in(fields: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = fields.get(name)
    if not isinstance(value, dict):
        raise VerificationError(f"no {name}")
    return value


def name_in(fields: Mapping[str, Any], name: str, *, longest: int = LONGEST_NAME) -> str:
    """A word that has to be there.

    Raises:
        VerificationError: it is not.
    """
    value = fields.get(name)
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= longest:
        raise VerificationError(f"no {name}")
    return value


def _instant_in(fields: Mapping[str, Any], now: datetime) -> datetime:
    """When something happened; messages do not say, and come at once."""
    seconds = fields.get("create_time")
    if not isinstance(seconds, int) or not 0 < seconds < LAST_SECOND:
        return now
    return datetime.fromtimestamp(seconds, UTC)


HEARD = frozenset({"text", "voice", "image", "file", "video", "mixed", "enter_chat", "template_card_event"})
QUIET = frozenset({"feedback_event", "disconnected_event"})
