"""Days that begin with a number.

full      := NUMBER 年 month_day | NUMBER (- | / | .) NUMBER (- | / | .) NUMBER | yyyymmdd
month_day := NUMBER 月 NUMBER [日 | 号] | NUMBER (/ | . | -) NUMBER [日 | 号]
day       := NUMBER (日 | 号)
ago       := NUMBER (天 | 周 | 个星期) 前 [[的] WEEKDAY] | (NUMBER | 半) (小时 | 分钟) 前
"""

from collections.abc import Callable, Sequence

from handlers.grammar.days import days
from handlers.grammar.days.days import Stated
from handlers.grammar.days.nth_weekdays import nth_weekday_at
from handlers.grammar.lexicon.date_values import Dates, Scope
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, TagName, number_at, tag_at, text_at
from handlers.grammar.text.numbers import MYRIADS

Found = tuple[Dates, int]
Rule = Callable[[Lexemes, int, Scope], Found | None]
UNITS_OF_OTHERS = frozenset(
    {Tag.HEADS, Tag.UNIT, Tag.MONEY, Tag.HOUR_UNIT, Tag.SPAN_UNIT, Tag.MINUTE_UNIT, Tag.MONTH_UNIT}
)
_NOT_COMPACT = UNITS_OF_OTHERS | {Tag.YEAR_UNIT, Tag.DASH}
_YEAR_DIGITS, _DAY_DIGITS, _MONTH_DAY_DIGITS, _MOST_DIGITS = 4, 8, 4, 2
_COMPACT = frozenset({_DAY_DIGITS, _MONTH_DAY_DIGITS})
_MONTHS, _DAYS = 12, 31
_CENTURY, _FIRST_YEAR_OF_IT = 100, 2000
_TOO_LONG_AGO, _WEEK = 400, 7
_SHORT_SPANS = {"分钟": 240, "小时": 4, "个小时": 4, "个钟头": 4, "个半小时": 4}
"""The units of what is so short ago that it was today, and how many of them at most."""
_SITES = "岗 站台 泊位 工位 展位 车位 窗口 门岗 哨位 站台 仓 塔 坝 矿 坑 炉 线 病房 病区 办公室 活动室 会议室 教室 楼 厅 馆 站 井 门 车间 厂房 码头 库 闸 机组 食堂 病区 船 桥 岗亭 界碑 界桩 单元 后院"
_TWO = "两"
_STREETS = ("字", "路", "街", "巷", "胡同", "大道", "弄", "排", "栋", "幢")
_ROOMS = tuple(_SITES.split())


def found_on(stated: Stated, end: int) -> Found:
    """What was stated, as found."""
    return Dates(first=stated.day, soon=stated.soon, ahead=stated.ahead), end


def after_day(lexemes: Lexemes, at: int) -> int:
    """Past the unit of a day, where one stands."""
    return at + 1 if tag_at(lexemes, at) is Tag.DAY_UNIT else at


def after_of(lexemes: Lexemes, at: int) -> int:
    """Past 的, where it stands."""
    return at + 1 if text_at(lexemes, at) == "的" else at


def may_be_day(lexemes: Lexemes, at: int) -> bool:
    """A quick look: whether a number has behind it what makes a day of it, or is as long as one in a single number."""
    return tag_at(lexemes, at + 1) in _NUMERIC or len(lexemes[at].text) in _COMPACT


def read_numeric(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    """A date that begins with a number."""
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
    return month_day_of(lexemes, at + 2, year if year >= _CENTURY else _FIRST_YEAR_OF_IT + year, scope)


def month_day_of(lexemes: Lexemes, at: int, year: int, scope: Scope) -> Found | None:
    """A month and a day of a year that was named before."""
    stands = after_of(lexemes, at + 2)
    month, day = number_at(lexemes, at), number_at(lexemes, stands)
    if tag_at(lexemes, at + 1) not in {Tag.MONTH_UNIT, Tag.DOT, Tag.SLASH, Tag.DASH} or month is None or day is None:
        return None
    if stands > at + 2 and tag_at(lexemes, stands + 1) is not Tag.DAY_UNIT:
        return None  # 2026年9月的10人
    return found_on(days.on_year_day(year, month, day, scope.today), after_day(lexemes, stands + 1))


def _month_and_day(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    month, day = number_at(lexemes, at), number_at(lexemes, at + 2)
    if tag_at(lexemes, at + 1) is not Tag.MONTH_UNIT or month is None or day is None:
        return None
    end = after_day(lexemes, at + 3)
    if text_at(lexemes, at + 3).startswith("几"):
        return Dates(first=None, vague=True), end
    if end == at + 3 and (tag_at(lexemes, end) in UNITS_OF_OTHERS or day > _DAYS or text_at(lexemes, at + 1) == "月份"):
        return None
    return found_on(days.on_month_day(month, day, scope.today), end)


def _last_of_month(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    month, last = number_at(lexemes, at), after_of(lexemes, at + 2)
    if month is None or tag_at(lexemes, at + 1) is not Tag.MONTH_UNIT or tag_at(lexemes, last) is not Tag.LAST:
        return None
    return found_on(days.on_last_of(month, scope.today), last + 1) if 1 <= month <= _MONTHS else None


def _nth_of_month(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    month, nth = number_at(lexemes, at), nth_weekday_at(lexemes, after_of(lexemes, at + 2))
    if month is None or tag_at(lexemes, at + 1) is not Tag.MONTH_UNIT or nth is None or not 1 <= month <= _MONTHS:
        return None
    year = scope.today.year - (month > scope.today.month)
    return found_on(days.on_nth(year, month, nth.number, nth.weekday, scope.today), nth.end)


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
        return found_on(days.on_year_day(year, second, third, scope.today), after_day(lexemes, at + 5))
    return _month_mark_day(lexemes, at, first, second, scope)


def _month_mark_day(lexemes: Lexemes, at: int, month: int, day: int, scope: Scope) -> Found | None:
    end = after_day(lexemes, at + 3)
    digits = (len(lexemes[at].text), len(lexemes[at + 2].text))
    if not (1 <= month <= _MONTHS and 1 <= day <= _DAYS) or tag_at(lexemes, end) in UNITS_OF_OTHERS | {Tag.COLON}:
        return None
    if text_at(lexemes, end) in MYRIADS:  # 1.2万元
        return None
    if max(digits) > _MOST_DIGITS or (tag_at(lexemes, at + 1) is Tag.DASH and digits[1] < _MOST_DIGITS):
        return None
    return found_on(days.on_month_day(month, day, scope.today), end)


def _compact(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    """20260605, 0605."""
    text = lexemes[at].text
    if not text.isascii() or tag_at(lexemes, at + 1) in _NOT_COMPACT:
        return None
    if Tag.NUMBER in {tag_at(lexemes, at - 2), tag_at(lexemes, at + 2)} and tag_at(lexemes, at - 1) is Tag.SPACE:
        return None  # the hour of 2.27 0930, a piece of a longer number
    if len(text) == _DAY_DIGITS and text.startswith("20"):
        stated = days.on_year_day(int(text[:4]), int(text[4:6]), int(text[6:]), scope.today)
    elif (
        len(text) == _MONTH_DAY_DIGITS
        and text[0] in "01"
        and (tag_at(lexemes, at - 1) in {None, Tag.NEWLINE, Tag.SPACE} or _is_labelled(lexemes, at - 1))
    ):
        stated = days.on_month_day(int(text[:2]), int(text[2:]), scope.today)
    else:
        return None
    return found_on(stated, at + 1) if stated.day else None


def _is_labelled(lexemes: Lexemes, at: int) -> bool:
    """日期:0217."""
    return tag_at(lexemes, at) is Tag.COLON and text_at(lexemes, at - 1).endswith("日期")


def _day_alone(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    day = number_at(lexemes, at)
    if day is None or tag_at(lexemes, at + 1) is not Tag.DAY_UNIT or not 1 <= day < _CENTURY:
        return None
    if (
        tag_at(lexemes, at - 1) is Tag.CLOSE
        or text_at(lexemes, at) == _TWO
        or text_at(lexemes, at - 1).endswith(_STREETS)
    ):
        return None  # 解放路15号
    behind = text_at(lexemes, at + 2)
    if behind == "人":
        return None  # 三十号人
    behind = text_at(lexemes, at + 3) if tag_at(lexemes, at + 2) is Tag.NUMBER else behind  # 17号3单元
    numbered = behind.endswith(_ROOMS) and behind[0] not in "大小中"
    if text_at(lexemes, at + 1) == "号" and (numbered or (behind + text_at(lexemes, at + 3)) in _ROOMS):
        return None  # 三号会议室, 7号泊位, but not 16号小会议室
    return found_on(_day_within(day, scope) if day <= _DAYS else Stated(None), at + 2)


def _first_of_days(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    """The 26 of 26、27日两天 and of (28、29号), the 13 of 13~15号 and of 13到15号."""
    if tag_at(lexemes, at - 1) in {Tag.OTHER, Tag.UNIT, Tag.NAME}:
        return None  # 3日张三、5日李四
    if tag_at(lexemes, at + 1) not in {Tag.DASH, Tag.PAUSE} and (
        text_at(lexemes, at + 1) not in {"到", "至"} or tag_at(lexemes, at - 1) in {Tag.EXPECTED, Tag.PRESENT}
    ):
        return None
    first, second = number_at(lexemes, at), number_at(lexemes, at + 2)
    if (
        first is None
        or second is None
        or not 1 <= first < second <= _DAYS
        or not (tag_at(lexemes, at + 3) is Tag.DAY_UNIT or _are_two_days(lexemes, at + 3))
    ):
        return None
    return found_on(_day_within(first, scope), at + 1)


def _are_two_days(lexemes: Lexemes, at: int) -> bool:
    """14、15两日."""
    return text_at(lexemes, at) == _TWO and text_at(lexemes, at + 1) in {"天", "日"}


def _day_within(day: int, scope: Scope) -> Stated:
    within = scope.within
    if within and within.month is not None:
        return days.on_month_day(within.month, day, scope.today)
    if within and within.months is not None:
        return days.in_month(within.months, day, scope.today)
    return days.on_day(day, scope.today)


def hours_ago(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    """一个小时前, 40分钟前, from its unit on: as much today as 刚才."""
    if text_at(lexemes, at) not in _SHORT_SPANS or tag_at(lexemes, at + 1) is not Tag.AGO:
        return None
    few = (number_at(lexemes, at - 1) or 0) <= _SHORT_SPANS[lexemes[at].text]
    return (Dates(first=scope.today, weak=True), at + 2) if few else None


def _ago(lexemes: Lexemes, at: int, scope: Scope) -> Found | None:
    number = number_at(lexemes, at)
    if number is None or tag_at(lexemes, at + 1) is not Tag.SPAN_UNIT or tag_at(lexemes, at + 2) is not Tag.AGO:
        return None
    if found := hours_ago(lexemes, at + 1, scope):
        return found
    length, weekday = lexemes[at + 1].value, after_of(lexemes, at + 3)
    if not isinstance(length, int) or number > _TOO_LONG_AGO:
        return Dates(first=None, vague=True), at + 3
    if length == _WEEK and tag_at(lexemes, weekday) is Tag.WEEKDAY and isinstance(named := lexemes[weekday].value, int):
        return found_on(days.in_week(-number, named, scope.today), weekday + 1)
    return found_on(days.from_today(-number * length, scope.today), at + 3)


_NUMERIC: dict[TagName | None, Sequence[Rule]] = {
    Tag.YEAR_UNIT: (_with_year,),
    Tag.MONTH_UNIT: (_month_and_day, _last_of_month, _nth_of_month),
    Tag.DASH: (_punctuated, _first_of_days),
    Tag.SLASH: (_punctuated, _compact),
    Tag.DOT: (_punctuated, _compact),
    Tag.DAY_UNIT: (_compact, _day_alone),
    Tag.PAUSE: (_first_of_days,),
    **dict.fromkeys((Tag.PRESENT, Tag.OTHER), (_first_of_days, _compact)),
    Tag.SPAN_UNIT: (_ago,),
}
"""The rules for a number, by what stands behind it."""
