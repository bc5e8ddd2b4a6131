"""Tokens of a plan's sentence.

    token    = rhythm | span | window | festival | day | quantity | figure | money | percent | vague | year_document | text
    quantity = number counter                 "1次"  "两次"  "15期"     but neither "第十三次" nor "一批"
    figure   = arabic-number thing            "100个"  "一篇"
    money    = number ("元" | "万元")
    percent  = number "%"
    day      = number "月" [ number "日" ] [ "底" | "份" ] [ "前" ]

Words in quotation marks are a name, words in brackets an aside; they hold no token but a festival's ("七一"). Longest word
first; what is no token is text, and nothing is passed over.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from schedules.duties.plans import words


class TokenKind(StrEnum):
    """What a token is."""

    RHYTHM = "rhythm"
    SPAN = "span"
    WINDOW = "window"
    FESTIVAL = "festival"
    DAY = "day"
    QUANTITY = "quantity"
    FIGURE = "figure"
    VAGUE = "vague"
    YEAR_DOCUMENT = "year_document"
    COMMA = "comma"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token: its words, and the number in it."""

    kind: TokenKind
    text: str
    number: int = 0


BLANKS = r"\s*"


def _any_of(choices: Iterable[str]) -> str:
    # Typists put blanks around figures: 每 3个月.
    words_with_blanks = (BLANKS.join(map(re.escape, choice)) for choice in sorted(choices, key=len, reverse=True))
    return "|".join(words_with_blanks)


NUMBER = r"(?:\d{1,4}|[一两二三四五六七八九十百]{1,4})"
PATTERN = re.compile(
    rf"(?P<ordinal>{words.ORDINAL}{NUMBER}[次期届场批])"
    rf"|(?P<percent>\d+(?:\.\d+)?[%％])"
    rf"|(?P<money>\d+(?:\.\d+)?(?:{_any_of(words.MONEY)}))"
    rf"|(?P<some>新?{words.SOME}|{words.ORDINAL}(?=[一二三四]季度))"
    rf"|(?P<window>(?:{_any_of(words.WINDOWS)})(?!{_any_of(words.NO_WINDOW_BEFORE)}))"
    rf"|(?P<quoted>“[^”]*”|《[^》]*》|[（(](?![^）)]*元)[^）)]*[）)])"
    rf"|(?P<festival>{_any_of(words.FESTIVALS)})"
    rf"|(?P<rhythm>{_any_of(words.RHYTHMS)})"
    rf"|(?P<span>{_any_of(words.SPANS)})"
    rf"|(?P<quantity>(?P<count>{NUMBER}){BLANKS}(?:{_any_of(words.COUNTERS)}))"
    rf"|(?P<day>(?P<month>1[0-2]|[1-9])月(?:(?P<of_month>[12]\d|3[01]|[1-9])日|底|份)?(?:之?前)?)"
    rf"|(?P<figure>(?:\d+[多余]?(?:{_any_of(words.THINGS)})|{NUMBER}{words.PAPER}))"
    rf"|(?P<vague>{_any_of(words.VAGUE)})"
    rf"|(?P<year_document>(?<!\d){words.YEAR_DOCUMENT})"
    rf"|(?P<comma>[，,])"
)


def tokens_of(sentence: str) -> Iterator[Token]:
    """Cut a sentence into tokens."""
    at = 0
    for found in PATTERN.finditer(sentence):
        if found.start() > at:
            yield Token(kind=TokenKind.TEXT, text=sentence[at : found.start()])
        yield _token_of(found)
        at = found.end()
    if at < len(sentence):
        yield Token(kind=TokenKind.TEXT, text=sentence[at:])


def number_of(text: str) -> int:
    """The value of Arabic digits or of a Chinese numeral up to 999."""
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for character in text.replace("两", "二"):
        if character in words.TENS:
            total += (digit or 1) * words.TENS[character]
            digit = 0
        else:
            digit = words.NUMERALS.index(character)
    return total + digit


def _token_of(found: re.Match[str]) -> Token:
    name, text = str(found.lastgroup), "".join(found[0].split())
    if found["quantity"]:
        return Token(kind=TokenKind.QUANTITY, text=text, number=number_of(found["count"]))
    if found["day"]:
        return Token(kind=TokenKind.DAY, text=text, number=int(found["month"]))
    if name in {"percent", "money", "figure"}:
        return Token(kind=TokenKind.FIGURE, text=text)
    if name in {"ordinal", "some", "quoted"}:
        return Token(kind=TokenKind.TEXT, text=found[0])
    return Token(kind=TokenKind(name), text=text)
