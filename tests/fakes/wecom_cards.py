"""What a fake WeCom knows of cards: which it takes, and which may still be updated."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

CODE_LASTS = timedelta(hours=72)
TASK_ID = re.compile("[0-9A-Za-z_@-]{1,128}")
INTERACTIVE = {"button_interaction", "vote_interaction", "multiple_interaction"}
CARD_LAPSED = 60140


@dataclass(kw_only=True)
class Cards:
    """The cards of one app, and the codes by which they may be updated, each once."""

    now: Callable[[], datetime]
    codes: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    updated: list[tuple[str, str]] = field(default_factory=list)
    """Whose card was updated, and the words that stand where its buttons were."""
    left: list[list[str]] = field(default_factory=list)
    """The buttons that were left, where some were."""

    def new_code(self, user: str) -> str:
        """A code for a card that was sent to, or pressed by, a member."""
        code = secrets.token_hex(16)
        self.codes[code] = (user, self.now())
        return code

    def update(self, payload: dict[str, Any]) -> int:
        """What the platform answers to a wish to update a card."""
        user, given_at = self.codes.pop(payload.get("response_code", ""), ("", None))
        if given_at is None or self.now() - given_at > CODE_LASTS or payload["userids"] != [user]:
            return CARD_LAPSED
        if card := payload.get("template_card"):
            if fault_of_card(card):
                return 40058
            self.updated.append((user, card["main_title"]["title"]))
            self.left.append([button["text"] for button in card["button_list"]])
            return 0
        words = payload["button"]["replace_name"]
        if not words:
            return 40058
        self.updated.append((user, words))
        return 0


def fault_of_card(card: dict[str, Any]) -> str:
    """What is wrong with a card, as the documents have it; empty if nothing."""
    kind = card.get("card_type")
    if not card.get("main_title", {}).get("title"):
        return "main_title missing"
    if kind in INTERACTIVE and not TASK_ID.fullmatch(card.get("task_id", "")):
        return "task_id"
    if kind == "button_interaction":
        buttons = card.get("button_list", [])
        fits = 1 <= len(buttons) <= 6 and all(len(b["key"].encode()) <= 1024 and b["text"] for b in buttons)
        return "" if fits and len({b["key"] for b in buttons}) == len(buttons) else "button_list"
    if kind == "vote_interaction":
        options = card.get("checkbox", {}).get("option_list", [])
        fits = 1 <= len(options) <= 20 and all(len(o["id"].encode()) <= 128 and o["text"] for o in options)
        return "" if fits and card.get("submit_button", {}).get("key") else "checkbox"
    if kind in {"text_notice", "news_notice"}:
        return "" if card.get("card_action", {}).get("url") else "card_action"
    return "card_type"
