"""Whether hardly anything is left in a text that no rule knows."""

from datetime import datetime

from handlers.grammar.clauses.sentences import Sentences, read_sentences
from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.requests.query_topics import kind_in
from handlers.grammar.text.normalise import normalise
from schedules.ledger.activity import ActivityKind

_STRANGE = frozenset({Tag.OTHER, Tag.THING})
_MUCH = 3
_NAMED = "kind:"


def is_plain(read: Sentences) -> bool:
    """昨天召开支部党员大会,来了10多人: a kind is named, and hardly a character is neither a known word nor part of a phrase."""
    return any(phrase.rule.startswith(_NAMED) for phrase in read.phrases) and _has_hardly_more(read)


def is_plainly_said(text: str, now: datetime) -> bool:
    """Whether hardly a character of an answer that came at `now` is neither a known word nor part of a phrase."""
    return _has_hardly_more(read_sentences(lex(normalise(text).text), now.date()))


def tells_of_another(text: str, kind: ActivityKind, now: datetime) -> bool:
    """Whether a text that came at `now` names a day and a kind that is not this one: 二支部昨天也上了党课."""
    read = read_sentences(lex(normalise(text).text), now.date())
    return bool(read.phrases.dates) and kind_in(read) not in {None, kind}


def _has_hardly_more(read: Sentences) -> bool:
    claimed = {at for phrase in read.phrases for at in range(phrase.at, phrase.end)}
    strange = [x.text for at, x in enumerate(read.lexemes) if x.tag in _STRANGE and at not in claimed]
    return len("".join(strange)) < _MUCH
