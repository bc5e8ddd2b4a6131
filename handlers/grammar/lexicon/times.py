"""Clock times.

    times := [PART] clock [(- | 至 | 到 | LASTING 到 | VERB 到 behind 从) [PART] clock]
    clock := NUMBER : NUMBER [: NUMBER] | NUMBER (点 | 时) [半 | 一刻 | 整 | NUMBER [分]] [差 (一刻 | NUMBER 分)] | NUMBER before (- clock)

A clock without a part of the day takes that of the text before it, else office hours: one to six are in the afternoon.
"""

from dataclasses import dataclass
from datetime import time

from handlers.grammar.lexicon.lexeme import Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.time_words import Part

_NOON = 12
_LAST_OF_AFTERNOON = 6
_BEHIND_HOURS = frozenset({Tag.COLON, Tag.HOUR_UNIT, Tag.DASH})
_RANGE_WORDS, _LACKING, _HOUR = frozenset({"至", "到"}), frozenset({"差", "欠"}), 60
_LASTING = frozenset({"开", "一直", "一直开", "坐", "忙", "干", "搞", "弄", "持续"})
"""十四点开到十七点: what went on until then."""
_FROM = frozenset({"从", "自"})


@dataclass(slots=True, kw_only=True)
class Clock:
    """A clock as written, with the part of the day that is said with it."""

    hour: int
    minute: int
    part: Part | None = None


@dataclass(slots=True, kw_only=True)
class Times:
    """A clock, or two: from and until."""

    first: Clock
    last: Clock | None = None


def read_times(lexemes: Lexemes, at: int) -> tuple[Times, int] | None:
    """The clock times that start here, and where they end."""
    if lexemes[at].tag is Tag.NUMBER and (not _may_be_clock(lexemes, at + 1) or _is_bit(lexemes, at)):
        return None
    first = _clock(lexemes, at) or _bare_before_clock(lexemes, at)
    if first is None:
        return None
    clock, end = first
    since = text_at(lexemes, at - 1) in _FROM
    goes_on = since or text_at(lexemes, end) in _LASTING
    until = end + (goes_on and text_at(lexemes, end + 1) in _RANGE_WORDS)
    mark = lexemes[until] if until < len(lexemes) else None
    if mark is not None and (mark.tag is Tag.DASH or mark.text in _RANGE_WORDS or (since and mark.text[-1] == "到")):
        last = _clock(lexemes, until + 1)
        if last and text_at(lexemes, last[1]) != "才":  # 从三点拖到四点才开始
            return Times(first=clock, last=last[0]), last[1]
    return Times(first=clock), end


def _may_be_clock(lexemes: Lexemes, at: int) -> bool:
    """Whether what stands behind a number lets it be a clock."""
    if at >= len(lexemes):
        return False
    return lexemes[at].tag in _BEHIND_HOURS or lexemes[at].text in _RANGE_WORDS or _is_lettered(lexemes, at)


def _is_bit(lexemes: Lexemes, at: int) -> bool:
    """咱们一点动静没有, 一点不含糊: a bit, and no hour."""
    if lexemes[at].text != "一" or text_at(lexemes, at + 1) != "点":
        return False
    if tag_at(lexemes, at - 1) is Tag.SELF:
        return tag_at(lexemes, at + 2) in {Tag.OTHER, Tag.FILLER, Tag.NOT}
    denied = tag_at(lexemes, at + 2) is Tag.NOT or text_at(lexemes, at + 2)[:1] in {"不", "没", "也"}
    return denied and tag_at(lexemes, at - 1) is not Tag.PART and text_at(lexemes, at + 2)[1:2] != "到"


def _clock(lexemes: Lexemes, at: int) -> tuple[Clock, int] | None:
    part = None
    if tag_at(lexemes, at) is Tag.PART:
        part = lexemes[at].value
        at += 1
        at += tag_at(lexemes, at) is Tag.SPACE
    hour = _number(lexemes, at)
    if hour is None or hour > 24:
        return None
    found = _with_colon(lexemes, at, hour) or _with_unit(lexemes, at, hour) or _behind_letters(lexemes, at, part)
    if found is None:
        return None
    minute, end = found
    if _is_lettered(lexemes, end):
        part, end = lexemes[end].value, end + 1
    if short := _short_of(lexemes, end):
        hour, minute = divmod(hour * 60 + minute - short, 60)
        end += 2 + (tag_at(lexemes, end + 2) is Tag.MINUTE_UNIT)
    return Clock(hour=hour % 24, minute=minute, part=part if isinstance(part, Part) else None), end


def _is_lettered(lexemes: Lexemes, at: int) -> bool:
    """The pm of 3:30pm."""
    return tag_at(lexemes, at) is Tag.PART and lexemes[at].text.isascii()


def _short_of(lexemes: Lexemes, at: int) -> int:
    """四点差一刻, 五点欠十分: so many minutes before the hour."""
    if text_at(lexemes, at) not in _LACKING:
        return 0
    quarter = lexemes[at + 1].value if tag_at(lexemes, at + 1) is Tag.QUARTER else None
    minutes = _number(lexemes, at + 1) if tag_at(lexemes, at + 2) is Tag.MINUTE_UNIT else quarter
    return minutes if isinstance(minutes, int) and minutes < _HOUR else 0


def _number(lexemes: Lexemes, at: int) -> int | None:
    value = lexemes[at].value if tag_at(lexemes, at) is Tag.NUMBER else None
    return value if isinstance(value, int) else None


def _behind_letters(lexemes: Lexemes, at: int, part: object) -> tuple[int, int] | None:
    """The 9 of am9, the 5 of 5pm."""
    lettered = _is_lettered(lexemes, at + 1) or (part is not None and text_at(lexemes, at - 1).isascii())
    return (0, at + 1) if lettered and tag_at(lexemes, at + 1) not in {Tag.HEADS, Tag.UNIT} else None


def _with_colon(lexemes: Lexemes, at: int, _hour: int) -> tuple[int, int] | None:
    minute = _number(lexemes, at + 2)
    if tag_at(lexemes, at + 1) is not Tag.COLON or minute is None or minute > 59 or len(lexemes[at + 2].text) != 2:
        return None
    seconds = tag_at(lexemes, at + 3) is Tag.COLON and _number(lexemes, at + 4) is not None
    return minute, at + 5 if seconds else at + 3


def _with_unit(lexemes: Lexemes, at: int, _hour: int) -> tuple[int, int] | None:
    if tag_at(lexemes, at + 1) is not Tag.HOUR_UNIT:
        return None
    follower = lexemes[at + 2] if at + 2 < len(lexemes) else None
    if follower is not None and follower.tag in {Tag.HALF, Tag.QUARTER} and isinstance(follower.value, int):
        return follower.value, at + 3
    minute = _number(lexemes, at + 2)
    if minute is None or minute > 59 or tag_at(lexemes, at + 3) in {Tag.HEADS, Tag.UNIT, Tag.HOUR_UNIT, Tag.MONEY}:
        return 0, at + 2
    if tag_at(lexemes, at + 3) is Tag.MINUTE_UNIT:
        return minute, at + 4
    return (minute, at + 3) if len(lexemes[at + 2].text) >= 2 else (0, at + 2)


def _bare_before_clock(lexemes: Lexemes, at: int) -> tuple[Clock, int] | None:
    """The 9 of 9-11点."""
    part = lexemes[at].value if tag_at(lexemes, at) is Tag.PART else None
    at += part is not None
    hour = _number(lexemes, at)
    mark = lexemes[at + 1] if at + 1 < len(lexemes) else None
    if hour is None or hour > 24 or mark is None or not (mark.tag is Tag.DASH or mark.text in _RANGE_WORDS):
        return None
    if _clock(lexemes, at + 2) is None:
        return None
    return Clock(hour=hour % 24, minute=0, part=part if isinstance(part, Part) else None), at + 1


def on_the_clock(clock: Clock, part: Part | None) -> time:
    """The time of day of a clock, in the part of the day that holds for it."""
    return time(_hour_of(clock.hour, clock.part or part), clock.minute)


def _hour_of(hour: int, part: Part | None) -> int:
    if hour >= _NOON or part is Part.MORNING:
        return hour
    if part is Part.EVENING:
        return hour + _NOON if hour > 3 else hour
    if part is Part.NOON:
        return hour + _NOON if hour <= 3 else hour
    if part is Part.AFTERNOON:
        return hour + _NOON if hour < 9 else hour
    return hour + _NOON if 1 <= hour <= _LAST_OF_AFTERNOON else hour


def span_of(times: Times, part: Part | None) -> tuple[time, time | None]:
    """From and until; the end lies after the start."""
    start = on_the_clock(times.first, part)
    if times.last is None:
        return start, None
    end = on_the_clock(times.last, times.first.part or part)
    if end <= start and times.last.part is None and end.hour < _NOON:
        end = end.replace(hour=end.hour + _NOON)
    return start, end if end > start else None
