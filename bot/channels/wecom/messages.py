"""What a decrypted callback says: wechatpy's typed message, then the message that the conversation knows."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

from wechatpy.enterprise.events import EVENT_TYPES
from wechatpy.enterprise.messages import MESSAGE_TYPES
from wechatpy.messages import UnknownMessage

from bot.channels.wecom.cards import SUBMIT, Press, is_our_card, read_key
from bot.channels.wecom.contacts import BookChange
from bot.channels.wecom.crypto import VerificationError
from bot.channels.wecom.events import CardEvent, ContactEvent
from bot.channels.wecom.menu import words_of
from handlers.messages import InboundKind, InboundMessage
from handlers.posting import press_key
from schedules.people.address import Address

CHANNEL = "wecom"
ROOT = re.compile(rb"\s*(?:<\?xml[^<>]*\?>\s*)?<xml>")
"""Nothing stands before the root: a document type, and with it every entity, could stand nowhere else."""
FIELD = r"<([A-Za-z]+)>(?:<!\[CDATA\[([^<\]\x00-\x08\x0b-\x1f\ufffe\uffff]*)\]\]>|([0-9]+))</\1>"
FIELDS, FLAT = re.compile(FIELD), re.compile(f"<xml>(?:{FIELD})+</xml>")
"""What the platform nearly always writes, plain words or a number under each name, takes a third of a parser's time."""
LAST_SECOND = 1 << 33

KINDS = {
    "text": InboundKind.TEXT,
    "image": InboundKind.FILE,
    "voice": InboundKind.OTHER,
    "video": InboundKind.FILE,
    "shortvideo": InboundKind.FILE,
    "location": InboundKind.OTHER,
    "link": InboundKind.OTHER,
}
DOCUMENTED = frozenset(
    {
        *("open_approval_change", "sys_approval_change", "share_agent_change", "share_chain_change"),
        *("inactive_alert", "low_active_alert", "close_inactive_agent", "reopen_inactive_agent"),
        *("low_active", "active_restored"),
    }
)
"""Events that nothing reads, though the platform may send them."""
OF_A_PERSON = frozenset({"create_user", "update_user", "delete_user"})
EVENT_KINDS = {
    "click": InboundKind.ACTION,
    "template_card_event": InboundKind.ACTION,
    "template_card_menu_event": InboundKind.ACTION,
    "taskcard_click": InboundKind.ACTION,
    "enter_agent": InboundKind.ENTER,
    "subscribe": InboundKind.ENTER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Something that a member said or did; with `press`, on a card."""

    message: InboundMessage
    press: Press | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """A message or event that asks nothing of us: which one, and whether it is documented."""

    name: str
    known: bool


Received = Heard | BookChange | Unheard


def read_callback(plain: bytes, *, corp_id: str) -> Received:
    """What stands in a decrypted callback.

    Raises:
        VerificationError: it is no message at all, or lacks what every message has.
    """
    message = parse_plain(plain)
    if isinstance(message, ContactEvent):
        return _book_change(message)
    kind = _kind_of(message)
    if kind is None:
        return _unheard(message)
    return _heard(message, kind, f"{CHANNEL}:{corp_id}:{_number_of(message, plain)}")


def _heard(message: Any, kind: InboundKind, key: str) -> Heard:  # noqa: ANN401  wechatpy has no types
    sender = Address(channel=CHANNEL, account=_words_of(_field_of(message, "source")))
    text = _words_of(_field_of(message, "content"), optional=True) if kind is InboundKind.TEXT else ""
    action, label = read_key(_action_in(message)) if kind is InboundKind.ACTION else ("", "")
    if words := words_of(action):
        kind, text, action = InboundKind.TEXT, words, ""
    press = _press_in(message, sender, label)
    card = press.task_id if press and is_our_card(press.task_id) else ""
    heard = InboundMessage(
        key=press_key(sender, card, action) if card else key,
        sender=sender,
        sent_at=_instant_of(_field_of(message, "time")),
        kind=kind,
        text=text,
        action=action,
        card=card,
        media=_words_of(_field_of(message, "media_id")) if kind is InboundKind.FILE else "",
    )
    return Heard(message=heard, press=press)


def _press_in(message: Any, sender: Address, label: str) -> Press | None:  # noqa: ANN401
    if not isinstance(message, CardEvent):
        return None
    code, task = _field_of(message, "response_code"), _field_of(message, "task_id")
    if not isinstance(code, str) or not isinstance(task, str) or not code:
        return None
    return Press(user=sender.account, task_id=task, response_code=code, label=label)


def _action_in(message: Any) -> str:  # noqa: ANN401
    """The key of the button, or the option that was chosen before the card's form was sent."""
    key = _words_of(_field_of(message, "key"))
    if key != SUBMIT:
        return key
    items = [item for item in message.selected if isinstance(item, ET.Element)]
    chosen = [option.text for item in items for option in item.iter("OptionId")]
    return _words_of(chosen[0] if chosen else None)


def _book_change(event: ContactEvent) -> BookChange:
    name, account, new_account, status = (
        _words_of(_field_of(event, field), optional=True)
        for field in ("change_type", "user_id", "new_user_id", "status")
    )
    if name in OF_A_PERSON and not account:
        raise VerificationError("nobody has changed")
    return BookChange(name=name, account=account, new_account=new_account, status=status)


def _unheard(message: Any) -> Unheard:  # noqa: ANN401
    if not isinstance(message, UnknownMessage):
        return Unheard(name=message.event if message.type == "event" else message.type, known=True)
    name = str(message._data.get("Event", "")).lower()  # noqa: SLF001 - it has no other way to tell
    return Unheard(name=name, known=True) if name in DOCUMENTED else Unheard(name="unknown", known=False)


def parse_plain(plain: bytes) -> Any:  # noqa: ANN401  wechatpy has no types
    """The typed message of wechatpy, of one of its own classes or of ours.

    Its own parser is not asked: it takes five times as long to read what every message is, a list of words.
    """
    try:
        values = _values_of(plain)
        kind = values["MsgType"].lower()
        known = EVENT_TYPES.get(values["Event"].lower()) if kind == "event" else MESSAGE_TYPES.get(kind)
    except (ValueError, KeyError, AttributeError, ET.ParseError):
        raise VerificationError("not a message") from None
    return (known or UnknownMessage)(values)


def _values_of(plain: bytes) -> dict[str, Any]:
    text = plain.decode()
    if FLAT.fullmatch(text):
        fields = FIELDS.findall(text)
        flat = {name: (words or number).strip() or None for name, words, number in fields}
        if len(flat) == len(fields):
            return flat
    if not ROOT.match(plain):
        raise VerificationError("not a message")
    return _values_in(ET.XML(text))  # without a document type there are no entities


def _values_in(message: ET.Element) -> dict[str, Any]:
    """The words under each name: a list of them where a name comes twice or has names inside."""
    values: dict[str, Any] = {}
    for field in message:
        words: object = [*field] or (field.text or "").strip() or None
        values[field.tag] = [values[field.tag], words] if field.tag in values else words
    return values


def _kind_of(message: Any) -> InboundKind | None:  # noqa: ANN401
    return EVENT_KINDS.get(message.event) if message.type == "event" else KINDS.get(message.type)


def _number_of(message: Any, plain: bytes) -> str:  # noqa: ANN401
    """What a delivery has in common with its repetitions. Events have no number, and several may come in one second."""
    if message.type == "event":
        return hashlib.sha256(plain).hexdigest()
    number = _field_of(message, "id")
    if not isinstance(number, int) or number <= 0:
        raise VerificationError("no message id")
    return str(number)


def _field_of(message: Any, name: str) -> object:  # noqa: ANN401
    try:
        return getattr(message, name)
    except ValueError:
        return None


def _words_of(value: object, *, optional: bool = False) -> str:
    if optional and (value is None or value == ""):
        return ""
    if not isinstance(value, str) or not value:
        raise VerificationError("a field is missing")
    return value


def _instant_of(seconds: object) -> datetime:
    if not isinstance(seconds, int) or not 0 < seconds < LAST_SECOND:
        raise VerificationError("no time")
    return datetime.fromtimestamp(seconds, UTC)
