"""Days, ranges of days and lists of days.

dates   := date [weekday] [range | list]
range   := (- | 至 | 到) partial
list    := ((、 | 和 | 及) partial)+ [NUMBER 天] | NUMBER 天 ( partial (、 partial)+ ); days in a row with 、 are a range
partial := date | NUMBER (日 | 号) | NUMBER before another partial, in the month that went before
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from handlers.grammar import days
from handlers.grammar.date_rules import read_date, weekday_at
from handlers.grammar.date_values import Dates, Scope, Within
from handlers.grammar.lexeme import Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexer import lex
from handlers.grammar.normalise import normalise
from handlers.grammar.numeric_dates import UNITS_OF_OTHERS, Found

__all__ = ["Dates", "Within", "parse_date", "read_dates", "tag_at"]
_RANGE_WORDS = frozenset({"至", "到"})
_DAYS_LONG, _FAR = frozenset({"天", "日"}), 14
_BEGINNING, _FROM = frozenset({"开始", "起"}), frozenset({"从", "自"})
_MAY_COUNT = "到"
"""4.12到14: until the 14th, or 14 were there."""
_UNITS = UNITS_OF_OTHERS | {Tag.COLON, Tag.DOT, Tag.SLASH, Tag.DASH}
_JOINING = frozenset({"和", "及", "跟", "与", "同"})
_DEALING, _TIMES = ("分别", "依次", "先后"), frozenset({"次", "场", "回", "堂", "期"})
_AROUND = ("期间", "前几", "长假", "前后", "假期")
_LONGEST_RANGE = timedelta(days=62)


def parse_date(text: str, now: datetime) -> date | None:
    """The day that a bare answer names (昨天, 6月27日, 上周五); None where it names none or only vaguely."""
    lexemes = lex(normalise(text).text)
    exact = [dates for dates in _all_dates(lexemes, now.date()) if not dates.vague]
    if exact:
        return None if exact[0].last or exact[0].more else exact[0].first
    return _festival_in(lexemes, now.date())


def _festival_in(lexemes: Lexemes, today: date) -> date | None:
    """A festival by itself, of this year or another: 端午, 前年五一; not the days around it."""
    at = next((at for at, lexeme in enumerate(lexemes) if lexeme.tag is Tag.FESTIVAL), None)
    if at is None or any(word in lexeme.text for lexeme in lexemes[at + 1 :] for word in _AROUND):
        return None
    shift = lexemes[at - 1].value if tag_at(lexemes, at - 1) is Tag.YEAR else None
    if isinstance(shift, int):
        return days.in_year(lexemes[at].text, today.year + shift, today).day
    return days.on_festival(lexemes[at].text, today).day


def parse_coming_date(text: str, now: datetime) -> date | None:
    """The next day after today that a bare answer may name (周五, 28号, 明天); None where there is none."""
    named = (day for dates in _all_dates(lex(normalise(text).text), now.date()) for day in (dates.first, dates.soon))
    return next((day for day in named if day and day > now.date()), None)


def _all_dates(lexemes: Lexemes, today: date) -> Iterator[Dates]:
    at = 0
    while at < len(lexemes):
        found = read_dates(lexemes, at, today)
        at = found[1] if found else at + 1
        if found:
            yield found[0]


def read_dates(lexemes: Lexemes, at: int, today: date, within: Within | None = None) -> Found | None:
    """The dates that start here, and where they end."""
    scope = Scope(today=today, within=within)
    found = read_date(lexemes, at, scope)
    if found is None:
        return None
    dates, end = found[0], _past_weekday(lexemes, *found)
    if dates.first is None:
        return dates, end
    return _range(lexemes, at, dates, end, scope) or _list(lexemes, at, dates, end, scope) or (dates, end)


def _past_weekday(lexemes: Lexemes, dates: Dates, end: int) -> int:
    """The weekday beside a date, in brackets or not, adds nothing."""
    if [tag_at(lexemes, end + step) for step in range(3)] == [Tag.OPEN, Tag.WEEKDAY, Tag.CLOSE]:
        return end + 3
    return end + 1 if tag_at(lexemes, end) is Tag.WEEKDAY and dates.first is not None else end


def _range(lexemes: Lexemes, at: int, dates: Dates, end: int, scope: Scope) -> Found | None:
    end += _goes_on_until(lexemes, at, end)
    if dates.first is None or not (tag_at(lexemes, end) is Tag.DASH or text_at(lexemes, end) in _RANGE_WORDS):
        return None
    last = _partial(lexemes, end + 1, dates.first, scope) or _bare_end(lexemes, end + 1, dates.first)
    if last is None or not dates.first < last[0] <= dates.first + _LONGEST_RANGE:
        return None
    return replace(dates, last=last[0]), last[1]


def _goes_on_until(lexemes: Lexemes, at: int, end: int) -> bool:
    """8号开始到10号; 从8号学到10号: a word between the days that only tells that it went on."""
    if text_at(lexemes, end + 1) not in _RANGE_WORDS:
        return False
    lasted = text_at(lexemes, at - 1) in _FROM and tag_at(lexemes, end) in {Tag.HOLD, Tag.CONTENT}
    return lasted or text_at(lexemes, end) in _BEGINNING


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
    return any(
        lexemes[here].value == length and text_at(lexemes, here + 1) in _DAYS_LONG
        for here in range(max(at - _FAR, 0), at - 1)
    )


def _list(lexemes: Lexemes, at: int, dates: Dates, end: int, scope: Scope) -> Found | None:
    if dates.first is None:
        return None
    more = [dates.first]
    while tag_at(lexemes, end) is Tag.PAUSE or text_at(lexemes, end) in _JOINING:
        part = _partial(lexemes, end + 1, more[-1], scope) or _bare_day(lexemes, end + 1, more[-1])
        if part is None or part[0] > scope.today >= more[-1]:
            break  # 周一和周三, said on a Tuesday: the second is the latest of its name by itself
        more.append(part[0])
        end = part[1]
    if (
        len(more) == 1
        and (part := _partial(lexemes, end, dates.first, scope))
        and _counts_days(lexemes, part[1], 2)
        and dates.first < part[0] <= max(scope.today, dates.first)
    ):
        more, end = [dates.first, part[0]], part[1]
    if len(more) == 1:
        return None
    if more[0] < more[-1] and _counts_days(lexemes, end, len(more)):
        return replace(dates, last=more[-1]), end + 2
    if (
        tag_at(lexemes, at - 1) is Tag.OPEN
        and text_at(lexemes, at - 2) == "天"
        and tag_at(lexemes, at - 3) is Tag.NUMBER
        and more[0] < more[-1]
    ):
        return replace(dates, last=more[-1]), end
    if _are_in_a_row(more) and _are_one(lexemes, at, end):
        return replace(dates, last=more[-1]), end
    return replace(dates, more=tuple(more[1:])), end


def _are_in_a_row(named: Sequence[date]) -> bool:
    return all(last - first == timedelta(days=1) for first, last in pairwise(named))


def _are_one(lexemes: Lexemes, at: int, end: int) -> bool:
    """周二、周三培训, but not 周二和周三, nor 周二、周三各一次: each of these has its own."""
    joined = not any(lexeme.text in _JOINING for lexeme in lexemes[at:end])
    return joined and not any(
        x.tag is Tag.EACH or x.text.startswith(_DEALING) or (x.text in _TIMES and (number_at(lexemes, n - 1) or 0) > 1)
        for n, x in enumerate(lexemes[max(at - _FAR, 0) :], max(at - _FAR, 0))
    )


def _counts_days(lexemes: Lexemes, at: int, days_told: int) -> bool:
    """两天 behind the days that it counts: 4号5号两天, 25、26两日."""
    return number_at(lexemes, at) == days_told and text_at(lexemes, at + 1) in _DAYS_LONG


def _bare_day(lexemes: Lexemes, at: int, before: date) -> tuple[date, int] | None:
    """The 28 of 2月27、28两天."""
    day = number_at(lexemes, at)
    if day is None or tag_at(lexemes, at + 1) not in {Tag.NUMBER, Tag.PAUSE}:
        return None
    found = days.day_of(before.year, before.month, day)
    return (found, at + 1) if found else None


def _partial(lexemes: Lexemes, at: int, before: date, scope: Scope) -> tuple[date, int] | None:
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
