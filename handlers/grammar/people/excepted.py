"""Who was left out of those who came: 除李明出差外全部参加.

excepted := EXCEPT names [以 | 之] 外
"""

from handlers.grammar.lexicon.lexeme import Lexemes, Tag
from handlers.grammar.lexicon.persons import Span
from handlers.grammar.lexicon.phrases import NamesPhrase, Role
from handlers.grammar.people.names import read_names

_EXCUSES = frozenset({Tag.REASON, Tag.LEAVE})


def read_except(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """除李明出差外全部参加: whoever was the exception was away."""
    if lexemes[at].tag is not Tag.EXCEPT:
        return None
    spans, end = read_names(lexemes, at + 1)
    if not spans:
        return None
    spans = (*spans[:-1], _within_exception(lexemes, spans[-1]))
    excused = any(lexeme.tag in _EXCUSES for lexeme in lexemes[at : end + 1])
    role = Role.LEAVE if excused else Role.ABSENT
    return NamesPhrase(at=at, end=end, rule=f"except:{role}", role=role, spans=spans)


def _within_exception(lexemes: Lexemes, span: Span) -> Span:
    """老张 in 除老张以外: what ends the exception belongs to no name."""
    text = "".join(lexeme.text for lexeme in lexemes if span[0] <= lexeme.start < span[1])
    bare = text.removesuffix("外").removesuffix("以").removesuffix("之") if text.endswith("外") else text
    return span[0], span[1] - (len(text) - len(bare))
