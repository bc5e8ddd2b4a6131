"""Messages with buttons as the platform's cards, where they are small enough for one."""

import hashlib
from typing import Any

from bot.channels.wecom.splitting import neutralise
from schedules.outbox import Content

LONGEST_TITLE = 36
LONGEST_TEXT = 160
LONGEST_LABEL = 10
MOST_BUTTONS = 6
LONGEST_KEY_BYTES = 1024


def card_of(content: Content, *, key: str) -> dict[str, Any] | None:
    """The card that says `content`; None if it has no buttons or does not fit, and is better said in plain text.

    The card's own id follows from `key`, so that sending it again is the same request.
    """
    title, _, text = neutralise(content.text).strip().partition("\n")
    if not _fits(content, title, text):
        return None
    card: dict[str, Any] = {
        "card_type": "button_interaction",
        "main_title": {"title": title},
        "button_list": [{"text": button.label, "key": button.action} for button in content.buttons],
        "task_id": hashlib.sha256(key.encode()).hexdigest(),
    }
    return card | {"sub_title_text": text} if text else card


def _fits(content: Content, title: str, text: str) -> bool:
    return (
        0 < len(content.buttons) <= MOST_BUTTONS
        and 0 < len(title) <= LONGEST_TITLE
        and len(text) <= LONGEST_TEXT
        and all(_button_fits(button.label, button.action) for button in content.buttons)
    )


def _button_fits(label: str, action: str) -> bool:
    return len(label) <= LONGEST_LABEL and len(action.encode()) <= LONGEST_KEY_BYTES
