"""Whether something is asked about what a group speaks of, and not answered in the same breath."""

from collections.abc import Sequence
from itertools import pairwise

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexeme, Tag, tag_at, text_at
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.lexicon.phrases import Role
from handlers.grammar.moods.questions import QUESTIONS, is_asking
from handlers.grammar.text.patterns import Pattern

_SETTLED = frozenset({"那就", "那就登", "就登", "登起", "登上", "记上", "算党日", "算是"})
_VERBS = frozenset({Tag.CONTENT, Tag.LECTURER, Tag.HOLD})
_WHETHER = frozenset("吗么没呢吧")
_DISCUSSED = Pattern(
    "(?:商量|讨论|研究|合计|酝酿|琢磨|商议|[议碰]了?[议碰]|[议碰](?=了)|说了说|聊了聊|[议敲商]定|定(?=了))(?:了|过)?(?:一?下)?.{2}"
)
_MILD_QUESTIONS = frozenset({"怎么", "如何", "怎样", "什么", "为什么", "为何", "怎么样", "究竟", "能否", "是否"})


def is_asked(group: Group, read: Sentences, lexemes: Sequence[Lexeme], *, firm: bool) -> bool:
    """Something is asked, and not answered in the same breath (党课咋样?挺好的,老所长讲的,11人)."""
    if QUESTIONS.isdisjoint(read.tags):
        return False
    if group.end == len(read.lexemes) and Tag.ORDER not in read.tags and read.lexemes[-1].tag is Tag.QUESTION_MARK:
        return True
    mild = firm and all(x.tag is not Tag.QUESTION_MARK for x in lexemes)
    last = _asked_last(read.lexemes) if mild else None
    dated = bool(group.dates() or group.phrases.times)
    asking = [
        lexeme.start
        for at, lexeme in enumerate(lexemes)
        if lexeme.tag in QUESTIONS
        and is_asking(lexemes, at)
        and not (mild and lexeme.text in _MILD_QUESTIONS and lexeme is not last)
        and not (dated and _is_discussed(lexemes, at))
    ]
    if not asking or (any(x.tag is Tag.UNSURE for x in lexemes) and not _asks_for_day(group, read.lexemes)):
        return False
    if not group.dates():
        return True
    answers = [read.lexemes[p.at].start for p in group.phrases.counts if p.role is Role.PRESENT]
    return max(answers + _settlings(group, read), default=-1) < asking[-1]


def _asked_last(lexemes: Sequence[Lexeme]) -> Lexeme | None:
    """昨天支委会研究了什么: the last word, where it asks for what a verb tells."""
    end = len(lexemes)
    while end > 1 and lexemes[end - 1].tag is Tag.FINAL:
        end -= 1
    verb = end - 2 - (tag_at(lexemes, end - 2) is Tag.PERFECT)
    return lexemes[end - 1] if tag_at(lexemes, verb) in _VERBS else None


def _is_discussed(lexemes: Sequence[Lexeme], at: int) -> bool:
    """碰了一下主题党日去哪: what was talked over in the same clause, and more of it than the word of asking."""
    start = at
    while start > 0 and lexemes[start - 1].tag not in SEPARATORS:
        start -= 1
    end = next((n for n in range(at, len(lexemes)) if lexemes[n].tag in SEPARATORS), len(lexemes))
    if (
        tag_at(lexemes, end) is Tag.QUESTION_MARK
        or lexemes[at].text[-1] in _WHETHER
        or lexemes[end - 1].text in _WHETHER
    ):
        return False
    return _DISCUSSED.search(raw(lexemes, start, at)) is not None


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
