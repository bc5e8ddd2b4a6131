"""The bot's own words of command, as its menus and reminders offer them: the whole message or nothing.

command := [/] word | 推迟 (到 date | kind) | kind 不适用
"""

from datetime import datetime

from handlers.grammar.dates import parse_coming_date
from handlers.grammar.kinds import parse_kind
from handlers.intents import Help, Intent, Query, QueryTopic, Remind, RemindWish

TRIMMED = " 　/／。.!！?？~～"
LATER, UNTIL, NOT_APPLICABLE = "推迟", "到", "不适用"

WORDS: dict[str, Intent] = {
    **dict.fromkeys(("帮助", "help", "菜单", "怎么用", "使用帮助"), Help()),
    **dict.fromkeys(
        ("待办", "本月待办", "还有哪些没完成", "还有什么没完成", "还差什么", "还差哪些", "我们还差几次"),
        Query(topic=QueryTopic.OPEN_DUTIES),
    ),
    **dict.fromkeys(("简报", "本周简报", "看简报", "周报"), Query(topic=QueryTopic.DIGEST)),
    **dict.fromkeys(("台账", "看台账", "最近记录", "最近的记录"), Query(topic=QueryTopic.RECORDS)),
    **dict.fromkeys(("我的记录", "我报过什么", "我登记过什么", "我记过什么"), Query(topic=QueryTopic.MY_RECORDS)),
    **dict.fromkeys(("为什么提醒我", "为啥提醒我", "为什么提醒"), Query(topic=QueryTopic.WHY_REMINDED)),
    **dict.fromkeys(("你存了我什么", "你记了我什么"), Query(topic=QueryTopic.STORED_ABOUT_ME)),
    "已完成": Remind(wish=RemindWish.DONE),
    LATER: Remind(wish=RemindWish.LATER),
    NOT_APPLICABLE: Remind(wish=RemindWish.NOT_APPLICABLE),
    "停止提醒": Remind(wish=RemindWish.STOP),
}

MONTHLY_DIGEST = frozenset({"本月简报", "月报", "这个月简报"})


def command_of(text: str, now: datetime) -> Intent | None:
    """The command that a whole message is; None if it is something else."""
    said = text.strip(TRIMMED).casefold()
    if said in MONTHLY_DIGEST:
        return Query(topic=QueryTopic.DIGEST, since=now.date().replace(day=1))
    return WORDS.get(said) or _about_a_reminder(said, now)


def _about_a_reminder(said: str, now: datetime) -> Intent | None:
    if said.startswith(LATER + UNTIL) and (day := parse_coming_date(said.removeprefix(LATER + UNTIL), now)):
        return Remind(wish=RemindWish.LATER, on=day)
    if said.startswith(LATER) and (kind := parse_kind(said.removeprefix(LATER))):
        return Remind(wish=RemindWish.LATER, kind=kind)
    if said.endswith(NOT_APPLICABLE) and (kind := parse_kind(said.removesuffix(NOT_APPLICABLE))):
        return Remind(wish=RemindWish.NOT_APPLICABLE, kind=kind)
    return None
