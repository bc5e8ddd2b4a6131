"""The pieces that a text is made of, before anything is understood."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Tag(StrEnum):
    """What a piece is by itself; the rules decide what it means where it stands."""

    OTHER = "other"
    THING = "thing"
    NUMBER = "number"
    LATIN = "latin"
    QUOTED = "quoted"
    NAME = "name"
    # punctuation
    COMMA = "comma"
    STOP = "stop"
    QUESTION_MARK = "question_mark"
    PAUSE = "pause"
    COLON = "colon"
    NEWLINE = "newline"
    SPACE = "space"
    OPEN = "open"
    CLOSE = "close"
    DASH = "dash"
    SLASH = "slash"
    DOT = "dot"
    ARROW = "arrow"
    # time
    DAY = "day"
    WEEKDAY = "weekday"
    WEEK = "week"
    MONTH = "month"
    JANUARY = "january"
    YEAR = "year"
    SEASON = "season"
    VAGUE = "vague"
    FESTIVAL = "festival"
    PART = "part"
    DAY_UNIT = "day_unit"
    MONTH_UNIT = "month_unit"
    YEAR_UNIT = "year_unit"
    HOUR_UNIT = "hour_unit"
    MINUTE_UNIT = "minute_unit"
    HALF = "half"
    QUARTER = "quarter"
    AGO = "ago"
    LAST = "last"
    SPAN_UNIT = "span_unit"
    # what took place
    KIND = "kind"
    CONTENT = "content"
    HOLD = "hold"
    LABEL = "label"
    PLACE = "place"
    AT = "at"
    GO = "go"
    # people
    EXPECTED = "expected"
    PRESENT = "present"
    COUNTED = "counted"
    TOTAL = "total"
    ABSENT = "absent"
    LEAVE = "leave"
    OBSERVER = "observer"
    EVERYBODY = "everybody"
    NOBODY = "nobody"
    HEADS = "heads"
    UNIT = "unit"
    PEOPLE = "people"
    TITLE = "title"
    SELF = "self"
    WITH = "with"
    BY = "by"
    HOST = "host"
    LECTURER = "lecturer"
    RECORDER = "recorder"
    REASON = "reason"
    EXCEPT = "except"
    # money
    MONEY = "money"
    EACH = "each"
    # mood
    PERFECT = "perfect"
    ALSO = "also"
    NOT = "not"
    CANCELLED = "cancelled"
    FUTURE = "future"
    WISH = "wish"
    ASKING = "asking"
    FINAL = "final"
    RULE = "rule"
    HEARSAY = "hearsay"
    ARTEFACT = "artefact"
    PRAISE = "praise"
    UNSURE = "unsure"
    # wishes of the bot
    ORDER = "order"
    DELETE = "delete"
    CHANGE = "change"
    WRONG = "wrong"
    ENTRY = "entry"
    EXPORT = "export"
    LEDGER = "ledger"
    REMIND = "remind"
    QUERY = "query"
    HELP = "help"
    FILLER = "filler"


class Lexeme(NamedTuple):
    """A piece of the text; half-open positions in the normalised text. A tuple, because thousands are made a second."""

    tag: Tag
    text: str
    start: int
    end: int
    value: object = None


Lexemes = Sequence[Lexeme]
SEPARATORS = frozenset({Tag.COMMA, Tag.STOP, Tag.QUESTION_MARK, Tag.NEWLINE, Tag.SPACE})
SENTENCE_ENDS = frozenset({Tag.STOP, Tag.QUESTION_MARK, Tag.NEWLINE})


def tag_at(lexemes: Lexemes, at: int) -> Tag | None:
    """The tag of a lexeme, None past the end."""
    return lexemes[at].tag if 0 <= at < len(lexemes) else None


def text_at(lexemes: Lexemes, at: int) -> str:
    """The text of a lexeme, nothing past the end."""
    return lexemes[at].text if 0 <= at < len(lexemes) else ""


def number_at(lexemes: Lexemes, at: int) -> int | None:
    """The value of a number, None where none stands."""
    value = lexemes[at].value if tag_at(lexemes, at) is Tag.NUMBER else None
    return value if isinstance(value, int) else None
