"""The days that a plan's words for a time of the year stand for: always a proposal."""

from calendar import monthrange

from schedules.calendar.spans import LEAP_YEAR
from schedules.duties.plans import words
from schedules.duties.plans.lexer import Token, TokenKind


def window_text_of(token: Token) -> str:
    """`MM-DD..MM-DD`, or the name of a festival that moves."""
    match token.kind:
        case TokenKind.FESTIVAL:
            return words.FESTIVALS[token.text]
        case TokenKind.DAY:
            return _months_of(token.number, token.last or token.number)
        case _:
            return words.WINDOWS[token.text]


def _months_of(first: int, last: int) -> str:
    return f"{first:02}-01..{last:02}-{monthrange(LEAP_YEAR, last)[1]}"
