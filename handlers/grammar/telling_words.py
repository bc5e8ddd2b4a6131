"""Which words of a group set its mood: not those of topics and fields, nor what is said behind the telling."""

from itertools import pairwise

from handlers.grammar.evidence import is_settled, names_partner
from handlers.grammar.grouping import Group
from handlers.grammar.lexeme import SENTENCE_ENDS, Lexeme, Tag, TagName
from handlers.grammar.phrases import (
    CountPhrase,
    DatePhrase,
    KindPhrase,
    LabelPhrase,
    NamesPhrase,
    Phrase,
    Role,
    TopicPhrase,
)
from handlers.grammar.sentences import Sentences
from schedules.ledger.activity import ActivityKind

_CLAUSE_ENDS = SENTENCE_ENDS | {Tag.COMMA}
_TELLING = (KindPhrase, CountPhrase, NamesPhrase)


def telling_lexemes(group: Group, read: Sentences, *, firm: bool) -> list[Lexeme]:
    """The lexemes that set the mood: not those of topics and fields.

    Of a settled group only the sentences that tell it; of a firm one or a talk nothing behind its telling clauses.
    """
    taken: set[int] = set()
    for phrase in group.phrases:
        if isinstance(phrase, TopicPhrase | LabelPhrase) or phrase.rule.startswith("field:"):
            taken.update(range(phrase.at + isinstance(phrase, TopicPhrase), phrase.end))
    listed = names_partner(group, read)
    narrow = firm or listed or _names_partner(group)
    marks = _CLAUSE_ENDS | {Tag.SPACE} if listed else _CLAUSE_ENDS if narrow else SENTENCE_ENDS
    stretches = _stretches_of(group, read, marks)
    told = {phrase.at for phrase in group.phrases if _tells(phrase)}
    telling = [not told.isdisjoint(stretch) for stretch in stretches]
    first = telling.index(True) if True in telling else len(stretches)
    if narrow or is_settled(group):
        stretches = [s for n, s in enumerate(stretches) if telling[n] or (narrow and n < first)]
    return [read.lexemes[at] for stretch in stretches for at in stretch if at not in taken]


def _stretches_of(group: Group, read: Sentences, marks: frozenset[TagName]) -> list[range]:
    ends = [at + 1 for at in range(group.at, group.end) if read.lexemes[at].tag in marks]
    edges = [group.at, *ends, group.end]
    return [range(start, end) for start, end in pairwise(edges) if end > start]


def is_talk(group: Group) -> bool:
    """Whether a talk is spoken of."""
    return any(phrase.word.kind is ActivityKind.TALK for phrase in group.kinds())


def _names_partner(group: Group) -> bool:
    """Whether it is told who was talked with: what was said there sets no mood."""
    return any(
        phrase.rule == "talk" or (phrase.role is Role.PARTICIPANT and is_talk(group))
        for phrase in group.phrases.of(NamesPhrase)
    )


def _tells(phrase: Phrase) -> bool:
    if isinstance(phrase, DatePhrase):
        return phrase.dates.first is not None
    return isinstance(phrase, _TELLING)
