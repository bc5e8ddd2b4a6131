"""What is asked about records and open duties.

query := QUERY … | kind ASKING | ENTRY ASKING | (谁 | 哪些人) NOT 谈 | what is owed ASKING | why REMIND
"""

from collections.abc import Sequence
from datetime import datetime

from handlers.grammar.clauses.kind_choice import is_artefact
from handlers.grammar.clauses.sentences import Sentences, has_word
from handlers.grammar.lexicon.lexeme import Lexeme, Tag, TagName, tag_at, text_at
from handlers.grammar.lexicon.mood_words import SOFT
from handlers.grammar.lexicon.phrases import PeriodPhrase
from handlers.grammar.moods.questions import QUESTIONS, is_asking, is_vague_number
from handlers.grammar.requests.due_days import asks_due
from handlers.grammar.requests.listings import asks_for_list
from handlers.grammar.requests.lookups import asks_by_form
from handlers.grammar.requests.query_topics import (
    DIGEST,
    KEPT_ABOUT_ME,
    SHORT,
    TASKS,
    TERM,
    asks_undone,
    asks_why,
    is_about_talks,
    kind_in,
    question_in,
)
from handlers.intents import Query
from schedules.ledger.activity import ActivityKind

_POLITE = frozenset({"想", "想要", "能", "可以", "需要", "应", "应该"})
FIRST_WORDS = 3
_COUNTING = frozenset(
    {"几次", "几回", "多少", "几场", "几个", "几人", "几名", "几条", "哪些", "多久", "几", "几户", "几家"}
)
_WHETHER = frozenset({"了吗", "了没", "了没有", "没有", "没", "吗", "了么", "没呢"})
_AND_NOT = frozenset({"了没", "了没有", "了吗", "了么"})
_WHEN = frozenset({"什么时候", "啥时候", "何时", "哪天", "哪一天", "几号", "几月", "什么时间", "多会儿", "几时"})
_WHO = frozenset({"谁", "哪些", "哪个", "哪位", "哪几个", "还有谁"})
_ADDRESSED = frozenset({"你", "你们", "您", "各位", "大家", "谁有"})
_LAST_TIMES = ("最近", "上次", "上一次", "上回", "那次", "上个月", "上月")
_TOLD_ROLES = (Tag.LECTURER, Tag.HOST, Tag.RECORDER)
_COUNTED_DEEDS = frozenset({"活动", "会", "开会", "参加", "参加了", "学习", "学习了"})
_COMMANDS = frozenset({"查询", "查", "统计", "查一下"})
_FACTS = _COUNTING | _WHEN | {"有没有", "是不是", "谁", "第几", "哪一步", "哪年", "哪一年", "对吗", "对不对"}
_RECORDED = frozenset({"登记", "登记过", "记录", "记过", "报过", "录过", "登过", "到底", "那天", "那次"})
_KEPT = ("登记", "登上", "记上", "记下", "记录", "录上", "录入", "录进", "报上", "存上", "存进")
_KEPT_SHORT = frozenset({"记", "登", "录", "存"})
_NOT_YET = frozenset({"没", "没有"})
_WHAT = frozenset({"啥", "什么"})
_VERBAL = frozenset({Tag.KIND, Tag.LECTURER, Tag.CONTENT, Tag.QUERY, Tag.HOLD, Tag.PERFECT, Tag.PRESENT, Tag.OTHER})
_AFTER_DENIAL = frozenset({Tag.QUESTION_MARK, Tag.COMMA, Tag.STOP, Tag.FINAL, None})
_AT_END = frozenset({Tag.QUESTION_MARK, Tag.FINAL})
_WRITTEN = "登记了没 登记了吗 登记没 记了没 记上了吗 录了没 录了吗 报了没 报了吗 登了没 登了吗 录进去了吗"
_WRITTEN_DOWN = tuple(_WRITTEN.split())
_STEPS = ("哪一步", "哪步", "哪个阶段", "什么阶段", "什么程度", "啥程度")
_STEPWISE = frozenset({ActivityKind.DEVELOPMENT, ActivityKind.ELECTION, ActivityKind.RECTIFICATION})
_MISSING = frozenset({"差", "还差", "欠", "还欠", "缺", "还缺"})
_SMALL = frozenset({Tag.SPACE, Tag.COMMA, Tag.STOP, Tag.FINAL, Tag.FILLER, Tag.SELF})
_ONE_LINE = 18
_LETTERS = ("微信", "短信", "朋友圈", "邮件")


def query_of(read: Sentences, said: str, now: datetime) -> Query | None:
    """What a text asks, if it asks."""
    asked = Tag.UNSURE not in read.tags and (
        _asks(read) or asks_by_form(read, said) or asks_for_list(read, said) or (kind_in(read) and asks_due(said))
    )
    return question_in(read, now) if asked else None


def _asks(read: Sentences) -> bool:
    if read.tags.isdisjoint(_ASKING_TAGS) and not has_word(read, _ASKING_SIGNS):
        return False
    return any(not (tags and tags.isdisjoint(read.tags)) and rule(read) for tags, rule in _QUERIES)


def _begins(read: Sentences) -> bool:
    """查询 …, 还差 …: a word of asking among the first."""
    if Tag.QUERY not in read.tags:
        return False
    words = words_of(read)
    if words[0].tag is Tag.NOT:
        return False  # 没查着
    at = next((n for n, lexeme in enumerate(words[:FIRST_WORDS]) if lexeme.tag is Tag.QUERY), None)
    labels = at is not None and tag_at(words, at + 1) is Tag.COLON and (at > 0 or words[at].text not in _COMMANDS)
    twice = words[-1].tag is Tag.QUERY and sum(lexeme.tag is Tag.QUERY for lexeme in words) > 1
    asked = has_any(read, Tag.ASKING) or twice
    if (at is None and not twice) or labels or is_plan(read) or (not asked and _is_lacking(words, at or 0)):
        return False
    return (asked or not has_any(read, Tag.PERFECT)) and not (
        has_any(read, Tag.EXPECTED, Tag.HOST) and not has_any(read, Tag.ASKING)
    )


def _is_lacking(words: Sequence[Lexeme], at: int) -> bool:
    """我还欠着一篇笔记, 只差书记签字: what is told to be missing, and no kind of activity."""
    return words[at].text in _MISSING and tag_at(words, at + 1) not in {None, Tag.KIND, Tag.SEASON, Tag.QUERY}


def _counts(read: Sentences) -> bool:
    lexemes = read.lexemes
    if Tag.ASKING not in read.tags:
        return False
    counting = (n for n, lexeme in enumerate(lexemes) if lexeme.tag is Tag.ASKING and lexeme.text in _COUNTING)
    ours = read.phrases.has(PeriodPhrase) or has_any(read, Tag.SELF)
    deeds = ours and not (_COUNTED_DEEDS | _RECORDED).isdisjoint(read.texts) and not is_plan(read)
    return (deeds or _is_about_records(read)) and any(_asks_how_many(read, n) for n in counting)


def _asks_how_many(read: Sentences, at: int) -> bool:
    """今年慰问了几户, with no day and nothing behind it: not some, but how many."""
    ends = at + 2 >= len(read.lexemes) and read.phrases.has(PeriodPhrase) and not read.phrases.dates
    return ends or not is_vague_number(read.lexemes, at)


def _whether(read: Sentences) -> bool:
    """今年的意识形态研究了吗."""
    if has_word(read, _WRITTEN_DOWN) and _is_about_records(read):
        return True
    if _WHETHER.isdisjoint(read.texts):
        return False
    texts = [lexeme.text for lexeme in read.lexemes if lexeme.tag not in _AT_END][-2:]
    asked = bool(texts) and (texts[-1] in _AND_NOT or (texts[0].endswith(("了", "过")) and texts[-1] in _WHETHER))
    return _is_about_records(read) and (asked or _asks_with_denial(read))


def _asks_with_denial(read: Sentences) -> bool:
    """开过没, 存进去没: a verb and nothing behind the denial."""
    lexemes = read.lexemes
    return any(
        lexeme.text in _NOT_YET and tag_at(lexemes, at - 1) in _VERBAL and tag_at(lexemes, at + 1) in _AFTER_DENIAL
        for at, lexeme in enumerate(lexemes)
    )


def _when(read: Sentences) -> bool:
    asked = (
        not _WHEN.isdisjoint(read.texts)
        and any(lexeme.text in _WHEN and is_asking(read.lexemes, at) for at, lexeme in enumerate(read.lexemes))
    ) or (
        "哪" in read.texts
        and any(lexeme.text == "哪" and text_at(read.lexemes, at + 1) == "年" for at, lexeme in enumerate(read.lexemes))
    )
    if not asked:
        return False
    term = kind_in(read) is ActivityKind.ELECTION or has_any(read, *_TOLD_ROLES) or not TERM.isdisjoint(read.texts)
    return (term and kind_in(read) is ActivityKind.ELECTION) or (
        not is_plan(read) and (term or (_is_about_records(read) and not has_any(read, Tag.FUTURE)))
    )


def _who(read: Sentences) -> bool:
    """还有谁没谈过话, 党费这个月谁还没交, 党课谁还没讲."""
    if _WHO.isdisjoint(read.texts) or Tag.NOT not in read.tags or is_plan(read):
        return False
    kind = kind_in(read)
    if "哪个" in read.texts and read.phrases.has(PeriodPhrase) and read.lexemes[-1].end <= SHORT:
        return True
    return is_about_talks(read) or kind is ActivityKind.DUES or (kind is not None and _still_to_do(read.lexemes))


def _still_to_do(lexemes: Sequence[Lexeme]) -> bool:
    return any(
        lexeme.text in _WHO and text_at(lexemes, at + 1).startswith(("还没", "还未"))
        for at, lexeme in enumerate(lexemes)
    )


def _who_did(read: Sentences) -> bool:
    """最近一次党课是谁讲的, 三季度主题党日搞的啥: a role or the topic in what took place."""
    who = "谁" in read.texts and has_any(read, *_TOLD_ROLES)
    asked = (who or read.lexemes[-1].text in _WHAT) and kind_in(read) is not None and not is_plan(read)
    if not asked:
        return False
    return has_word(read, _LAST_TIMES) or (read.phrases.has(PeriodPhrase) and read.lexemes[-1].end <= SHORT)


def _how_far(read: Sentences) -> bool:
    """今年发展党员走到哪一步了: how far a matter with steps has come."""
    return has_word(read, _STEPS) and kind_in(read) in _STEPWISE and not is_plan(read)


def _owes(read: Sentences) -> bool:
    """三会一课是不是只差党课了, 党课还差几次: what is missing, asked."""
    return (
        not _MISSING.isdisjoint(read.texts)
        and has_any(read, Tag.ASKING)
        and _ADDRESSED.isdisjoint(read.texts)
        and kind_in(read) is not None
        and not is_plan(read)
    )


def _about_tasks(read: Sentences) -> bool:
    """本月还有什么没做, 有没有逾期的: what is still owed, whatever it is called."""
    asked = has_any(read, Tag.ASKING) and _ADDRESSED.isdisjoint(read.texts) and read.lexemes[-1].end <= _ONE_LINE
    return asked and (has_word(read, TASKS) or asks_undone(read))


def _asks_for_digest(read: Sentences) -> bool:
    """11月简报, 上周的简报."""
    return read.lexemes[-1].text == DIGEST and read.lexemes[-1].end <= SHORT and read.phrases.has(PeriodPhrase)


def _ends(read: Sentences) -> bool:
    """本月各支部主题党日完成情况: a period, a kind, and how far it has come."""
    told = has_any(read, Tag.PERFECT, Tag.HOLD, Tag.CONTENT, Tag.COLON) or is_plan(read)
    asked = words_of(read)[-1:] and words_of(read)[-1].tag is Tag.QUERY
    return bool(asked) and not told and read.phrases.has(PeriodPhrase) and _is_about_records(read)


def _about_me(read: Sentences) -> bool:
    """你都记了我什么, 把我的信息删掉: what the bot keeps."""
    return has_any(read, Tag.ASKING, Tag.DELETE) and read.lexemes[-1].end <= SHORT and has_word(read, KEPT_ABOUT_ME)


def _not_kept(read: Sentences) -> bool:
    """九月份主题党日没有记吗, 支委会怎么没登记上: whether it was written down."""
    lexemes = read.lexemes
    denied = (
        at for at, lexeme in enumerate(lexemes) if lexeme.tag is Tag.NOT or lexeme.text.endswith(("没", "没有", "未"))
    )
    after = [text_at(lexemes, at + 1) for at in denied]
    kept = any(text.startswith(_KEPT) or text in _KEPT_SHORT for text in after)
    asked = any(x.tag in QUESTIONS and is_asking(lexemes, at) for at, x in enumerate(lexemes))
    return kept and asked and _is_about_records(read)


def _about_entry(read: Sentences) -> bool:
    """我上周报的那条收到了吗."""
    asked = has_any(read, Tag.ASKING, Tag.QUERY) or (Tag.ENTRY in read.tags and _asks_with_denial(read))
    if has_word(read, _LETTERS):
        return False
    return asked and has_any(read, Tag.ENTRY) and not has_any(read, Tag.CHANGE, Tag.DELETE, Tag.FUTURE)


def _about_ours(read: Sentences) -> bool:
    """我上个月有没有登记过谈心谈话, 书记讲课那天到底是几号?: a fact about what we did, and nobody else is asked."""
    if not has_any(read, Tag.ASKING) or not _ADDRESSED.isdisjoint(read.texts) or has_any(read, Tag.FUTURE, Tag.NOT):
        return False
    facts = (n for n, lexeme in enumerate(read.lexemes) if lexeme.text in _FACTS)
    ours = has_any(read, Tag.SELF, Tag.ENTRY) or not _RECORDED.isdisjoint(read.texts)
    return ours and _is_about_records(read) and any(is_asking(read.lexemes, n) for n in facts)


_ASKING, _QUERYING, _BY_WORDS = frozenset({Tag.ASKING}), frozenset({Tag.QUERY}), frozenset[TagName]()
_QUERIES = (
    (_QUERYING, _begins),
    (_ASKING, _counts),
    (_BY_WORDS, _whether),
    (_BY_WORDS, _when),
    (frozenset({Tag.NOT}), _who),
    (_BY_WORDS, _who_did),
    (_BY_WORDS, _how_far),
    (_ASKING, _owes),
    (_BY_WORDS, asks_why),
    (_ASKING, _about_tasks),
    (_ASKING | {Tag.DELETE}, _about_me),
    (frozenset({Tag.ENTRY}), _about_entry),
    (_ASKING | {Tag.QUESTION_MARK}, _not_kept),
    (_BY_WORDS, _asks_for_digest),
    (_QUERYING, _ends),
    (_ASKING, _about_ours),
)
"""The rules, each with the tags of which a text has one at least where it holds; without any its words decide."""
_ASKING_TAGS = frozenset({Tag.ASKING, Tag.QUERY, Tag.NOT, Tag.ENTRY, Tag.DELETE, Tag.QUESTION_MARK})
_ASKING_SIGNS = ("没", "吗", "步", "阶段", "程度", DIGEST)
"""A text with none of these tags and signs holds the words of no rule."""


def _is_about_records(read: Sentences) -> bool:
    wishes = {lexeme.text for lexeme in read.lexemes if lexeme.tag is Tag.WISH}
    things = [is_artefact(phrase, read.lexemes) for phrase in read.phrases.kinds]
    return kind_in(read) is not None and not all(things) and not is_plan(read) and wishes <= _POLITE


def words_of(read: Sentences) -> list[Lexeme]:
    """The words of a text that mean something."""
    return [lexeme for lexeme in read.lexemes if lexeme.tag not in _SMALL]


def has_any(read: Sentences, *tags: TagName) -> bool:
    """Whether a text has a word of one of these tags."""
    return not read.tags.isdisjoint(tags)


def is_plan(read: Sentences) -> bool:
    """Whether a word of the text points to the future."""
    return Tag.FUTURE in read.tags and any(x.tag is Tag.FUTURE and x.value in {None, SOFT} for x in read.lexemes)
