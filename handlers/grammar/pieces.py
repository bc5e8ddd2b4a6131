"""A message as a heap of small pieces, for the opinion that is learned: what it says, in no order.

piece := up to three characters | up to four tags side by side | how its days stand to today | how long it is
"""

import re
from datetime import date

from handlers.grammar.lexeme import Lexemes, Tag
from handlers.grammar.phrases import DatePhrase
from handlers.grammar.sentences import Sentences

MOST_CHARACTERS = 400
CHARACTERS, TAGS = 3, 4
BEGIN, END = "⟨", "⟩"
_DIGITS = re.compile(r"\d+")
_BLANK = re.compile(r"\s")
_TAGS = sorted({name for key, name in vars(Tag).items() if key.isupper()} - {Tag.NAME})
CODES = {name: chr(0xE000 + number) for number, name in enumerate(_TAGS)}
"""One character for each tag, so that tags side by side are a slice of a string, as characters are."""
_READ = CODES | {Tag.NAME: CODES[Tag.OTHER]}
_UNKNOWN = re.compile(f"{CODES[Tag.OTHER]}+")
"""Whether the organisation knows a name is no matter."""
_DAYS, _LENGTH, _LONGEST = 3, 4, 8


def pieces_of(text: str, read: Sentences, today: date) -> set[str]:
    """The pieces of a message that came `today`; numbers are all alike."""
    said = f"{BEGIN}{_BLANK.sub('¶', _DIGITS.sub('0', text[:MOST_CHARACTERS]))}{END}"
    tags = "".join([_READ[lexeme.tag] for lexeme in read.lexemes[:MOST_CHARACTERS]])
    tags = f"{BEGIN}{_UNKNOWN.sub(CODES[Tag.OTHER], tags)}{END}"
    return {*_slices(said, CHARACTERS), *_slices(tags, TAGS), *_circumstances(read, today)}


def _slices(text: str, longest: int) -> list[str]:
    return [text[at : at + size] for size in range(1, longest + 1) for at in range(len(text) - size + 1)]


def _circumstances(read: Sentences, today: date) -> list[str]:
    days = [phrase.dates.first for phrase in read.phrases.of(DatePhrase)]
    return [
        *[f"day:{_side_of(day, today)}" for day in days],
        f"days:{min(_DAYS, len(days))}",
        f"length:{_length_of(read.lexemes)}",
    ]


def _side_of(day: date | None, today: date) -> str:
    if day is None:
        return "vague"
    return "today" if day == today else "past" if day < today else "ahead"


def _length_of(lexemes: Lexemes) -> int:
    return min(_LONGEST, len(lexemes) // _LENGTH)
