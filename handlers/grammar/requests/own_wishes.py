"""What people wish of the reminders they get, in sentences of their own: the whole message or nothing.

wish     := back | quiet | not_owed
back     := [我 | name] date 回来 | [我] [出差 …] 回来了
quiet    := [以后] [在] span [的时候] NOT [给我] [发] [提醒 | 消息] [我] | [以后] NOT 在 span [给我] [发] (提醒 | 消息) [我]
span     := part | [part] clock (以后 | 以前) | [part] clock 到 [part] clock
not_owed := [kind] 不适用 (, | 因为) reason | reason , [kind] 不适用 | kind [是 … 的事] [,] 不归 us 管
"""

import re
from collections.abc import Collection
from datetime import date, datetime, time

from handlers.grammar.days.dates import parse_coming_date
from handlers.grammar.lexicon.kinds import parse_kind
from handlers.grammar.text.normalise import Normalised
from handlers.grammar.text.numbers import value_of
from handlers.grammar.text.patterns import Pattern
from handlers.intents import Remind, RemindWish

TRIMMED = " .。!?~"
SELF = ("", "我", "本人")
LONGEST_NAME = 4
LONGEST = 120
SIGNS = Pattern("回来|返岗|回单位|回机关|销假|别|不要|不用|不必|勿|不适用|不归|不该|轮不到|不由")
_AWAY = r"(?:出差|休假|请假|学习|培训|外出|借调|挂职|驻村)"
_RETURN = rf"(?:从.{{1,6}})?{_AWAY}?(?:才|就|能|可以)*(?:回来|返岗|回单位|回机关|销假)(?:上班|工作)?"
BACK_ON = Pattern(rf"(?P<when>.{{2,10}}?){_RETURN}")
BACK = Pattern(rf"(?:我|本人)?(?:已经?|今天|刚)*{_RETURN}[了啦]")

PARTS = {
    **dict.fromkeys(
        ("晚上", "晚间", "夜里", "夜间", "半夜", "下班后", "下班以后", "下班时间"), (time(18), time(8, 30))
    ),
    **dict.fromkeys(("中午", "午间", "午休", "午休时间"), (time(12), time(14))),
    **dict.fromkeys(("早上", "早晨", "清晨", "一大早"), (time(0), time(9))),
    "上午": (time(8), time(12)),
    "下午": (time(12), time(18)),
}
MORNING, NOON = time(8, 30), 12
_CLOCK = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:[::]\d\d|点半|点钟?(?:\d\d分?)?)"
_PART = rf"(?:{'|'.join(sorted(PARTS, key=len, reverse=True))})"
_SPAN = (
    rf"(?P<part>{_PART})?(?:(?P<from>{_CLOCK})(?:到|至|-|~)(?P<next>{_PART}|第二天(?:早上|上午)?|次日)?(?P<to>{_CLOCK})"
    rf"|(?P<clock>{_CLOCK})(?P<side>以后|之后|过后|后|以前|之前|前))?(?:的?时候|期间|时)?"
)
_OFTEN = r"(?:请|麻烦|以后|今后|往后|每天|平时|都|就|,)*"
_NOT = r"(?:请|就|都)*(?:别|不要|不用|不必|勿|请勿)再?"
_SEND = r"(?:(?:给我|向我|对我)?(?:发送?|推送?|弹)(?:消息|提醒|信息|通知)?|(?:提醒|打扰|催|吵))(?:给?我)?(?:了|啦)?"
QUIET = (
    Pattern(rf"{_OFTEN}在?{_SPAN}{_OFTEN}{_NOT}{_SEND}"),
    Pattern(rf"{_OFTEN}{_NOT}在?{_SPAN}{_SEND}"),
)

TELL_ME = Pattern(
    r"提我一?[句下声]|(?:跟|给|和)我(?:说|讲|提|吱|吭)一?[声下]|(?:跟|给|和)我打个?招呼|告诉我|招呼我|知会我|嘱咐我|(?:叮|说)我一?[句声]"
)
"""What a reminder is called without the word for it."""
CALL_ME = Pattern(
    r"(?:敲|叮|戳|喊|吼|滴|点|唤|叫)(?:一下|一声)(?:我|咱|俺)|(?:敲|叮|戳|喊|吼|滴|唤|提|叫)(?:我|咱|俺)们?组?一?[下声](?![了过得])"
    r"|(?:(?:过|等|隔)[^,。;]{1,6}再|(?:小时|钟头|分钟|天)(?:以?后|之后)再?)(?:(?:叫|喊|催|告诉|通知)我|[跟和]我[说讲提])(?![了过])"
    r"|(?:你|您)(?:得|要|可得|记得|多)*(?:催|盯)着(?:我|咱)|(?:帮|替)(?:我|咱们?)(?:叮|催|敲|盯|催促|督促)一?下"
)
"""The same in words that ask for nothing else."""
NO_MORE_NEWS = Pattern(
    r"(?:.{0,10}[,。 ])?(?:以后|今后)?(?:请|麻烦)?(?:别|不要|甭|莫|不用|少)(?:再|老|总|天天|一天到晚|一个劲|每天|成天|没完没了|这么|频繁|地|的)*"
    r"(?:给我|跟我|向我|对我)?(?:发|推|弹|催)送?(?:这么多|这些|那么多)?(?:了|(?:消息|信息|通知|推送)(?:给我|过来)?(?:了|啦)?|.{0,6}的?(?:消息|通知|推送)了?)"
)
NO_MORE_CALLS = Pattern(
    r"(?:别|不要|甭|莫|不用|不必)(?!忘|急)(?:再|老|总|天天|一直|一个劲|整天)*(?:给我|跟我|向我)?[发推弹送]+(?:这个|这些|那些)?提醒"
    r"|(?:别|不要|不用|甭)(?:每天|天天|老|总)都?推送?$|提醒(?:先|都|就|可以|暂时)*(?:停|关掉|关了|关闭|取消|免了)|(?:别|不要|甭|莫|不用|不必)(?:再|老|总|天天|一直|一个劲|整天)+(?:催|提示)"
    r"|(?:不想|不要|不愿意?|不希望|别让我|懒得)再?(?:收|看|接)到?[^,。;]{0,6}(?:提醒|催办|推送)|(?:让|叫|请)你(?:提醒|催)[^。;]*(?:不用|不必|算|取消|免)了"
)
"""What ends reminders wherever it stands."""
COMING = Pattern(r"别催我?了?,(?:我|人|就|已经)?(?:马上|就|快|这就|在路上|已经)")
"""别催我,马上到: said to a colleague."""

_THIS = r"(?:本期|本月|本季度|今年|这次|这一?项|本项)*"
_BECAUSE = r"(?:因为|由于|理由是?|原因是?)"
NOT_OWED = (
    Pattern(rf"(?P<what>[^,;:]{{0,16}}?){_THIS}不适用(?:[,;: ]+{_BECAUSE}?|{_BECAUSE})[: ]*(?P<why>.{{2,}})"),
    Pattern(rf"{_BECAUSE}?(?P<why>.{{2,}})[,;](?:所以|因此|故)?(?P<what>[^,;:]{{0,16}}?){_THIS}不适用"),
)
NOT_OURS = Pattern(
    r"(?P<what>[^,;:]{2,16}?)(?:是[^,;]{1,10}的(?:事情?|活儿?|职责|任务))?,?(?:这个?|它|也|都)*"
    r"(?:不归|(?<!该)不该|轮不到|不由)(?:我们?|咱们?|本)(?:党?支部|党委|单位|处室?|科室?|局)?来?(?:管|负责|组织|开|办|搞)(?:的|了|吧)*"
)
ASKED = Pattern(r"[?]|吗$|呢$|怎么|什么|如何|哪")


def own_wish_of(text: Normalised, now: datetime, names: Collection[str]) -> Remind | None:
    """The wish that a whole message is; None if it is something else."""
    said = text.text.strip(TRIMMED)
    if len(said) > LONGEST or not SIGNS.search(said):
        return None
    return _back(said, now, names) or _quiet(said) or _not_owed(said, text) or _not_ours(said)


def _back(said: str, now: datetime, names: Collection[str]) -> Remind | None:
    if BACK.fullmatch(said):
        return Remind(wish=RemindWish.PAUSE, on=now.date())
    for length in range(LONGEST_NAME + 1):
        who, found = said[:length], BACK_ON.fullmatch(said, length)
        on = _coming(found["when"], now) if found and (who in names or who in SELF[1:]) else None
        if on:
            return Remind(wish=RemindWish.PAUSE, on=on, name=None if who in SELF else who)
    return None


def _coming(when: str, now: datetime) -> date | None:
    return parse_coming_date(when.removeprefix("要").removeprefix("将").removeprefix("于"), now)


def _quiet(said: str) -> Remind | None:
    found = next((one for pattern in QUIET if (one := pattern.fullmatch(said))), None)
    span = _span_of(found) if found else None
    return Remind(wish=RemindWish.QUIET, at=span[0], until=span[1]) if span else None


def _span_of(found: re.Match[str]) -> tuple[time, time] | None:
    part = found["part"]
    if found["from"]:
        starts = _clock_of(found["from"], part)
        ends = _clock_of(found["to"], found["next"] or part)
        return (starts, ends) if starts and ends and starts != ends else None
    if found["clock"] is None:
        return PARTS[part] if part else None
    clock = _clock_of(found["clock"], part)
    if clock is None:
        return None
    return (time.min, clock) if found["side"].endswith("前") else (clock, MORNING)


def _clock_of(words: str, part: str | None) -> time | None:
    hour_words, minute_words = re.split(r"[::点]", words, maxsplit=1)
    hour, digits = value_of(hour_words), "".join(filter(str.isdigit, minute_words))
    minute = 30 if minute_words == "半" else int(digits or 0)
    if part in PARTS and PARTS[part][0] >= time(NOON) and hour < NOON and not (PARTS[part][0] == time(18) and hour < 5):
        hour += NOON
    return time(hour % 24, minute) if hour <= 24 and minute < 60 else None


def _not_owed(said: str, text: Normalised) -> Remind | None:
    found = next((one for pattern in NOT_OWED if (one := pattern.fullmatch(said))), None)
    if found is None or ASKED.search(said):
        return None
    kind = parse_kind(found["what"]) if found["what"] else None
    if found["what"] and kind is None:
        return None
    begins = text.text.index(said)
    why = text.typed_between(begins + found.start("why"), begins + found.end("why"))
    return Remind(wish=RemindWish.NOT_APPLICABLE, kind=kind, reason=why)


def _not_ours(said: str) -> Remind | None:
    """民主生活会是党组的事,不归我们管."""
    found = NOT_OURS.fullmatch(said)
    kind = parse_kind(found["what"]) if found else None
    return Remind(wish=RemindWish.NOT_APPLICABLE, kind=kind) if kind else None
