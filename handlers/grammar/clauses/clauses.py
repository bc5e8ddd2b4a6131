"""The one person whom a clause names before its verb: 书记来村里讲党课, 杨书记把我叫去谈心."""

from itertools import islice

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.mood_words import NEXT_TIME
from handlers.grammar.lexicon.persons import Span, is_trusted
from handlers.grammar.lexicon.phrases import KindPhrase, NamesPhrase, TopicPhrase
from handlers.grammar.people.bare_names import bounded_name
from handlers.grammar.people.names import names_between
from schedules.ledger.activity import ActivityKind

_SAYING = frozenset(
    {"讲", "讲了", "讲的", "上", "上了", "给大家讲", "给大家讲了", "给我们讲", "给我们讲了", "为大家讲", "为我们讲"}
)
"""Verbs of teaching only where a lecture is spoken of."""
TOWARDS = frozenset({"给", "对", "向"})
"""What stands between whoever talks and those who are talked to."""
_LONGEST_CLAUSE, _LONGEST_DRESS = 20, 2
_MOST = 4
"""Verbs and lectures that are looked at; a bound, for texts that are not written by people."""


def lecturer_of(group: Group, lexemes: Lexemes) -> Span | None:
    """Whoever stands before a verb of teaching, or beside the word for a lecture; none where somebody else does too."""
    taken = _taken(group)
    lectures = [p for p in group.kinds() if p.word.kind is ActivityKind.PARTY_LECTURE][:_MOST]
    verbs = (at for at in range(group.at, group.end) if lexemes[at].tag is Tag.LECTURER and at not in taken)
    teaching = [at for at in islice(verbs, _MOST) if lectures or lexemes[at].text not in _SAYING]
    found = [span for at in teaching if (span := _alone_before(lexemes, at, group.at, taken))]
    found = found or [span for p in lectures if (span := _beside(lexemes, p, group, taken))]
    return found[0] if found else None


def caller_of(group: Group, lexemes: Lexemes) -> Span | None:
    """Whoever is named before a talk: 我被杨书记叫去谈心, but not 书记给积极分子谈话."""
    taken = _taken(group)
    talks = [p.at for p in group.kinds() if p.word.kind is ActivityKind.TALK and p.at not in taken]
    caller = _alone_before(lexemes, talks[0], group.at, taken) if len(talks) == 1 else None
    to_others = caller and any(x.start >= caller[1] and x.text in TOWARDS for x in lexemes[group.at : talks[0]])
    return None if to_others else caller


def _taken(group: Group) -> set[int]:
    named = (p for p in group.phrases if isinstance(p, NamesPhrase | TopicPhrase))
    return {at for phrase in named for at in range(phrase.at, phrase.end)}


def _beside(lexemes: Lexemes, phrase: KindPhrase, group: Group, taken: set[int]) -> Span | None:
    """听了孟涛的廉政党课, 书记党课; 党课 王磊."""
    at = phrase.at
    while phrase.at - at < _LONGEST_DRESS and tag_at(lexemes, at - 1) is Tag.THING:
        at -= 1
    at -= text_at(lexemes, at - 1) == "的"
    before = _alone_before(lexemes, at, group.at, taken)
    if before and lexemes[at - 1].end == before[1]:
        return before
    here = phrase.end + (tag_at(lexemes, phrase.end) in {Tag.SPACE, Tag.COMMA})
    behind = bounded_name(lexemes, here) if here < group.end and here not in taken else None
    return behind if behind and is_trusted(lexemes, behind) else None


def _alone_before(lexemes: Lexemes, at: int, first: int, taken: set[int]) -> Span | None:
    """The only name in the clause that ends here."""
    start, first = at, max(first, at - _LONGEST_CLAUSE)
    while start > first and lexemes[start - 1].tag not in SEPARATORS and start - 1 not in taken:
        start -= 1
    spans = [span for span in names_between(lexemes, start, at) if is_trusted(lexemes, span)]
    return spans[0] if len(spans) == 1 and not any(x.text in NEXT_TIME for x in lexemes[start:at]) else None
