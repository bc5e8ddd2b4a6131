"""Stretches of time that a question asks about.

period := YEAR | [YEAR] NUMBER 月 | MONTH | WEEK | SEASON | date
"""

from datetime import date, timedelta

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Lexeme, Tag, tag_at
from handlers.grammar.lexicon.phrases import DatePhrase

Stretch = tuple[date | None, date | None]
_QUARTERS = {
    "一季度": 1,
    "二季度": 2,
    "三季度": 3,
    "四季度": 4,
    "第一季度": 1,
    "第二季度": 2,
    "第三季度": 3,
    "第四季度": 4,
}
_SHIFTED_QUARTERS = {"上季度": -1, "上个季度": -1, "本季度": 0, "这季度": 0, "这个季度": 0, "下季度": 1, "下个季度": 1}


def period_of(read: Sentences, today: date) -> Stretch:
    """The stretch that a text names, from its first day to the one after its last; both None where it names none."""
    year = next(
        (
            today.year + lexeme.value
            for lexeme in read.lexemes
            if lexeme.tag is Tag.YEAR and isinstance(lexeme.value, int)
        ),
        None,
    )
    for at, lexeme in enumerate(read.lexemes):
        if stretch := _stretch_at(read, at, lexeme, year, today):
            return stretch
    day = next((p.dates.first for p in read.phrases if isinstance(p, DatePhrase) and p.dates.first), None)
    if day:
        return day, day + timedelta(days=1)
    return (date(year, 1, 1), date(year + 1, 1, 1)) if year else (None, None)


def _stretch_at(read: Sentences, at: int, lexeme: Lexeme, year: int | None, today: date) -> Stretch | None:
    value = lexeme.value
    if (
        lexeme.tag is Tag.NUMBER
        and tag_at(read.lexemes, at + 1) is Tag.MONTH_UNIT
        and tag_at(read.lexemes, at + 2) is not Tag.NUMBER
    ):
        return (
            _month(_year_of_month(value, year, today), value) if isinstance(value, int) and 1 <= value <= 12 else None
        )
    if lexeme.tag is Tag.MONTH and isinstance(value, int):
        return months_from(today, value, 1)
    if lexeme.tag is Tag.WEEK and isinstance(value, int) and tag_at(read.lexemes, at + 1) is not Tag.NUMBER:
        monday = today + timedelta(days=7 * value - today.weekday())
        return monday, monday + timedelta(days=7)
    return _season(lexeme.text, year or today.year, today) if lexeme.tag is Tag.SEASON else None


def _year_of_month(month: object, year: int | None, today: date) -> int:
    return year or (today.year if isinstance(month, int) and month <= today.month else today.year - 1)


def _month(year: int, month: int) -> Stretch:
    return months_from(date(year, month, 1), 0, 1)


def months_from(day: date, shift: int, length: int) -> Stretch:
    """So many months, beginning so many after the month of a day."""
    return _first_of(day, shift), _first_of(day, shift + length)


def _first_of(day: date, shift: int) -> date:
    months = day.year * 12 + day.month - 1 + shift
    return date(months // 12, months % 12 + 1, 1)


def _season(text: str, year: int, today: date) -> Stretch | None:
    if text in _QUARTERS:
        return months_from(date(year, 3 * _QUARTERS[text] - 2, 1), 0, 3)
    if text in _SHIFTED_QUARTERS:
        return months_from(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * _SHIFTED_QUARTERS[text], 3)
    if text in {"上半年", "下半年"}:
        return months_from(date(year, 1 if text == "上半年" else 7, 1), 0, 6)
    return None
