"""All words of the grammar in one look-up, misspellings included."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from handlers.grammar.lexicon.field_words import field_words
from handlers.grammar.lexicon.kinds import kind_words
from handlers.grammar.lexicon.lexeme import Tag, TagName
from handlers.grammar.lexicon.mood_words import mood_words
from handlers.grammar.lexicon.time_words import time_words
from handlers.grammar.text.misspellings import SHORT_SLIPS, misspelt

Entry = tuple[TagName, object]
_PAIRS: dict[str, Entry] = {"俩": (Tag.NUMBER, 2), "仨": (Tag.NUMBER, 3)}
_MENDED = {Tag.KIND, Tag.EXPECTED, Tag.PRESENT, Tag.HOST, Tag.LECTURER, Tag.RECORDER, Tag.LEAVE, Tag.PLACE}


ALONE = (1,)
"""The length of whatever word two characters begin of which none has both."""


class Lexicon(NamedTuple):
    """Words with what they are, with which characters they begin, and the lengths to be tried by the first two, longest first."""

    words: Mapping[str, Entry]
    beginnings: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]


@cache
def lexicon() -> Lexicon:
    """The lexicon, built once. Where two lists share a word: time, then kinds, then fields, then moods."""
    fields = field_words()
    kinds = {word: (Tag.KIND, said) for word, said in kind_words().items() if word not in fields}
    words = mood_words() | fields | kinds | time_words() | dict(_PAIRS)
    slips = {slip: words[word] for slip, word in misspelt(w for w, (tag, _) in words.items() if tag in _MENDED)}
    slips |= {slip: words[word] for slip, word in SHORT_SLIPS.items() if word in words}
    return lexicon_of(slips | words)


def lexicon_of(words: Mapping[str, Entry]) -> Lexicon:
    """These words, indexed."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        if len(word) > 1:
            lengths.setdefault(word[:2], set()).add(len(word))
    tried = {first: (*sorted(found, reverse=True), *ALONE) for first, found in lengths.items()}
    return Lexicon(words, frozenset([word[0] for word in words]), tried)
