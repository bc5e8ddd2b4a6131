"""The app's menu: a click on an entry counts as typing the words that it stands for."""

from collections.abc import Mapping

from bot.channels.wecom.wording import MENU

SPOKEN = "say:"


def keys_by_name() -> Mapping[str, str]:
    """The entries of the menu, and the key that comes back when one is clicked."""
    return {name: SPOKEN + words for name, words in MENU.items()}


def words_of(key: str) -> str | None:
    """The words that a key stands for; None if it is the key of an action."""
    return key.removeprefix(SPOKEN) if key.startswith(SPOKEN) else None
