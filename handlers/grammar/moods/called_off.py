"""Whether a text says why it was not held, or calls upon people instead of telling what they did.

called off := (不够 | 坏了 | …) … 散了 | 叫 … 没叫动 | 以为 … | 不用来
call       := 愿意去的 … | 就 … 吧 | 招 NUMBER 名 | 到 DAY 提个醒 | … 不得请假 | 请 … 准时
"""

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.phrases import Role
from handlers.grammar.text.patterns import Pattern

_FAILED = Pattern(
    "(?:不够|不齐|凑不[齐够]|坏了|停电|跳闸|故障|只[到来]了)[^。完]{0,12}(?:散了|泡汤|黄了|作罢|告吹|拉倒)"
    r"|([喊叫约请凑找等劝])[^,。]{0,4}没\1[动来到成齐上着]"
)
_NOT_AT_ALL = Pattern("(?:^|[,。我])还?以为|(?:不用|不必)来|[来去]不成")
_CALLING = Pattern(
    "(?<![志自])愿意?[^,。]{0,5}(?:[去来]|参加|报名)的|就(?:放|定|安排|选|改|约)[^,。]{0,8}吧|招(?:募|收)?[一两二三四五六七八九十0-9]+[名个位]|凑[齐够]就行"
    r"|到了?[一二三四五六七八九十\d]+[号日][^,。]{0,3}(?:提|喊|叫|催|告诉)|前(?:签到|到场|到位|到齐|入场|进场|就座)(?:完毕)?(?:[,。!]|$)|[点半]钟?前到[^的了齐达,。]{2}"
    "|[不别](?:得|许|准|要|能)?(?:无故)?(?:请假|缺席)[。!]?$|回复收到|(?<![邀已特还也又申])请(?![了来过假])[^,。]{1,8}(?:到会|参会|准时|按时)"
)
_OF_FAILURE, _OF_ERROR, _OF_CALLS = (
    frozenset("散泡黄罢吹拉没"),
    frozenset("以不"),
    frozenset("愿吧招凑假席复请提喊催叫告签场位齐座"),
)
"""Without one of these the patterns need not be looked for."""


def is_called_off(group: Group, read: Sentences) -> bool:
    """人不够,散了; 叫了半天没叫动; 以为有党课."""
    if not _OF_FAILURE.isdisjoint(read.characters) and _FAILED.stands_in(read.text):
        return True
    if is_of_talk(group):
        return False
    unmeant = not _OF_ERROR.isdisjoint(read.characters) and _NOT_AT_ALL.stands_in(read.text)
    return unmeant and not _has_come(group)


def _has_come(group: Group) -> bool:
    """Whether more than one came."""
    return any(phrase.role is Role.PRESENT and phrase.number > 1 for phrase in group.phrases.counts)


def is_call(group: Group, read: Sentences) -> bool:
    """愿意去的今天报名; 周五党课,不得请假; 到20号提个醒."""
    if _OF_CALLS.isdisjoint(read.characters) or is_of_talk(group):
        return False
    return _CALLING.stands_in(read.text)


def is_of_talk(group: Group) -> bool:
    """和小翟谈心,她正在办离婚: what goes on is what was talked of."""
    return "talk" in [phrase.rule for phrase in group.phrases.names]
