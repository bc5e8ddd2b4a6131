"""Large patterns, compiled when a text first needs them: at once they would take as long as all the rest of a start."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache, cached_property
from itertools import groupby


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled once."""
    return re.compile(pattern)


def any_of(words: Collection[str]) -> str:
    """A pattern for the longest of many words: where none of them begins, one look at a character tells so."""
    ranked = sorted(words, key=lambda word: (word[0], -len(word), word))
    begun = {first: "|".join([word[1:] for word in same]) for first, same in groupby(ranked, key=lambda word: word[0])}
    return f"(?=[{''.join(begun)}])(?:{'|'.join([f'{first}(?:{rests})' for first, rests in begun.items()])})"


class Pattern(str):  # noqa: SLOT000 - what was compiled is kept on it
    """A pattern that is compiled when it is first looked for."""

    _known: tuple[str, bool] = ("", False)

    def stands_in(self, text: str) -> bool:
        """Whether it stands anywhere in the text; of the last text it is known, as every activity of a text asks anew."""
        known = self._known
        if known[0] is not text:
            known = self._known = text, self.search(text) is not None
        return known[1]

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """Where it stands first."""
        return compiled(self).search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """Whether the text begins with it."""
        return compiled(self).match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        """Whether it is all of the text."""
        return compiled(self).fullmatch

    @cached_property
    def finditer(self) -> Callable[[str], Iterator[re.Match[str]]]:
        """Wherever it stands."""
        return compiled(self).finditer

    @cached_property
    def sub(self) -> Callable[[str | Callable[[re.Match[str]], str], str], str]:
        """The text with something new wherever it stands."""
        return compiled(self).sub


class Signs(Pattern):
    """What a quick look is for: each alternative begins with a character of its own, so that it is soon found that none stands in a text."""
