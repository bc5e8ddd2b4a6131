"""Who hosted, lectured, kept the minutes; who was away.

role    := (HOST | LECTURER | RECORDER) [是 | 由] name | name (HOST | LECTURER | RECORDER)
subject := names [REASON …] (LEAVE | ABSENT) | names REASON
"""

from handlers.grammar.date_rules import tag_at, text_at
from handlers.grammar.lexeme import SEPARATORS, Lexemes, Tag
from handlers.grammar.names import Span, is_part_of_name, names_between, read_names
from handlers.grammar.phrases import NamesPhrase, Role

ROLES = {Tag.HOST: Role.HOST, Tag.LECTURER: Role.LECTURER, Tag.RECORDER: Role.RECORDER}
_AWAY = {Tag.LEAVE: Role.LEAVE, Tag.ABSENT: Role.ABSENT}
_NOUN_ENDINGS = ("人", "员", "是", "教师", "老师", "的")
_LINKS = frozenset({"是", "为", "由", ":", " ", "了", "的是", "的", "有", "系", "请", "请的", "请的是", "就是", "还是"})
_IN_LIST = frozenset(
    {Tag.OTHER, Tag.NAME, Tag.PAUSE, Tag.TITLE, Tag.PEOPLE, Tag.OPEN, Tag.CLOSE, Tag.REASON, Tag.EXCEPT}
)
_NOT_IN_LIST = frozenset({Tag.DAY_UNIT, Tag.MONTH_UNIT, Tag.HOUR_UNIT, Tag.GO, Tag.HALF})


def subjects(lexemes: Lexemes) -> dict[int, NamesPhrase]:
    """The names that stand before a verb that tells their part, by where they start."""
    found: dict[int, NamesPhrase] = {}
    free = 0
    for at, lexeme in enumerate(lexemes):
        role = ROLES.get(lexeme.tag) or _away(lexemes, at)
        if role is None:
            continue
        behind = read_role(lexemes, at)
        if lexeme.text.endswith(_NOUN_ENDINGS) and behind:
            free = behind.end
            continue
        phrase = _before(lexemes, at, free, role)
        if phrase:
            found[phrase.at] = phrase
        free = phrase.end if phrase else behind.end if behind else free
    return found


def _away(lexemes: Lexemes, at: int) -> Role | None:
    """Away by a verb, or by the mere name of a leave (何川事假)."""
    lexeme = lexemes[at]
    if lexeme.tag is Tag.REASON:
        alone = tag_at(lexemes, at + 1) in {*SEPARATORS, Tag.CLOSE, Tag.PAUSE, None}
        return Role.LEAVE if alone and lexeme.text.endswith("假") and tag_at(lexemes, at - 1) is not Tag.OPEN else None
    return _AWAY.get(lexeme.tag)


def _before(lexemes: Lexemes, at: int, free: int, role: Role) -> NamesPhrase | None:
    start = _start_of_list(lexemes, at, free, role)
    end = at - 1 if tag_at(lexemes, at - 1) is Tag.SPACE else at
    spans = names_between(lexemes, start, end) if start < end else ()
    if role in ROLES.values():
        spans = spans[-1:]
    if not spans:
        return None
    first = next(n for n in range(start, at) if lexemes[n].end > spans[0][0])
    return NamesPhrase(at=first, end=at + 1, rule=f"subject:{role}", role=role, spans=spans)


def _start_of_list(lexemes: Lexemes, at: int, free: int, role: Role) -> int:
    """Where the words that may name people, right before a verb, begin."""
    here = at - 1 if at > free and lexemes[at - 1].tag is Tag.SPACE else at
    reason = _reason_before(lexemes, here, free) if role not in ROLES.values() else None
    here = reason if reason is not None else here
    while here > free and _may_list(lexemes, here - 1):
        here -= 1
    while here < at and lexemes[here].tag in {Tag.PAUSE, Tag.OPEN, Tag.CLOSE}:
        here += 1
    return here


def _reason_before(lexemes: Lexemes, at: int, free: int) -> int | None:
    """Where the reason of an absence starts, in the same clause."""
    first = None
    here = at
    while here > free and lexemes[here - 1].tag not in SEPARATORS:
        here -= 1
        if lexemes[here].tag is Tag.REASON:
            first = here
    return first


def _may_list(lexemes: Lexemes, at: int) -> bool:
    lexeme = lexemes[at]
    if lexeme.tag in _NOT_IN_LIST or (lexeme.tag is Tag.NUMBER and lexeme.text.isascii()):
        return False
    if lexeme.tag is Tag.HEADS or text_at(lexemes, at) == "个":
        return tag_at(lexemes, at - 1) is not Tag.NUMBER and len(lexeme.text) == 1
    return lexeme.tag in _IN_LIST or is_part_of_name(lexeme) or _is_given(lexemes, at)


def _is_given(lexemes: Lexemes, at: int) -> bool:
    """Two characters behind a lone one (周国庆)."""
    lengths = (len(text_at(lexemes, at - 1)), len(lexemes[at].text))
    return lengths == (1, 2) and tag_at(lexemes, at - 1) is Tag.OTHER


def read_role(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """主持人:赵敏."""
    role = ROLES.get(lexemes[at].tag)
    if role is None:
        return None
    here = at + 1
    while text_at(lexemes, here) in _LINKS:
        here += 1
    spans, end = read_names(lexemes, here)
    return NamesPhrase(at=at, end=end, rule=f"role:{role}", role=role, spans=spans[:1]) if spans else None


def index_behind(lexemes: Lexemes, at: int, span: Span) -> int:
    """The first lexeme behind a span."""
    while at < len(lexemes) and lexemes[at].start < span[1]:
        at += 1
    return at
