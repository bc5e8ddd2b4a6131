"""Who was asked to come and speak, and who went along.

invited    := 邀请 names (作 | 来 | 讲)
companions := SELF WITH names (GO | 一起)
"""

from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.phrases import NamesPhrase, Role
from handlers.grammar.people.names import is_paired, names_between, read_names
from handlers.grammar.people.people import PAIR
from handlers.grammar.people.subjects import is_trusted_as

INVITING = frozenset({"邀请", "特邀", "请来", "请了", "邀请了", "请到", "聘请", "请"})
_GOING = frozenset({Tag.GO, Tag.PRESENT, Tag.COMMA, Tag.STOP, Tag.NEWLINE, None})
_TOGETHER = frozenset({"一起", "一同", "一道", "一块", "一块儿", "共同"})
_LONGEST_INVITATION = 24
_SPEAKING = ("作", "来", "做", "讲授", "授课", "到", "为", "给", "讲党课", "讲课", "讲解", "讲述")


def read_invited(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """邀请陈教授作 …: whoever was asked to come and speak."""
    if lexemes[at].text not in INVITING:
        return None
    end, last = at + 1, min(at + _LONGEST_INVITATION, len(lexemes))
    while end < last and lexemes[end].tag not in SEPARATORS and not _speaks(lexemes, end):
        end += 1
    spans = names_between(lexemes, at + 1, end) if end < last and lexemes[end].tag not in SEPARATORS else ()
    trusted = [span for span in spans if is_trusted_as(lexemes, at + 1, span, Role.LECTURER)]
    return (
        NamesPhrase(at=at, end=end, rule="invited", role=Role.LECTURER, spans=tuple(trusted[-1:])) if trusted else None
    )


def _speaks(lexemes: Lexemes, at: int) -> bool:
    return lexemes[at].tag is Tag.LECTURER or lexemes[at].text.startswith(_SPEAKING)


def read_companions(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """我和安然去 …: whoever went along."""
    if tag_at(lexemes, at) is not Tag.WITH or tag_at(lexemes, at - 1) is not Tag.SELF:
        return None
    spans, end = read_names(lexemes, at + 1)
    end -= text_at(lexemes, end - 1) in _TOGETHER
    if spans and is_paired(lexemes, end):
        return NamesPhrase(at=at, end=end, rule=PAIR, role=Role.PARTICIPANT, spans=spans)
    goes = tag_at(lexemes, end) in _GOING or text_at(lexemes, end) in _TOGETHER
    return (
        NamesPhrase(at=at, end=end, rule="names:companion", role=Role.PARTICIPANT, spans=spans)
        if spans and goes
        else None
    )
