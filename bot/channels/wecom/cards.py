"""Messages with buttons as the platform's cards, and what a press on one brings back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.wecom import wording
from bot.channels.wecom.splitting import neutralise, parts_of
from handlers.posting import card_name
from schedules.outbox import Button, Content

LONGEST_TITLE = 36
LONGEST_TEXT = 160
LONGEST_DESCRIPTION = 44
LONGEST_LABEL = 10
LONGEST_OPTION = 17
MOST_BUTTONS = 6
MOST_OPTIONS = 20
MOST_NUMBERED = 9
LONGEST_KEY_BYTES = 1024
LONGEST_OPTION_BYTES = 128
SUBMIT = "choose"
LABELLED = "|"
OUR_NAME = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words that the platform takes as they are."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card (卡片): words, and buttons to press or options to choose from."""

    title: str
    buttons: tuple[Button, ...]
    text: str = ""

    @property
    def content(self) -> Content:
        """The same for those who see no cards."""
        return Content(text=f"{self.title}\n{self.text}".strip(), buttons=self.buttons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A press on a card: whose card, which, and what was chosen on it; the code lets it be updated once."""

    user: str
    task_id: str
    response_code: str
    label: str


Piece = Text | Card


def pieces_of(content: Content, *, with_cards: bool) -> list[Piece]:
    """`content` as it may be sent: one card that says it all, or words that number the choices.

    Only where there are too many for a number that is one digit, a card to choose on comes beside the words.
    """
    card = choice_of(content) if with_cards else None
    title, _, text = neutralise(content.text).strip().partition("\n")
    room = LONGEST_TEXT if _are_buttons(content.buttons) else LONGEST_DESCRIPTION
    if card and len(title) <= LONGEST_TITLE and len(text) <= room:
        return [Card(title=title, text=text, buttons=content.buttons)]
    if card and len(content.buttons) > MOST_NUMBERED:
        return [*texts_of(content.text), card]
    return [*texts_of(wording.render_content(content))]


def texts_of(text: str) -> list[Text]:
    """`text` in parts that the platform takes."""
    return [Text(text=part) for part in parts_of(text)]


def choice_of(content: Content) -> Card | None:
    """The card that goes with words which were said already; None where there is nothing to choose, or too much."""
    if content.is_spare or not (_are_buttons(content.buttons) or _are_options(content.buttons)):
        return None
    title = neutralise(content.text).strip().partition("\n")[0]
    if not title:
        return None
    short = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
    return Card(title=short, buttons=content.buttons)


def card_fields(card: Card, *, key: str) -> dict[str, Any]:
    """The platform's form of a card. Its own id follows from `key`: sending it again is the same request."""
    fields: dict[str, Any] = {
        "main_title": {"title": card.title},
        "task_id": card_name(key),
        **(_button_fields(card.buttons) if _are_buttons(card.buttons) else _option_fields(card.buttons)),
    }
    if not card.text:
        return fields
    # A card to choose on has no second text.
    if _are_buttons(card.buttons):
        return fields | {"sub_title_text": card.text}
    return fields | {"main_title": {"title": card.title, "desc": card.text}}


def is_our_card(task_id: str) -> bool:
    """Whether a card's name is one that we give."""
    return OUR_NAME.fullmatch(task_id) is not None


def chosen_card(label: str, left: Sequence[Button], task_id: str) -> dict[str, Any]:
    """A pressed card as it is to be now: what was chosen, and the buttons that may still be pressed."""
    return card_fields(Card(title=chosen_words(label), buttons=tuple(left)), key="") | {"task_id": task_id}


def chosen_words(label: str) -> str:
    """What stands on a card where its buttons were."""
    return wording.CHOSEN.format(label=label) if label else wording.ANSWERED


def read_key(key: str) -> tuple[str, str]:
    """The action behind a button's key, and the button's label; no label on cards of earlier versions."""
    action, _, label = key.rpartition(LABELLED)
    return (action, label) if action else (key, "")


def _button_fields(buttons: Sequence[Button]) -> dict[str, Any]:
    listed = [{"text": button.label, "key": _key_of(button)} for button in buttons]
    return {"card_type": "button_interaction", "button_list": listed}


def _option_fields(buttons: Sequence[Button]) -> dict[str, Any]:
    options = [{"id": _key_of(button), "text": button.label} for button in buttons]
    return {
        "card_type": "vote_interaction",
        "checkbox": {"question_key": SUBMIT, "mode": 0, "option_list": options},
        "submit_button": {"text": wording.SUBMIT, "key": SUBMIT},
    }


def _are_buttons(buttons: Sequence[Button]) -> bool:
    return 0 < len(buttons) <= MOST_BUTTONS and all(
        len(button.label) <= LONGEST_LABEL and len(_key_of(button).encode()) <= LONGEST_KEY_BYTES for button in buttons
    )


def _are_options(buttons: Sequence[Button]) -> bool:
    return 0 < len(buttons) <= MOST_OPTIONS and all(
        len(button.label) <= LONGEST_OPTION and len(_key_of(button).encode()) <= LONGEST_OPTION_BYTES
        for button in buttons
    )


def _key_of(button: Button) -> str:
    return f"{button.action}{LABELLED}{button.label.replace(LABELLED, '/')}"
