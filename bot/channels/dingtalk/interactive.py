"""Interactive cards (互动卡片): what one says, what a press on it brings, and how it looks after that.

The template knows five variables: `title`, `text`, `more` and `answer` are words, `buttons` is a list of {text, action}.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.dingtalk.bodies import Body
from bot.channels.dingtalk.cards import bodies_of
from bot.channels.dingtalk.splitting import CONTROL, markdown_of, split_text
from bot.channels.sealing import VerificationError, parse_body
from schedules.outbox import Button, Content

VARIABLE_BYTES = 1000
"""Each variable holds 1 KB."""
TEXTS = 2
LONGEST_TITLE = 60
LONGEST_NAME = 1024
BY_KEY = {"updateCardDataByKey": True, "updatePrivateDataByKey": True}
"""What is not named stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interactive:
    """A card that changes when it is pressed; `plainly` is the same for where it cannot be shown."""

    title: str
    texts: tuple[str, ...]
    buttons: tuple[Button, ...]
    plainly: tuple[Body, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Who pressed what on which card."""

    card: str
    user: str
    action: str
    label: str


def interactive_of(content: Content) -> Interactive | None:
    """The card that says `content`; None if it has no buttons, or more to say than a card has room for."""
    words = CONTROL.sub("", content.text.replace("\r\n", "\n")).strip()
    title, _, rest = words.partition("\n")
    if len(title) > LONGEST_TITLE:
        title, rest = "", words
    texts = split_text(markdown_of(rest), VARIABLE_BYTES)
    if not content.buttons or len(texts) > TEXTS or len(_listed(content.buttons).encode()) > VARIABLE_BYTES:
        return None
    return Interactive(title=title, texts=tuple(texts), buttons=content.buttons, plainly=tuple(bodies_of(content)))


def variables_of(card: Interactive) -> Mapping[str, str]:
    """What the template shows of a new card."""
    text, more = (*card.texts, "", "")[:TEXTS]
    return {"title": card.title, "text": text, "more": more, "answer": "", "buttons": _listed(card.buttons)}


def fits_answer(words: str) -> bool:
    """Whether there is room on a card for what a press was answered."""
    return len(markdown_of(words).encode()) <= VARIABLE_BYTES


def answer_variables(words: str, left: Sequence[Button]) -> Mapping[str, str]:
    """What changes on a card that was pressed."""
    return {"answer": markdown_of(words), "buttons": _listed(left)}


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
    return Press(
        card=_named(fields, "outTrackId"),
        user=_named(fields, "userId"),
        action=_named(parameters, "action"),
        label=label if isinstance(label, str) else "",
    )


def _listed(buttons: Sequence[Button]) -> str:
    listed = [{"text": button.label, "action": button.action} for button in buttons]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))


def _named(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= LONGEST_NAME:
        raise VerificationError(f"no {name}")
    return value
