"""One day as people write it.

date      := full | month_day | month_word day | day | relative | weekday | ago | last | festival | vague
full      := NUMBER 年 month_day | YEAR [的] month_day | NUMBER (- | / | .) NUMBER (- | / | .) NUMBER | yyyymmdd
month_day := NUMBER 月 NUMBER [日 | 号] | NUMBER (/ | . | -) NUMBER [日 | 号]
day       := NUMBER (日 | 号)
relative  := DAY
weekday   := WEEK (WEEKDAY | NUMBER | 日 | 天) | WEEKDAY
ago       := NUMBER (天 | 周 | 个星期) 前
last      := (MONTH | NUMBER 月 | YEAR) [的] 最后一天
nth       := (MONTH | NUMBER 月) [的] (第 NUMBER | 最后一) 个 WEEKDAY
moon      := MOON … (lunar_days.py)
festival  := FESTIVAL (当天 | 那天 | PART | 前一天 | 前夕 | 次日)
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from handlers.grammar import days
from handlers.grammar.date_values import Dates, Scope
from handlers.grammar.days import Stated
from handlers.grammar.festival_days import is_time_of_verb, tail_behind
from handlers.grammar.lexeme import Lexemes, Tag, TagName, number_at, tag_at, text_at
from handlers.grammar.lunar_days import read_moon_day
from handlers.grammar.nth_weekdays import is_numbered, nth_weekday_at
from handlers.grammar.numbers import MYRIADS
from handlers.grammar.time_words import DayOfWeek, DayWord

Found = tuple[Dates, int]
Rule = Callable[[Lexemes, int, Scope], Found | None]
UNITS_OF_OTHERS = frozenset(
    {Tag.HEADS, Tag.UNIT, Tag.MONEY, Tag.HOUR_UNIT, Tag.SPAN_UNIT, Tag.MINUTE_UNIT, Tag.MONTH_UNIT}
)
_YEAR_DIGITS, _DAY_DIGITS, _MONTH_DAY_DIGITS, _MOST_DIGITS = 4, 8, 4, 2
_MONTHS, _DAYS, _SUNDAY, _SATURDAY = 12, 31, 6, 6
_CENTURY, _FIRST_YEAR_OF_IT = 100, 2000
_TOO_LONG_AGO = 400
_ROOMS = ("会议室", "教室", "楼", "厅", "馆")


def read_date(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    """The date that starts here, and where it ends."""
    rule = _RULES.get(lexemes[at].tag)
    return rule(lexemes, at, scope) if rule else None


def weekday_at(lexemes: Lexemes, at: int) -> int | None:
    """The weekday (Monday is 0) that a lexeme names, alone or behind a word for a week."""
    if at >= len(lexemes):
        return None
    lexeme = lexemes[at]
    if lexeme.tag is Tag.WEEKDAY and isinstance(lexeme.value, int):
        return lexeme.value
    if lexeme.text in {"日", "天"}:
        return _SUNDAY
    number = number_at(lexemes, at)
    return number - 1 if number is not None and 1 <= number <= _SATURDAY and len(lexeme.text) == 1 else None


def _found(stated: Stated, end: int) -> Found:
    return Dates(first=stated.day, soon=stated.soon, ahead=stated.ahead), end


def _after_day(lexemes: Lexemes, at: int) -> int:
    return at + 1 if tag_at(lexemes, at) is Tag.DAY_UNIT else at


def _after_of(lexemes: Lexemes, at: int) -> int:
    return at + 1 if text_at(lexemes, at) == "的" else at


def _numeric(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    if text_at(lexemes, at - 1) in {"第", "."}:
        return None
    for rule in _NUMERIC.get(tag_at(lexemes, at + 1), (_compact,)):
        if found := rule(lexemes, at, scope):
            return found
    return None


def _with_year(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    year = number_at(lexemes, at)
    if year is None or tag_at(lexemes, at + 1) is not Tag.YEAR_UNIT:
        return None
    return _month_day_of(lexemes, at + 2, year if year >= _CENTURY else _FIRST_YEAR_OF_IT + year, scope)


def _month_day_of(lexemes: Lexemes, at: int, year: int, scope: Scope) -> Found | None:
    month, day = number_at(lexemes, at), number_at(lexemes, at + 2)
    if tag_at(lexemes, at + 1) not in {Tag.MONTH_UNIT, Tag.DOT, Tag.SLASH, Tag.DASH} or month is None or day is None:
        return None
    return _found(days.on_year_day(year, month, day, scope.today), _after_day(lexemes, at + 3))


def _month_and_day(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    month, day = number_at(lexemes, at), number_at(lexemes, at + 2)
    if tag_at(lexemes, at + 1) is not Tag.MONTH_UNIT or month is None or day is None:
        return None
    end = _after_day(lexemes, at + 3)
    if end == at + 3 and (tag_at(lexemes, end) in UNITS_OF_OTHERS or day > _DAYS or text_at(lexemes, at + 1) == "月份"):
        return None
    return _found(days.on_month_day(month, day, scope.today), end)


def _last_of_month(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    month, last = number_at(lexemes, at), _after_of(lexemes, at + 2)
    if month is None or tag_at(lexemes, at + 1) is not Tag.MONTH_UNIT or tag_at(lexemes, last) is not Tag.LAST:
        return None
    return _found(days.on_last_of(month, scope.today), last + 1) if 1 <= month <= _MONTHS else None


def _nth_of_month(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    month, nth = number_at(lexemes, at), nth_weekday_at(lexemes, _after_of(lexemes, at + 2))
    if month is None or tag_at(lexemes, at + 1) is not Tag.MONTH_UNIT or nth is None or not 1 <= month <= _MONTHS:
        return None
    year = scope.today.year - (month > scope.today.month)
    return _found(days.on_nth(year, month, nth.number, nth.weekday, scope.today), nth.end)


def _punctuated(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    """2026-06-05, 2026.6.5, 6/5, 6.5, 06-05."""
    mark = tag_at(lexemes, at + 1)
    first, second, third = (number_at(lexemes, at + step) for step in (0, 2, 4))
    if mark not in {Tag.DASH, Tag.SLASH, Tag.DOT} or first is None or second is None or not lexemes[at].text.isascii():
        return None
    if (
        len(lexemes[at].text) in {2, _YEAR_DIGITS}
        and tag_at(lexemes, at + 3) is mark
        and third is not None
        and first > _DAYS - 12
    ):
        year = first if first >= _CENTURY else _FIRST_YEAR_OF_IT + first
        return _found(days.on_year_day(year, second, third, scope.today), _after_day(lexemes, at + 5))
    return _month_mark_day(lexemes, at, first, second, scope)


def _month_mark_day(lexemes: Lexemes, at: int, month: int, day: int, scope: Scope) -> Found | None:
    end = _after_day(lexemes, at + 3)
    digits = (len(lexemes[at].text), len(lexemes[at + 2].text))
    if not (1 <= month <= _MONTHS and 1 <= day <= _DAYS) or tag_at(lexemes, end) in UNITS_OF_OTHERS | {Tag.COLON}:
        return None
    if text_at(lexemes, end) in MYRIADS:  # 1.2万元
        return None
    if max(digits) > _MOST_DIGITS or (tag_at(lexemes, at + 1) is Tag.DASH and digits[1] < _MOST_DIGITS):
        return None
    return _found(days.on_month_day(month, day, scope.today), end)


def _compact(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    """20260605, 0605."""
    text = lexemes[at].text
    if not text.isascii() or tag_at(lexemes, at + 1) in UNITS_OF_OTHERS | {Tag.YEAR_UNIT, Tag.DASH}:
        return None
    if len(text) == _DAY_DIGITS and text.startswith("20"):
        stated = days.on_year_day(int(text[:4]), int(text[4:6]), int(text[6:]), scope.today)
    elif (
        len(text) == _MONTH_DAY_DIGITS and text[0] in "01" and tag_at(lexemes, at - 1) in {None, Tag.NEWLINE, Tag.SPACE}
    ):
        stated = days.on_month_day(int(text[:2]), int(text[2:]), scope.today)
    else:
        return None
    return _found(stated, at + 1) if stated.day else None


def _day_alone(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    day = number_at(lexemes, at)
    if day is None or tag_at(lexemes, at + 1) is not Tag.DAY_UNIT or not 1 <= day < _CENTURY:
        return None
    if tag_at(lexemes, at - 1) is Tag.CLOSE or text_at(lexemes, at - 1).endswith("字"):
        return None
    if text_at(lexemes, at + 1) == "号" and text_at(lexemes, at + 2).endswith(_ROOMS):  # 三号会议室
        return None
    return _found(_day_within(day, scope) if day <= _DAYS else Stated(None), at + 2)


def _day_within(day: int, scope: Scope) -> Stated:
    within = scope.within
    if within and within.month is not None:
        return days.on_month_day(within.month, day, scope.today)
    if within and within.months is not None:
        return days.in_month(within.months, day, scope.today)
    return days.on_day(day, scope.today)


def _ago(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    number = number_at(lexemes, at)
    if number is None or tag_at(lexemes, at + 1) is not Tag.SPAN_UNIT or tag_at(lexemes, at + 2) is not Tag.AGO:
        return None
    length = lexemes[at + 1].value
    if not isinstance(length, int) or number > _TOO_LONG_AGO:
        return Dates(first=None, vague=True), at + 3
    return _found(days.from_today(-number * length, scope.today), at + 3)


def _relative(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    word = lexemes[at].value
    if not isinstance(word, DayWord):
        return None
    day = scope.today + timedelta(days=word.offset)
    return Dates(first=day, part=word.part, ahead=word.offset > 0, weak=word.weak), at + 1


def _in_week(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    named = lexemes[at].value
    if isinstance(named, DayOfWeek):
        return _found(days.in_week(named.week, named.day, scope.today), at + 1)
    weekday_stands = _after_of(lexemes, at + 1)
    shift, weekday = lexemes[at].value, weekday_at(lexemes, weekday_stands)
    if weekday is None or not isinstance(shift, int) or tag_at(lexemes, weekday_stands + 1) in {Tag.HEADS, Tag.UNIT}:
        return None
    return _found(days.in_week(shift, weekday, scope.today), weekday_stands + 1)


def _weekday(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    weekday = lexemes[at].value
    if not isinstance(weekday, int) or is_numbered(lexemes, at):
        return None
    if scope.within and scope.within.weeks is not None:
        return _found(days.in_week(scope.within.weeks, weekday, scope.today), at + 1)
    return _found(days.on_weekday(weekday, scope.today), at + 1)


def _in_month(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    shift, at = lexemes[at].value, _after_of(lexemes, at + 1)
    if not isinstance(shift, int):
        return None
    if tag_at(lexemes, at) is Tag.LAST:
        return _found(days.on_last_of_month(shift, scope.today), at + 1)
    if nth := nth_weekday_at(lexemes, at):
        return _found(
            days.on_nth(scope.today.year, scope.today.month + shift, nth.number, nth.weekday, scope.today), nth.end
        )
    day = number_at(lexemes, at)
    if day is None or tag_at(lexemes, at + 1) is not Tag.DAY_UNIT:
        return None
    return _found(days.in_month(shift, day, scope.today), at + 2)


def _in_year(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    shift, at = lexemes[at].value, _after_of(lexemes, at + 1)
    if not isinstance(shift, int):
        return None
    year = scope.today.year + shift
    if tag_at(lexemes, at) is Tag.LAST:
        return _found(days.on_year_day(year, _MONTHS, _DAYS, scope.today), at + 1)
    if tag_at(lexemes, at) is Tag.FESTIVAL and tail_behind(lexemes, at + 1):
        return _festival_of(lexemes, at, days.in_year(lexemes[at].text, year, scope.today))
    return _month_day_of(lexemes, at, year, scope)


def _festival(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    stated = days.on_festival(lexemes[at].text, scope.today)
    found = _festival_of(lexemes, at, stated)
    if found is None and stated.day and is_time_of_verb(lexemes, at):
        return Dates(first=stated.day, weak=True), at + 1
    return found


def _festival_of(lexemes: Lexemes, at: int, stated: Stated) -> Found | None:
    tail = tail_behind(lexemes, at + 1)
    if tail is None or stated.day is None:
        return None
    shift, end = tail
    return _found(Stated(stated.day + timedelta(days=shift)), end)


def _last(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:  # noqa: ARG001 - a rule like the others
    """The last day of the month that was named before."""
    within = scope.within
    if within is None or (within.month is None and within.months is None):
        return None
    stated = (
        days.on_last_of(within.month, scope.today)
        if within.month
        else days.on_last_of_month(within.months or 0, scope.today)
    )
    return _found(stated, at + 1)


def _january(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    day = number_at(lexemes, at + 1)
    return _found(days.on_month_day(1, day, scope.today), _after_day(lexemes, at + 2)) if day else None


def _vague(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:  # noqa: ARG001 - a rule like the others
    return Dates(first=None, vague=True), at + 1


_NUMERIC: dict[TagName | None, Sequence[Rule]] = {
    Tag.YEAR_UNIT: (_with_year,),
    Tag.MONTH_UNIT: (_month_and_day, _last_of_month, _nth_of_month),
    Tag.DASH: (_punctuated,),
    Tag.SLASH: (_punctuated, _compact),
    Tag.DOT: (_punctuated, _compact),
    Tag.DAY_UNIT: (_compact, _day_alone),
    Tag.SPAN_UNIT: (_ago,),
}
"""The rules for a number, by what stands behind it."""
_RULES: dict[TagName, Rule] = {
    Tag.NUMBER: _numeric,
    Tag.DAY: _relative,
    Tag.WEEK: _in_week,
    Tag.WEEKDAY: _weekday,
    Tag.MONTH: _in_month,
    Tag.YEAR: _in_year,
    Tag.JANUARY: _january,
    Tag.LAST: _last,
    Tag.FESTIVAL: _festival,
    Tag.MOON: read_moon_day,
    Tag.VAGUE: _vague,
}
BEGINS_DATE = frozenset(_RULES)
