"""Days as people write them.

dates     := date ((、 | 和 | ,) partial)* | date (- | 至 | 到) partial
date      := full | month_day | month_word day | day | relative | weekday | ago | festival | vague
full      := NUMBER 年 month_day | YEAR month_day | NUMBER (- | / | .) NUMBER (- | / | .) NUMBER | yyyymmdd
month_day := NUMBER 月 NUMBER (日 | 号)? | NUMBER (/ | . | -) NUMBER
day       := NUMBER (日 | 号)
relative  := DAY
weekday   := WEEK (WEEKDAY | NUMBER | 日 | 天) | WEEKDAY
ago       := NUMBER (天 | 周 | 个星期) 前
festival  := FESTIVAL (当天 | 那天 | PART | 前一天 | 前一日 | 前夕)
partial   := date | NUMBER (日 | 号)? in the month that went before
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers.grammar import days
from handlers.grammar.days import Stated
from handlers.grammar.lexeme import Lexeme, Lexemes, Tag
from handlers.grammar.lexer import lex
from handlers.grammar.normalise import normalise
from handlers.grammar.time_words import DayWord, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Days that the text names: one, the ends of a range (`last`), or several (`more`).

    `first` is None where the words are vague (前几天) or impossible (2月30日). `soon` is the same name's next day;
    `ahead` says that the words themselves point to the future.
    """

    first: date | None
    last: date | None = None
    more: tuple[date, ...] = ()
    soon: date | None = None
    ahead: bool = False
    part: Part | None = None
    vague: bool = False
    weak: bool = False
    """刚才: today, unless another date stands beside it."""


Found = tuple[Dates, int]
_RANGE_WORDS = frozenset({"至", "到"})
_UNITS_OF_OTHERS = frozenset(
    {Tag.HEADS, Tag.UNIT, Tag.MONEY, Tag.HOUR_UNIT, Tag.SPAN_UNIT, Tag.MINUTE_UNIT, Tag.MONTH_UNIT}
)
_SHORTEST_YEAR = 4


def read_dates(lexemes: Lexemes, at: int, today: date) -> Found | None:
    """The dates that start here, and where they end."""
    rule = _RULES.get(lexemes[at].tag)
    found = rule(lexemes, at, today) if rule else None
    if found is None:
        return None
    found = _with_weekday(lexemes, *found)
    return _range(lexemes, *found, today) or _list(lexemes, *found, today) or found


def parse_date(text: str, now: datetime) -> date | None:
    """The day that a bare answer names (昨天, 6月27日, 上周五); None where it names none or only vaguely."""
    lexemes = lex(normalise(text).text)
    for dates in _all_dates(lexemes, now.date()):
        return None if dates.last or dates.more else dates.first
    festival = next((lexeme for lexeme in lexemes if lexeme.tag is Tag.FESTIVAL), None)
    return days.on_festival(festival.text, now.date()).day if festival else None


def _all_dates(lexemes: Lexemes, today: date) -> Iterator[Dates]:
    at = 0
    while at < len(lexemes):
        found = read_dates(lexemes, at, today)
        at = found[1] if found else at + 1
        if found:
            yield found[0]


def tag_at(lexemes: Lexemes, at: int) -> Tag | None:
    """The tag of a lexeme, None past the end."""
    return lexemes[at].tag if at < len(lexemes) else None


def _number(lexemes: Lexemes, at: int) -> int | None:
    if at < len(lexemes) and lexemes[at].tag is Tag.NUMBER:
        value = lexemes[at].value
        return value if isinstance(value, int) else None
    return None


def _found(stated: Stated, end: int) -> Found:
    return Dates(first=stated.day, soon=stated.soon, ahead=stated.ahead), end


def _after_day(lexemes: Lexemes, at: int) -> int:
    return at + 1 if tag_at(lexemes, at) is Tag.DAY_UNIT else at


def _numeric(lexemes: Lexemes, at: int, today: date) -> Found | None:
    if at and lexemes[at - 1].text in {"第", "."}:
        return None
    for rule in (_with_year, _month_and_day, _punctuated, _compact, _day_alone, _ago):
        if found := rule(lexemes, at, today):
            return found
    return None


def _with_year(lexemes: Lexemes, at: int, today: date) -> Found | None:
    year, month = _number(lexemes, at), _number(lexemes, at + 2)
    if year is None or tag_at(lexemes, at + 1) is not Tag.YEAR_UNIT or month is None:
        return None
    return _month_day_of(lexemes, at + 2, year if year > 99 else 2000 + year, today)


def _month_day_of(lexemes: Lexemes, at: int, year: int, today: date) -> Found | None:
    month, day = _number(lexemes, at), _number(lexemes, at + 2)
    if tag_at(lexemes, at + 1) not in {Tag.MONTH_UNIT, Tag.DOT, Tag.SLASH, Tag.DASH} or month is None or day is None:
        return None
    return _found(days.on_year_day(year, month, day, today), _after_day(lexemes, at + 3))


def _month_and_day(lexemes: Lexemes, at: int, today: date) -> Found | None:
    month, day = _number(lexemes, at), _number(lexemes, at + 2)
    if tag_at(lexemes, at + 1) is not Tag.MONTH_UNIT or month is None or day is None:
        return None
    end = _after_day(lexemes, at + 3)
    if end == at + 3 and (tag_at(lexemes, end) in _UNITS_OF_OTHERS or day > 31 or lexemes[at + 1].text == "月份"):
        return None
    return _found(days.on_month_day(month, day, today), end)


def _punctuated(lexemes: Lexemes, at: int, today: date) -> Found | None:
    """2026-06-05, 2026.6.5, 6/5, 6.5, 06-05."""
    mark = tag_at(lexemes, at + 1)
    first, second, third = (_number(lexemes, at + step) for step in (0, 2, 4))
    if mark not in {Tag.DASH, Tag.SLASH, Tag.DOT} or first is None or second is None or not lexemes[at].text.isdigit():
        return None
    if len(lexemes[at].text) == _SHORTEST_YEAR and tag_at(lexemes, at + 3) is mark and third is not None:
        return _found(days.on_year_day(first, second, third, today), _after_day(lexemes, at + 5))
    return _month_mark_day(lexemes, at, first, second, today)


def _month_mark_day(lexemes: Lexemes, at: int, month: int, day: int, today: date) -> Found | None:
    end = _after_day(lexemes, at + 3)
    typed = (lexemes[at].text, lexemes[at + 2].text)
    if not (1 <= month <= 12 and 1 <= day <= 31) or tag_at(lexemes, end) in _UNITS_OF_OTHERS | {Tag.COLON}:
        return None
    if tag_at(lexemes, at + 1) is Tag.DASH and not all(len(number) == 2 for number in typed):
        return None
    if tag_at(lexemes, at + 1) is Tag.DOT and typed[1].startswith("0") and len(typed[1]) == 1:
        return None
    if max(len(number) for number in typed) > 2:
        return None
    return _found(days.on_month_day(month, day, today), end)


def _compact(lexemes: Lexemes, at: int, today: date) -> Found | None:
    """20260605, 0605."""
    text = lexemes[at].text
    if not text.isascii() or tag_at(lexemes, at + 1) in _UNITS_OF_OTHERS | {Tag.YEAR_UNIT, Tag.DASH}:
        return None
    if len(text) == 8 and text.startswith("20"):
        stated = days.on_year_day(int(text[:4]), int(text[4:6]), int(text[6:]), today)
    elif len(text) == 4 and (at == 0 or lexemes[at - 1].tag in {Tag.NEWLINE, Tag.SPACE}) and text[0] in "01":
        stated = days.on_month_day(int(text[:2]), int(text[2:]), today)
    else:
        return None
    return _found(stated, at + 1) if stated.day else None


def _day_alone(lexemes: Lexemes, at: int, today: date) -> Found | None:
    day = _number(lexemes, at)
    if day is None or tag_at(lexemes, at + 1) is not Tag.DAY_UNIT or not 1 <= day <= 31:
        return None
    return _found(days.on_day(day, today), at + 2)


def _ago(lexemes: Lexemes, at: int, today: date) -> Found | None:
    number = _number(lexemes, at)
    if number is None or tag_at(lexemes, at + 1) is not Tag.SPAN_UNIT or tag_at(lexemes, at + 2) is not Tag.AGO:
        return None
    length = lexemes[at + 1].value
    if not isinstance(length, int) or number > 400:
        return Dates(first=None, vague=True), at + 3
    return _found(days.from_today(-number * length, today), at + 3)


def _relative(lexemes: Lexemes, at: int, today: date) -> Found | None:
    word = lexemes[at].value
    if not isinstance(word, DayWord):
        return None
    return Dates(
        first=today + timedelta(days=word.offset), part=word.part, ahead=word.offset > 0, weak=word.weak
    ), at + 1


def _in_week(lexemes: Lexemes, at: int, today: date) -> Found | None:
    shift, weekday = lexemes[at].value, _weekday_at(lexemes, at + 1)
    if weekday is None or not isinstance(shift, int):
        return None
    return _found(days.in_week(shift, weekday, today), at + 2)


def _weekday_at(lexemes: Lexemes, at: int) -> int | None:
    if at >= len(lexemes):
        return None
    lexeme = lexemes[at]
    if lexeme.tag is Tag.WEEKDAY and isinstance(lexeme.value, int):
        return lexeme.value
    if lexeme.text in {"日", "天"}:
        return 6
    number = _number(lexemes, at)
    return number - 1 if number is not None and 1 <= number <= 6 and len(lexeme.text) == 1 else None


def _weekday(lexemes: Lexemes, at: int, today: date) -> Found | None:
    weekday = lexemes[at].value
    return _found(days.on_weekday(weekday, today), at + 1) if isinstance(weekday, int) else None


def _in_month(lexemes: Lexemes, at: int, today: date) -> Found | None:
    shift = lexemes[at].value
    at = (
        at + 2
        if tag_at(lexemes, at + 1) is not Tag.NUMBER and lexemes[at + 1 : at + 2] and lexemes[at + 1].text in "的,"
        else at + 1
    )
    day = _number(lexemes, at)
    if day is None or tag_at(lexemes, at + 1) is not Tag.DAY_UNIT or not isinstance(shift, int):
        return None
    return _found(days.in_month(shift, day, today), at + 2)


def _in_year(lexemes: Lexemes, at: int, today: date) -> Found | None:
    shift = lexemes[at].value
    at = at + 2 if lexemes[at + 1 : at + 2] and lexemes[at + 1].text == "的" else at + 1
    return _month_day_of(lexemes, at, today.year + shift, today) if isinstance(shift, int) else None


_FESTIVAL_TAILS = {
    "当天": 0,
    "那天": 0,
    "当日": 0,
    "前一天": -1,
    "前一日": -1,
    "前日": -1,
    "前夕": -1,
    "前夜": -1,
    "后一天": 1,
    "次日": 1,
    "第二天": 1,
}


def _festival(lexemes: Lexemes, at: int, today: date) -> Found | None:
    follower = lexemes[at + 1] if at + 1 < len(lexemes) else None
    if follower is None:
        return None
    stated = days.on_festival(lexemes[at].text, today)
    if follower.tag is Tag.PART:
        return _found(stated, at + 1)
    shift = _FESTIVAL_TAILS.get(follower.text)
    if shift is None or stated.day is None:
        return None
    return _found(Stated(stated.day + timedelta(days=shift)), at + 2)


def _vague(lexemes: Lexemes, at: int, today: date) -> Found | None:
    return Dates(first=None, vague=True), at + 1


_RULES: dict[Tag, Callable[[Lexemes, int, date], Found | None]] = {
    Tag.NUMBER: _numeric,
    Tag.DAY: _relative,
    Tag.WEEK: _in_week,
    Tag.WEEKDAY: _weekday,
    Tag.MONTH: _in_month,
    Tag.YEAR: _in_year,
    Tag.FESTIVAL: _festival,
    Tag.VAGUE: _vague,
}


def _with_weekday(lexemes: Lexemes, dates: Dates, end: int) -> Found:
    """The weekday beside a date, in brackets or not, adds nothing."""
    if (
        tag_at(lexemes, end) is Tag.OPEN
        and tag_at(lexemes, end + 1) is Tag.WEEKDAY
        and tag_at(lexemes, end + 2) is Tag.CLOSE
    ):
        return dates, end + 3
    if tag_at(lexemes, end) is Tag.WEEKDAY and dates.first is not None:
        return dates, end + 1
    return dates, end


def _range(lexemes: Lexemes, dates: Dates, end: int, today: date) -> Found | None:
    mark = lexemes[end] if end < len(lexemes) else None
    if mark is None or dates.first is None or not (mark.tag is Tag.DASH or mark.text in _RANGE_WORDS):
        return None
    last = _partial(lexemes, end + 1, dates.first, today)
    if last is None or not dates.first < last[0] <= dates.first + timedelta(days=62):
        return None
    return replace(dates, last=last[0]), last[1]


def _list(lexemes: Lexemes, dates: Dates, end: int, today: date) -> Found | None:
    if dates.first is None:
        return None
    more: list[date] = []
    while end < len(lexemes) and (lexemes[end].tag is Tag.PAUSE or lexemes[end].text in {"和", "及"}):
        part = _partial(lexemes, end + 1, more[-1] if more else dates.first, today)
        if part is None or (not more and lexemes[end].text == "和" and part[1] == end + 2):
            break
        more.append(part[0])
        end = part[1]
    return (replace(dates, more=tuple(more)), end) if more else None


def _partial(lexemes: Lexemes, at: int, before: date, today: date) -> tuple[date, int] | None:
    """A date that may leave out what the one before has said."""
    if at >= len(lexemes):
        return None
    day = _number(lexemes, at)
    if day is not None and tag_at(lexemes, at + 1) is Tag.DAY_UNIT:
        found = days.day_of(before.year, before.month, day)
        return (found, at + 2) if found else None
    weekday = _weekday_at(lexemes, at) if lexemes[at].tag is Tag.WEEKDAY else None
    if weekday is not None:
        return before + timedelta(days=(weekday - before.weekday()) % 7), at + 1
    rule = _RULES.get(lexemes[at].tag)
    found_dates = rule(lexemes, at, today) if rule else None
    if found_dates and found_dates[0].first:
        return found_dates[0].first, found_dates[1]
    return None


def is_date(lexeme: Lexeme) -> bool:
    """Whether a lexeme is a word of days."""
    return lexeme.tag in {Tag.DAY, Tag.WEEK, Tag.WEEKDAY, Tag.MONTH, Tag.YEAR, Tag.VAGUE}
