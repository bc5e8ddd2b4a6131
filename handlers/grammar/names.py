"""Names of people.

    names := name ((、 | 和 | 与 | 及 | blank) name)*
    name  := [TITLE | PEOPLE]* person [TITLE | 同志] [( … )] | surname TITLE | TITLE
    person := roster name | surname given{1,2} | 老 surname | foreign · foreign | two to four characters between two marks

Names are kept as written, so a name is a span of the text.
"""

from dataclasses import dataclass

from handlers.grammar.lexeme import Lexeme, Lexemes, Tag
from handlers.grammar.lexer import lex
from handlers.grammar.normalise import normalise
from handlers.grammar.surnames import COMPOUND, FAMILIAR, FOREIGN, SURNAMES

Span = tuple[int, int]
_BETWEEN = frozenset({"和", "与", "及", "跟", "以及", "同"})
_DESCRIPTIONS = frozenset(
    {
        Tag.TITLE,
        Tag.PEOPLE,
        Tag.FILLER,
        Tag.SELF,
        Tag.THING,
        Tag.PLACE,
        Tag.EVERYBODY,
        Tag.BY,
        Tag.FINAL,
        Tag.COLON,
        Tag.KIND,
        Tag.ALSO,
    }
)
_MARKS = frozenset(
    {
        Tag.COMMA,
        Tag.STOP,
        Tag.NEWLINE,
        Tag.SPACE,
        Tag.PAUSE,
        Tag.COLON,
        Tag.QUESTION_MARK,
        Tag.QUOTED,
        Tag.SLASH,
        Tag.DASH,
        Tag.ARROW,
        Tag.OPEN,
        Tag.CLOSE,
        Tag.DOT,
    }
)
_LONGEST = 4
_LONGEST_FOREIGN = 16
_FEW = 12


def parse_names(text: str) -> tuple[str, ...]:
    """The names in a bare answer: `张三、李四`."""
    normalised = normalise(text)
    lexemes = lex(normalised.text)
    start = 1 if lexemes and lexemes[0].tag in {Tag.WITH, Tag.BY, Tag.CHANGE} else 0
    spans, _ = read_names(lexemes, start, spaced=True)
    return tuple(normalised.typed_between(*span) for span in spans)


def read_names(lexemes: Lexemes, at: int, *, spaced: bool = False) -> tuple[tuple[Span, ...], int]:
    """The names that start here, and where they end; `spaced` where blanks and commas may stand between them."""
    spans: list[Span] = []
    end = at
    while at < len(lexemes):
        at += lexemes[at].tag is Tag.SPACE
        stop = _end_of_piece(lexemes, at)
        span = name_in(lexemes, at, stop)
        if span is None or (spans and spaced and not _is_bare(lexemes, at, stop)):
            break
        spans.append(span)
        end = stop
        if not _goes_on(lexemes, stop, spaced=spaced):
            break
        at = stop + 1
    return tuple(spans), end


def names_between(lexemes: Lexemes, at: int, until: int) -> tuple[Span, ...]:
    """Every name in a stretch that holds nothing but names."""
    spans: list[Span] = []
    while at < until:
        stop = min(_end_of_piece(lexemes, at), until)
        span = name_in(lexemes, at, stop)
        if span:
            spans.append(span)
        at = max(stop, at) + 1
    return tuple(spans)


def _goes_on(lexemes: Lexemes, at: int, *, spaced: bool) -> bool:
    if at >= len(lexemes):
        return False
    mark = lexemes[at]
    return mark.tag is Tag.PAUSE or mark.text in _BETWEEN or (spaced and mark.tag in {Tag.SPACE, Tag.COMMA})


def _is_bare(lexemes: Lexemes, at: int, stop: int) -> bool:
    """Nothing but a short name between two marks."""
    text = _raw(lexemes, at, stop)
    after = lexemes[stop].tag if stop < len(lexemes) else Tag.STOP
    return after in _MARKS - {Tag.COLON} and (_is_personal(text) or text in FOREIGN or "·" in text)


def _end_of_piece(lexemes: Lexemes, at: int) -> int:
    """Where the words about one person end."""
    depth = 0
    for here in range(at, len(lexemes)):
        lexeme = lexemes[here]
        depth += (lexeme.tag is Tag.OPEN) - (lexeme.tag is Tag.CLOSE)
        if depth < 0 or (depth == 0 and _ends_piece(lexemes, at, here)):
            return here
    return len(lexemes)


def _ends_piece(lexemes: Lexemes, start: int, at: int) -> bool:
    lexeme = lexemes[at]
    if lexeme.tag in {Tag.OPEN, Tag.CLOSE, Tag.REASON} or (
        lexeme.tag in _DESCRIPTIONS and lexeme.tag not in {Tag.COLON}
    ):
        return False
    if lexeme.tag in _MARKS or at == start == -1:
        return True
    if lexeme.text in _BETWEEN:
        return len(_raw(lexemes, start, at)) > 1
    return not is_part_of_name(lexeme) and not _is_given(lexemes, start, at)


def is_part_of_name(lexeme: Lexeme) -> bool:
    """Whether a piece may be part of a name: what no word claims, and single characters."""
    return lexeme.tag in {Tag.OTHER, Tag.NAME} or (len(lexeme.text) == 1 and "一" <= lexeme.text <= "鿿")


def _is_given(lexemes: Lexemes, start: int, at: int) -> bool:
    """A word of two characters after a lone surname (周国庆)."""
    return (
        len(lexemes[at].text) == 2
        and at > start
        and lexemes[at - 1].text in SURNAMES
        and lexemes[at - 1].tag is Tag.OTHER
    )


def _raw(lexemes: Lexemes, at: int, until: int) -> str:
    return "".join(lexeme.text for lexeme in lexemes[at:until])


def name_in(lexemes: Lexemes, at: int, until: int) -> Span | None:
    """The one name in a stretch."""
    pieces = _without_brackets(lexemes, at, until)
    cut = next((n for n, piece in enumerate(pieces) if piece.tag is Tag.REASON and n), len(pieces))
    pieces = pieces[:cut]
    runs = _runs(pieces)
    for run in reversed(runs):
        if span := _person(run):
            return span
    return _titled(pieces)


def _without_brackets(lexemes: Lexemes, at: int, until: int) -> list[Lexeme]:
    kept: list[Lexeme] = []
    depth = 0
    for lexeme in lexemes[at:until]:
        depth += lexeme.tag is Tag.OPEN
        if depth == 0:
            kept.append(lexeme)
        depth -= lexeme.tag is Tag.CLOSE and depth > 0
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Characters that may be a name, and whether words stand close on either side."""

    text: str
    start: int
    open_left: bool
    open_right: bool


def _runs(pieces: list[Lexeme]) -> list[_Run]:
    runs: list[_Run] = []
    at = 0
    while at < len(pieces):
        end = at
        while end < len(pieces) and (is_part_of_name(pieces[end]) or _is_given(pieces, at, end)):
            end += 1
        if end > at:
            start, text = _trimmed(pieces, at, end)
            runs.append(_Run(text=text, start=start, open_left=at > 0, open_right=end < len(pieces)))
        at = max(end, at + 1)
    return runs


_SMALL = frozenset("的了是为叫有等人由请与和跟同找对就也都还又给让从在到来去位名于至今天日为地得之并")


def _trimmed(pieces: list[Lexeme], at: int, end: int) -> tuple[int, str]:
    """Small words at either end belong to no name, unless too little is left."""
    while at < end - 1 and pieces[at].text in _SMALL and len(_raw(pieces, at + 1, end)) > 1:
        at += 1
    while end - 1 > at and pieces[end - 1].text in _SMALL and len(_raw(pieces, at, end - 1)) > 1:
        end -= 1
    return pieces[at].start, _raw(pieces, at, end)


def _person(run: _Run) -> Span | None:
    text, start = run.text, run.start
    if "·" in text and len(text) <= _LONGEST_FOREIGN:
        return start, start + len(text)
    if len(text) < 2:
        return None
    if _is_personal(text) or (len(text) <= _LONGEST and not any(char in "的了是有" for char in text)):
        return start, start + len(text)
    return _at_either_end(text, start)


def _at_either_end(text: str, start: int) -> Span | None:
    """A surname at the end of a longer run, or at its start."""
    if "的" in text:
        tail = text.rpartition("的")[2]
        if 2 <= len(tail) <= _LONGEST:
            return start + len(text) - len(tail), start + len(text)
    for length in (4, 3, 2):
        if _is_personal(text[-length:]):
            return start + len(text) - length, start + len(text)
    for length in (4, 3, 2):
        if _is_personal(text[:length]):
            return start, start + length
    return None


def _is_personal(text: str) -> bool:
    """Whether it looks like a name by itself."""
    if not 2 <= len(text) <= _LONGEST:
        return False
    if text[:2] in COMPOUND:
        return len(text) > 2
    if text[0] in FAMILIAR and len(text) == 2:
        return True
    return len(text) <= 3 and text[0] in SURNAMES


def _titled(pieces: list[Lexeme]) -> Span | None:
    """李书记, 书记."""
    at = next((n for n, piece in enumerate(pieces) if piece.tag is Tag.TITLE), None)
    if at is None:
        return None
    title = pieces[at]
    before = pieces[at - 1] if at else None
    if before and before.text[-1:] in SURNAMES | FAMILIAR and len(before.text) == 1:
        return before.start, title.end
    return title.start, title.end
