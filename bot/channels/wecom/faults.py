"""What an error code of the platform means for a message: give up, wait, or try again."""

from datetime import timedelta

from bot.channels.base import SendError
from bot.channels.wecom.wording import explain_fault

EXPIRED = frozenset({40001, 40014, 42001})
"""Answers to a call with a token that no longer holds."""
MISCONFIGURED = frozenset({40001, 40013, 40091, 41002, 41004})
"""Answers to a request for a token that asking again cannot better; asking often gets the whole address blocked."""
PERMANENT = frozenset(
    {
        *(40003, 40007, 40008, 40013, 40029, 40031, 40032, 40035, 40050, 40056, 40058, 40063, 40091),
        *(41001, 41002, 41004, 41005, 41006, 41009, 41011, 42003, 42022, 43004, 43012, 44001, 44004),
        *(45001, 45002, 45007, 45008, 48002, 50001, 50002, 60011, 60111, 60140, 81012, 81013, 82001),
        *(86001, 86003, 86008, 93000, 93004, 93008, 301002, 301021, 846605, 846608, 853000),
    }
)
TOO_OFTEN = 45009
CARD_LAPSED = 60140
"""A card's response code was used, or is older than 72 hours."""
CARDLESS = frozenset({40008, 43012})
"""Answers to a card where none can be sent: the platform is too old for them, or nothing would hear the buttons."""
PAUSES = {
    45033: timedelta(seconds=30),
    50003: timedelta(hours=1),
    60020: timedelta(minutes=10),
}


class PlatformError(SendError):
    """The platform answered with a code other than 0."""

    def __init__(self, code: int, message: str, *, pause: timedelta | None) -> None:
        super().__init__(explain_fault(code, message), permanent=code in PERMANENT, pause=pause)
        self.code = code


def fault_of(code: int, message: str, *, when_too_often: timedelta) -> PlatformError:
    """The error for a code other than 0. What an operator can mend waits for him, what he cannot is given up."""
    return PlatformError(code, message, pause=when_too_often if code == TOO_OFTEN else PAUSES.get(code))
