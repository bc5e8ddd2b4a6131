"""Words of time, and what each of them says by itself."""

from enum import StrEnum
from itertools import product
from typing import NamedTuple

from handlers.grammar.lexicon.festivals import FESTIVALS
from handlers.grammar.lexicon.lexeme import Tag, TagName


class Part(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class DayWord(NamedTuple):
    """A day told by its distance from today, and the part of it that the word names. `weak` words (刚) give way to others."""

    offset: int
    part: Part | None = None
    weak: bool = False


class DayOfWeek(NamedTuple):
    """A weekday (Monday is 0) of this week (0), last week (-1) and so on."""

    week: int
    day: int


Entry = tuple[TagName, object]
_MOON_MONTHS = {"正月": 1, "大年": 1, "冬月": 11, "腊月": 12}
_MOON_ERAS = ("农历", "阴历", "旧历")

_DAYS = {
    "今天": 0, "今日": 0, "今儿": 0, "今儿个": 0, "今朝": 0, "今": 0, "刚刚": 0, "刚才": 0, "刚": 0, "方才": 0, "刚刚才": 0, "刚结束": 0, "才结束": 0, "才散会": 0, "才开完": 0, "才谈完": 0, "刚刚结束": 0,
    "昨天": -1, "昨日": -1, "昨儿": -1, "昨儿个": -1, "昨": -1, "昨个": -1, "琴日": -1, "昨朝": -1, "夜儿个": -1, "夜个": -1, "寻日": -1, "前天": -2, "前日": -2, "前儿": -2, "前儿个": -2,
    "大前天": -3, "上前天": -3, "大前儿": -3, "大前儿个": -3, "前个": -2, "大前日": -3, "明天": 1, "明日": 1, "明儿": 1, "明儿个": 1, "明": 1,
    "后天": 2, "后日": 2, "后儿": 2, "大后天": 3,
}  # fmt: skip
_PARTS = {
    Part.MORNING: "上午 早上 早晨 清晨 凌晨 一早 大清早 一大早 晨间 头晌 头午 上晌 前晌 上半日",
    Part.NOON: "中午 正午 午间 晌午 半晌午",
    Part.AFTERNOON: "下午 午后 傍晚 后晌 过晌 过午 下半日 下晌 后半晌 擦黑 傍黑",
    Part.EVENING: "晚上 夜里 夜间 晚间 当晚 夜晚 深夜",
}
_LATIN = {"am": Part.MORNING, "pm": Part.AFTERNOON}
_SHORT_PARTS = {"早": Part.MORNING, "晨": Part.MORNING, "午": Part.NOON, "晚": Part.EVENING, "夜": Part.EVENING}
_JUST = {"才结束", "才散会", "才开完", "才谈完", "刚刚", "刚才", "刚", "方才", "刚刚才", "刚结束", "刚刚结束"}
_BARE = {"今", "昨", "明"}
_WEEKDAYS = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    "1": 0,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
    "6": 5,
}
_WEEKS = {
    -2: "上上周 上上个周 上上星期 上上个星期 上上礼拜 上上个礼拜 大上周 大上个周 大上星期 大上个星期 大上礼拜 大上个礼拜",
    -1: "上周 上个周 上一周 上星期 上个星期 上礼拜 上个礼拜",
    0: "本周 这周 这一周 这个周 这星期 这个星期 本星期 这礼拜 这个礼拜",
    1: "下周 下个周 下一周 下星期 下个星期 下礼拜 下个礼拜 下下周",
}
_MONTHS = {
    -2: "上上月 上上个月",
    -1: "上月 上个月 上一个月",
    0: "本月 这月 这个月 当月 本月份 这个月份",
    1: "下月 下个月 下一个月 下月份",
}
_YEARS = {-2: "前年", -1: "去年 上年 上一年 上年度 去年度", 0: "今年 本年 本年度 今年度 当年", 1: "明年 来年"}
_SEASONS = "一季度 二季度 三季度 四季度 第一季度 第二季度 第三季度 第四季度 本季度 上季度 下季度 这季度 这个季度 上个季度 下个季度 上半年 下半年"
_VAGUE = (
    "前几天 前两天 前些天 前些日子 前阵子 前一阵 前一阵子 前段时间 前一段时间 前不久 不久前 近日 近期 日前 早些时候 前几日 几天前 好几天前 "
    "前几个星期 前几周 几周前 那天 有一天 某天 上个月底 上月底 上个月初 上月初 上个月中旬 上月中旬 上个月上旬 上月上旬 上个月下旬 上月下旬 月初 月中 月底 月末 上旬 中旬 下旬 上半月 下半月 年初 年中 周末 上周末 这周末 本周末 "
    "季度末 季末 春节期间 国庆期间 假期 前期 早前 之前 前些时候 头几天 头两天 这几天 这两天 前一向 春上 前后"
)
_OCCASIONS = "节前 节后 年前 年后 年底 年末 最近 近来 这段时间"
"""What an activity was held for, or a habit, rather than when it was, where a part of the day stands besides: 节前警示教育,下午开的."""


def _days() -> dict[str, Entry]:
    words: dict[str, Entry] = {w: (Tag.DAY, DayWord(n, weak=w in _JUST)) for w, n in _DAYS.items() if w != "明"}
    for (day, offset), (short, part) in product(_DAYS.items(), _SHORT_PARTS.items()):
        if not day.startswith("刚") and len(day) < 3 and (short != "晨" or day in _BARE):  # 昨天晨读
            words[day + short] = (Tag.DAY, DayWord(offset, part))
    for (day, offset), (part, long) in product(_DAYS.items(), _PARTS.items()):
        if day in _BARE:
            words |= {day + word: (Tag.DAY, DayWord(offset, part)) for word in long.split()}
    return words


def _weekdays() -> dict[str, Entry]:
    return {lead + day: (Tag.WEEKDAY, n) for lead in ("周", "星期", "礼拜") for day, n in _WEEKDAYS.items()}


def _days_of_weeks() -> dict[str, Entry]:
    weeks = {word: shift for shift, row in _WEEKS.items() for word in row.split()}
    return {week + day: (Tag.WEEK, DayOfWeek(weeks[week], _WEEKDAYS[day])) for week, day in product(weeks, _WEEKDAYS)}


def _shifts(tag: TagName, table: dict[int, str]) -> dict[str, Entry]:
    return {word: (tag, shift) for shift, words in table.items() for word in words.split()}


def _moon_words() -> dict[str, Entry]:
    """正月, 农历腊月初: with the month that they name, 0 where it follows."""
    named = {f"{month}{tail}": n for month, n in _MOON_MONTHS.items() for tail in ("", "初")}
    after = {f"{era}{word}": n for era in _MOON_ERAS for word, n in {"": 0, **named}.items()}
    return {word: (Tag.MOON, n) for word, n in (named | after).items()}


def time_words() -> dict[str, Entry]:
    """Every word of time with its tag and value."""
    words = _days() | _weekdays() | _shifts(Tag.WEEK, _WEEKS) | _shifts(Tag.MONTH, _MONTHS) | _shifts(Tag.YEAR, _YEARS)
    words |= {"下下周": (Tag.WEEK, 2), "元月": (Tag.JANUARY, None), "元月份": (Tag.JANUARY, None)}
    words |= _days_of_weeks()
    words |= {
        form: (Tag.PART, part) for word, part in _LATIN.items() for form in (word, word.upper(), word.capitalize())
    }
    words |= dict.fromkeys(
        ("最后一天", "最后1天", "最末一天", "最后一日", "末尾那天", "最后那天", "末一天"), (Tag.LAST, None)
    )
    words |= {word: (Tag.PART, part) for part, long in _PARTS.items() for word in long.split()}
    words |= dict.fromkeys(_VAGUE.split(), (Tag.VAGUE, None))
    words |= dict.fromkeys(_OCCASIONS.split(), (Tag.VAGUE, "occasion"))
    words |= dict.fromkeys(_SEASONS.split(), (Tag.SEASON, None))
    words |= {f"{nth}{n}季度": (Tag.SEASON, q) for nth, (q, n) in product(("", "第"), enumerate("一二三四", 1))}
    words |= dict.fromkeys(FESTIVALS, (Tag.FESTIVAL, None))
    words |= _moon_words()
    words["前晚"] = (Tag.DAY, DayWord(-2, Part.EVENING))
    words |= {
        "月": (Tag.MONTH_UNIT, None),
        "月份": (Tag.MONTH_UNIT, None),
        "日": (Tag.DAY_UNIT, None),
        "号": (Tag.DAY_UNIT, None),
    }
    words |= {
        "年": (Tag.YEAR_UNIT, None),
        "点": (Tag.HOUR_UNIT, None),
        "时": (Tag.HOUR_UNIT, None),
        "点钟": (Tag.HOUR_UNIT, None),
    }
    words |= {
        "分": (Tag.MINUTE_UNIT, None),
        "分钟": (Tag.SPAN_UNIT, None),
        "半": (Tag.HALF, 30),
        "一刻": (Tag.QUARTER, 15),
    }
    words |= {
        "三刻": (Tag.QUARTER, 45),
        "一刻钟": (Tag.QUARTER, 15),
        "整": (Tag.QUARTER, 0),
        "晚": (Tag.PART, Part.EVENING),
    }
    words |= dict.fromkeys(("前", "以前", "之前"), (Tag.AGO, None))
    words |= {
        "天": (Tag.SPAN_UNIT, 1),
        "周": (Tag.SPAN_UNIT, 7),
        "个星期": (Tag.SPAN_UNIT, 7),
        "个礼拜": (Tag.SPAN_UNIT, 7),
    }
    return words | dict.fromkeys(
        ("小时", "个小时", "个半小时", "个钟头", "学时", "个学时", "个月"), (Tag.SPAN_UNIT, None)
    )
