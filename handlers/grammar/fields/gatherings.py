"""Gatherings told by what stands beside the word: 业务例会 and 业主大会 are of no party kind, 3.18支委5人 is."""

from handlers.grammar.lexicon.kinds import Force, KindWord
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, number_at, tag_at
from handlers.grammar.lexicon.outsiders import OUTSIDERS
from handlers.grammar.lexicon.phrases import KindPhrase
from schedules.ledger.activity import ActivityKind

_ENDINGS = ("会", "会议")
_MODIFIES = frozenset({Tag.OTHER, Tag.THING})
_OWN = ("党", "支", "组织", "小组", "全体", "思想", "理论", "学习", "第一议题", "班子", "专题", "机关")
_NO_MODIFIERS = "的了个次场开过天们完是有在召"
_LONGEST = 3
_BEFORE_COMMITTEE = frozenset({Tag.DAY, Tag.DAY_UNIT, Tag.NUMBER, Tag.PART, Tag.SPACE})


def is_of_others(lexemes: Lexemes, at: int) -> bool:
    """Whether a loose word for a meeting stands behind something that makes it another one."""
    before = lexemes[at - 1] if at else None
    text = lexemes[at].text
    if before is None or not text.endswith(_ENDINGS) or text[0] == "开" or before.tag not in _MODIFIES:
        return False
    if before.text in OUTSIDERS:
        return True
    word = lexemes[at].value
    if isinstance(word, KindWord) and word.kind is ActivityKind.OTHER:
        return False
    start = at
    while start > 0 and at - start < _LONGEST and lexemes[start - 1].tag in _MODIFIES:
        start -= 1
    text = "".join([lexeme.text for lexeme in lexemes[start:at]])
    return len(before.text) > 1 and text[-1] not in _NO_MODIFIERS and not any(word in text for word in _OWN)


def read_committee(lexemes: Lexemes, at: int) -> KindPhrase | None:
    """3.18支委5人: right behind a day, with their number, its members are its meeting."""
    counted = number_at(lexemes, at + 1 + (tag_at(lexemes, at + 1) is Tag.SPACE)) is not None
    if lexemes[at].text != "支委" or not counted or tag_at(lexemes, at - 1) not in _BEFORE_COMMITTEE:
        return None
    word = KindWord(ActivityKind.BRANCH_COMMITTEE, Force.HINT)
    return KindPhrase(at=at, end=at + 1, rule="kind:members", word=word)
