"""Whether hardly anything is left in a text that no rule knows."""

from collections.abc import Container
from collections.abc import Set as AbstractSet
from datetime import datetime

from handlers.grammar.clauses.sentences import Sentences, read_sentences
from handlers.grammar.lexicon.lexeme import Tag, tag_at
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.lexicon.phrases import PeriodPhrase
from handlers.grammar.people.names import read_names
from handlers.grammar.requests.query_topics import kind_in
from handlers.grammar.text.normalise import normalise
from handlers.grammar.text.patterns import Pattern
from schedules.ledger.activity import ActivityKind

_STRANGE = frozenset({Tag.OTHER, Tag.THING})
_UNTOLD = _STRANGE | {Tag.ARTEFACT}
_COUNTING = frozenset({Tag.HEADS, Tag.UNIT})
_MEMBERS = ("党员", "同志", "委员", "支委", "代表", "干部", "成员", "组员", "人员", "青年", "分子", "对象", "职工")
_CLAUSE_ENDS = frozenset({Tag.COMMA, Tag.STOP, Tag.NEWLINE})
_MUCH, _LONGEST = 3, 40
_TOPICS = ("主题", "内容", "题目", "议题")
_ALSO = ("还有", "另外", "再有", "也", "同样")
_TO_COME = ("明天", "后天", "下周", "下星期", "下个月", "改天")
_NAMED = "kind:"
_NOTHING = frozenset({"", "就是"})
_HELD = frozenset({Tag.HOLD, Tag.KIND})
_OF_TALK = frozenset({Tag.PRAISE, Tag.ARTEFACT})
_LEADING, _PARTICLES = frozenset({Tag.WITH, Tag.BY, Tag.CHANGE}), "吧呀啊呢嘛哦。！!"
_AROUND = f"{_PARTICLES} ,，~～、了哈的"
_SMALL = frozenset({Tag.COMMA, Tag.STOP, Tag.SPACE, Tag.FILLER, Tag.FINAL, Tag.DAY, Tag.PART, Tag.SELF})
_OF_THE_DAY = Pattern(
    "^(?:我|俺|咱们?)(?:正|现在|还|就|刚)?(?:在|去|到|等)|[等找]你|你[找等]|[来去到]不了|吃饭|^去?食堂|[上下]班|^(?:还?差|缺[一两几0-9])|发票|转[你给]"
)
_BEHIND_NAMES = _HELD | {Tag.NUMBER, None}


def is_plain(read: Sentences) -> bool:
    """昨天召开支部党员大会,来了10多人: a kind is named, and hardly a character is neither a known word nor part of a phrase."""
    return True in [phrase.rule.startswith(_NAMED) for phrase in read.phrases] and _has_hardly_more(read)


def is_plainly_said(text: str, now: datetime) -> bool:
    """Whether an answer that came at `now` says a day or the like and no more: 昨天下午开的, not 昨天下雨了 or 今天好热."""
    read = read_sentences(lex(normalise(text).text), now.date())
    if not _OF_TALK.isdisjoint(read.tags) or Tag.ASKING in read.tags:
        return False  # 9月1日的记录是谁改的
    return _has_hardly_more(read) if _HELD & read.tags else _strange_in(read) in _NOTHING


def may_hold_values(text: str) -> bool:
    """Whether a text may tell bare values (到场5人): not a number alone, which may mean anything, nor what is to come."""
    return not (text.isdecimal() or len(text) > _LONGEST or any(word in text for word in _TO_COME))


def counts_something_else(text: str, now: datetime) -> bool:
    """食堂来了3个新人, 老李带了3个人来: whether a number stands among other words, or counts people who are no members."""
    read = read_sentences(lex(normalise(text).text), now.date())
    claimed, start = _claimed_in(read), 0
    for end in [*(at for at, x in enumerate(read.lexemes) if x.tag in _CLAUSE_ENDS), len(read.lexemes)]:
        clause = read.lexemes[start:end]
        if any(x.tag in _COUNTING for x in clause):
            strange = [x.text for at, x in enumerate(clause, start) if x.tag in _UNTOLD and at not in claimed]
            others = any(
                x.tag is Tag.PEOPLE and tag_at(clause, at - 1) in _COUNTING and not x.text.endswith(_MEMBERS)
                for at, x in enumerate(clause)
            )
            if others or len("".join(strange)) > 1:
                return True
        start = end + 1
    return False


def names_another_time(text: str, now: datetime) -> bool:
    """还有9月的也收了1240: a month or the like, which no value of a report names."""
    return read_sentences(lex(normalise(text).text), now.date()).phrases.has(PeriodPhrase)


def goes_on(text: str) -> bool:
    """还有9月的也收了1240: whether it begins as what comes besides something told before."""
    return text.startswith(_ALSO)


def begins_with_topic(text: str) -> bool:
    """Whether it begins with a word for what something was about."""
    return text.startswith(_TOPICS)


def names_told_in(text: str) -> tuple[str, ...]:
    """The names in an answer that says who it was and no more: 和王敏谈的, not 王敏请假了 or 天气不错."""
    said = normalise(text.rstrip(_PARTICLES))
    lexemes = lex(said.text)
    start = 1 if tag_at(lexemes, 0) in _LEADING else 0
    spans, end = read_names(lexemes, start, spaced=True)
    behind = next((lexeme.tag for lexeme in lexemes[end:] if lexeme.tag not in _SMALL), None)
    return tuple(said.typed_between(*span) for span in spans) if behind in _BEHIND_NAMES else ()


def tells_of_another(text: str, kind: ActivityKind, now: datetime) -> bool:
    """Whether a text that came at `now` names a day and a kind that is not this one: 二支部昨天也上了党课."""
    read = read_sentences(lex(normalise(text).text), now.date())
    return bool(read.phrases.dates) and kind_in(read) not in {None, kind}


def _has_hardly_more(read: Sentences) -> bool:
    return len(_strange_in(read)) < _MUCH


def _strange_in(read: Sentences) -> str:
    claimed = _claimed_in(read)
    return "".join([x.text for at, x in enumerate(read.lexemes) if x.tag in _STRANGE and at not in claimed])


def _claimed_in(read: Sentences) -> AbstractSet[int]:
    return {at for phrase in read.phrases for at in range(phrase.at, phrase.end)}


def says_only(text: str, words: Container[str | None]) -> bool:
    """高兴啊: whether a text is nothing but one of these words, and particles."""
    return text.strip(_AROUND) in words


def is_of_the_day(text: str) -> bool:
    """我在302, 十二点吃饭, 李强来不了: what people say of themselves, of meals or of what is to come, and no value of what took place."""
    return _OF_THE_DAY.search(normalise(text).text) is not None
