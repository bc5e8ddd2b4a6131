"""A message as it was read: its intent, and what else is known of it."""

from handlers.intents import Dropped, Intent
from handlers.values import value


@value
class Token:
    """A piece of the text and what it was taken for; `start` and `end` are positions in the text as typed, half-open."""

    kind: str
    text: str
    start: int
    end: int


@value
class Opinion:
    """What was learned from other messages says of this one: the log odds of a record, and the pieces that weigh most in it."""

    intent: str
    against: str
    log_odds: float
    pieces: tuple[tuple[str, float], ...]


@value
class Parsed:
    """A message, read.

    `organisation` is one that the text names (二支部); `secret` stops everything; `unread`: not to its end; `rules` are
    those that fired, in order, for `zhibu parse --explain`.
    """

    intent: Intent
    organisation: str | None = None
    secret: bool = False
    unread: bool = False
    dropped: tuple[Dropped, ...] = ()
    tokens: tuple[Token, ...] = ()
    opinion: Opinion | None = None
    rules: tuple[str, ...] = ()
