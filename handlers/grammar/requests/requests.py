"""What is wished of the bot itself: help, reminders, answers, files.

request := help | remind | export | query
help    := HELP alone | HELP with a question
remind  := REMIND [date] [time] [kind]
export  := EXPORT (LEDGER | kind | period | 各支部) | /export …
query   := see queries.py
"""

from datetime import date, datetime, time

from handlers.grammar.clauses.sentences import Sentences, has_word
from handlers.grammar.lexicon.lexeme import SEPARATORS, Tag, text_at
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.lexicon.phrases import (
    AmountPhrase,
    DatePhrase,
    KindPhrase,
    PeriodPhrase,
    Role,
    TimePhrase,
)
from handlers.grammar.lexicon.times import span_of
from handlers.grammar.moods.questions import QUESTIONS, is_asking
from handlers.grammar.people.talks import is_talk
from handlers.grammar.requests.own_wishes import CALL_ME, COMING, NO_MORE_CALLS, NO_MORE_NEWS, TELL_ME
from handlers.grammar.requests.periods import period_of
from handlers.grammar.requests.queries import FIRST_WORDS, has_any, query_of, words_of
from handlers.grammar.requests.query_topics import SHORT, asks_why, kind_in, kinds_in
from handlers.grammar.requests.sheets import is_file, is_made
from handlers.grammar.requests.usage import asks_anybody, asks_usage
from handlers.grammar.text.organisations import EACH_BRANCH
from handlers.grammar.text.patterns import Pattern
from handlers.intents import Export, Help, Intent, Remind, RemindWish

_ABLE = frozenset({Tag.ORDER, Tag.WISH, Tag.ASKING})
"""能帮我记一下吗: asked whether the bot can."""
_ABILITIES = (
    "能干些啥",
    "能干点啥",
    "能做些啥",
    "能干啥",
    "能干什么",
    "能干些什么",
    "能做啥",
    "能做些什么",
    "会干啥",
    "会些啥",
    "会些什么",
    "能帮我做什么",
    "能帮我干啥",
    "有啥用",
    "有什么用",
)
_EXPORTS = frozenset({"导出", "下载", "台账", "台帐"})
_WHERE = frozenset({"在哪", "谁", "哪里", "哪儿", "哪"})
_TOLD = frozenset({Role.PRESENT, Role.EXPECTED, Role.BARE})
_WISHES = frozenset({Tag.REMIND, Tag.EXPORT, Tag.HELP})
_FEW = 2
_STOPPING = ("甭", "关掉", "关闭", "关了", "停掉", "停止", "取消", "暂停", "别再", "不要再")
_NO_MORE = ("别推", "别发", "别弹")
"""提醒先别推了: what is pushed is the reminder."""
_DISCUSSING = ("研究", "讨论", "商量", "议", "分析", "布置", "部署")
_HOW = ("怎么", "如何", "咋", "怎样")
_ENTERING = ("改", "删", "补", "登", "录", "记", "撤", "导", "填")
_WHETHER, _ONE_LINE = frozenset({"不", "吗", "么", "不?", "?"}), 20
_SEVERAL = (
    "几条",
    "两条",
    "多条",
    "两个会",
    "几个会",
    "几次活动",
    "两个活动",
    "几个活动",
    "多个活动",
    "两件事",
    "几件事",
)
_LONGEST = 80
"""Of characters; what is wished or asked by its form is short."""
_MADE = Pattern("(?:定|设|建|弄|加)一?个[^,。;]{0,10}提醒")
_OF_CALLS, _OF_NEWS = frozenset("催推提"), frozenset("发推弹催")
"""One of these stands in everything that ends reminders, or news."""
_CALLS = frozenset({"叫我", "喊我", "闹钟", "通知我"})
"""叫我小岑就行: with no day and no matter these call nobody back."""
_THINGS_OF_HELP = frozenset({"帮助", "功能", "菜单", "命令", "指令", "格式", "入门", "新手", "教程"})
_BESIDE_HELP = (Tag.OTHER, Tag.THING, Tag.PEOPLE, Tag.NOT)
"""菜单上有鱼: beside other words these are things of the world."""
_SETTINGS = frozenset({"时间", "时候", "频率", "次数", "方式"})
"""提醒的时间能不能改到十点: what is wished is a reminder after all."""
_US = frozenset("我咱俺")
_FAR = 6
_SOMEBODYS = Pattern("(?:谢|亏得?|幸好|没人|没谁|都要|总是?|老是)[^,。]{0,4}$")
_PRAISED = Pattern("我们?说|(?:好|真|很|挺|太)?及时|市民|居民|群众")
_PASSED_ON = frozenset({"谢谢", "感谢", "已", "多谢", "的", "廉洁", "廉政", "节前"})


def request_of(read: Sentences, now: datetime) -> Intent | None:
    """The request that a text makes of the bot, if it makes one."""
    if len(read.fields) >= _FEW:
        return None
    said = read.text if len(read.text) <= _LONGEST else ""
    wish = _help(read, said) or _remind(read, said, now) or _export(read, said, now) or query_of(read, said, now)
    return None if wish and _tells(read, now.date()) else wish


def _tells(read: Sentences, today: date) -> bool:
    """A day that has come, with who was talked with, how many were there or how much it was, and nothing asked."""
    days = [phrase.dates for phrase in read.phrases.dates]
    if not any(dates.first and dates.first <= today and not dates.ahead for dates in days):
        return False
    if any(lexeme.tag in QUESTIONS and is_asking(read.lexemes, at) for at, lexeme in enumerate(read.lexemes)):
        return False
    talked = any(phrase.rule == "talk" for phrase in read.phrases.names)
    counted = any(phrase.weight and phrase.role in _TOLD for phrase in read.phrases.counts)
    told = talked or counted or bool(read.done) or read.phrases.has(AmountPhrase)
    return told and kind_in(read) is not None and not _leads(read)


def _leads(read: Sentences) -> bool:
    """Whether the text begins with a wish: 提醒我 …, 查 …."""
    words = words_of(read)
    return any(lexeme.tag in _WISHES for lexeme in words[:FIRST_WORDS])


def _help(read: Sentences, said: str) -> Intent | None:
    if read.lexemes[-1].end <= SHORT and has_word(read, _ABILITIES):
        return Help()
    if asks_anybody(said):
        return None
    if _asks_how_to(read) or _asks_whether_several(read) or asks_usage(said):
        return Help(kind=kind_in(read))
    if Tag.HELP not in read.tags:
        able = read.tags >= _ABLE and not has_any(read, Tag.NUMBER)
        return Help(kind=kind_in(read)) if able else None
    found = [x for at, x in enumerate(read.lexemes) if x.tag is Tag.HELP and not _is_talked_over(read, at)]
    if not found:
        return None
    asked = has_any(read, Tag.ASKING, Tag.QUESTION_MARK) or any(lexeme.text.startswith(_HOW) for lexeme in found)
    alone = (
        read.lexemes[-1].end <= SHORT
        and not has_any(read, Tag.WRONG, Tag.NUMBER)
        and (len(words_of(read)) <= _FEW or kind_in(read) is None)
        and not (
            all(x.text in _THINGS_OF_HELP for x in found) and has_any(read, *_BESIDE_HELP) and not said.endswith("没")
        )
    )
    return Help(kind=kind_in(read)) if asked or alone else None


def _is_talked_over(read: Sentences, at: int) -> bool:
    """商量台风停运咋弄: what a meeting was about."""
    while at > 0 and read.lexemes[at - 1].tag not in SEPARATORS:
        at -= 1
        if read.lexemes[at].tag is Tag.CONTENT and read.lexemes[at].text.startswith(_DISCUSSING):
            return True
    return False


def _asks_how_to(read: Sentences) -> bool:
    """怎么把人名改过来, 怎样把一次活动分成两条来登."""
    if not has_word(read, _HOW):
        return False
    words = words_of(read)
    asked = words[:1] and words[0].text.startswith(_HOW) and text_at(words, 1) in {"把", "才能", "给", "能"}
    return bool(asked) and has_word(read, _ENTERING) and not read.phrases.dates


def _asks_whether_several(read: Sentences) -> bool:
    """一次能录好几条不, 一条消息能报两个会吗: whether the bot takes several at once."""
    last = read.lexemes[-1]
    if last.end > _ONE_LINE or not has_word(read, _SEVERAL):
        return False
    asked = last.text in _WHETHER or has_word(read, ("能不能", "可不可以", "可以吗"))
    return asked and has_word(read, (*_ENTERING, "报"))


def _remind(read: Sentences, said: str, now: datetime) -> Intent | None:
    if asks_why(read):
        return None
    if not _OF_CALLS.isdisjoint(read.characters):
        if COMING.search(said):
            return None
        if NO_MORE_CALLS.search(said):
            return Remind(wish=RemindWish.STOP, kind=kind_in(read))
    if Tag.REMIND not in read.tags:
        return _told_me(read, said, now)
    at = next(n for n, lexeme in enumerate(read.lexemes) if lexeme.tag is Tag.REMIND)
    wish = _wish_of(read.lexemes[at].text)
    if any(lexeme.text.startswith(_STOPPING) for lexeme in read.lexemes[:at]) or any(
        lexeme.text.startswith(_NO_MORE) for lexeme in read.lexemes[at + 1 :]
    ):
        wish = RemindWish.STOP
    made = _MADE.search(said) is not None
    if wish is RemindWish.ADD and not made and (_is_passed_on(read, at) or has_any(read, Tag.PRAISE)):
        return None
    return _reminder(read, wish, now)


def reminder_in(read: Sentences, now: datetime) -> Remind:
    """What is wished of reminders, in a text that wishes something of them."""
    if any(lexeme.text.startswith((*_STOPPING, *_NO_MORE)) for lexeme in read.lexemes):
        return _reminder(read, RemindWish.STOP, now)
    word = next((lexeme.text for lexeme in read.lexemes if lexeme.tag is Tag.REMIND), "")
    return _reminder(read, _wish_of(word), now)


def _reminder(read: Sentences, wish: RemindWish, now: datetime) -> Remind:
    return Remind(wish=wish, on=_coming_day(read, now.date()), at=_clock_of(read), kind=kind_in(read))


def _told_me(read: Sentences, said: str, now: datetime) -> Intent | None:
    """换届前三个月跟我说一声, 下周一提我一句, 消息太多了,别发了: no word of reminding, but what is meant is one."""
    if not _OF_NEWS.isdisjoint(read.characters) and NO_MORE_NEWS.fullmatch(said):
        return Remind(wish=RemindWish.STOP)
    if _US.isdisjoint(read.characters) or has_any(read, Tag.ASKING):
        return None
    if call := CALL_ME.search(said):
        return _reminder(read, RemindWish.LATER if "再" in call[0] else RemindWish.ADD, now)
    told = TELL_ME.search(said)
    ours = told and (told[0].startswith("提") or kind_in(read) is not None) and not has_any(read, Tag.PERFECT)
    return _reminder(read, RemindWish.ADD, now) if ours else None


def _is_passed_on(read: Sentences, at: int) -> bool:
    """谢谢小张提醒, 没人提醒我, 已提醒, 提醒得很及时, 物业提醒."""
    before, after = text_at(read.lexemes, at - 1), text_at(read.lexemes, at + 1)
    if _SOMEBODYS.search(raw(read.lexemes, max(at - _FAR, 0), at)) or _PRAISED.match(
        raw(read.lexemes, at + 1, at + _FAR)
    ):
        return True
    timed = read.phrases.has(DatePhrase, TimePhrase, PeriodPhrase, KindPhrase)
    if read.lexemes[at].text in _CALLS and not timed:
        return True
    if (
        before in _PASSED_ON
        or is_talk(read.lexemes, at - 1)
        or before.endswith("谢")
        or (
            after in {"了", "过", "得", "的", "已", "发", "谈话", ":"}
            and text_at(read.lexemes, at + 2) not in _SETTINGS
        )
    ):
        return True
    return Tag.PERFECT in read.tags and any(
        phrase.dates.first and not phrase.dates.ahead for phrase in read.phrases.dates
    )


def _wish_of(word: str) -> RemindWish:
    if word.startswith(("别", "不用", "不要", "停止", "关", "取消", "暂停", "知道了")):
        return RemindWish.STOP
    if word.startswith(("推迟", "延后", "过几天", "晚点", "明天再", "再", "稍后")):
        return RemindWish.LATER
    return RemindWish.NOT_APPLICABLE if word == "不适用" else RemindWish.ADD


def _coming_day(read: Sentences, today: date) -> date | None:
    found = next((phrase.dates for phrase in read.phrases.dates), None)
    if found is None or found.first is None:
        return found.soon if found else None
    return found.first if found.first >= today else found.soon


def _clock_of(read: Sentences) -> time | None:
    clocks = (phrase for phrase in read.phrases.times if phrase.times)
    return next((span_of(phrase.times, phrase.part)[0] for phrase in clocks if phrase.times), None)


def _export(read: Sentences, said: str, now: datetime) -> Intent | None:
    asked = Tag.EXPORT in read.tags and any(
        lexeme.tag is Tag.EXPORT and text_at(read.lexemes, at - 1) != "." for at, lexeme in enumerate(read.lexemes)
    )
    if not _WHERE.isdisjoint(read.texts):
        return None
    alone = read.lexemes[0].text in _EXPORTS and len(words_of(read)) == 1
    named = asked and (has_any(read, Tag.LEDGER, Tag.RECORDER) or EACH_BRANCH.search(said) is not None)
    told = named or (asked and (text_at(read.lexemes, 0) == "/" or is_file(read)))
    return file_in(read, now) if alone or told or is_made(read, said) else None


def file_in(read: Sentences, now: datetime) -> Export:
    """What a file is to hold, in a text that wishes for one."""
    since, until = period_of(read, now.date())
    return Export(kinds=kinds_in(read), since=since, until=until)
