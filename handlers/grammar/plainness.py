"""Whether hardly anything is left in a text that no rule knows."""

from datetime import datetime

from handlers.grammar.lexeme import Tag
from handlers.grammar.lexer import lex
from handlers.grammar.normalise import normalise
from handlers.grammar.sentences import Sentences, read_sentences

_STRANGE = frozenset({Tag.OTHER, Tag.THING})
_MUCH = 4


def is_plain(read: Sentences) -> bool:
    """昨天召开支部党员大会,来了10多人: fewer than four characters that are neither known words nor part of a phrase."""
    claimed = {at for phrase in read.phrases for at in range(phrase.at, phrase.end)}
    strange = [x.text for at, x in enumerate(read.lexemes) if x.tag in _STRANGE and at not in claimed]
    return len("".join(strange)) < _MUCH


def is_plainly_said(text: str, now: datetime) -> bool:
    """The same of an answer as it was typed at `now`."""
    return is_plain(read_sentences(lex(normalise(text).text), now.date()))
