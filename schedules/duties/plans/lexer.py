"""Tokens of a plan's sentence.

    token    = rhythm | span | window | festival | day | quantity | figure | money | percent | vague | year_document | text
    quantity = number [ "-" number ] counter  "1次"  "两次"  "15期"  "2-4次"  but neither "第十三次" nor "一批", nor "一次性"
    days     = at-least number "天"           "不少于8天"
    figure   = arabic-number thing            "100个"  "一篇"
    money    = number ("元" | "万元")
    percent  = number "%"
    day      = number [ "月" ] "-" number "月" | number "月" [ number "日" ] [ "底" | "份" ] [ "前" ]

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
    DAYS = "days"
    FIGURE = "figure"
    VAGUE = "vague"
    YEAR_DOCUMENT = "year_document"
    COMMA = "comma"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token: its words, and the number in it; of months also the `last`."""

    kind: TokenKind
    text: str
    number: int = 0
    last: int = 0


BLANKS = r"\s*"


def _any_of(choices: Iterable[str]) -> str:
    # Typists put blanks around figures: 每 3个月.
    words_with_blanks = (BLANKS.join(map(re.escape, choice)) for choice in sorted(choices, key=len, reverse=True))
    return "|".join(words_with_blanks)


NUMBER = r"(?:\d{1,4}|[一两二三四五六七八九十百]{1,4})"
MONTH = r"(?:1[0-2]|[1-9])"
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
    rf"|(?P<quantity>(?P<count>{NUMBER})(?:{words.TO}{NUMBER})?{BLANKS}(?:{_any_of(words.COUNTERS)})(?!{words.ONCE_ONLY}))"
    rf"|(?P<days>(?:{_any_of(words.AT_LEAST)})(?P<day_count>{NUMBER}){words.DAYS})"
    rf"|(?P<months>(?<!\d)(?P<since>{MONTH})月?{words.TO}(?P<until>{MONTH})月份?(?:底?之?前)?)"
    rf"|(?P<day>(?P<month>{MONTH})月(?:(?P<of_month>[12]\d|3[01]|[1-9])日|底|份)?(?:之?前)?)"
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
    name = str(found.lastgroup)
    kind = KIND_OF.get(name) or TokenKind(name)
    text = found[0] if kind is TokenKind.TEXT else "".join(found[0].split())
    return Token(kind=kind, text=text, number=_number_in(found, name, text), last=int(found["until"] or 0))


def _number_in(found: re.Match[str], name: str, text: str) -> int:
    if name == "rhythm":
        return words.REPEATS.get(text, 1)
    told = found["count"] or found["day_count"] or found["since"] or found["month"]
    return number_of(told) if told else 0


KIND_OF = {
    "months": TokenKind.DAY,
    **dict.fromkeys(("percent", "money", "figure"), TokenKind.FIGURE),
    **dict.fromkeys(("ordinal", "some", "quoted"), TokenKind.TEXT),
}
"""What is made of the groups that are named otherwise."""
