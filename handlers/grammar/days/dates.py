"""Days, ranges of days and lists of days.

dates := date [weekday] [range (date_ranges.py) | list]
list  := ((、 | 和 | 及) item)+ [NUMBER 天] | NUMBER 天 ( item (、 item)+ ); days in a row with 、 are a range
item  := partial (date_ranges.py) | NUMBER before another item, in the month that went before | 四 behind 周三、
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from handlers.grammar.days import days
from handlers.grammar.days.date_ranges import FAR, read_partial, read_range, read_reversed
from handlers.grammar.days.date_rules import read_date
from handlers.grammar.days.numeric_dates import UNITS_OF_OTHERS, Found
from handlers.grammar.lexicon.date_values import Dates, Scope, Within
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.text.normalise import normalise

__all__ = ["Dates", "Within", "parse_date", "read_dates", "tag_at"]
_DAYS_LONG = frozenset({"天", "日"})
_UNITS = UNITS_OF_OTHERS | {Tag.NUMBER, Tag.DAY_UNIT, Tag.DOT, Tag.COLON}
_WEEKDAYS = "一二三四五六日"
_JOINING = frozenset({"和", "及", "跟", "与", "同"})
_WEEKDAY_TAGS = frozenset({Tag.WEEK, Tag.WEEKDAY})
_DEALING, _TIMES = ("分别", "依次", "先后"), frozenset({"次", "场", "回", "堂", "期"})
_ONCE = frozenset({"一次", "一回", "一场", "另一次"})
_AROUND = ("期间", "前几", "长假", "前后", "假期")


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
    if text_at(lexemes, at + 1).startswith(("前", "后")):
        return None  # 国庆节后第一天上班
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
    dates, end = _with_apposition(lexemes, *_past_weekday(lexemes, *found))
    if dates.first is None:
        return dates, end
    return (
        read_range(lexemes, at, dates, end, scope)
        or _list(lexemes, at, dates, end, scope)
        or read_reversed(lexemes, dates, end, scope)
        or (dates, end)
    )


def _past_weekday(lexemes: Lexemes, dates: Dates, end: int) -> Found:
    """The weekday beside a date, in brackets or not, adds nothing; one that speaks against it leaves the day open."""
    behind = tag_at(lexemes, end)
    enclosed = behind is Tag.OPEN and tag_at(lexemes, end + 2) is Tag.CLOSE
    at = end + enclosed
    if tag_at(lexemes, at) is not Tag.WEEKDAY or (dates.first is None and not enclosed):
        return dates, end
    past = at + 1 + enclosed
    if dates.first is None or lexemes[at].value == dates.first.weekday():
        return dates, past
    if not enclosed and tag_at(lexemes, end - 1) in _WEEKDAY_TAGS:
        return dates, end  # 周六周日 are two
    return (dates if dates.soon or dates.ahead else Dates(first=None)), past


def _with_apposition(lexemes: Lexemes, dates: Dates, end: int) -> Found:
    """下周一(14号), 周五(11月20日): the day in brackets is the same one, or tells which."""
    if tag_at(lexemes, end) is not Tag.OPEN:
        return dates, end
    day = end + 1 + 2 * (tag_at(lexemes, end + 2) is Tag.MONTH_UNIT)
    close = day + 2
    if tag_at(lexemes, day + 1) is not Tag.DAY_UNIT or tag_at(lexemes, close) is not Tag.CLOSE:
        return dates, end
    number = number_at(lexemes, day)
    if dates.first and dates.first.day == number:
        return dates, close + 1
    if dates.soon and dates.soon.day == number:
        return replace(dates, first=dates.soon, soon=None, ahead=True), close + 1
    return dates, end


def _list(lexemes: Lexemes, at: int, dates: Dates, end: int, scope: Scope) -> Found | None:
    if dates.first is None:
        return None
    more, end = _items(lexemes, at, dates.first, end, scope)
    if len(more) == 1:
        return None
    told = _counts_days(lexemes, end, len(more))
    if told and more[0] - more[-1] == timedelta(days=1):
        more.reverse()
    if told and more[0] < more[-1] and not _are_dealt(lexemes, end):
        return replace(dates, first=more[0], last=more[-1]), end + 2
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


def _items(lexemes: Lexemes, at: int, first: date, end: int, scope: Scope) -> tuple[list[date], int]:
    """The days of a list, and where it ends."""
    more = [first]
    weekdays = lexemes[at].tag in {Tag.WEEK, Tag.WEEKDAY}
    while joint := _past_joint(lexemes, end):
        part = read_partial(lexemes, joint, more[-1], scope) or (_bare_weekday if weekdays else _bare_day)(
            lexemes, joint, more[-1]
        )
        if not part or part[0] > scope.today >= more[-1]:
            break  # 周一和周三, said on a Tuesday: the second is the latest of its name by itself
        more.append(part[0])
        end = part[1]
    if len(more) > 1:
        return more, end
    while part := _beside(lexemes, at, end, more, scope):
        more.append(part[0])
        end = part[1]
    return more, end


def _beside(lexemes: Lexemes, at: int, end: int, more: Sequence[date], scope: Scope) -> tuple[date, int] | None:
    """The next of days side by side, without a mark between them."""
    last = more[-1]
    part, days_told = read_partial(lexemes, end, last, scope), len(more) + 1
    told = part and (_counts_days(lexemes, part[1], days_told) or _counts_days(lexemes, at - 3, days_told))
    if part and part[0] <= max(scope.today, more[0]) and (told or _is_alike(lexemes, at, end, last < part[0])):
        return part if part[0] not in more else None
    part = _bare_weekday(lexemes, end, last) if lexemes[at].tag in _WEEKDAY_TAGS and len(more) == 1 else None
    return part if part and part[0] not in more else None


def _is_alike(lexemes: Lexemes, at: int, end: int, later: bool) -> bool:  # noqa: FBT001 - of the second day
    """26号27号, 本月26号27号, 上周二上周四: two days side by side, written alike."""
    tag, second = tag_at(lexemes, at), tag_at(lexemes, end)
    if tag is Tag.MONTH:
        return later and second is Tag.NUMBER
    return later and tag is second and tag in _WEEKDAY_TAGS | {Tag.NUMBER}


def _past_joint(lexemes: Lexemes, at: int) -> int | None:
    """Past what joins two days: 、 and 和, or 一次是 behind a day that was one."""
    if tag_at(lexemes, at) is Tag.PAUSE or text_at(lexemes, at) in _JOINING:
        return at + 1
    return at + 2 if text_at(lexemes, at) in _ONCE and text_at(lexemes, at + 1) == "是" else None


def _bare_weekday(lexemes: Lexemes, at: int, before: date) -> tuple[date, int] | None:
    """The 四 of 周三、四 and, in one number with how many they are, of 周三、四两天."""
    number, days_long = text_at(lexemes, at), text_at(lexemes, at + 1) in _DAYS_LONG
    weekday = _WEEKDAYS.find(number[:1]) if number and tag_at(lexemes, at) is Tag.NUMBER else -1
    listed = tag_at(lexemes, at - 1) is Tag.PAUSE and tag_at(lexemes, at + 1) not in _UNITS
    if weekday < 0 or len(number) != (2 if days_long else 1) or not (days_long or listed):
        return None
    return before + timedelta(days=(weekday - before.weekday()) % 7), at + 1 + days_long


def _are_dealt(lexemes: Lexemes, end: int) -> bool:
    """8号、9号两天,分别18、19人: each day has its own."""
    return any(lexeme.text.startswith(_DEALING) for lexeme in lexemes[end : end + FAR])


def _are_in_a_row(named: Sequence[date]) -> bool:
    return all(last - first == timedelta(days=1) for first, last in pairwise(named))


def _are_one(lexemes: Lexemes, at: int, end: int) -> bool:
    """周二、周三培训, but not 周二和周三, nor 周二、周三各一次: each of these has its own."""
    joined = not any(lexeme.text in _JOINING for lexeme in lexemes[at:end])
    return joined and not any(
        x.tag is Tag.EACH or x.text.startswith(_DEALING) or (x.text in _TIMES and (number_at(lexemes, n - 1) or 0) > 1)
        for n, x in enumerate(lexemes[max(at - FAR, 0) :], max(at - FAR, 0))
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
