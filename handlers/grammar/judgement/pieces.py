"""A message as a heap of small pieces, for the opinion that is learned: what it says, in no order.

piece := one or two characters | two of its shape | a word | how its days stand to today | how long it is
shape := the text, each phrase that was read and each number one sign
"""

import re
from datetime import date
from functools import lru_cache
from operator import add

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Lexemes, Tag
from handlers.grammar.lexicon.phrases import (
    AmountPhrase,
    CountPhrase,
    DatePhrase,
    KindPhrase,
    NamesPhrase,
    PeriodPhrase,
    Phrase,
    PlacePhrase,
    TimePhrase,
    TopicPhrase,
)

MOST_CHARACTERS = 400
BEGIN, END = "⟨", "⟩"
_DIGITS = re.compile(r"\d+")
_BLANK = re.compile(r"\s")
_DAYS, _LENGTH, _LONGEST = 3, 4, 8
_KIND, _NUMBER, _NAME, _QUOTED, _STRANGE = "Ⓚ", "0", "Ⓝ", "Ⓠ", "∎"
_PHRASES: dict[type[Phrase], str] = {
    KindPhrase: _KIND,
    NamesPhrase: _NAME,
    CountPhrase: "Ⓒ",
    AmountPhrase: "Ⓜ",
    PlacePhrase: "Ⓛ",
    TopicPhrase: "Ⓣ",
    TimePhrase: "Ⓗ",
    PeriodPhrase: "Ⓟ",
}
_LEXEMES = {Tag.KIND: _KIND, Tag.NUMBER: _NUMBER, Tag.QUOTED: _QUOTED, Tag.TITLE: _NAME}
_UNKNOWN = frozenset({Tag.OTHER, Tag.NAME})
_DATES = {"past": "ⓟ", "today": "ⓣ", "ahead": "ⓐ", "soon": "ⓢ", "vague": "ⓥ"}
_SIDES = {side: f"day:{side}" for side in _DATES}
_NUMBERS, _LENGTHS = [f"days:{n}" for n in range(_DAYS + 1)], [f"length:{n}" for n in range(_LONGEST + 1)]
SIGNS = {
    **{sign: kind.__name__.removesuffix("Phrase").lower() for kind, sign in _PHRASES.items()},
    **{sign: f"date_{side}" for side, sign in _DATES.items()},
    _QUOTED: "quoted",
    _STRANGE: "other",
}
"""What each sign stands for."""


def pieces_of(text: str, read: Sentences, today: date) -> set[str]:
    """The pieces of a message that came `today`; numbers are all alike, and whether a name is known is no matter."""
    said = [*f"{BEGIN}{_BLANK.sub('¶', _DIGITS.sub('0', text[:MOST_CHARACTERS]))}{END}"]
    shape, words = _shape_of(read, today)
    return {
        *said,
        *map(add, said, said[1:]),
        *map(add, shape, shape[1:]),
        *words,
        *_circumstances(read, today),
    }


def _shape_of(read: Sentences, today: date) -> tuple[list[str], list[str]]:
    """The text with signs for what was read, by its characters and by its words; what no word claims is one sign there."""
    shape, words, at = [BEGIN], [BEGIN], 0
    signs = {phrase.at: (sign, phrase.end) for phrase in read.phrases if (sign := _sign_of(phrase, today))}
    lexemes = read.lexemes[:MOST_CHARACTERS]
    while at < len(lexemes):
        if at in signs:
            sign, at = signs[at]
        else:
            tag, text = lexemes[at].tag, lexemes[at].text
            sign, at = _LEXEMES.get(tag), at + 1
            if not sign:
                shown = text if text.isalnum() else _visible(text)
                shape += shown
                words.append(_STRANGE if tag in _UNKNOWN else shown)
                continue
        shape.append(sign)
        words.append(sign)
    return [*shape, END], [*words, END]


@lru_cache(maxsize=256)
def _visible(mark: str) -> str:
    return _BLANK.sub("¶", mark)


def _sign_of(phrase: Phrase, today: date) -> str | None:
    return _DATES[_side_of(phrase, today)] if isinstance(phrase, DatePhrase) else _PHRASES.get(type(phrase))


def _circumstances(read: Sentences, today: date) -> list[str]:
    days = [_side_of(phrase, today) for phrase in read.phrases.dates]
    return [
        *[_SIDES[side] for side in days],
        _NUMBERS[min(_DAYS, len(days))],
        _LENGTHS[_length_of(read.lexemes)],
    ]


def _side_of(phrase: DatePhrase, today: date) -> str:
    day = phrase.dates.first
    if phrase.dates.soon or day is None:
        return "soon" if phrase.dates.soon else "vague"
    return "ahead" if phrase.dates.ahead or day > today else "today" if day == today else "past"


def _length_of(lexemes: Lexemes) -> int:
    return min(_LONGEST, len(lexemes) // _LENGTH)
