"""Interactive cards (互动卡片): what one says, what a press on it brings, and how it looks after that.

The template knows five variables: `title`, `text`, `more` and `answer` are words, `buttons` is a list of {text, action}.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.channels.dingtalk import wording
from bot.channels.dingtalk.bodies import Body
from bot.channels.dingtalk.splitting import CONTROL, markdown_of
from bot.channels.sealing import VerificationError, parse_body
from bot.channels.splitting import split_text
from schedules.outbox import Button, Content

VARIABLE_BYTES = 1000
"""Each variable holds 1 KB."""
TEXTS = 2
LONGEST_TITLE = 60
LONGEST_NAME = 1024
SEPARATOR = " "
"""Neither actions nor the platform's names have it in them."""
BY_KEY = {"updateCardDataByKey": True, "updatePrivateDataByKey": True}
"""What is not named stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPlace:
    """A group, and the one in it who is asked. A press does not tell where the card is: its buttons carry it."""

    conversation: str
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interactive:
    """A card that changes when it is pressed; `plainly` is the same for where it cannot be shown."""

    title: str
    texts: tuple[str, ...]
    buttons: tuple[Button, ...]
    plainly: tuple[Body, ...]
    place: GroupPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Who pressed what on which card."""

    card: str
    user: str
    action: str
    label: str
    place: GroupPlace | None = None

    @property
    def is_for_another(self) -> bool:
        """Whether somebody else was asked."""
        return self.place is not None and self.place.asked != self.user


def interactive_of(content: Content, plainly: Sequence[Body], place: GroupPlace | None = None) -> Interactive | None:
    """The card that says `content`; None if it has no buttons, or more to say than a card has room for."""
    buttons = _placed(content.buttons, place)
    words = CONTROL.sub("", content.text.replace("\r\n", "\n")).strip()
    title, _, rest = words.partition("\n")
    if len(title) > LONGEST_TITLE:
        title, rest = "", words
    texts = split_text(markdown_of(rest), VARIABLE_BYTES)
    if not buttons or len(texts) > TEXTS or len(_listed(buttons).encode()) > VARIABLE_BYTES:
        return None
    return Interactive(title=title, texts=tuple(texts), buttons=buttons, plainly=tuple(plainly), place=place)


def variables_of(card: Interactive) -> Mapping[str, str]:
    """What the template shows of a new card."""
    text, more = (*card.texts, "", "")[:TEXTS]
    return {"title": card.title, "text": text, "more": more, "answer": "", "buttons": _listed(card.buttons)}


def fits_answer(words: str) -> bool:
    """Whether there is room on a card for what a press was answered."""
    return len(markdown_of(words).encode()) <= VARIABLE_BYTES


def answer_variables(words: str, left: Sequence[Button], place: GroupPlace | None = None) -> Mapping[str, str]:
    """What changes on a card that was pressed."""
    return {"answer": markdown_of(words), "buttons": _listed(_placed(left, place))}


def taken_back() -> Mapping[str, str]:
    """What a card shows that was taken back."""
    return {"title": "", "text": wording.TAKEN_BACK, "more": "", **answer_variables("", ())}


def render_private(words: str) -> Mapping[str, Any]:
    """The answer to a press that only he sees who pressed."""
    return {"userPrivateData": {"cardParamMap": {"answer": words}}, "cardUpdateOptions": BY_KEY}


def render_update(variables: Mapping[str, str]) -> Mapping[str, Any]:
    """The answer to a press."""
    return {"cardData": {"cardParamMap": variables}, "cardUpdateOptions": BY_KEY}


def read_press(fields: Mapping[str, Any], *, corp_id: str) -> Press:
    """What the platform tells of a press.

    Raises:
        VerificationError: it tells of none, or of one in another organisation.
    """
    if corp_id and fields.get("corpId") != corp_id:
        raise VerificationError("another corpId")
    content = fields.get("content")
    held = content if isinstance(content, dict) else parse_body(content if isinstance(content, str) else "")
    pressed = held.get("cardPrivateData")
    parameters = pressed.get("params") if isinstance(pressed, dict) else None
    if not isinstance(parameters, dict):
        raise VerificationError("no params")
    label = parameters.get("label")
    action, _, place = _named(parameters, "action").partition(SEPARATOR)
    conversation, _, asked = place.partition(SEPARATOR)
    return Press(
        card=_named(fields, "outTrackId"),
        user=_named(fields, "userId"),
        action=action,
        label=label if isinstance(label, str) else "",
        place=GroupPlace(conversation=conversation, asked=asked) if place else None,
    )


def _placed(buttons: Sequence[Button], place: GroupPlace | None) -> tuple[Button, ...]:
    if place is None:
        return tuple(buttons)
    where = f"{SEPARATOR}{place.conversation}{SEPARATOR}{place.asked}"
    return tuple(replace(button, action=button.action + where) for button in buttons)


def _listed(buttons: Sequence[Button]) -> str:
    listed = [{"text": button.label, "action": button.action} for button in buttons]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))


def _named(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= LONGEST_NAME:
        raise VerificationError(f"no {name}")
    return value
