"""Names that are trusted because of those that they are joined to (娜布其、李海山; 杜仲和防风), or are told of another time."""

from collections.abc import Sequence
from itertools import pairwise

from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexeme, Lexemes, Tag, tag_at
from handlers.grammar.lexicon.mood_words import NEXT_TIME
from handlers.grammar.lexicon.persons import Span, is_trusted

_OF_COUNTS, _OF_OFFICES = frozenset({"位", "个", "名", "都"}), frozenset({"里", "都"})
_JOINING = frozenset({"和", "与", "及", "跟", "同"})


def is_for_next_time(lexemes: Lexemes, at: int) -> bool:
    """下次轮到小杜领学: whoever stands here has not done it yet."""
    if tag_at(lexemes, at - 1) is not Tag.FUTURE:
        return False
    while at > 0 and lexemes[at - 1].tag not in SEPARATORS:
        at -= 1
        if lexemes[at].text in NEXT_TIME:
            return True
    return False


def trusted_or_beside(lexemes: Lexemes, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Those who look like people, and whoever a mark or a 和 joins to them."""
    if len(spans) == 1:
        return tuple(spans) if is_trusted(lexemes, spans[0]) else ()
    trusted = {span for span in spans if is_trusted(lexemes, span)}
    if len(trusted) in {0, len(spans)}:
        return tuple(spans) if trusted else ()
    joints = {lexeme.start: lexeme.end for lexeme in lexemes if _joins(lexeme)}
    for pair in (*pairwise(spans), *reversed(tuple(pairwise(spans)))):
        if not trusted.isdisjoint(pair) and joints.get(pair[0][1]) == pair[1][0]:
            trusted.update(pair)
    return tuple(span for span in spans if span in trusted)


def likely_people(lexemes: Lexemes, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same, or else all that may be people: nobody in 跟窗口的三位都谈了, 跟股里三个."""
    return trusted_or_beside(lexemes, spans) or tuple([span for span in spans if not _is_no_one(lexemes, span)])


def _is_no_one(lexemes: Lexemes, span: Span) -> bool:
    words = [lexeme.text for lexeme in lexemes if span[0] <= lexeme.start and lexeme.end <= span[1]]
    return len(words) > 1 and (words[0] in _OF_COUNTS or words[-1] in _OF_OFFICES)


def _joins(lexeme: Lexeme) -> bool:
    return lexeme.tag is Tag.PAUSE or lexeme.text in _JOINING
