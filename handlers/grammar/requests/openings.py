"""What an officer says has come up and is to be seen to (发起).

    opening := 发起 [what] [until] | notice         nothing that was done: 发起了捐款
    notice  := words with a CUE or until 前          told in one plain sentence: 上级通知征集案例,12月10日前报送
    until   := [到 | 截止 [到 | 至] | 截至] day [前 | 之前 | 以前 | 截止] [words]
    day     := date | [NUMBER 月 | 本月 | 下月] 底 | 年底

What it is about is looked up among the duties of the organisation, not here.
"""

import re
from calendar import monthrange
from datetime import date, datetime

from handlers.grammar.days.dates import parse_coming_date
from handlers.grammar.text.patterns import Pattern
from handlers.intents import OpenDuty

_OPEN = "发起"
_TRIMMED = ' ,，、:：。.“”"的'
_CUES = Pattern(r"通知|要求|布置|部署|启动|着手|申报|报批|缺额|补选|收到")
_LIMIT = Pattern(r"前|截止|截至|为止")
_ASKED = Pattern(r"[?？]|吗|呢|么$|怎么|如何|是否|能不能|没有?通知|不用|不需要|不要|取消")
_DONE = Pattern(r"[了过人]|[昨前]天|上[周午]|到\d|实到|应到|参加")
_UNTIL = Pattern(
    r"[,，\s]*(?:截止|截至|到|至|在|于|务必)*(?P<day>(?:今年|明年|20\d\d年)?(?:1[0-2]|[1-9])月(?:底|末|[0-3]?\d[日号]?)"
    r"|(?:本|这个?|下个?)?月底|年底|[0-3]?\d[日号]|(?:本|这|下)?(?:周|星期|礼拜)[一二三四五六日天末]|\d{4}-\d\d-\d\d)"
    r"(?:之?前|以前|截止|为止)?[^,，。]*"
)
_MONTH_END = Pattern(r"(?:(?P<month>1[0-2]|[1-9])月|(?P<near>本|这个?|下个?)?月)[底末]")


def opening_of(text: str, now: datetime) -> OpenDuty | None:
    """What a whole message opens that begins with the word for it."""
    rest = text.removeprefix(_OPEN)
    return None if rest == text or _ASKED.search(rest) or _DONE.search(rest) else _told(rest, now)


def opening_told(text: str, now: datetime) -> OpenDuty | None:
    """What a plain sentence may tell has come up; None where it asks, denies, or speaks of nothing to be done.

    A day without 前 is that of the meeting which is announced, and no limit.
    """
    if _ASKED.search(text):
        return None
    limited = _told(text, now) if _LIMIT.search(text) else OpenDuty(what=text)
    return limited if limited.until or _CUES.search(text) else None


def _told(text: str, now: datetime) -> OpenDuty:
    found = next((one for one in _UNTIL.finditer(text) if _day_of(one["day"], now)), None)
    what = text[: found.start()] + text[found.end() :] if found else text
    return OpenDuty(what=what.strip(_TRIMMED), until=_day_of(found["day"], now) if found else None)


def _day_of(words: str, now: datetime) -> date | None:
    if words == "年底":
        return date(now.year, 12, 31)
    if month_end := _MONTH_END.fullmatch(words):
        months = _months_of(month_end, now.date())
        year, month = divmod(months, 12)
        return date(year, month + 1, monthrange(year, month + 1)[1])
    return parse_coming_date(words, now)


def _months_of(found: re.Match[str], today: date) -> int:
    this = today.year * 12 + today.month - 1
    if not found["month"]:
        return this + (found["near"] or "").startswith("下")
    named = today.year * 12 + int(found["month"]) - 1
    return named if named >= this else named + 12
