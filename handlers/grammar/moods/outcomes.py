"""Whether it took place after all, whatever else is told of it: failed, nearly held, only arranged, under way, doubtful.

failed    := 没 VERB [成 | 起来] without an object, and no word of holding behind it | … 散了 for a reason | 以为 …
nearly    := 差点 … VERB
arranged  := VERB of arranging … [date] VERB kind | what is done, … day that may be to come … kind
doubtful  := 好像 … VERB | 约了 … talk
remembered := LONG_AGO | 那 (次 | 回) kind      without a day
summed    := (NUMBER 次 | 所有) kind | kind … NUMBER 次, without a day
"""

from itertools import takewhile

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.readings import date_of
from handlers.grammar.clauses.sentences import Sentences, has_word
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexicon.mood_words import HELD, NEARLY
from handlers.grammar.lexicon.phrases import CountPhrase, NamesPhrase
from handlers.grammar.moods.called_off import is_call, is_called_off, is_of_talk
from handlers.grammar.moods.evidence import is_counted, is_done, is_recurring
from handlers.grammar.text.patterns import Pattern

_CLAUSE_ENDS = frozenset({Tag.COMMA, Tag.STOP, Tag.QUESTION_MARK, Tag.NEWLINE, Tag.SPACE})
_CLAUSE_MARKS = frozenset({Tag.COMMA, Tag.STOP})
_AFTER_NEARLY = _CLAUSE_ENDS | {Tag.NOT, Tag.ORDER}
_OPENS_MEMORIES = _CLAUSE_ENDS | {Tag.SELF, Tag.FINAL, None}
_NO_OBJECT = _CLAUSE_ENDS | {Tag.FINAL, Tag.PERFECT, Tag.CLOSE, None}
_HOLDING = frozenset({Tag.HOLD, Tag.GO, Tag.LECTURER})
_ARRANGE = "通知 通知了 定了 定好 定好了 说好 说好了 说定 商量 商量了 商定 让 叫 要求 要求了 答应 答应了 布置 布置了 决定 决定了 动员 吩咐 交代 交代了 研究 讨论 酝酿 安排 安排了"
_ARRANGING = frozenset(_ARRANGE.split())
_BASE_VERBS = frozenset({Tag.HOLD, Tag.LECTURER, Tag.CONTENT})
_DOUBTS = frozenset({"好像", "似乎", "貌似", "也许", "或许", "说不定", "可能", "大概", "印象中"})
_BROKEN_OFF = Pattern("[到了]一半[^,。;]{0,6}(?:停电|断电|断网|跳闸|中断|打断|叫停|散了|停了)[^,。;]{0,3}[。!]?$")
_UNDER_WAY, _AGREED = "正在", "约了"
_LAST_WORDS = 2
_ALL = frozenset({"所有", "全部", "每次", "各次", "历次"})
_TIMES = frozenset({"次", "场", "期", "回", "个"})
_NOT_YET, _SHORT = frozenset({"没", "没有", "未能", "没能"}), 3
_READY = ("安排妥当", "安排就绪", "准备就绪", "筹备就绪", "准备妥当")
_MEASURES = frozenset({"", "次", "场", "堂", "期"})
_REPORTED = ("报的", "登记的", "登的那", "录的那")
_THAT = "那"
_LONG_AGO = frozenset(
    {"以前", "从前", "过去", "早年", "早些年", "那会儿", "那时候", "那些年", "小时候", "年轻时", "年轻那会儿"}
)
_BACK_THEN = frozenset({"那会儿", "那时候", "那阵子", "那些年", "那时"})
_MADE = ("成", "为", "作")


def is_failed(group: Group, read: Sentences) -> bool:
    """只到了3人,没开成: however many came; 谈了0个."""
    here = range(group.at, group.end)
    if ("0" in read.texts and any(_is_none(read, at) for at in here)) or is_called_off(group, read):
        return True
    if Tag.NOT not in read.tags:
        return False
    if any(read.lexemes[at].tag is Tag.HOLD and _is_done(read, at) for at in here):
        return False
    if any(read.lexemes[at].value is HELD and _has_failed(group, read.lexemes, at) for at in here):
        return True
    told = group.phrases.counts or is_done(group, read)
    return not told and any(_has_come_to_nothing(read.lexemes, at) for at in here)


def _has_come_to_nothing(lexemes: Lexemes, at: int) -> bool:
    """血压高没献成, whatever was tried."""
    tried = text_at(lexemes, at + 1)
    return lexemes[at].text in _NOT_YET and tried.endswith("成") and 1 < len(tried) <= _SHORT


def _is_none(read: Sentences, at: int) -> bool:
    """谈了0个, 开了0次."""
    return read.lexemes[at].text == "0" and at - 1 in read.done and tag_at(read.lexemes, at + 1) is Tag.UNIT


def _is_done(read: Sentences, at: int) -> bool:
    return at in read.done or at + 1 in read.done


def _has_failed(group: Group, lexemes: Lexemes, at: int) -> bool:
    follower = tag_at(lexemes, at + 1)
    kinds = [phrase for phrase in group.kinds() if phrase.at < at]
    about_it = not kinds or kinds[-1].word.kind is kinds[0].word.kind
    alone = follower in _NO_OBJECT or (follower is Tag.KIND and not kinds)
    return alone and about_it and not any(lexeme.tag is Tag.HOLD for lexeme in lexemes[at + 1 : group.end])


def is_nearly(group: Group, read: Sentences) -> bool:
    """差点就开了, but not 差点没开成."""
    if Tag.NOT not in read.tags:
        return False
    return any(
        read.lexemes[at].value is NEARLY and _comes_to_nothing(read.lexemes, at + 1)
        for at in range(group.at, group.end)
    )


def _comes_to_nothing(lexemes: Lexemes, at: int) -> bool:
    while at < len(lexemes) and lexemes[at].tag not in _AFTER_NEARLY:
        if lexemes[at].tag in _HOLDING or lexemes[at].text == "去":
            return True
        at += 1
    return False


def is_called_for(group: Group, read: Sentences) -> bool:
    """愿意去的报名; 月底搞一次民主评议: a call, or a bare verb, how often, the kind, no day, and nothing that says that it is done."""
    if is_call(group, read):
        return True
    if Tag.HOLD not in read.tags or _has_day(group) or group.phrases.has(CountPhrase, NamesPhrase):
        return False
    return any(
        lexeme.tag is Tag.HOLD
        and lexeme.value is not True
        and text_at(read.lexemes, at + 1).strip("一个") in _MEASURES
        and _is_bare_object(group, read.lexemes, at + 1)
        for at, lexeme in enumerate(read.lexemes[group.at : group.end], group.at)
    )


def is_arranged(group: Group, read: Sentences) -> bool:
    """昨天通知今天开支委会, 昨天定了 周五开支委会: what was done is the arranging."""
    if _ARRANGING.isdisjoint(read.texts) or is_counted(group):
        return _is_announced(group, read)
    lexemes, kinds = read.lexemes, group.kinds()
    end = kinds[0].at if kinds else group.end
    clause = next((at for at in range(end - 1, 0, -1) if lexemes[at].tag in _CLAUSE_ENDS), 1)
    arranging = next((at for at in range(end - 1, clause - _LAST_WORDS, -1) if _arranges(lexemes, at)), None)
    if arranging is None:
        return _is_announced(group, read)
    if lexemes[arranging].text == "安排" and _is_bare_object(group, lexemes, arranging + 1):
        return True
    if not kinds:
        return arranging >= end - _LAST_WORDS
    if lexemes[arranging].text.startswith("通知") and not any(arranging < at < group.end for at in read.done):
        return True  # 办公室通知周三下午大扫除
    return any(lexemes[at].tag in _BASE_VERBS and not _is_done(read, at) for at in range(arranging + 1, end))


def _is_announced(group: Group, read: Sentences) -> bool:
    """通知都发了,周五下午开党课: what is done stands in clauses of its own before a day that may be to come."""
    dated = date_of(group) if read.done and not group.phrases.counts else None
    if dated is None or not is_recurring(dated):
        return False
    done = [at for at in read.done if group.at <= at < group.end]
    clause = next((at for at in range(dated.at, group.at, -1) if read.lexemes[at - 1].tag in _CLAUSE_MARKS), group.at)
    if not done or any(x.tag is Tag.COLON for x in read.lexemes[done[-1] : clause]):
        return False  # 都谈了:周三邵刚,周四何洁
    return done[-1] < clause and all(phrase.at >= clause for phrase in group.kinds())


def is_got_ready(group: Group, read: Sentences) -> bool:
    """七一慰问已安排妥当,28号出发: what is ready is still to come, unless its day is past beyond doubt."""
    if not has_word(read, _READY):
        return False
    return not any(phrase.dates.first and not (phrase.dates.soon or phrase.dates.weak) for phrase in group.dates())


def _is_bare_object(group: Group, lexemes: Lexemes, at: int) -> bool:
    """节后安排一次警示教育: nothing but a measure between the arranging and what is arranged, and nothing behind."""
    while at < group.end and lexemes[at].text.strip("一个") in _MEASURES:
        at += 1
    return tag_at(lexemes, at) is Tag.KIND and (at + 1 == group.end or lexemes[at + 1].tag in _CLAUSE_ENDS)


def _arranges(lexemes: Lexemes, at: int) -> bool:
    return lexemes[at].text in _ARRANGING and text_at(lexemes, at - 1) not in {"按", "照", "按照", "应", "根据"}


def _has_day(group: Group) -> bool:
    return bool([phrase for phrase in group.dates() if phrase.dates.first])


def is_summed(group: Group, read: Sentences) -> bool:
    """把12次支委会都记成已完成, 所有主题党日都开了: no one meeting, and no day."""
    kinds = group.kinds()
    lexemes = read.lexemes
    if not _ALL.isdisjoint(read.texts) and any(
        text_at(lexemes, p.at - 1) in {"支部", "党支部"} and text_at(lexemes, p.at - 2) in _ALL for p in kinds
    ):
        return True  # 所有支部党课
    if not kinds or _has_day(group):
        return False
    for phrase in kinds:
        if text_at(lexemes, phrase.at - 1) in _ALL or _is_several(lexemes, phrase.at - 2):
            return True
    return "把" in read.texts and (_is_made(lexemes, kinds[0].end, group.end) or _is_declared(lexemes, group))


def is_remembered(group: Group, read: Sentences) -> bool:
    """以前老支书讲党课, 那次培训有60人: no day, and everybody knows of it."""
    lexemes = read.lexemes
    if has_word(read, _REPORTED) and any(_tells_when_reported(lexemes, phrase.end) for phrase in group.dates()):
        return True
    if Tag.ORDER in read.tags or [p for p in group.dates() if p.dates.first and not p.dates.weak]:
        return False
    if Tag.AGO in read.tags and any(_is_years_ago(lexemes, at) for at in range(group.at, group.end)):
        return True
    if not _LONG_AGO.isdisjoint(read.texts) and any(_begins_memory(lexemes, at) for at in range(group.at, group.end)):
        return True
    told = {phrase.end for phrase in group.dates()}  # 月底那次主题党日 tells which
    return _THAT in read.texts and any(
        text_at(lexemes, p.at - 1) in _TIMES and text_at(lexemes, p.at - 2) == _THAT and p.at - 2 not in told
        for p in group.kinds()
    )


def _tells_when_reported(lexemes: Lexemes, at: int) -> bool:
    """前天报的那次党课: the day is that of an earlier message."""
    return "".join([lexeme.text for lexeme in lexemes[at : at + 2]]).startswith(_REPORTED)


def _is_years_ago(lexemes: Lexemes, at: int) -> bool:
    """二十年前."""
    return (
        lexemes[at].tag is Tag.AGO
        and tag_at(lexemes, at - 1) is Tag.YEAR_UNIT
        and tag_at(lexemes, at - 2) is Tag.NUMBER
    )


def _begins_memory(lexemes: Lexemes, at: int) -> bool:
    opens = tag_at(lexemes, at - 1) in _OPENS_MEMORIES
    if lexemes[at].text in _BACK_THEN and tag_at(lexemes, at + 1) in _CLAUSE_ENDS:
        return True  # 我们刚上班那会儿,谈心都在田埂上
    return opens and lexemes[at].text in _LONG_AGO and text_at(lexemes, at + 1) != "的"


def _is_several(lexemes: Lexemes, at: int) -> bool:
    number = number_at(lexemes, at)
    return number is not None and number > 1 and text_at(lexemes, at + 1) in _TIMES


def _is_made(lexemes: Lexemes, at: int, end: int) -> bool:
    """把 … 标成已开."""
    stretch = (lexemes[here] for here in range(at, end))
    return any(lexeme.text.endswith(_MADE) for lexeme in takewhile(lambda x: x.tag not in _CLAUSE_ENDS, stretch))


def _is_declared(lexemes: Lexemes, group: Group) -> bool:
    """把全体党员都登记为已参加."""
    return any(
        text_at(lexemes, at) == "为"
        and text_at(lexemes, at + 1).startswith("已")
        and tag_at(lexemes, at - 1) is Tag.ORDER
        for at in range(group.at, group.end)
    )


def is_under_way(group: Group, read: Sentences) -> bool:
    """正在开支委会: not over yet."""
    if _UNDER_WAY not in read.texts or group.phrases.counts or is_of_talk(group):
        return False
    return any(
        read.lexemes[at].text == _UNDER_WAY and tag_at(read.lexemes, at + 1) in {Tag.HOLD, Tag.KIND, Tag.CONTENT}
        for at in range(group.at, group.end)
    )


def is_doubtful(group: Group, read: Sentences) -> bool:
    """好像开了, but not 好像12人; 昨天约了张磊谈话, and nothing that says that they met; 党课讲到一半停电了."""
    if _AGREED in read.texts and is_of_talk(group) and not is_done(group, read):
        return True
    if Tag.HALF in read.tags and not group.phrases.counts and _BROKEN_OFF.search(read.text):
        return True
    if _DOUBTS.isdisjoint(read.texts):
        return False
    return any(read.lexemes[at].text in _DOUBTS and _doubts(read.lexemes, at + 1) for at in range(group.at, group.end))


def _doubts(lexemes: Lexemes, at: int) -> bool:
    """Whether what is doubted is that it was held, not how many came."""
    while at < len(lexemes) and lexemes[at].tag not in _CLAUSE_ENDS:
        dated = tag_at(lexemes, at + 1) in {Tag.DAY_UNIT, Tag.MONTH_UNIT}
        if lexemes[at].tag in {Tag.NUMBER, Tag.PRESENT, Tag.EXPECTED, Tag.NOT} and not dated:
            return False
        if lexemes[at].tag in {Tag.HOLD, Tag.KIND}:
            return True
        at += 1
    return False
