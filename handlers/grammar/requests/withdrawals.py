"""What is taken back altogether.

undo := (DELETE | CANCELLED) with ENTRY, WRONG or a kind | DELETE alone | ENTRY 不要
"""

from datetime import date

from handlers.grammar.clauses.sentences import Sentences, has_word
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, tag_at, text_at
from handlers.grammar.requests.targets import target_in, targets_in
from handlers.grammar.text.patterns import Pattern
from handlers.intents import Intent, Target, Undo, UndoSeveral

_DENIALS = frozenset({"不是", "而不是", "并非"})
_CLAUSE_ENDS = frozenset({Tag.COMMA, Tag.STOP, Tag.NEWLINE})
_SHORT = 8
_NOT_KEPT = tuple(deny + keep for deny in ("别", "莫", "不要", "不用", "甭") for keep in "存记登录留收")
_SENT_AND_GONE = Pattern(
    r"(?:刚才|方才|刚刚)[^,。;]{0,4}(?:发|登|报|录|记)的[^。;]{0,3}[,。]?(?:删|撤)[了掉吧]?$|(?:这|那)一?条不算了?$"
)
_TAKEN_AWAY = Pattern(
    r"(?:请|[给帮替][我俺咱]们?|麻烦|劳驾|把它|把(?:这|那)[条个笔次])(?:都|再|先)?(?:消|去|退|拿|撤|销|抹|划|勾|冲|剔)(?:掉|了|走|去)(?:吧|罢|呗|谢谢)?[。!]?$"
)
_BY_MISTAKE = Pattern("(?:撤|删|消)[销消除掉]?错")
_TOLD_YOU = Pattern("报|登|记录|记的|录|发|[那这]条|不是我们支部|误|重复|没开成")
_ASTRAY = ("发错", "点错", "打给", "说给", "发给", "误发", "误触")


def withdrawal_of(read: Sentences, today: date) -> Intent | None:
    """What a text takes back, if it takes anything back."""
    if _BY_MISTAKE.search(read.text):
        return None  # what was withdrawn is wanted back
    if _is_not_wanted(read.lexemes) or _is_not_meant(read) or is_taken_away(read.text):
        return _of_each(read, target_in(read.phrases, read.lexemes, today))
    if read.tags.isdisjoint({Tag.DELETE, Tag.CANCELLED}) or not read.tags.isdisjoint({Tag.LEAVE, Tag.ABSENT}):
        return None  # 请假的王五去掉: one name, not the record
    if read.tags.isdisjoint({Tag.ENTRY}) and any(lexeme.text == "别记" for lexeme in read.lexemes):
        return None
    entry = (
        not read.tags.isdisjoint({Tag.ENTRY})
        or any(x.tag is Tag.DELETE and x.text.startswith(("取消", "不用", "不要记", "不要登")) for x in read.lexemes)
        or any(x.tag is Tag.WRONG and x.text not in _DENIALS for x in read.lexemes)
    )
    deleted = any(deletes(read.lexemes, at) for at in range(len(read.lexemes)))
    target = target_in(read.phrases, read.lexemes, today)
    named = target.number is not None or read.tags.isdisjoint({Tag.OTHER, Tag.THING})
    alone = deleted and read.lexemes[-1].end <= _SHORT and named
    kept = deleted and read.phrases.kinds and read.tags.isdisjoint({Tag.ARTEFACT})
    return _of_each(read, target) if entry or alone or kept else None


def _of_each(read: Sentences, target: Target) -> Undo | UndoSeveral:
    """撤销党课和志愿服务: a record of each kind that is listed."""
    targets = targets_in(read.phrases, read.lexemes, target)
    return UndoSeveral(targets=tuple(targets)) if len(targets) > 1 else Undo(target=target)


def _is_not_wanted(lexemes: Lexemes) -> bool:
    """前面那条不要: an entry, and at the end of its clause 不要."""
    return any(
        lexeme.tag is Tag.ENTRY
        and "".join(x.text for x in lexemes[at + 1 : at + 3]) == "不要"
        and tag_at(lexemes, at + 3) in {*_CLAUSE_ENDS, Tag.FINAL, Tag.PERFECT, None}
        for at, lexeme in enumerate(lexemes)
    )


def _is_not_meant(read: Sentences) -> bool:
    """发错窗口了,别登; 刚才那句别存: not to be kept, for it was sent by mistake or is pointed at."""
    if _SENT_AND_GONE.search(read.text):
        return True
    if not has_word(read, _NOT_KEPT):
        return False
    return Tag.ENTRY in read.tags or has_word(read, _ASTRAY)


def is_taken_away(said: str) -> bool:
    """已经跟您报了,请消掉; 这不是我们支部的,帮我拿走."""
    return _TAKEN_AWAY.search(said) is not None and _TOLD_YOU.search(said) is not None


def deletes(lexemes: Lexemes, at: int) -> bool:
    """撤 and 删 by themselves, but not at the head of another word: 撤诉; nor 收回33张, 作废的票."""
    counted = lexemes[at].text == "收回" and tag_at(lexemes, at + 2) is Tag.UNIT
    if lexemes[at].tag is not Tag.DELETE or counted or text_at(lexemes, at + 1) == "的":
        return False
    return len(lexemes[at].text) > 1 or tag_at(lexemes, at + 1) is not Tag.OTHER
