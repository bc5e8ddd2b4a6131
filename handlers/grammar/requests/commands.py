"""The bot's own words of command, as its menus and reminders offer them: the whole message or nothing.

command  := [/] word | restoring | several | moving | agenda | follow_up | nth answer | put_off | again | hand_on | away | opening | kind 不适用 | stopping [kind] | 暂停提醒 [name] [到 date] | 恢复提醒 [name] | 免打扰 [span]
put_off  := [都 | 全部] 推迟 [kind] [到 date | span_of_days] | kind when 补 [开]
again    := [kind] when (再提醒 | 再催) [我] [kind] | when 再说 [吧]
when     := date | 下周 | [过] span_of_days [后]
span_of_days := number (天 | 周 | 个星期)
hand_on  := 转交 [kind] | 转交 [[kind] 给] name | [kind | 这项] (由 | 让) name (办 | 负责 | 接手) | [kind | 这项] 转给 name
nth      := 第 number 项: of the last reminder; answer is one of the commands about a reminder
away     := [我 | name] (请假 | 休假 | 出差 | 借调 | 挂职 …) 到 date: that day is the last one
stopping := 停止提醒 | 不再提醒
span     := HH:MM - HH:MM; one that is empty ends the quiet
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from handlers.grammar.days.dates import parse_coming_date
from handlers.grammar.lexicon.kinds import parse_kind
from handlers.grammar.requests.agendas import agenda_of
from handlers.grammar.requests.follow_ups import follow_up_of
from handlers.grammar.requests.movings import moving_of
from handlers.grammar.requests.openings import opening_of
from handlers.grammar.requests.query_topics import WHOLE
from handlers.grammar.requests.restorings import restoring_of
from handlers.grammar.requests.several_withdrawals import several_withdrawn
from handlers.grammar.requests.who_sees import asks_who_sees
from handlers.grammar.text.numbers import value_of
from handlers.grammar.text.patterns import Pattern
from handlers.intents import Help, Intent, Plan, Query, QueryTopic, Remind, RemindWish

TRIMMED = " 　/／。.!！?？~～"
AROUND = f"{TRIMMED}，,呀啊哈哦啦"
"""What stands around a bare name or word."""
LATER, UNTIL, NOT_APPLICABLE = "推迟", "到", "不适用"
HAND_OVER, TO, COMRADE = "转交", "给", "同志"
STOP, NO_MORE, PAUSE, RESUME = "停止提醒", "不再提醒", "暂停提醒", "恢复提醒"
QUIET, LOUD = "免打扰", "取消免打扰"
NEXT_WEEK = frozenset({"下周", "下星期", "下礼拜"})
SPAN = Pattern(r"过?(?P<number>\d{1,2}|[一二两三四五六七八九十])(?P<unit>天|周|个?星期|个?礼拜)(?:之后|以后|后)?$")
AGAIN = Pattern(r"(?P<before>[^，,。;；]{1,16}?)再(?:提醒|催)(?:一下)?我?(?P<after>[^，,。;；]{0,16})")
ANOTHER_TIME = Pattern(r"(?P<when>[^，,。;；]{2,8}?)再说吧?")
AWAY = Pattern(
    r"(?P<who>我|本人|[\u3400-\u9fff·]{2,4}?)??(?:同志)?(?:要|在外)?"
    r"(?:请假|休假|休年假|出差|外出|借调|挂职|驻村)(?:在外)?到(?P<when>.{2,8})"
)
BY_ANOTHER = Pattern(
    r"(?P<what>[^，,。;；]{0,12}?)[改转]?(?:由|让|请|交给|转给)(?P<who>[\u3400-\u9fff·]{2,4}?)(?:同志)?来?(?:办|办理|承办|负责|接手)"
)
TO_ANOTHER = Pattern(r"(?P<what>[^，,。;；]{0,12}?)(?:转给|转交给?|移交给?)(?P<who>[\u3400-\u9fff·]{2,4}?)(?:同志)?吧?")
MADE_UP = Pattern(r"(?P<before>[^，,。;；]{4,18}?)再?补(?:上|开|办|做)?吧?")
ALL = Pattern("(?:都|全都?|全部|统统)(?=推迟)")
DOING = ("办", "办理", "负责", "接手")
THIS = frozenset({"", "这个", "这项", "这件", "这件事", "这事", "这条", "它"})
NTH = Pattern("第(?P<nth>[1-9一二三四五六七八九])(?:项|个|条|件)[，,、：: ]*(?P<rest>.+)")
SELF = frozenset({None, "我", "本人"})
LONGEST_DAY = 8
"""Of characters; what is longer tells more than a day."""
HOURS = Pattern(r"(\d{1,2}):(\d\d)(?:-|–|—|~|至|到)(\d{1,2}):(\d\d)")
NAME = Pattern(r"[\u3400-\u9fff·]{2,8}")

WORDS: dict[str, Intent] = {
    **dict.fromkeys(("帮助", "help", "菜单", "怎么用", "使用帮助"), Help()),
    **dict.fromkeys(
        ("待办", "本月待办", "还有哪些没完成", "还有什么没完成", "还差什么", "还差哪些", "我们还差几次"),
        Query(topic=QueryTopic.OPEN_DUTIES),
    ),
    **dict.fromkeys(
        (*WHOLE, "全部待办事项", "所有待办事项", "更多待办", "查看全部待办"),
        Query(topic=QueryTopic.OPEN_DUTIES, whole=True),
    ),
    **dict.fromkeys(("简报", "本周简报", "看简报", "周报"), Query(topic=QueryTopic.DIGEST)),
    **dict.fromkeys(("台账", "看台账", "查看台账", "最近记录", "最近的记录"), Query(topic=QueryTopic.RECORDS)),
    **dict.fromkeys(("我的记录", "我报过什么", "我登记过什么", "我记过什么"), Query(topic=QueryTopic.MY_RECORDS)),
    **dict.fromkeys(("为什么提醒我", "为啥提醒我", "为什么提醒"), Query(topic=QueryTopic.WHY_REMINDED)),
    **dict.fromkeys(("你存了我什么", "你记了我什么"), Query(topic=QueryTopic.STORED_ABOUT_ME)),
    "已完成": Remind(wish=RemindWish.DONE),
    LATER: Remind(wish=RemindWish.LATER),
    NOT_APPLICABLE: Remind(wish=RemindWish.NOT_APPLICABLE),
    **dict.fromkeys((STOP, NO_MORE), Remind(wish=RemindWish.STOP)),
    HAND_OVER: Remind(wish=RemindWish.HAND_OVER),
    PAUSE: Remind(wish=RemindWish.PAUSE),
    RESUME: Remind(wish=RemindWish.RESUME),
    QUIET: Remind(wish=RemindWish.QUIET),
    LOUD: Remind(wish=RemindWish.QUIET, at=time(0), until=time(0)),
}

MINE = Pattern(
    "我(?:今天|昨天|前天|刚才|刚刚)?(?:都|总共|一共)?(?:上?报|登|登记|记|录)[了过](?:些)?(?:什么|啥|哪些|哪几条)(?:活动|内容|东西)?"
)
MONTHLY_DIGEST = frozenset({"本月简报", "月报", "这个月简报"})


def command_of(text: str, now: datetime) -> Intent | None:
    """The command that a whole message is; None if it is something else."""
    said = text.strip(TRIMMED).casefold()
    if said in MONTHLY_DIGEST:
        return Query(topic=QueryTopic.DIGEST, since=now.date().replace(day=1))
    if said.startswith("我") and MINE.fullmatch(said):
        return Query(topic=QueryTopic.MY_RECORDS)
    if asks_who_sees(said):
        return Query(topic=QueryTopic.STORED_ABOUT_ME)
    if changed := restoring_of(said) or several_withdrawn(said, now) or moving_of(said):
        return changed
    return WORDS.get(said) or _about_a_reminder(said, now) or opening_of(said, now) or _asked(said, now)


def _asked(said: str, now: datetime) -> Intent | None:
    return agenda_of(said, now) or follow_up_of(said, now)


def _about_a_reminder(said: str, now: datetime) -> Intent | None:
    if said.endswith(NOT_APPLICABLE) and (kind := parse_kind(said.removesuffix(NOT_APPLICABLE))):
        return Remind(wish=RemindWish.NOT_APPLICABLE, kind=kind)
    if item := said.startswith("第") and NTH.fullmatch(said):
        answer = WORDS.get(item["rest"]) or _about_a_reminder(item["rest"], now)
        return replace(answer, nth=value_of(item["nth"])) if isinstance(answer, Remind) else None
    if LATER in said and (together := ALL.match(said)):
        answer = _about_a_reminder(said[together.end() :], now)
        return replace(answer, every=True) if isinstance(answer, Remind) else None
    if said.startswith(BEGINNINGS):
        begun = next(word for word in ABOUT if said.startswith(word))
        return ABOUT[begun](said.removeprefix(begun), now)
    return _again(said, now) or _away(said, now) or _by_another(said) or _made_up(said, now)


def _put_off(rest: str, now: datetime) -> Intent | None:
    what, until, when = rest.partition(UNTIL)
    span = None if until else SPAN.search(rest)
    named = rest[: span.start()] if span else what
    kind = parse_kind(named)
    on = _day_after(span, now) if span else coming_day(when, now)
    if (until and on is None) or (kind is None and named):
        return None
    return Remind(wish=RemindWish.LATER, on=on, kind=kind)


def _again(said: str, now: datetime) -> Intent | None:
    if "再" not in said:
        return None
    if another := ANOTHER_TIME.fullmatch(said):
        on = coming_day(another["when"], now)
        return Remind(wish=RemindWish.LATER, on=on) if on else None
    found = AGAIN.fullmatch(said)
    return _reminded_again(found["before"], found["after"], now) if found else None


def _reminded_again(before: str, after: str, now: datetime) -> Remind | None:
    """The kind stands before the day or behind the word."""
    for at in range(max(0, len(before) - LONGEST_DAY), len(before)):
        on, named = coming_day(before[at:], now), before[:at] or after
        kind = parse_kind(named)
        if on and (kind or not named) and not (at and after):
            return Remind(wish=RemindWish.LATER, on=on, kind=kind)
    return None


def _away(said: str, now: datetime) -> Intent | None:
    found = AWAY.fullmatch(said) if UNTIL in said else None
    last = coming_day(found["when"], now) if found else None
    if found is None or last is None:
        return None
    name = None if found["who"] in SELF else found["who"]
    return Remind(wish=RemindWish.PAUSE, on=last + timedelta(days=1), name=name)


def _by_another(said: str) -> Intent | None:
    passed_on = "转" in said or "移" in said
    found = BY_ANOTHER.fullmatch(said) if said.endswith(DOING) else passed_on and TO_ANOTHER.fullmatch(said)
    kind = parse_kind(found["what"]) if found else None
    is_told = found and (kind is not None or found["what"] in THIS)
    return Remind(wish=RemindWish.HAND_OVER, kind=kind, name=found["who"]) if found and is_told else None


def _made_up(said: str, now: datetime) -> Intent | None:
    """志愿服务下周补: a gathering that is to be held after its time."""
    found = MADE_UP.fullmatch(said) if "补" in said else None
    meant = _reminded_again(found["before"], "", now) if found else None
    return Plan(kind=meant.kind, planned_on=meant.on, postponed=True) if meant and meant.kind else None


def coming_day(words: str, now: datetime) -> date | None:
    """The day that is meant of those to come: 下周, 过两天, 周五."""
    if words in NEXT_WEEK:
        return now.date() + timedelta(days=7 - now.weekday())
    if span := SPAN.match(words):
        return _day_after(span, now)
    return parse_coming_date(words, now) if words else None


def _day_after(span: re.Match[str], now: datetime) -> date:
    return now.date() + timedelta(days=value_of(span["number"]) * (1 if span["unit"] == "天" else 7))


def _hand_over(rest: str, _: datetime) -> Intent | None:
    what, to, whom = rest.rpartition(TO)
    kind = parse_kind(what if to else rest)
    name = _name_in(whom) if to or kind is None else None
    if (name is None and kind is None) or (to and (name is None or (what and kind is None))):
        return None
    return Remind(wish=RemindWish.HAND_OVER, kind=kind, name=name)


def _stop(rest: str, _: datetime) -> Intent | None:
    kind = parse_kind(rest)
    return Remind(wish=RemindWish.STOP, kind=kind) if kind else None


def _pause(rest: str, now: datetime) -> Intent | None:
    whom, until, when = rest.partition(UNTIL)
    on = coming_day(when, now)
    name = _name_in(whom)
    if (until and on is None) or (whom and name is None):
        return None
    return Remind(wish=RemindWish.PAUSE, on=on, name=name)


def _resume(rest: str, _: datetime) -> Intent | None:
    name = _name_in(rest)
    return Remind(wish=RemindWish.RESUME, name=name) if name else None


def _keep_quiet(rest: str, _: datetime) -> Intent | None:
    found = HOURS.fullmatch(rest.strip().replace("：", ":"))
    if found is None:
        return None
    first_hour, first_minute, last_hour, last_minute = (int(number) for number in found.groups())
    if max(first_hour, last_hour) > 23 or max(first_minute, last_minute) > 59:
        return None
    starts, ends = time(first_hour, first_minute), time(last_hour, last_minute)
    return Remind(wish=RemindWish.QUIET, at=starts, until=ends)


def _name_in(words: str) -> str | None:
    name = words.strip().removesuffix(COMRADE)
    return name if NAME.fullmatch(name) else None


ABOUT: dict[str, Callable[[str, datetime], Intent | None]] = {
    LATER: _put_off,
    HAND_OVER: _hand_over,
    STOP: _stop,
    NO_MORE: _stop,
    PAUSE: _pause,
    RESUME: _resume,
    QUIET: _keep_quiet,
}
"""How a command goes on, by the word that it begins with."""
BEGINNINGS = tuple(ABOUT)
