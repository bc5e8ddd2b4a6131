"""A time and the word for what is kept of it, and no more: what was recorded then is to be shown.

listing := ours? period 的? kind? (记录 | 台账)
"""

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.phrases import KindPhrase, PeriodPhrase

_KEPT = ("记录", "台账", "台帐")
_MARKS = " 。?!"
_LONGEST = 20
_BESIDE = frozenset({Tag.FILLER, Tag.SELF, Tag.SPACE, Tag.STOP, Tag.QUESTION_MARK, Tag.FINAL})


def asks_for_list(read: Sentences, said: str) -> bool:
    """5月的记录, 我们支部上个季度的党课台账; not 5月的记录谁写的."""
    said = said.rstrip(_MARKS)
    if len(said) > _LONGEST or not said.endswith(_KEPT) or not read.phrases.has(PeriodPhrase):
        return False
    named = [p for p in read.phrases if isinstance(p, PeriodPhrase | KindPhrase)]
    named_at = {at for phrase in named for at in range(phrase.at, phrase.end)}
    others = [x for at, x in enumerate(read.lexemes) if at not in named_at and x.tag not in _BESIDE]
    return [x.text.endswith(_KEPT) for x in others] == [True]
