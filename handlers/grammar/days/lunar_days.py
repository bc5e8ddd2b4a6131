"""Days of the moon's calendar (正月十五, 农历八月十五, 腊月廿三).

moon := (正月 | 冬月 | 腊月 | 大年) [初] NUMBER [日] | (农历 | 阴历 | 旧历) (moon | NUMBER 月 [初] NUMBER [日])
"""

from handlers.grammar.lexicon.date_values import Dates, Scope
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexicon.moon import latest_moon_day

_BEGINNING = "初"
_BEGINNING_OF_MONTH = "月初"


def read_moon_day(lexemes: Lexemes, at: int, scope: Scope) -> tuple[Dates, int] | None:
    """The latest day of that name, and where its words end."""
    found = _moon_day_at(lexemes, at)
    return (Dates(first=latest_moon_day(found[0], found[1], scope.today)), found[2]) if found else None


def _moon_day_at(lexemes: Lexemes, at: int) -> tuple[int, int, int] | None:
    month, at = lexemes[at].value, at + 1
    if month == 0:
        month, at = number_at(lexemes, at), at + 2
        if tag_at(lexemes, at - 1) is not Tag.MONTH_UNIT and text_at(lexemes, at - 1) != _BEGINNING_OF_MONTH:
            return None
    at += text_at(lexemes, at) == _BEGINNING
    day = number_at(lexemes, at)
    if not isinstance(month, int) or day is None:
        return None
    return month, day, at + 1 + (tag_at(lexemes, at + 1) is Tag.DAY_UNIT)
