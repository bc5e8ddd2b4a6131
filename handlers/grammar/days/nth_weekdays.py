"""The numbered weekdays of a month.

nth := (第 NUMBER | 最后一) 个 WEEKDAY
"""

from typing import NamedTuple

from handlers.grammar.lexicon.lexeme import Lexemes, Tag, number_at, tag_at, text_at

_LAST, _DAYS = -1, 7
_WEEKS = frozenset({"个星期", "个礼拜"})
_HEAD = "头"
_ORDINALS = {"第一", "第", "最后", "头"}
_NUMBERED_WEEKS = _WEEKS | {"周"}
_FIRST_WORD, _ORDINAL, _LAST_WORD, _COUNTER = "第一", "第", "最后", "个"


class NthWeekday(NamedTuple):
    """Which weekday (Monday is 0) of a month, the how manieth (-1: the last), and where its words end."""

    number: int
    weekday: int
    end: int


def nth_weekday_at(lexemes: Lexemes, at: int) -> NthWeekday | None:
    """The numbered weekday that starts here: 第一个周五, 第2个星期三, 最后一个周五."""
    first, number = text_at(lexemes, at), number_at(lexemes, at + 1)
    if first == _FIRST_WORD:
        number, at = 1, at + 1
    elif first == _HEAD and number == 1:
        at += 2
    elif first == _LAST_WORD and number == 1:
        number, at = _LAST, at + 2
    elif first == _ORDINAL:
        at += 2
    else:
        return None
    weekday = _weekday(lexemes, at)
    return None if number is None or weekday is None else NthWeekday(number, weekday, at + 2)


def _weekday(lexemes: Lexemes, at: int) -> int | None:
    """The weekday of 个周五 and 个星期 五."""
    counter, day = text_at(lexemes, at), number_at(lexemes, at + 1)
    if counter in _WEEKS and text_at(lexemes, at + 1) in {"日", "天"}:
        return _DAYS - 1
    if counter in _WEEKS and day is not None and 1 <= day < _DAYS:
        return day - 1
    value = lexemes[at + 1].value if counter == _COUNTER and tag_at(lexemes, at + 1) is Tag.WEEKDAY else None
    return value if isinstance(value, int) else None


def is_numbered(lexemes: Lexemes, at: int) -> bool:
    """Whether a weekday is one of several of a month, or of a numbered week of it: it names no day by itself."""
    week = at - 2 if text_at(lexemes, at - 1) == "的" else at - 1
    if text_at(lexemes, week) in _NUMBERED_WEEKS and _ORDINALS & {
        text_at(lexemes, week - 1),
        text_at(lexemes, week - 2),
    }:
        return True  # 第一周周三
    if text_at(lexemes, at - 1) != _COUNTER:
        return False
    return text_at(lexemes, at - 2) == _FIRST_WORD or text_at(lexemes, at - 3) in {_ORDINAL, _LAST_WORD}
