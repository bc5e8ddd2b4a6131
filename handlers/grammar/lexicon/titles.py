"""Titles that stand for somebody without a name."""

from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.text.normalise import normalise


def is_title(name: str) -> bool:
    """书记, 组织委员: a title and nothing else."""
    return [lexeme.tag for lexeme in lex(normalise(name).text)] == [Tag.TITLE]
