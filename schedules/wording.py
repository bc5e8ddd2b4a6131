"""Days and times in office Chinese."""

import re
from datetime import date, datetime

from schedules.calendar.periods import LABEL, parse_period
from schedules.calendar.zone import SHANGHAI

WEEKDAYS = "一二三四五六日"

HARMLESS = str.maketrans("@<>[]`", "＠＜＞［］｀")
LINK = re.compile(r"(?<=[a-z0-9])\.(?=[a-z])|(?<=[a-z]):(?=//)", re.IGNORECASE)


def weekday_words(day: date) -> str:
    """周日."""
    return f"周{WEEKDAYS[day.weekday()]}"


def day_words(day: date) -> str:
    """2026年6月28日（周日）."""
    return f"{day.year}年{day.month}月{day.day}日（{weekday_words(day)}）"


def short_day_words(day: date, today: date) -> str:
    """6月28日（周日）, with the year where it is another one than today's."""
    return f"{day.month}月{day.day}日（{weekday_words(day)}）" if day.year == today.year else day_words(day)


def label_words(label: str) -> str:
    """2025年, 2025年下半年, 2025年第四季度, 2025年12月; a span of days as it is written."""
    if (period := parse_period(label)) and ".." in label:
        return f"{day_words(period.starts_on)}至{day_words(period.last_on)}"
    found = LABEL.fullmatch(label)
    if found is None:
        return label
    month, quarter, half = found["month"], found["quarter"], found["half"]
    part = f"{int(month)}月" if month else f"第{'一二三四'[int(quarter) - 1]}季度" if quarter else ""
    return f"{found['year']}年{part}" + (f"{'上下'[int(half) - 1]}半年" if half else "")


def said_once(before: str, after: str) -> str:
    """第一党支部 and 党支部按期换届 are 第一党支部按期换届: what ends the one and begins the other is said once."""
    shared = next((length for length in range(len(after), 1, -1) if before.endswith(after[:length])), 0)
    return before + after[shared:]


def plain_words(text: str) -> str:
    """What somebody has named, on one line and without the signs that call everybody together or make a link."""
    return LINK.sub(lambda found: "．" if found[0] == "." else "：", " ".join(text.split())).translate(HARMLESS)


def instant_words(instant: datetime) -> str:
    """2026年6月28日（周日）09:05, as clocks in Shanghai show it."""
    local = instant.astimezone(SHANGHAI)
    return f"{day_words(local.date())}{local:%H:%M}"


NO_ACCOUNT = "收件人没有可用的账号"
