"""Organisations as a text names them.

organisation := [机关 | 局机关] [第] NUMBER [党] (支部 | 小组)
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from handlers.grammar.text.normalise import Normalised
from handlers.grammar.text.numbers import NUMERALS
from handlers.grammar.text.patterns import Pattern

_ENDINGS = ("党支部", "支部", "党小组", "党总支", "总支")
_ENDING = Pattern("党支部|支部|党小组|党总支|总支")
_HEADS = ("局机关", "离退休", "机关", "退休")
_MOST_DIGITS = 3
_WEEKS = ("周", "星期", "礼拜")
_CLAUSE_ENDS = ",;。\n "
_OF_A_DATE = (".", "-", "/", "月")


def read_organisation(text: Normalised) -> str | None:
    """The first organisation that a text names by its number, as typed."""
    for ending in _ENDINGS:
        at = text.text.find(ending)
        while at >= 0:
            start = _start_of(text.text, at)
            if start < at:
                return text.typed_between(start, at + len(ending))
            at = text.text.find(ending, at + 1)
    return None


def names_several(text: Normalised) -> bool:
    """Whether a text names several organisations, other than one and its part: 第一党支部第二党小组."""
    return len(_named_in(text.text)) > 1


def organisations_in(text: Normalised) -> Sequence[str]:
    """Each organisation that a text names by its number, one with its part as one, as typed."""
    return [text.typed_between(*span) for span in _named_in(text.text).values()]


def _named_in(text: str) -> Mapping[str, tuple[int, int]]:
    """Where each organisation stands, by its number."""
    named: dict[str, tuple[int, int]] = {}
    last, until = "", 0
    for ending in _ENDING.finditer(text):
        start = _start_of(text, ending.start())
        if start < ending.start():
            if start == until and last:
                named[last] = named[last][0], ending.end()
            else:
                last = text[start : ending.start()].strip("第机关局退休离")
                named.setdefault(last, (start, ending.end()))
            until = ending.end()
    return named


def told_one_by_one(text: Normalised) -> Sequence[str]:
    """A text in pieces, one for each organisation that a clause begins with, as typed."""
    said = text.text
    starts = [_start_of(said, ending.start()) for ending in _ENDING.finditer(said)]
    begun = [at for at in starts if at == 0 or said[at - 1] in _CLAUSE_ENDS]
    return [text.typed_between(at, until) for at, until in pairwise([*begun, len(said)])]


def _start_of(text: str, at: int) -> int:
    """Where the number before the ending starts, with 第 and 机关 before it; `at` itself if there is none.

    In 上周五支部 there is none: the number is the weekday's.
    """
    start = at
    while start > 0 and at - start < _MOST_DIGITS and (text[start - 1] in NUMERALS or text[start - 1] in "0123456789"):
        start -= 1
    start += text[:start].endswith(_WEEKS)
    if start == at or text[:start].endswith(_OF_A_DATE):
        return at
    start -= text[:start].endswith("第")
    return next((start - len(head) for head in _HEADS if text.endswith(head, 0, start)), start)
