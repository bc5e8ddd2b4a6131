"""What a question is about."""

from datetime import date, datetime

from handlers.grammar.clauses.sentences import Sentences, has_word, read_sentences
from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.lexicon.phrases import PeriodPhrase
from handlers.grammar.requests.due_days import asks_due
from handlers.grammar.requests.lookups import asks_each_month
from handlers.grammar.requests.periods import Stretch, of_next_name, period_of
from handlers.grammar.requests.targets import targets_in
from handlers.grammar.text.normalise import normalise
from handlers.grammar.text.patterns import Pattern
from handlers.intents import Query, QueryTopic, Target
from schedules.ledger.activity import ActivityKind

TERM = frozenset({"到期", "届满", "任期", "到届"})
_OURS = ("到届", "满届", "这届", "这一届", "本届")
_OPEN = frozenset(
    {
        "还差",
        "还欠",
        "差",
        "欠",
        "差多少",
        "未完成",
        "没完成的",
        "待办",
        "待办事项",
        "进度",
        "还没",
        "剩下",
        "还剩",
        "还缺",
        "缺项",
        "欠账",
        "没完成",
        "完成没",
        "完成了没",
        "完成率",
        "达标",
    }
)
DIGEST = "简报"
_REASONS = frozenset({"为什么", "为啥", "为何", "凭什么", "怎么"})
SHORT = 14
_CLOSING = "?。!啊呢呀"
KEPT_ABOUT_ME = (
    "记了我", "存了我", "保存了我", "保存我", "留了我", "收集我", "收集了我", "关于我", "有关我", "关于本人",
    "我的信息", "我的资料", "我的数据", "我的个人信息", "我的个人资料",
)  # fmt: skip
_DUE = ("截止", "最晚", "最迟", "到期", "到限", "办完", "做完", "完成")
"""主题党日最晚哪天: asked is until when."""
_WHEN = ("什么时候", "啥时候", "何时", "哪天", "哪一天", "几号", "几月", "什么时间", "多会儿", "什么日子")
_NEXT = ("下次", "下一次", "下回")
SENT_AGAIN = ("发给我", "又发这", "又发了", "又发来", "老发", "总发", "天天发", "一直发")
"""How a message is called that comes too often, where the reason is asked for."""
SENT_TO_ME = ("给我发消息", "给我发通知", "给我发信息", "给我推", "给我发这个", "给我发这些")
_REPORTED_BY_ME = ("我登记的", "我报的", "我记的", "我录的", "我登的", "我上报的")
LATE = ("逾期", "超期", "过期", "过了期", "拖着没")
TASKS = ("没完成", "未完成", "没做", "没办", "任务", "逾期", "超期", "该办", "要办", "该做", "要做", "该干", "要干")
"""How what is still owed is called."""
_UNDONE = Pattern(
    r"(?:哪些|哪几?[个项样件]|什么|啥)[^,。;?也都]{0,4}(?:没|未|没有)(?:开展|开|办|做|搞|弄|落实|干|完)(?!始|窗|门|灯|车|机|锁)"
    r"|(?:漏|落下|缺|差|欠)(?:掉|办|做|开)?了?(?:哪些|什么|啥|哪几[个项样件次])"
)
_REPORTED = Pattern("(?<![帮给替跟让叫向为问])我(?![们支党单处局科组]).{0,6}报(?:了|过)?(?:几|多少|哪|什么|啥)")
_RECORDS = Pattern("(?:最近|近期|支部|我们|本月|活动)[^,。;]{0,3}(?:记录|台账|台帐)$")
_MINE = Pattern(
    r"(?<![帮给替跟让叫向为问])我(?![们支党单处局科组的想要查问看])[^,。;?我]{0,6}?(?:谈|参加|讲|主讲|主持|记录|请|缺)[^,。;?]{0,4}(?:几|多少)"
)
_LISTED_DUE = Pattern(
    "(?:哪些|什么(?!时)|哪几[项样件]|下一[样项件个])[^,。;届]{0,4}到期|到期的?(?:事项|任务)?(?:有|是)?(?:哪些|什么(?!时)|哪个|哪几[项样件])"
    "|还(?:需?要|得|应该?|该|必须)再?[开上搞办做讲谈学](?:几|多少|哪)"
)
"""What is asked to be listed is not the one term of office; and how often something is still to be held not how often it was."""
_WHOM = ("谁", "哪几个", "哪些人", "哪几位", "哪位")
_COUNT = frozenset({"几次", "几回", "多少", "几场", "几", "统计", "统计一下", "次数", "帮我统计", "几个", "几户"})
_OF_EACH = frozenset({QueryTopic.COUNT, QueryTopic.RECORDS, QueryTopic.OPEN_DUTIES})
"""What is answered kind by kind where several are listed."""
WHOLE = ("全部待办", "全部的待办", "所有待办", "所有的待办", "待办全部")
_STORED = frozenset({"存了我", "存了什么"})


def question_in(read: Sentences, now: datetime) -> Query:
    """What is asked about, in a text that asks."""
    since, until = period_of(read, now.date())
    kinds = kinds_in(read)
    kind = kinds[0] if kinds else None
    topic = topic_of(read, kind)
    if kind is ActivityKind.REPORT and "报告" not in read.text and _REPORTED.search(read.text):
        topic, kind = QueryTopic.MY_RECORDS, None  # 我这个月报了几条
    named = tuple(dict.fromkeys(lexeme.text for lexeme in read.lexemes if lexeme.tag is Tag.NAME))
    whole = topic is QueryTopic.OPEN_DUTIES and has_word(read, WHOLE)
    late = topic is QueryTopic.OPEN_DUTIES and has_word(read, LATE)
    called = (asks_due(read.text) or "") if topic is QueryTopic.DUE else ""
    ahead = _ahead_in(read, (since, until), now.date()) if topic is QueryTopic.RECORDS and kind else None
    if ahead:
        topic, (since, until) = QueryTopic.OPEN_DUTIES, ahead
    return Query(
        topic=topic,
        kind=kind,
        others=kinds[1:] if kind and topic in _OF_EACH else (),
        since=since,
        until=until,
        names=named,
        whole=whole,
        late=late,
        called=called,
    )


def _ahead_in(read: Sentences, stretch: Stretch, today: date) -> Stretch | None:
    """党费12月什么时候交: a time that is named and not over, where it is asked when something is to be done."""
    when = has_word(read, _WHEN) and Tag.PERFECT not in read.tags and not read.text.rstrip(_CLOSING).endswith("的")
    since, until = of_next_name(read, stretch, today) if when else (None, None)
    return (
        (since, until) if since and until and today < until and (today < since or Tag.MONTH_UNIT in read.tags) else None
    )


def counts_own(said: str) -> bool:
    """我今年谈过几次话: what the sender himself had a part in is to be counted, and not what his organisation has."""
    return _MINE.search(said) is not None


def kind_in(read: Sentences) -> ActivityKind | None:
    """The kind that is named, whatever is said of it."""
    found = [phrase.word for phrase in read.phrases.kinds]
    best = max(found, key=lambda word: word.force, default=None)
    return best.kind if best and best.force > Force.HINT else None


def kinds_in(read: Sentences) -> tuple[ActivityKind, ...]:
    """The kind that is named, and those that are listed with it: 主题党日和党课."""
    kind = kind_in(read)
    listed = targets_in(read.phrases, read.lexemes, Target(kind=kind)) if kind else ()
    return tuple(dict.fromkeys(target.kind for target in listed if target.kind))


def kind_called(name: str, today: date) -> ActivityKind | None:
    """The kind that a name by itself says."""
    return kind_in(read_sentences(lex(normalise(name).text), today))


def topic_of(read: Sentences, kind: ActivityKind | None) -> QueryTopic:
    """The topic of a question: the first whose words it holds."""
    texts = {lexeme.text for lexeme in read.lexemes}
    return next((topic for topic, fits in _tests(read, kind, texts) if fits), QueryTopic.UNKNOWN)


def _tests(read: Sentences, kind: ActivityKind | None, texts: set[str]) -> tuple[tuple[QueryTopic, bool], ...]:
    return (
        (
            QueryTopic.WHY_REMINDED,
            any(lexeme.tag is Tag.REMIND for lexeme in read.lexemes)
            or has_word(read, SENT_TO_ME)
            or (has_word(read, SENT_AGAIN) and not _REASONS.isdisjoint(texts)),
        ),
        (QueryTopic.DIGEST, DIGEST in texts),
        (QueryTopic.STORED_ABOUT_ME, bool(texts & _STORED) or has_word(read, KEPT_ABOUT_ME)),
        (QueryTopic.OPEN_DUTIES, kind is not ActivityKind.ELECTION and _LISTED_DUE.search(read.text) is not None),
        (
            QueryTopic.TERM,
            kind is ActivityKind.ELECTION or (kind is None and (bool(texts & TERM) or has_word(read, _OURS))),
        ),
        (QueryTopic.COUNT, kind is not None and asks_each_month(read.text)),
        (QueryTopic.DUE, asks_due(read.text) is not None),
        (
            QueryTopic.TALKS_LEFT,
            is_about_talks(read) and (Tag.NOT in read.tags or (has_word(read, _WHOM) and not _OPEN.isdisjoint(texts))),
        ),
        (
            QueryTopic.COUNT,
            bool(texts & _COUNT) and texts.isdisjoint(_OPEN) and not (kind is None and "党员" in read.text),
        ),
        (QueryTopic.OPEN_DUTIES, _asks_what_is_open(read, texts)),
        (QueryTopic.MY_RECORDS, "我" in texts or "我的记录" in texts or has_word(read, _REPORTED_BY_ME)),
        (QueryTopic.RECORDS, kind is not None or Tag.ENTRY in read.tags or _RECORDS.search(read.text) is not None),
    )


def _asks_what_is_open(read: Sentences, texts: set[str]) -> bool:
    if asks_undone(read):
        return True
    until_when = has_word(read, _DUE) and has_word(read, _WHEN)
    until_when = until_when or (has_word(read, _NEXT) and has_word(read, _WHEN))
    still = any(lexeme.tag is Tag.NOT and lexeme.text.startswith(("还没", "还未")) for lexeme in read.lexemes)
    return until_when or still or bool(texts & _OPEN) or has_word(read, TASKS)


def asks_undone(read: Sentences) -> bool:
    """上季度还有哪些没开, 9月哪些会没开: what was not done in a time that is named, or yet."""
    named = read.phrases.has(PeriodPhrase) or "还" in read.text
    return named and _UNDONE.search(read.text) is not None


def is_about_talks(read: Sentences) -> bool:
    """Whether a text speaks of talks, however it puts it."""
    return any(
        "谈" in lexeme.text for lexeme in read.lexemes if lexeme.tag in {Tag.KIND, Tag.NOT, Tag.QUERY, Tag.OTHER}
    )


def asks_why(read: Sentences) -> bool:
    """为什么老给我发这个提醒, 怎么老给我发消息."""
    if (
        not _REASONS.isdisjoint(read.texts)
        and read.lexemes[-1].end <= SHORT
        and has_word(read, (*SENT_TO_ME, *SENT_AGAIN))
    ):
        return True
    if _REASONS.isdisjoint(read.texts):
        return False
    words = [lexeme for lexeme in read.lexemes if lexeme.tag is Tag.REMIND or lexeme.text in _REASONS]
    return len(words) > 1 and words[0].text in _REASONS
