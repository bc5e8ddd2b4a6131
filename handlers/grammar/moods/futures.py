"""Words that point ahead.

ahead := firm | soft, unless it is done | weak before what can be planned | kind settled | 等 … 再
"""

from collections.abc import Sequence

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexeme, Tag, tag_at, text_at
from handlers.grammar.lexicon.mood_words import AGAIN, SOFT
from handlers.grammar.lexicon.persons import is_personal
from handlers.grammar.lexicon.phrases import TopicPhrase

GOVERNED = frozenset(
    {Tag.HOLD, Tag.CONTENT, Tag.KIND, Tag.PRESENT, Tag.WITH, Tag.GO, Tag.RECORDER, Tag.LECTURER, Tag.HOST}
)
_AFTER_WEAK = GOVERNED | {Tag.DAY, Tag.AT, Tag.FUTURE, Tag.PART, Tag.WEEK, Tag.REMIND}
_INTENDING = frozenset({"打算", "准备", "计划", "筹划", "预备"})
_BETWEEN = frozenset(
    {Tag.VAGUE, Tag.WEEKDAY, Tag.DAY, Tag.WEEK, Tag.MONTH, Tag.PART, Tag.FILLER, Tag.BY, Tag.SELF, Tag.ALSO}
)
"""What may stand between an intention and what is intended: 打算这两天找潘伟谈心."""
_ARRANGED = frozenset({"提前", "安排", "计划", "准备", "筹备", "约定", "约了", "预备"})
_COUNTED = frozenset({"计划", "准备", "打算", "限", "安排", "筹备", "初定"})
SETTLING = frozenset({"定了", "确定了", "安排了", "定好了", "安排好了", "定下来了", "定好"})
_REMEMBER, _NEAR = frozenset({"别忘", "别忘了", "不要忘", "不要忘了", "记得"}), 3
_CLOSED = frozenset({*SEPARATORS, Tag.FINAL, Tag.PERFECT, Tag.DAY, Tag.WEEK, Tag.WEEKDAY, Tag.NUMBER, Tag.AT, None})
WAITING = "等"
_FIRST = "先"


def is_future(lexemes: Sequence[Lexeme], at: int, *, soft: bool) -> bool:
    """Whether a word points ahead; `soft` ones do only where nothing says that it took place."""
    lexeme = lexemes[at]
    if lexeme.text == WAITING:
        waits = any(later.text in {"再", "就", "才"} for later in lexemes[at:])
        return waits and tag_at(lexemes, at - 1) not in {Tag.PAUSE, Tag.NAME}
    if lexeme.tag is not Tag.FUTURE or _tells_of_whom(lexemes, at):
        return False
    if lexeme.text in AGAIN and any(earlier.text == _FIRST for earlier in lexemes[:at]):
        return False  # 先集中学习再开支委会
    if lexeme.value is None or lexeme.value == SOFT:
        return (soft or lexeme.value is None) and not _is_over_or_ordered(lexemes, at)
    if lexeme.value == "loose":
        return False
    return _is_weak_future(lexemes, at, soft=soft)


def _tells_of_whom(lexemes: Sequence[Lexeme], at: int) -> bool:
    """与即将退休的关员谈心: what is to come only tells who somebody is."""
    of = next((n for n in range(at + 1, min(at + _NEAR + 1, len(lexemes))) if lexemes[n].text == "的"), None)
    if of is None or any(x.tag in SEPARATORS for x in lexemes[at:of]):
        return False
    with_whom = any(x.tag is Tag.WITH for x in lexemes[max(at - 2, 0) : at])
    return with_whom and tag_at(lexemes, of + 1) in {Tag.OTHER, Tag.PEOPLE, Tag.TITLE, Tag.NAME}


def _is_over_or_ordered(lexemes: Sequence[Lexeme], at: int) -> bool:
    """已按要求于13日召开; 别忘了给我记上."""
    if any(x.text in {"已", "已经"} for x in lexemes[max(at - _NEAR, 0) : at]):
        return True
    return lexemes[at].text in _REMEMBER and any(x.tag is Tag.ORDER for x in lexemes[at : at + _NEAR + 1])


def _is_weak_future(lexemes: Sequence[Lexeme], at: int, *, soft: bool) -> bool:
    """要, 准备, 请 and their like: only before what can be planned."""
    lexeme = lexemes[at]
    counted = tag_at(lexemes, at + 1) in {Tag.NUMBER, Tag.MONTH, Tag.FESTIVAL}
    if counted and lexeme.text in _COUNTED:
        return True
    if text_at(lexemes, at + 1).startswith("已") or (not soft and lexeme.text in _ARRANGED):
        return False
    if lexeme.text == "请" and tag_at(lexemes, at + 1) is Tag.OTHER:
        follower = text_at(lexemes, at + 1)
        return follower[0] not in "的来了到" and not is_personal(follower)
    if text_at(lexemes, at - 1) == "也" and text_at(lexemes, at + 1) in {"来", "去"}:
        return tag_at(lexemes, at + 2) not in _CLOSED  # 听不见也要来,12人
    alone = tag_at(lexemes, at - 1) is not Tag.OTHER or len(text_at(lexemes, at - 1)) > 1
    behind = at + 1
    while lexeme.text in _INTENDING and tag_at(lexemes, behind) in _BETWEEN and text_at(lexemes, behind) != "的":
        behind += 1
    return alone and tag_at(lexemes, behind) in _AFTER_WEAK


def is_settled_ahead(group: Group, lexemes: Sequence[Lexeme]) -> bool:
    """周五的主题党日定了: what is settled is still to come, but not 支委会,4个人,把下个月的党日定了."""
    if len({phrase.word.kind for phrase in group.kinds()}) > 1 and group.phrases.counts:
        return False
    decided = max(
        [p.span[0] for p in group.phrases.of(TopicPhrase) if p.span[1] - p.span[0] > 1], default=0
    )  # 支委会定了评优名单
    return any(
        x.text in SETTLING
        and tag_at(lexemes, at - 1) is Tag.KIND
        and tag_at(lexemes, at + 1) in _CLOSED
        and x.end > decided
        for at, x in enumerate(lexemes)
    )
