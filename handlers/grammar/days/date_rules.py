"""One day as people write it.

date      := numeric (numeric_dates.py) | full | relative | weekday | last | festival | vague
full      := YEAR [的] month_day
relative  := DAY
weekday   := WEEK [的] (WEEKDAY | NUMBER | 日 | 天 | 今天) | WEEKDAY
last      := (MONTH | NUMBER 月 | YEAR | SEASON) [的] 最后一天
nth       := (MONTH | NUMBER 月) [的] (第 NUMBER | 最后一) 个 WEEKDAY
moon      := MOON … (lunar_days.py)
festival  := FESTIVAL (当天 | 那天 | PART | 前一天 | 前夕 | 次日)
"""

from datetime import timedelta

from handlers.grammar.days import days
from handlers.grammar.days.days import Stated
from handlers.grammar.days.festival_days import is_time_of_verb, is_told_on_its_day, tail_behind
from handlers.grammar.days.lunar_days import read_moon_day
from handlers.grammar.days.nth_weekdays import is_numbered, nth_weekday_at
from handlers.grammar.days.numeric_dates import (
    Found,
    Rule,
    after_day,
    after_of,
    found_on,
    hours_ago,
    month_day_of,
    read_numeric,
)
from handlers.grammar.lexicon.date_values import Dates, Scope
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, TagName, number_at, tag_at, text_at
from handlers.grammar.lexicon.time_words import DayOfWeek, DayWord

_SUNDAY, _SATURDAY = 6, 6
_PLAIN_NUMBERS = frozenset("一二三四五六123456")
_MONTHS, _DAYS = 12, 31

_RECENT, _MATTERS = (
    frozenset({"近期", "近日"}),
    ("工作", "思想", "表现", "情况", "状态", "生活", "学习情况", "任务", "重点"),
)
"""近期工作: of what time something is, and no day on which it was done."""
_TODAY, _AROUND = "今天", "前后"
_COUNTED = frozenset({"次", "场", "回", "个", "位", "名", "堂", "项"})
_EVES = frozenset({"夕", "前夕"})
_FIRST_DAY = frozenset({"第一天", "头一天", "第1天"})


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
    plain = lexeme.text in _PLAIN_NUMBERS  # 上周陆海峰: a family's name is no six
    return number - 1 if number is not None and 1 <= number <= _SATURDAY and plain else None


def _relative(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    word = lexemes[at].value
    if not isinstance(word, DayWord):
        return None
    day = scope.today + timedelta(days=word.offset)
    return Dates(first=day, part=word.part, ahead=word.offset > 0, weak=word.weak), at + 1


def _in_week(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    named = lexemes[at].value
    if isinstance(named, DayOfWeek) and text_at(lexemes, at + 1) in _COUNTED:
        return None  # 本周三次活动
    if isinstance(named, DayOfWeek):
        return found_on(days.in_week(named.week, named.day, scope.today), at + 1)
    weekday_stands = after_of(lexemes, at + 1)
    shift, weekday = lexemes[at].value, weekday_at(lexemes, weekday_stands)
    if text_at(lexemes, weekday_stands) == _TODAY and shift != 0:
        weekday = scope.today.weekday()
    if weekday is None or not isinstance(shift, int) or tag_at(lexemes, weekday_stands + 1) in {Tag.HEADS, Tag.UNIT}:
        return None
    return found_on(days.in_week(shift, weekday, scope.today), weekday_stands + 1)


def _weekday(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    weekday = lexemes[at].value
    if not isinstance(weekday, int) or is_numbered(lexemes, at):
        return None
    if scope.within and scope.within.weeks is not None:
        return found_on(days.in_week(scope.within.weeks, weekday, scope.today), at + 1)
    return found_on(days.on_weekday(weekday, scope.today), at + 1)


def _in_month(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    shift, at = lexemes[at].value, after_of(lexemes, at + 1)
    if not isinstance(shift, int):
        return None
    if tag_at(lexemes, at) is Tag.LAST:
        return found_on(days.on_last_of_month(shift, scope.today), at + 1)
    if named := _first_or_same(lexemes, at, scope.today.day):
        return found_on(days.in_month(shift, named[0], scope.today), named[1])
    if nth := nth_weekday_at(lexemes, at):
        return found_on(
            days.on_nth(scope.today.year, scope.today.month + shift, nth.number, nth.weekday, scope.today), nth.end
        )
    day = number_at(lexemes, at)
    listed = tag_at(lexemes, at + 1) is Tag.PAUSE and tag_at(lexemes, at + 2) is Tag.NUMBER
    if day is None or not (listed or tag_at(lexemes, at + 1) is Tag.DAY_UNIT):
        return None
    return found_on(days.in_month(shift, day, scope.today), at + (1 if listed else 2))


def _in_season(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    """The last day of a quarter: 一季度最后一天."""
    quarter, last = lexemes[at].value, after_of(lexemes, at + 1)
    if not isinstance(quarter, int) or tag_at(lexemes, last) is not Tag.LAST:
        return None
    return found_on(days.on_last_of(3 * quarter, scope.today), last + 1)


def _first_or_same(lexemes: Lexemes, at: int, today: int) -> tuple[int, int] | None:
    """The number of the day in 上月第一天, 上个月的今天, and where the words end."""
    if text_at(lexemes, at) == _TODAY:
        return today, at + 1
    text = ""
    for here in range(at, min(at + 3, len(lexemes))):
        text += lexemes[here].text
        if text in _FIRST_DAY:
            return 1, here + 1
    return None


def _in_year(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    shift, at = lexemes[at].value, after_of(lexemes, at + 1)
    if not isinstance(shift, int):
        return None
    year = scope.today.year + shift
    if tag_at(lexemes, at) is Tag.LAST:
        return found_on(days.on_year_day(year, _MONTHS, _DAYS, scope.today), at + 1)
    if text_at(lexemes, at) == _TODAY:
        return found_on(days.on_year_day(year, scope.today.month, scope.today.day, scope.today), at + 1)
    if nth := nth_weekday_at(lexemes, at):
        return (
            found_on(days.on_nth(year, _MONTHS, nth.number, nth.weekday, scope.today), nth.end)
            if nth.number < 0
            else None
        )
    if tag_at(lexemes, at) is Tag.FESTIVAL and tail_behind(lexemes, at + 1):
        return _festival_of(lexemes, at, days.in_year(lexemes[at].text, year, scope.today), scope)
    return month_day_of(lexemes, at, year, scope)


def _festival(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    stated = days.on_festival(lexemes[at].text, scope.today)
    found = _festival_of(lexemes, at, stated, scope)
    told_today = stated.day == scope.today and is_told_on_its_day(lexemes, at)
    if found is None and stated.day and (told_today or is_time_of_verb(lexemes, at)):
        return Dates(first=stated.day, soon=stated.soon, weak=True), at + 1
    return found


def _festival_of(lexemes: Lexemes, at: int, stated: Stated, scope: Scope) -> Found | None:
    tail = tail_behind(lexemes, at + 1)
    if tail is None or stated.day is None:
        return None
    shift, end = tail
    soon, eve = stated.soon and stated.soon + timedelta(days=shift), text_at(lexemes, end - 1) in _EVES
    if soon and soon <= scope.today:
        return Dates(first=soon, weak=eve), end  # 读书日前一天, said on that day
    return Dates(first=stated.day + timedelta(days=shift), soon=soon, weak=eve), end  # 七一前夕慰问,6月28日去的


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
    return found_on(stated, at + 1)


def _january(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    day = number_at(lexemes, at + 1)
    return found_on(days.on_month_day(1, day, scope.today), after_day(lexemes, at + 2)) if day else None


def _half_ago(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    return hours_ago(lexemes, at + 1, scope)


def _vague(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:  # noqa: ARG001 - a rule like the others
    if lexemes[at].text == _AROUND and tag_at(lexemes, at + 1) is Tag.NUMBER:
        return None  # 前后一个半钟头
    if lexemes[at].text in _RECENT and text_at(lexemes, at + 1).startswith(_MATTERS):
        return None  # 说了说近期工作
    return Dates(first=None, vague=True, weak=lexemes[at].value is not None), at + 1


_RULES: dict[TagName, Rule] = {
    Tag.NUMBER: read_numeric,
    Tag.HALF: _half_ago,
    Tag.DAY: _relative,
    Tag.WEEK: _in_week,
    Tag.WEEKDAY: _weekday,
    Tag.MONTH: _in_month,
    Tag.SEASON: _in_season,
    Tag.YEAR: _in_year,
    Tag.JANUARY: _january,
    Tag.LAST: _last,
    Tag.FESTIVAL: _festival,
    Tag.MOON: read_moon_day,
    Tag.VAGUE: _vague,
}
BEGINS_DATE = frozenset(_RULES)
