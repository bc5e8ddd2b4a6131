"""Large patterns, compiled when a text first needs them: at once they would take as long as all the rest of a start."""

import re
from collections.abc import Iterator
from functools import cache


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled once."""
    return re.compile(pattern)


class Pattern(str):
    """A pattern that is compiled when it is first looked for."""

    __slots__ = ()

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Where it stands first."""
        return compiled(self).search(text, start, len(text) if end is None else end)

    def match(self, text: str) -> re.Match[str] | None:
        """Whether the text begins with it."""
        return compiled(self).match(text)

    def fullmatch(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Whether it is all of the text."""
        return compiled(self).fullmatch(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Wherever it stands."""
        return compiled(self).finditer(text)

    def sub(self, new: str, text: str) -> str:
        """The text with something new wherever it stands."""
        return compiled(self).sub(new, text)
