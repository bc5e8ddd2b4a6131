"""The app's menu: a click on an entry counts as typing the words that it stands for."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.wecom.wording import MENU

SPOKEN = "say:"


def menu_buttons() -> Sequence[Mapping[str, Any]]:
    """The menu in the platform's form: at most three entries, and at most five below one."""
    return [_button_of(name, words) for name, words in MENU.items()]


def names_of(buttons: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    """What may be clicked on."""
    return [button["name"] for entry in buttons for button in entry.get("sub_button", (entry,))]


def words_of(key: str) -> str | None:
    """The words that a key stands for; None if it is the key of an action."""
    return key.removeprefix(SPOKEN) if key.startswith(SPOKEN) else None


def _button_of(name: str, words: str | Mapping[str, str]) -> Mapping[str, Any]:
    if isinstance(words, str):
        return {"type": "click", "name": name, "key": SPOKEN + words}
    return {"name": name, "sub_button": [_button_of(below, said) for below, said in words.items()]}
