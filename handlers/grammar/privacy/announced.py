"""Where in a long text a rule has anything to look for: the clauses that hold a stem of it, and no others."""

import re
from collections.abc import Iterator
from functools import cached_property
from operator import add
from typing import NamedTuple

from handlers.grammar.text.patterns import compiled

_MARKS = ",。"
_CLAUSE = re.compile(rf"[^{_MARKS}]+")
_SHORT = 60
"""Characters of a text that is looked through as a whole."""


def pieces_in(text: str) -> list[str]:
    """Its characters, one by one and two by two."""
    characters = [*text]
    return [*characters, *map(add, characters, characters[1:])]


class Rule(NamedTuple):
    """For what a text is told by a pattern, which goes over no mark but where it begins or ends, or one that goes `across`."""

    reason: str
    pattern: str
    stems: frozenset[str]
    """One of these stands in whatever is found."""
    across: str = ""


def rule(reason: str, pattern: str, stems: str = "", across: str = "") -> Rule:
    """A rule with its stems, one after the other."""
    return Rule(reason, pattern, frozenset(stems.split()), across)


class Announced:
    """A normalised text without what is harmless, and what stands in it."""

    def __init__(self, plain: str, bare: str, signs: frozenset[str]) -> None:
        """`signs` are the pieces of the plain text that announce anything."""
        self.text = bare
        self.signs = signs
        self._plain = plain

    def spans(self, stems: frozenset[str]) -> Iterator[tuple[int, int]]:
        """Clauses that hold one of the stems with the marks around them, those that adjoin as one."""
        if len(self.text) <= _SHORT:
            if not stems.isdisjoint(self.signs):
                yield 0, len(self.text)
            return
        begun = last = -1
        for start, end, signs in self._clauses:
            if stems.isdisjoint(signs):
                continue
            if begun >= 0 and start > last:
                yield begun, last
                begun = -1
            begun = start if begun < 0 else begun
            last = end
        if begun >= 0:
            yield begun, last

    def found(self, rule: Rule) -> Iterator[re.Match[str]]:
        """What a rule finds."""
        _, pattern, stems, across = rule
        if stems.isdisjoint(self.signs):
            return
        found = [each for span in self.spans(stems) for each in compiled(pattern).finditer(self.text, *span)]
        if across:
            found = sorted([*found, *compiled(across).finditer(self.text)], key=re.Match.start)
        last = 0
        for each in found:
            if each.start() >= last:
                last = each.end()
                yield each

    @cached_property
    def _clauses(self) -> list[tuple[int, int, frozenset[str]]]:
        """Where each stands with the marks around it, and which signs it holds."""
        size = len(self.text)
        spans = (found.span() for found in _CLAUSE.finditer(self.text))
        return [
            (max(0, start - 1), min(size, end + 1), self.signs.intersection(pieces_in(self._plain[start:end])))
            for start, end in spans
        ]
