"""A time or a kind and the word for what is kept of it, and no more: what was recorded is to be shown.

listing := [ours | 各支部] (period 的? kind? | kind) 的? (记录 | 台账)
"""

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.phrases import KindPhrase, PeriodPhrase
from handlers.grammar.text.organisations import EACH_BRANCH

_KEPT = ("记录", "台账", "台帐")
_MARKS = " 。?!"
_LONGEST = 20
_BESIDE = frozenset({Tag.FILLER, Tag.SELF, Tag.SPACE, Tag.STOP, Tag.QUESTION_MARK, Tag.FINAL})


def asks_for_list(read: Sentences, said: str) -> bool:
    """5月的记录, 党课记录, 我们支部上个季度的党课台账; not 5月的记录谁写的."""
    said = said.rstrip(_MARKS)
    if len(said) > _LONGEST or not said.endswith(_KEPT) or not read.phrases.has(PeriodPhrase, KindPhrase):
        return False
    named = [p for p in read.phrases if isinstance(p, PeriodPhrase | KindPhrase)]
    named_at = {at for phrase in named for at in range(phrase.at, phrase.end)}
    each = EACH_BRANCH.search(said)
    start, end = each.span() if each else (0, 0)
    others = [x for at, x in enumerate(read.lexemes) if at not in named_at and x.tag not in _BESIDE]
    others = [x for x in others if not start <= x.start < x.end <= end]
    return [x.text.endswith(_KEPT) for x in others] == [True]
