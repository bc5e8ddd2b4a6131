"""From one day to another.

range   := first [part | clock] (- | 至 | 到 | 一直到) partial | 从 first VERB 到 partial [part | clock] | first 至今 | first BEGIN [,] last END | NUMBER - first
lasting := first (起 | 开始) words NUMBER 天 | NUMBER 天 words first (起 | 开始)
partial := date | NUMBER (日 | 号) | WEEKDAY: what the first day has said may be left out
"""

from dataclasses import replace
from datetime import date, timedelta

from handlers.grammar.days import days
from handlers.grammar.days.date_rules import read_date, weekday_at
from handlers.grammar.days.numeric_dates import UNITS_OF_OTHERS, Found
from handlers.grammar.lexicon.date_values import Dates, Scope
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexicon.times import read_times

_RANGE_WORDS = frozenset({"至", "到"})
_ON_TO = frozenset({"一直", "直", "持续", "延续"})
_SINCE, _SINCE_WHEN = "至今", frozenset({"从", "自"})
_DAYS_LONG, FAR = frozenset({"天", "日"}), 14
_FROM = frozenset({"开始", "起"})
_BEGUN = (*_FROM, "开班", "报", "班", "去", "出发")
_OPENED = frozenset({"开班", "开训", "开课"})
_ENDED = ("结束", "结业", "结课", "返", "回来", "闭", "完", "止", "截止")
_OVER = frozenset({"结束", "结束了", "结业", "结业了", "结训"})
_LASTING = frozenset({"连", "连着", "连续", "接连", "一", "一连", "历", "时", "为", "期", "共", "总共", "了", ","})
_RUNNING, _GOING_ON = _FROM | _LASTING, _FROM | _ON_TO
_MAY_COUNT = "到"
"""4.12到14: until the 14th, or 14 were there."""
_UNITS = UNITS_OF_OTHERS | {Tag.COLON, Tag.DOT, Tag.SLASH, Tag.DASH}
_LONGEST, _WEEK = timedelta(days=62), timedelta(days=7)
_FURTHER, _NEAR, _NEARER, _MOST_DAYS = 12, 6, 3, 31


def read_range(lexemes: Lexemes, at: int, dates: Dates, end: int, scope: Scope) -> Found | None:
    """The days from one that starts at `at` and ends at `end` to another, and where the words end."""
    if dates.first is None:
        return None
    last = (
        _named_last(lexemes, at, end, dates.first, scope)
        or _begun_and_ended(lexemes, end, dates.first, scope)
        or _lasting(lexemes, at, end, dates.first)
    )
    if last is None or not dates.first < last[0] <= dates.first + _LONGEST:
        return None
    if lexemes[at].tag is Tag.WEEKDAY and dates.first <= scope.today < last[0] and scope.within is None:
        return replace(dates, first=dates.first - _WEEK, last=last[0] - _WEEK, soon=dates.first), last[1]
    soon = None if last[0] == scope.today else dates.soon
    return replace(dates, last=last[0], soon=soon), last[1]


def read_partial(lexemes: Lexemes, at: int, before: date, scope: Scope) -> tuple[date, int] | None:
    """A date that may leave out what the one before has said."""
    day = number_at(lexemes, at)
    if day is not None and tag_at(lexemes, at + 1) is Tag.DAY_UNIT:
        found = days.day_of(before.year, before.month, day)
        return (found, at + 2) if found else None
    weekday = weekday_at(lexemes, at) if tag_at(lexemes, at) is Tag.WEEKDAY else None
    if weekday is not None:
        return before + timedelta(days=(weekday - before.weekday()) % 7), at + 1
    stated = read_date(lexemes, at, scope) if at < len(lexemes) else None
    return (stated[0].first, stated[1]) if stated and stated[0].first else None


def _named_last(lexemes: Lexemes, at: int, end: int, first: date, scope: Scope) -> tuple[date, int] | None:
    if text_at(lexemes, end) == _SINCE:
        return scope.today, end + 1 + (text_at(lexemes, end + 1) in _DAYS_LONG)
    past = _past_hours(lexemes, end)
    mark = past + _goes_on(lexemes, at, past)
    if not (tag_at(lexemes, mark) is Tag.DASH or text_at(lexemes, mark) in _RANGE_WORDS):
        return None
    last = read_partial(lexemes, mark + 1, first, scope)
    if last is not None:
        return last[0], _past_hours(lexemes, last[1]) if past > end else last[1]
    return _bare_end(lexemes, mark + 1, first) if past == end else None


def _goes_on(lexemes: Lexemes, at: int, end: int) -> bool:
    """8号开始到10号; 从8号学到10号: a word between the days that only tells that it went on."""
    if text_at(lexemes, end) in _GOING_ON:
        return True
    since = text_at(lexemes, at - 1) in _SINCE_WHEN and text_at(lexemes, end + 1) in _RANGE_WORDS
    return since and tag_at(lexemes, end) in {Tag.HOLD, Tag.CONTENT}


def _past_hours(lexemes: Lexemes, at: int) -> int:
    """Past the part of the day or the hour at which a range of days begins or ends."""
    if tag_at(lexemes, at) not in {Tag.PART, Tag.NUMBER}:
        return at
    clock = read_times(lexemes, at)
    if clock:
        return clock[1] if clock[0].last is None else at
    return at + (tag_at(lexemes, at) is Tag.PART)


def _bare_end(lexemes: Lexemes, at: int, first: date) -> tuple[date, int] | None:
    """The 25 of 4月21-25 and 9.21-25, where the month stands before the first day and no unit behind the last."""
    day = number_at(lexemes, at)
    if day is not None and _is_so_long(lexemes, at, day - first.day + 1):
        found = days.day_of(first.year, first.month, day)
        return (found, at + 1) if found else None
    named = at > 3 and (
        tag_at(lexemes, at - 2) is Tag.DAY_UNIT or tag_at(lexemes, at - 3) in {Tag.MONTH_UNIT, Tag.DOT, Tag.SLASH}
    )
    if day is None or not named or text_at(lexemes, at - 1) in _MAY_COUNT or tag_at(lexemes, at + 1) in _UNITS:
        return None
    found = days.day_of(first.year, first.month, day)
    return (found, at + 1) if found else None


def _is_so_long(lexemes: Lexemes, at: int, length: int) -> bool:
    """培训了三天,5月24到26: the days from the first to the last are as many as were told."""
    return any(_days_told(lexemes, here) == length for here in range(max(at - FAR, 0), at - 1))


def _begun_and_ended(lexemes: Lexemes, end: int, first: date, scope: Scope) -> tuple[date, int] | None:
    """16日开班,20日结业."""
    word, following = text_at(lexemes, end), text_at(lexemes, end + 1)
    opened = following == "开" and following + text_at(lexemes, end + 2) in _OPENED  # 读书班开班
    if not (opened or word.startswith(_BEGUN) or following.startswith(_BEGUN)):
        return None
    for here in range(end + 1, min(end + _FURTHER, len(lexemes))):
        last = read_partial(lexemes, here, first, scope)
        if last:
            behind = _past_hours(lexemes, last[1])
            return last if (text_at(lexemes, behind) + text_at(lexemes, behind + 1)).startswith(_ENDED) else None
    return None


def read_reversed(lexemes: Lexemes, dates: Dates, end: int, scope: Scope) -> Found | None:
    """今天培训结束,6月15号开始的: the last day told before the first."""
    behind = [lexeme.text for lexeme in lexemes[end : end + _NEARER]]
    if _OVER.isdisjoint(behind):
        return None
    ended = end + next(at for at, text in enumerate(behind) if text in _OVER)
    if dates.first is None or tag_at(lexemes, ended + 1) is not Tag.COMMA:
        return None
    began = read_date(lexemes, ended + 2, scope)
    if began is None or not text_at(lexemes, began[1]).startswith(_BEGUN):
        return None
    first, last = began[0].first, dates.first
    return (Dates(first=first, last=last), began[1] + 1) if first and last - _LONGEST <= first < last else None


def _lasting(lexemes: Lexemes, at: int, end: int, first: date) -> tuple[date, int] | None:
    """3月11日起连着三天; 为期三天,5月11日起."""
    starts = text_at(lexemes, end) in _FROM or _is_told_before(lexemes, at - (tag_at(lexemes, at - 1) is Tag.COMMA))
    here = end
    while text_at(lexemes, here) in _RUNNING and here < end + _NEAR:
        here += 1
    if here == end and not starts:
        return None
    joined = {text_at(lexemes, n) for n in range(end, here)} - {",", "了"}
    number = _days_told(lexemes, here) if joined else None
    if number is None and starts:
        here = end - 1
        number = next((n for back in range(max(at - FAR, 0), at) if (n := _days_told(lexemes, back))), None)
    return (
        (first + timedelta(days=number - 1), max(here + 2, end + (text_at(lexemes, end) in _FROM))) if number else None
    )


def _is_told_before(lexemes: Lexemes, at: int) -> bool:
    """为期两天 right before the first of them."""
    return text_at(lexemes, at - 3) == "期" and _days_told(lexemes, at - 2) is not None


def _days_told(lexemes: Lexemes, at: int) -> int | None:
    """How many days, where a number of days stands."""
    number = number_at(lexemes, at)
    told = number is not None and 1 < number <= _MOST_DAYS and text_at(lexemes, at + 1) in _DAYS_LONG
    return number if told and tag_at(lexemes, at + 1) is not Tag.DAY_UNIT else None
