"""What it was about.

topic := CONTENT words up to a mark or another phrase | QUOTED
"""

from collections.abc import Mapping

from handlers.grammar.attendance import read_attendance
from handlers.grammar.dates import tag_at
from handlers.grammar.lexeme import Lexemes, Tag
from handlers.grammar.phrases import NamesPhrase, TopicPhrase
from handlers.grammar.places import read_place

_STOPS = frozenset(
    {
        Tag.COMMA,
        Tag.STOP,
        Tag.QUESTION_MARK,
        Tag.NEWLINE,
        Tag.EXPECTED,
        Tag.LEAVE,
        Tag.ABSENT,
        Tag.NOBODY,
        Tag.HOST,
        Tag.RECORDER,
        Tag.LECTURER,
        Tag.COUNTED,
        Tag.TOTAL,
        Tag.FINAL,
        Tag.EVERYBODY,
    }
)
_FRAMES = frozenset({"围绕", "就", "关于", "以"})
_EDGES = frozenset("了的是一下过:,。、;以为 \"'")


def read_topic(lexemes: Lexemes, at: int, taken: Mapping[int, NamesPhrase]) -> TopicPhrase | None:
    """A topic that starts here."""
    lexeme = lexemes[at]
    if lexeme.tag is Tag.QUOTED and isinstance(lexeme.value, str) and lexeme.value:
        return TopicPhrase(at=at, end=at + 1, rule="topic:quoted", span=(lexeme.start + 1, lexeme.end - 1), weight=2)
    if lexeme.tag is not Tag.CONTENT:
        return None
    end = _end_of_topic(lexemes, at + 1, taken, framed=lexeme.text in _FRAMES)
    span = trim(lexemes, at + 1, end)
    if span is None:
        return None
    return TopicPhrase(
        at=at, end=end, rule="topic:verb", span=span, weight=2 if lexeme.text.endswith(("是", "为")) else 1
    )


def _end_of_topic(lexemes: Lexemes, at: int, taken: Mapping[int, NamesPhrase], *, framed: bool) -> int:
    here = at + (tag_at(lexemes, at) is Tag.COLON)
    here += tag_at(lexemes, here) is Tag.SPACE
    while here < len(lexemes) and not _stops(lexemes, here, at, taken, framed=framed):
        here += 1
    return here


def _stops(lexemes: Lexemes, here: int, start: int, taken: Mapping[int, NamesPhrase], *, framed: bool) -> bool:
    lexeme = lexemes[here]
    if lexeme.tag in _STOPS or here in taken:
        return True
    if lexeme.tag is Tag.SPACE:
        return here > start + 1
    if framed and lexeme.tag in {Tag.HOLD, Tag.KIND, Tag.CONTENT} and here > start:
        return True
    if lexeme.tag is Tag.NUMBER and read_attendance(lexemes, here):
        return True
    if (
        lexeme.tag is Tag.PRESENT
        and here > start
        and (read_attendance(lexemes, here) or tag_at(lexemes, here + 1) in {None, Tag.COMMA})
    ):
        return True
    return lexeme.tag in {Tag.AT} and read_place(lexemes, here) is not None


def trim(lexemes: Lexemes, at: int, end: int) -> tuple[int, int] | None:
    """The span of these lexemes without small words at its edges."""
    while at < end and (lexemes[at].text in _EDGES or lexemes[at].text in {"一下", "的是"}):
        at += 1
    while end > at and (lexemes[end - 1].text in _EDGES or lexemes[end - 1].tag in {Tag.PERFECT, Tag.FINAL}):
        end -= 1
    return (lexemes[at].start, lexemes[end - 1].end) if end > at else None
