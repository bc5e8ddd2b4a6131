"""Titles that stand for somebody without a name."""

from collections.abc import Mapping

from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.text.normalise import normalise
from schedules.people.role import Role

_ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("党小组组长", "小组组长", "党小组长", "小组长", "组长"), Role.GROUP_LEAD),
    "副书记": Role.DEPUTY,
    **dict.fromkeys(("党支部书记", "支部书记", "支书", "书记"), Role.SECRETARY),
    "组织委员": Role.ORGANISER,
    "宣传委员": Role.PUBLICITY,
    "纪检委员": Role.DISCIPLINE,
}
"""A title that ends another stands behind it."""


def is_title(name: str) -> bool:
    """书记, 组织委员: a title and nothing else."""
    return [lexeme.tag for lexeme in lex(normalise(name).text)] == [Tag.TITLE]


def holds_title(name: str) -> bool:
    """书记, 陈书记."""
    return is_title(name) or name.endswith(tuple(_ROLES))


def post_in(name: str) -> tuple[str, Role] | None:
    """陈书记: the surname, which may be empty, and the post."""
    title = next((title for title in _ROLES if name.endswith(title)), None)
    return (name.removesuffix(title), _ROLES[title]) if title else None
