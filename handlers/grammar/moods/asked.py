"""Whether something is asked about what a group speaks of, and not answered in the same breath."""

from collections.abc import Sequence
from itertools import pairwise

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Lexeme, Tag, text_at
from handlers.grammar.lexicon.phrases import Role
from handlers.grammar.moods.questions import QUESTIONS, is_asking

_SETTLED = frozenset({"那就", "那就登", "就登", "登起", "登上", "记上", "算党日", "算是"})
_MILD_QUESTIONS = frozenset({"怎么", "如何", "怎样", "什么", "为什么", "为何", "怎么样", "究竟", "能否", "是否"})


def is_asked(group: Group, read: Sentences, lexemes: Sequence[Lexeme], *, firm: bool) -> bool:
    """Something is asked, and not answered in the same breath (党课咋样?挺好的,老所长讲的,11人)."""
    if QUESTIONS.isdisjoint(read.tags):
        return False
    if group.end == len(read.lexemes) and Tag.ORDER not in read.tags and read.lexemes[-1].tag is Tag.QUESTION_MARK:
        return True
    mild = firm and all(x.tag is not Tag.QUESTION_MARK for x in lexemes)
    asking = [
        lexeme.start
        for at, lexeme in enumerate(lexemes)
        if lexeme.tag in QUESTIONS and is_asking(lexemes, at) and not (mild and lexeme.text in _MILD_QUESTIONS)
    ]
    if not asking or (any(x.tag is Tag.UNSURE for x in lexemes) and not _asks_for_day(group, read.lexemes)):
        return False
    if not group.dates():
        return True
    answers = [read.lexemes[p.at].start for p in group.phrases.counts if p.role is Role.PRESENT]
    return max(answers + _settlings(group, read), default=-1) < asking[-1]


def _asks_for_day(group: Group, lexemes: Sequence[Lexeme]) -> bool:
    """是3月1日吗还是2日: the day itself is in question."""
    return any(text_at(lexemes, phrase.end) in {"吗", "么"} for phrase in group.dates())


def _settlings(group: Group, read: Sentences) -> list[int]:
    """书记答复算,那就登: where a question what to call it is settled; not 算不算, and not 要不要补一下."""
    stretch = read.lexemes[group.at : group.end]
    told = [x for before, x in pairwise([None, *stretch]) if x and not _asks(x) and not (before and _asks(before))]
    return [x.start for x in told if x.tag is Tag.ORDER or x.text.endswith("算") or x.text in _SETTLED]


def _asks(lexeme: Lexeme) -> bool:
    return lexeme.tag is Tag.ASKING and "不" in lexeme.text
