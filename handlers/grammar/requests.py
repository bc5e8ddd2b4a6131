"""What is wished of the bot itself: help, reminders, answers, files.

request := help | remind | export | query
help    := HELP alone | HELP with a question
remind  := REMIND [date] [time] [kind]
export  := EXPORT (LEDGER | kind | period) | /export …
query   := QUERY … | kind ASKING | ENTRY ASKING | (谁 | 哪些人) NOT 谈
"""

from datetime import date, datetime, time

from handlers.grammar.kind_choice import is_artefact
from handlers.grammar.kinds import Force
from handlers.grammar.lexeme import Lexeme, Tag, TagName, tag_at, text_at
from handlers.grammar.mood_words import SOFT
from handlers.grammar.periods import period_of
from handlers.grammar.phrases import (
    AmountPhrase,
    CountPhrase,
    DatePhrase,
    KindPhrase,
    NamesPhrase,
    PeriodPhrase,
    Role,
    TimePhrase,
)
from handlers.grammar.query_topics import is_about_talks, topic_of
from handlers.grammar.questions import QUESTIONS, is_asking, is_vague_number
from handlers.grammar.sentences import Sentences
from handlers.grammar.talks import is_talk
from handlers.grammar.times import span_of
from handlers.intents import Export, Help, Intent, Query, Remind, RemindWish
from schedules.ledger.activity import ActivityKind

_SMALL = frozenset({Tag.SPACE, Tag.COMMA, Tag.STOP, Tag.FINAL, Tag.FILLER, Tag.SELF})
_AT_END = frozenset({Tag.QUESTION_MARK, Tag.FINAL})
_ABLE = frozenset({Tag.ORDER, Tag.WISH, Tag.ASKING})
"""能帮我记一下吗: asked whether the bot can."""
_EXPORTS = frozenset({"导出", "下载", "台账", "台帐"})
_WHERE = frozenset({"在哪", "谁", "哪里", "哪儿", "哪"})
_TOLD = frozenset({Role.PRESENT, Role.EXPECTED, Role.BARE})
_WISHES = frozenset({Tag.REMIND, Tag.EXPORT, Tag.HELP})
_SHORT = 14
_FEW = 2
_POLITE = frozenset({"想", "想要", "能", "可以", "需要", "应", "应该"})
_FIRST_WORDS = 3
_STOPPING = ("关掉", "关闭", "关了", "停掉", "停止", "取消", "暂停", "别再", "不要再")
_NO_MORE = ("别推", "别发", "别弹")
"""提醒先别推了: what is pushed is the reminder."""
_HOW = ("怎么", "如何", "咋", "怎样")
_COUNTING = frozenset(
    {"几次", "几回", "多少", "几场", "几个", "几人", "几名", "几条", "哪些", "多久", "几", "几户", "几家"}
)
_WHETHER = frozenset({"了吗", "了没", "了没有", "没有", "没", "吗", "了么", "没呢"})
_AND_NOT = frozenset({"了没", "了没有", "了吗", "了么"})
_WHEN = frozenset({"什么时候", "啥时候", "何时", "哪天", "哪一天", "几号", "几月", "什么时间", "多会儿"})
_WHO = frozenset({"谁", "哪些", "哪位", "哪几个", "还有谁"})
_NOT_YET = frozenset({"没", "没有"})
_VERBAL = frozenset({Tag.HOLD, Tag.PERFECT, Tag.PRESENT, Tag.OTHER})
_AFTER_DENIAL = frozenset({Tag.QUESTION_MARK, Tag.COMMA, Tag.STOP, Tag.FINAL, None})
_SHEETS = ("excel", "word", "xlsx", "pdf", "表")
_PASSED_ON = frozenset({"谢谢", "感谢", "已", "多谢", "的", "廉洁", "廉政", "节前"})


def request_of(read: Sentences, now: datetime) -> Intent | None:
    """The request that a text makes of the bot, if it makes one."""
    if len(read.fields) >= _FEW:
        return None
    if _tells(read, now.date()):
        return None
    return _help(read) or _remind(read, now) or _export(read, now) or _query(read, now)


def _tells(read: Sentences, today: date) -> bool:
    """A day that has come, with who was talked with, how many were there or how much it was, and nothing asked."""
    days = [phrase.dates for phrase in read.phrases.of(DatePhrase)]
    if not any(dates.first and dates.first <= today and not dates.ahead for dates in days):
        return False
    if any(lexeme.tag in QUESTIONS and is_asking(read.lexemes, at) for at, lexeme in enumerate(read.lexemes)):
        return False
    talked = any(phrase.rule == "talk" for phrase in read.phrases.of(NamesPhrase))
    counted = any(phrase.weight and phrase.role in _TOLD for phrase in read.phrases.of(CountPhrase))
    return kind_in(read) is not None and (talked or counted or read.phrases.has(AmountPhrase)) and not _leads(read)


def _leads(read: Sentences) -> bool:
    """Whether the text begins with a wish: 提醒我 …, 查 …."""
    words = _words(read)
    return any(lexeme.tag in _WISHES for lexeme in words[:_FIRST_WORDS])


def kind_in(read: Sentences) -> ActivityKind | None:
    """The kind that is named, whatever is said of it."""
    found = [phrase.word for phrase in read.phrases.of(KindPhrase)]
    best = max(found, key=lambda word: word.force, default=None)
    return best.kind if best and best.force > Force.HINT else None


def _words(read: Sentences) -> list[Lexeme]:
    return [lexeme for lexeme in read.lexemes if lexeme.tag not in _SMALL]


def _has(read: Sentences, *tags: TagName) -> bool:
    return not read.tags.isdisjoint(tags)


def _is_plan(read: Sentences) -> bool:
    return Tag.FUTURE in read.tags and any(x.tag is Tag.FUTURE and x.value in {None, SOFT} for x in read.lexemes)


def _help(read: Sentences) -> Intent | None:
    if Tag.HELP not in read.tags:
        able = read.tags >= _ABLE and not _has(read, Tag.NUMBER)
        return Help(kind=kind_in(read)) if able else None
    found = [lexeme for lexeme in read.lexemes if lexeme.tag is Tag.HELP]
    asked = _has(read, Tag.ASKING, Tag.QUESTION_MARK) or any(lexeme.text.startswith(_HOW) for lexeme in found)
    alone = (
        read.lexemes[-1].end <= _SHORT
        and not _has(read, Tag.WRONG, Tag.NUMBER)
        and (len(_words(read)) <= _FEW or kind_in(read) is None)
    )
    return Help(kind=kind_in(read)) if asked or alone else None


def _remind(read: Sentences, now: datetime) -> Intent | None:
    if Tag.REMIND not in read.tags:
        return None
    at = next(n for n, lexeme in enumerate(read.lexemes) if lexeme.tag is Tag.REMIND)
    wish = _wish_of(read.lexemes[at].text)
    if any(lexeme.text.startswith(_STOPPING) for lexeme in read.lexemes[:at]) or any(
        lexeme.text.startswith(_NO_MORE) for lexeme in read.lexemes[at + 1 :]
    ):
        wish = RemindWish.STOP
    if wish is RemindWish.ADD and (_is_passed_on(read, at) or _has(read, Tag.PRAISE)):
        return None
    return Remind(wish=wish, on=_coming_day(read, now.date()), at=_clock_of(read), kind=kind_in(read))


def _is_passed_on(read: Sentences, at: int) -> bool:
    """谢谢提醒, 已提醒, 提醒得很及时, 物业提醒."""
    before, after = text_at(read.lexemes, at - 1), text_at(read.lexemes, at + 1)
    if (
        before in _PASSED_ON
        or is_talk(read.lexemes, at - 1)
        or before.endswith("谢")
        or after in {"了", "得", "的", "已", "发", "谈话", ":"}
    ):
        return True
    return Tag.PERFECT in read.tags and any(
        phrase.dates.first and not phrase.dates.ahead for phrase in read.phrases.of(DatePhrase)
    )


def _wish_of(word: str) -> RemindWish:
    if word.startswith(("别", "不用", "不要", "停止", "关", "取消", "暂停", "知道了")):
        return RemindWish.STOP
    if word.startswith(("推迟", "延后", "过几天", "晚点", "明天再", "再", "稍后")):
        return RemindWish.LATER
    return RemindWish.NOT_APPLICABLE if word == "不适用" else RemindWish.ADD


def _coming_day(read: Sentences, today: date) -> date | None:
    found = next((phrase.dates for phrase in read.phrases.of(DatePhrase)), None)
    if found is None or found.first is None:
        return found.soon if found else None
    return found.first if found.first >= today else found.soon


def _clock_of(read: Sentences) -> time | None:
    clocks = (phrase for phrase in read.phrases.of(TimePhrase) if phrase.times)
    return next((span_of(phrase.times, phrase.part)[0] for phrase in clocks if phrase.times), None)


def _export(read: Sentences, now: datetime) -> Intent | None:
    asked = Tag.EXPORT in read.tags and any(
        lexeme.tag is Tag.EXPORT and text_at(read.lexemes, at - 1) != "." for at, lexeme in enumerate(read.lexemes)
    )
    alone = read.lexemes[0].text in _EXPORTS and len(_words(read)) == 1
    if not (asked or alone) or not _WHERE.isdisjoint(read.texts):
        return None
    if not (alone or text_at(read.lexemes, 0) == "/" or _has(read, Tag.LEDGER, Tag.RECORDER) or _is_sheet(read)):
        return None
    since, until = period_of(read, now.date())
    return Export(kind=kind_in(read), since=since, until=until)


def _is_sheet(read: Sentences) -> bool:
    """A kind of file, with another word of export, a kind of activity or a stretch of time."""
    words = [lexeme for lexeme in read.lexemes if lexeme.tag is Tag.EXPORT]
    told = kind_in(read) is not None or read.phrases.has(PeriodPhrase) or len(words) > 1
    return told and ("表" in read.texts or any(lexeme.text.lower().endswith(_SHEETS) for lexeme in words))


def _query(read: Sentences, now: datetime) -> Intent | None:
    if _has(read, Tag.UNSURE) or not any(
        rule(read) for rule in (_begins, _counts, _whether, _when, _who, _about_entry)
    ):
        return None
    since, until = period_of(read, now.date())
    return Query(topic=topic_of(read, kind_in(read)), kind=kind_in(read), since=since, until=until)


def _begins(read: Sentences) -> bool:
    """查询 …, 还差 …: a word of asking among the first."""
    if Tag.QUERY not in read.tags:
        return False
    words = _words(read)
    at = next((n for n, lexeme in enumerate(words[:_FIRST_WORDS]) if lexeme.tag is Tag.QUERY), None)
    if at is None or tag_at(words, at + 1) is Tag.COLON or _is_plan(read):
        return False
    asked = _has(read, Tag.ASKING)
    return (asked or not _has(read, Tag.PERFECT)) and not (
        _has(read, Tag.EXPECTED, Tag.HOST) and not _has(read, Tag.ASKING)
    )


def _counts(read: Sentences) -> bool:
    lexemes = read.lexemes
    if Tag.ASKING not in read.tags:
        return False
    counting = (n for n, lexeme in enumerate(lexemes) if lexeme.tag is Tag.ASKING and lexeme.text in _COUNTING)
    return _is_about_records(read) and any(not is_vague_number(lexemes, n) for n in counting)


def _whether(read: Sentences) -> bool:
    """今年的意识形态研究了吗."""
    if _WHETHER.isdisjoint(read.texts):
        return False
    texts = [lexeme.text for lexeme in read.lexemes if lexeme.tag not in _AT_END][-2:]
    asked = bool(texts) and (texts[-1] in _AND_NOT or (texts[0] == "了" and texts[-1] in _WHETHER))
    return _is_about_records(read) and (asked or _asks_with_denial(read))


def _asks_with_denial(read: Sentences) -> bool:
    """开过没, 存进去没: a verb and nothing behind the denial."""
    lexemes = read.lexemes
    return any(
        lexeme.text in _NOT_YET and tag_at(lexemes, at - 1) in _VERBAL and tag_at(lexemes, at + 1) in _AFTER_DENIAL
        for at, lexeme in enumerate(lexemes)
    )


def _when(read: Sentences) -> bool:
    if _WHEN.isdisjoint(read.texts):
        return False
    term = kind_in(read) is ActivityKind.ELECTION
    return not _is_plan(read) and (term or (_is_about_records(read) and not _has(read, Tag.FUTURE)))


def _who(read: Sentences) -> bool:
    """还有谁没谈过话, 党费这个月谁还没交."""
    return (
        not _WHO.isdisjoint(read.texts)
        and Tag.NOT in read.tags
        and not _is_plan(read)
        and (is_about_talks(read) or kind_in(read) is ActivityKind.DUES)
    )


def _about_entry(read: Sentences) -> bool:
    """我上周报的那条收到了吗."""
    asked = _has(read, Tag.ASKING, Tag.QUERY) or (Tag.ENTRY in read.tags and _asks_with_denial(read))
    return asked and _has(read, Tag.ENTRY) and not _has(read, Tag.CHANGE, Tag.DELETE, Tag.FUTURE)


def _is_about_records(read: Sentences) -> bool:
    wishes = {lexeme.text for lexeme in read.lexemes if lexeme.tag is Tag.WISH}
    things = [is_artefact(phrase, read.lexemes) for phrase in read.phrases.of(KindPhrase)]
    return kind_in(read) is not None and not all(things) and not _is_plan(read) and wishes <= _POLITE
