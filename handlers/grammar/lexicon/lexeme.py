"""The pieces that a text is made of, before anything is understood."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NewType

TagName = NewType("TagName", str)


class Tag:
    """What a piece is by itself; the rules decide what it means where it stands.

    No enum: Python 3.11 takes six times as long to look up a member of one, and one message needs a thousand looks.
    """

    OTHER = TagName("other")
    THING = TagName("thing")
    NUMBER = TagName("number")
    LATIN = TagName("latin")
    QUOTED = TagName("quoted")
    NAME = TagName("name")
    # punctuation
    COMMA = TagName("comma")
    STOP = TagName("stop")
    QUESTION_MARK = TagName("question_mark")
    PAUSE = TagName("pause")
    COLON = TagName("colon")
    NEWLINE = TagName("newline")
    SPACE = TagName("space")
    OPEN = TagName("open")
    CLOSE = TagName("close")
    DASH = TagName("dash")
    SLASH = TagName("slash")
    DOT = TagName("dot")
    ARROW = TagName("arrow")
    # time
    DAY = TagName("day")
    WEEKDAY = TagName("weekday")
    WEEK = TagName("week")
    MONTH = TagName("month")
    JANUARY = TagName("january")
    YEAR = TagName("year")
    SEASON = TagName("season")
    VAGUE = TagName("vague")
    FESTIVAL = TagName("festival")
    MOON = TagName("moon")
    PART = TagName("part")
    DAY_UNIT = TagName("day_unit")
    MONTH_UNIT = TagName("month_unit")
    YEAR_UNIT = TagName("year_unit")
    HOUR_UNIT = TagName("hour_unit")
    MINUTE_UNIT = TagName("minute_unit")
    HALF = TagName("half")
    QUARTER = TagName("quarter")
    AGO = TagName("ago")
    LAST = TagName("last")
    SPAN_UNIT = TagName("span_unit")
    # what took place
    KIND = TagName("kind")
    CONTENT = TagName("content")
    HOLD = TagName("hold")
    LABEL = TagName("label")
    PLACE = TagName("place")
    AT = TagName("at")
    GO = TagName("go")
    # people
    EXPECTED = TagName("expected")
    PRESENT = TagName("present")
    COUNTED = TagName("counted")
    TOTAL = TagName("total")
    ABSENT = TagName("absent")
    LEAVE = TagName("leave")
    OBSERVER = TagName("observer")
    EVERYBODY = TagName("everybody")
    NOBODY = TagName("nobody")
    HEADS = TagName("heads")
    UNIT = TagName("unit")
    PEOPLE = TagName("people")
    TITLE = TagName("title")
    SELF = TagName("self")
    WITH = TagName("with")
    BY = TagName("by")
    HOST = TagName("host")
    LECTURER = TagName("lecturer")
    RECORDER = TagName("recorder")
    REASON = TagName("reason")
    EXCEPT = TagName("except")
    # money
    MONEY = TagName("money")
    EACH = TagName("each")
    # mood
    PERFECT = TagName("perfect")
    ALSO = TagName("also")
    NOT = TagName("not")
    CANCELLED = TagName("cancelled")
    FUTURE = TagName("future")
    WISH = TagName("wish")
    ASKING = TagName("asking")
    FINAL = TagName("final")
    RULE = TagName("rule")
    HEARSAY = TagName("hearsay")
    ARTEFACT = TagName("artefact")
    PRAISE = TagName("praise")
    UNSURE = TagName("unsure")
    # wishes of the bot
    ORDER = TagName("order")
    DELETE = TagName("delete")
    CHANGE = TagName("change")
    WRONG = TagName("wrong")
    ENTRY = TagName("entry")
    EXPORT = TagName("export")
    LEDGER = TagName("ledger")
    REMIND = TagName("remind")
    QUERY = TagName("query")
    HELP = TagName("help")
    FILLER = TagName("filler")


TAGS: Sequence[TagName] = [tag for name, tag in vars(Tag).items() if name.isupper()]


@dataclass(slots=True)
class Lexeme:
    """A piece of the text; half-open positions in the normalised text. Neither frozen nor named: thousands are made a second."""

    tag: TagName
    text: str
    start: int
    end: int
    value: object = None


Lexemes = Sequence[Lexeme]
SEPARATORS = frozenset({Tag.COMMA, Tag.STOP, Tag.QUESTION_MARK, Tag.NEWLINE, Tag.SPACE})
EDGES: frozenset[TagName | None] = SEPARATORS | {None}
"""What a clause begins behind and ends before; None is the end of the text."""
SENTENCE_ENDS = frozenset({Tag.STOP, Tag.QUESTION_MARK, Tag.NEWLINE})


def tag_at(lexemes: Lexemes, at: int) -> TagName | None:
    """The tag of a lexeme, None past the end."""
    try:  # a thousand looks a message, and hardly one past the end
        return lexemes[at].tag if at >= 0 else None
    except IndexError:
        return None


def text_at(lexemes: Lexemes, at: int) -> str:
    """The text of a lexeme, nothing past the end."""
    try:
        return lexemes[at].text if at >= 0 else ""
    except IndexError:
        return ""


def number_at(lexemes: Lexemes, at: int) -> int | None:
    """The value of a number, None where none stands."""
    if not 0 <= at < len(lexemes) or lexemes[at].tag is not Tag.NUMBER:
        return None
    value = lexemes[at].value
    return value if isinstance(value, int) else None
