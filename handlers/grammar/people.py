"""Who hosted, lectured, kept the minutes; who was away; who was talked with.

role    := (HOST | LECTURER | RECORDER) [:] name | name (HOST | LECTURER | RECORDER)
subject := names [REASON …] (LEAVE | ABSENT)
talk    := WITH names TALK
"""

from handlers.grammar.dates import tag_at
from handlers.grammar.lexeme import SEPARATORS, Lexemes, Tag
from handlers.grammar.names import is_part_of_name, names_between, read_names
from handlers.grammar.phrases import NamesPhrase, Role

ROLES = {Tag.HOST: Role.HOST, Tag.LECTURER: Role.LECTURER, Tag.RECORDER: Role.RECORDER}
_AWAY = {Tag.LEAVE: Role.LEAVE, Tag.ABSENT: Role.ABSENT}
_NOUN_ENDINGS = ("人", "员", "是", "教师", "老师")
_LINKS = frozenset({"是", "为", "由", ":", " ", "的是", "的", "有", "系"})
_IN_LIST = frozenset(
    {Tag.OTHER, Tag.NAME, Tag.PAUSE, Tag.TITLE, Tag.PEOPLE, Tag.OPEN, Tag.CLOSE, Tag.REASON, Tag.EXCEPT}
)


def subjects(lexemes: Lexemes) -> dict[int, NamesPhrase]:
    """The names that stand before a verb that tells their part, by where they start."""
    found: dict[int, NamesPhrase] = {}
    free = 0
    for at, lexeme in enumerate(lexemes):
        role = ROLES.get(lexeme.tag) or _AWAY.get(lexeme.tag)
        if role is None or (lexeme.text.endswith(_NOUN_ENDINGS) and _has_name_behind(lexemes, at)):
            continue
        phrase = _before(lexemes, at, free, role)
        if phrase:
            found[phrase.at] = phrase
            free = phrase.end
        elif role in ROLES.values() and (behind := read_role(lexemes, at)):
            free = behind.end
    return found


def _has_name_behind(lexemes: Lexemes, at: int) -> bool:
    return read_role(lexemes, at) is not None


def _before(lexemes: Lexemes, at: int, free: int, role: Role) -> NamesPhrase | None:
    start = _start_of_list(lexemes, at, free, away=role in _AWAY.values())
    if start == at:
        return None
    end = at - 1 if lexemes[at - 1].tag is Tag.SPACE else at
    spans = names_between(lexemes, start, end)
    if role in ROLES.values():
        spans = spans[-1:]
    if not spans:
        return None
    first = next(n for n in range(start, at) if lexemes[n].end > spans[0][0])
    return NamesPhrase(at=first, end=at + 1, rule=f"subject:{role}", role=role, spans=spans)


def _start_of_list(lexemes: Lexemes, at: int, free: int, *, away: bool) -> int:
    """Where the words that may name people, right before a verb, begin."""
    here = at - 1 if at > free and lexemes[at - 1].tag is Tag.SPACE else at
    reason = _reason_before(lexemes, here, free) if away else None
    here = reason if reason is not None else here
    while here > free and _may_list(lexemes, here - 1):
        here -= 1
    return here


def _reason_before(lexemes: Lexemes, at: int, free: int) -> int | None:
    """Where the reason of an absence starts, in the same clause."""
    here = at
    first = None
    while here > free and lexemes[here - 1].tag not in SEPARATORS:
        here -= 1
        if lexemes[here].tag is Tag.REASON:
            first = here
    return first


def _may_list(lexemes: Lexemes, at: int) -> bool:
    lexeme = lexemes[at]
    return (
        lexeme.tag in _IN_LIST
        or (is_part_of_name(lexeme) and lexeme.tag not in {Tag.DAY_UNIT, Tag.HEADS, Tag.MONTH_UNIT})
        or _after_surname(lexemes, at)
    )


def _after_surname(lexemes: Lexemes, at: int) -> bool:
    return at > 0 and len(lexemes[at].text) == 2 and lexemes[at - 1].tag is Tag.OTHER and len(lexemes[at - 1].text) == 1


def read_role(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """主持人:赵敏."""
    role = ROLES.get(lexemes[at].tag)
    if role is None:
        return None
    here = at + 1
    while here < len(lexemes) and lexemes[here].text in _LINKS:
        here += 1
    spans, end = read_names(lexemes, here)
    return NamesPhrase(at=at, end=end, rule=f"role:{role}", role=role, spans=spans[:1]) if spans else None


def read_talk(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """和李四谈心, 找小陈谈话."""
    if lexemes[at].tag is not Tag.WITH:
        return None
    end = at + 1
    while end < len(lexemes) and lexemes[end].tag not in SEPARATORS and not is_talk(lexemes, end):
        end += 1
    if end >= len(lexemes) or not is_talk(lexemes, end):
        return None
    spans = names_between(lexemes, at + 1, end)
    return NamesPhrase(at=at, end=end, rule="talk", role=Role.PARTICIPANT, spans=spans) if spans else None


def is_talk(lexemes: Lexemes, at: int) -> bool:
    """Whether a piece is a word for talking."""
    return tag_at(lexemes, at) is Tag.KIND and ("谈" in lexemes[at].text or "聊" in lexemes[at].text)
