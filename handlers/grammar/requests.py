"""What is wished of the bot itself: help, reminders, answers, files.

request := help | remind | export | query
help    := HELP alone | HELP with a question
remind  := REMIND [date] [time] [kind]
export  := EXPORT (LEDGER | kind | period)
query   := QUERY … | kind ASKING
"""

from datetime import date, datetime, time

from handlers.grammar.kinds import Force
from handlers.grammar.lexeme import Lexeme, Tag
from handlers.grammar.periods import period_of
from handlers.grammar.phrases import DatePhrase, KindPhrase, TimePhrase
from handlers.grammar.sentences import Sentences
from handlers.grammar.times import span_of
from handlers.intents import Export, Help, Intent, Query, QueryTopic, Remind, RemindWish
from schedules.ledger.activity import ActivityKind

_SHORT = 14
_HOW = ("怎么", "如何", "咋", "怎样")
_COUNTING = frozenset({"几次", "多少", "几场", "几个", "几人", "几名", "几条", "哪些", "多久", "几"})
_WHETHER = frozenset({"了吗", "了没", "了没有", "没有", "没", "吗", "了么", "了吧", "没呢"})
_WHEN = frozenset({"什么时候", "啥时候", "何时", "哪天", "哪一天", "几号", "几月", "什么时间", "多会儿"})


def request_of(read: Sentences, now: datetime) -> Intent | None:
    """The request that a text makes of the bot, if it makes one."""
    for rule in (_help, _remind, _export, _query):
        if intent := rule(read, now):
            return intent
    return None


def kind_in(read: Sentences) -> ActivityKind | None:
    """The kind that is named, whatever is said of it."""
    found = [phrase.word for phrase in read.phrases if isinstance(phrase, KindPhrase)]
    best = max(found, key=lambda word: word.force, default=None)
    return best.kind if best and best.force > Force.HINT else None


def _words(read: Sentences) -> list[Lexeme]:
    return [
        lexeme for lexeme in read.lexemes if lexeme.tag not in {Tag.SPACE, Tag.COMMA, Tag.STOP, Tag.FINAL, Tag.FILLER}
    ]


def _has(read: Sentences, *tags: Tag) -> bool:
    return any(lexeme.tag in tags for lexeme in read.lexemes)


def _help(read: Sentences, now: datetime) -> Intent | None:
    found = [lexeme for lexeme in read.lexemes if lexeme.tag is Tag.HELP]
    if not found:
        return None
    asked = _has(read, Tag.ASKING, Tag.QUESTION_MARK) or any(lexeme.text.startswith(_HOW) for lexeme in found)
    alone = len(_words(read)) <= 2 and read.lexemes[-1].end <= _SHORT
    return Help(kind=kind_in(read)) if asked or alone else None


def _remind(read: Sentences, now: datetime) -> Intent | None:
    at = next((n for n, lexeme in enumerate(read.lexemes) if lexeme.tag is Tag.REMIND), None)
    if at is None or _is_thanks(read, at):
        return None
    return Remind(wish=_wish_of(read), on=_coming_day(read, now.date()), at=_clock_of(read), kind=kind_in(read))


def _is_thanks(read: Sentences, at: int) -> bool:
    """谢谢提醒, 已提醒, 提醒得很及时."""
    before = read.lexemes[at - 1].text if at else ""
    after = read.lexemes[at + 1].text if at + 1 < len(read.lexemes) else ""
    return (
        before in {"谢谢", "感谢", "已", "多谢", "的", "廉洁", "廉政", "节前"}
        or before.endswith("谢")
        or after in {"了", "得", "的", "已", "发", "谈话"}
    )


def _wish_of(read: Sentences) -> RemindWish:
    words = next(lexeme.text for lexeme in read.lexemes if lexeme.tag is Tag.REMIND)
    if words.startswith(("别", "不用", "不要", "停止", "关", "取消", "暂停", "知道了")):
        return RemindWish.STOP
    if words.startswith(("推迟", "延后", "过几天", "晚点", "明天再", "再", "稍后")):
        return RemindWish.LATER
    return RemindWish.NOT_APPLICABLE if words == "不适用" else RemindWish.ADD


def _coming_day(read: Sentences, today: date) -> date | None:
    found = next((phrase.dates for phrase in read.phrases if isinstance(phrase, DatePhrase)), None)
    if found is None or found.first is None:
        return found.soon if found else None
    return found.first if found.first >= today else found.soon


def _clock_of(read: Sentences) -> time | None:
    for phrase in read.phrases:
        if isinstance(phrase, TimePhrase) and phrase.times:
            return span_of(phrase.times, phrase.part)[0]
    return None


def _export(read: Sentences, now: datetime) -> Intent | None:
    at = next((n for n, lexeme in enumerate(read.lexemes) if lexeme.tag is Tag.EXPORT), None)
    if at is None or _has(read, Tag.PERFECT):
        return None
    alone = len(_words(read)) == 1 and read.lexemes[at].text in {"导出", "下载"}
    if not (alone or _has(read, Tag.LEDGER)):
        return None
    since, until = period_of(read, now.date())
    return Export(kind=kind_in(read), since=since, until=until)


def _query(read: Sentences, now: datetime) -> Intent | None:
    if not any(rule(read) for rule in (_begins_with_query, _counts, _whether, _when)):
        return None
    since, until = period_of(read, now.date())
    return Query(topic=_topic_of(read), kind=kind_in(read), since=since, until=until)


def _begins_with_query(read: Sentences) -> bool:
    """查询 …, 还差 …: a word of asking among the first, or anywhere where something is owed."""
    words = _words(read)
    if _has(read, Tag.EXPECTED, Tag.HOST) and not _has(read, Tag.ASKING):
        return False
    return any(lexeme.tag is Tag.QUERY for lexeme in words[:3]) and not _has(read, Tag.PERFECT)


def _counts(read: Sentences) -> bool:
    return _is_about_records(read) and any(
        lexeme.tag is Tag.ASKING and lexeme.text in _COUNTING for lexeme in read.lexemes
    )


def _whether(read: Sentences) -> bool:
    """今年的意识形态研究了吗."""
    texts = [lexeme.text for lexeme in read.lexemes if lexeme.tag is not Tag.QUESTION_MARK][-2:]
    return (
        _is_about_records(read)
        and bool(texts)
        and (texts[-1] in {"了没", "了没有", "了吗"} or (texts[0] == "了" and texts[-1] in _WHETHER))
    )


def _when(read: Sentences) -> bool:
    return (
        _is_about_records(read) and any(lexeme.text in _WHEN for lexeme in read.lexemes) and not _has(read, Tag.FUTURE)
    )


def _is_about_records(read: Sentences) -> bool:
    return kind_in(read) is not None and not _has(read, Tag.FUTURE, Tag.WISH)


def _topic_of(read: Sentences) -> QueryTopic:
    texts = {lexeme.text for lexeme in read.lexemes}
    if kind_in(read) is ActivityKind.ELECTION or texts & {"到期", "届满", "任期"}:
        return QueryTopic.TERM
    if kind_in(read) is ActivityKind.TALK and texts & {"没", "还没", "没谈的", "未谈", "谁", "哪些", "没有"}:
        return QueryTopic.TALKS_LEFT
    if texts & _COUNTING & {"几次", "多少", "几场", "几"} or "统计" in texts:
        return QueryTopic.COUNT
    if texts & {"还差", "还欠", "差", "欠", "差多少", "未完成", "没完成的", "待办", "进度", "还没", "剩下", "还剩"}:
        return QueryTopic.OPEN_DUTIES
    if texts & {"存了我", "存了什么"}:
        return QueryTopic.STORED_ABOUT_ME
    if texts & {"我的记录", "我"}:
        return QueryTopic.MY_RECORDS
    return QueryTopic.RECORDS if kind_in(read) else QueryTopic.UNKNOWN
