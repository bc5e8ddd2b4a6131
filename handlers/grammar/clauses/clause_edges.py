"""Where the clauses of a text begin and end, as far as they matter to what belongs together."""

from collections.abc import Iterator

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import EDGES, SENTENCE_ENDS, SEPARATORS, Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexicon.mood_words import AGAIN
from handlers.grammar.lexicon.phrases import DatePhrase, Phrase

_CUTS = SEPARATORS | {Tag.ALSO}
_HOURS = frozenset({Tag.DAY, Tag.WEEKDAY, Tag.WEEK, Tag.PART, Tag.NUMBER, Tag.HOUR_UNIT, Tag.HALF, Tag.QUARTER})

_TOO = frozenset({"也", "又"})
_THEN, _DOING = "后", frozenset({Tag.HOLD, Tag.LECTURER})
_SAYS_MORE = AGAIN | frozenset(
    {
        _THEN,
        "还",
        "又",
        "另外",
        "另",
        "再",
        "接着",
        "紧跟着",
        "随后",
        "紧接着",
        "此外",
        "还有",
        "+",
        "另有",
        "今早又",
        "之后",
    }
)


def start_of_clause(lexemes: Lexemes, at: int, start: int) -> int:
    """Where the clause of a lexeme begins, or what a word of addition adds in it."""
    while at > start and lexemes[at - 1].tag not in _CUTS and not _is_then(lexemes, at - 1):
        at -= 1
    if at - start > 1 and lexemes[at - 1].tag is Tag.ALSO:
        return _before_hour(lexemes, at - 1, start, at)
    return at


def _is_then(lexemes: Lexemes, at: int) -> bool:
    """先集中学习再开支委会, 先开支委会后上党课."""
    return lexemes[at].text in AGAIN or (lexemes[at].text == _THEN and tag_at(lexemes, at + 1) in _DOING)


def _before_hour(lexemes: Lexemes, also: int, start: int, at: int) -> int:
    """上午开完支委会 下午接着开大会; 十点半又上党课: the hour before a word of addition is that of what is added."""
    hour = also
    while hour > start and lexemes[hour - 1].tag in _HOURS:
        hour -= 1
    return hour if hour < also else at


def start_of_sentence(lexemes: Lexemes, at: int, start: int) -> int:
    """Where the sentence of a lexeme begins."""
    while at > start and lexemes[at - 1].tag not in SENTENCE_ENDS:
        at -= 1
    return at


def before_bracket(lexemes: Lexemes, at: int) -> int:
    """Before the bracket that a day begins, and the tick before it: 党日 ✔(8.16 24人)."""
    while tag_at(lexemes, at - 1) in {Tag.OPEN, Tag.PERFECT, Tag.SPACE} and at > 1:
        at -= 1
    return at


def rest_of_clause(read: Sentences, here: int) -> Iterator[Phrase]:
    """The phrases behind one in its clause."""
    at = read.phrases[here].end
    while at < len(read.lexemes) and read.lexemes[at].tag not in SEPARATORS - {Tag.SPACE}:
        at += 1
    yield from (p for p in read.phrases[here + 1 :] if p.at < at)


def goes_on(lexemes: Lexemes, clause: int, at: int) -> bool:
    """同时开了, 会后书记讲了: a word of addition, and one of doing that is done."""
    stretch = lexemes[max(clause - 1, 0) : at]
    if not any(x.tag is Tag.ALSO for x in stretch):
        return False
    if any(x.tag is Tag.LECTURER and x.text.endswith("了") for x in stretch):
        return True
    held = any(x.tag is Tag.HOLD for x in stretch)
    return held and any(x.tag is Tag.PERFECT or x.value is True for x in stretch)


def says_more(lexemes: Lexemes, clause: int, at: int) -> bool:
    """Whether words before a kind say that this is something else: 还, 又, 下午, 二是."""
    if text_at(lexemes, clause + 1) == "是" and (number_at(lexemes, clause) or 0) > 1:
        return True
    return any(
        lexeme.text in _SAYS_MORE or lexeme.tag is Tag.PART or (lexeme.tag is Tag.ALSO and lexeme.text[-1] in "又还")
        for lexeme in lexemes[max(clause - 1, 0) : at]
    )


def is_held_too(lexemes: Lexemes, day: DatePhrase) -> bool:
    """昨天开了支委会,今天也开了; 今天又补了一次: it was held on another day as well."""
    at = day.end + 1
    if text_at(lexemes, day.end) not in _TOO or tag_at(lexemes, day.at - 1) not in EDGES:
        return False
    held = tag_at(lexemes, at) is Tag.HOLD or text_at(lexemes, at) == "补"
    return held and (text_at(lexemes, at).endswith("了") or tag_at(lexemes, at + 1) is Tag.PERFECT)
