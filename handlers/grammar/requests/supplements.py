"""What is handed in later for a record: a role or an absence, and the names for it.

supplement := [再加 | 补 | 还有 | 另有] [NUMBER 个] role … (: | , | blank) names
role       := 主讲人 | 主持人 | 记录人 | 请假的 | 缺席的
"""

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, TagName, tag_at, text_at
from handlers.grammar.lexicon.persons import Span
from handlers.grammar.lexicon.phrases import AmountPhrase, DatePhrase, KindPhrase
from handlers.grammar.people.names import read_names
from handlers.grammar.text.normalise import Normalised
from handlers.intents import Reading

_ROLES = frozenset({Tag.HOST, Tag.LECTURER, Tag.RECORDER, Tag.LEAVE, Tag.ABSENT})
_LEADING = frozenset({Tag.ALSO, Tag.FUTURE, Tag.FINAL, Tag.FILLER, Tag.NUMBER, Tag.UNIT, Tag.CHANGE, Tag.SPACE})
_ADDING = ("再加", "补", "加", "还", "另", "又", "再", "漏", "忘")
_NOUNS = ("人", "员", "者", "的", "老师")
_MARKS = frozenset({Tag.COLON, Tag.COMMA, Tag.SPACE})
_ENDS = frozenset({Tag.STOP, Tag.FINAL, Tag.PERFECT, Tag.NEWLINE})
_LONGEST = 24
_FARTHEST = 6


def supplement_of(read: Sentences, text: Normalised) -> Reading | None:
    """The values that a text supplies and nothing else, for the record before it."""
    lexemes = read.lexemes
    if len(lexemes) > _LONGEST or _ROLES.isdisjoint(read.tags) or _says_more(read):
        return None
    at = next(n for n, lexeme in enumerate(lexemes) if lexeme.tag in _ROLES)
    if listed := _listed_before(lexemes, at):
        return _reading_of(lexemes[at].tag, tuple(text.typed_between(*span) for span in listed))
    adds = any(lexeme.text.startswith(_ADDING) for lexeme in lexemes[:at])
    if any(lexeme.tag not in _LEADING and not lexeme.text.startswith(_ADDING) for lexeme in lexemes[:at]):
        return None
    adds = adds or any(lexeme.text.startswith("补") for lexeme in lexemes[at + 1 : at + 3])
    mark = _mark_behind(lexemes, at, adds=adds)
    spans = read_names(lexemes, mark + 1, spaced=True)[0] if mark else ()
    return _reading_of(lexemes[at].tag, tuple(text.typed_between(*span) for span in spans))


def _listed_before(lexemes: Lexemes, at: int) -> tuple[Span, ...]:
    """补名单:祁悦、段一鸣 都是请假: the names first, and what they are told to be behind them."""
    colon = next((here for here in range(1, at) if lexemes[here].tag is Tag.COLON), None)
    if colon is None or not text_at(lexemes, 0).startswith(_ADDING) or tag_at(lexemes, at + 1) not in {*_ENDS, None}:
        return ()
    spans, end = read_names(lexemes, colon + 1, spaced=True)
    return spans if all(x.tag in {Tag.SPACE, Tag.COMMA, Tag.EACH, Tag.FILLER} for x in lexemes[end:at]) else ()


def _says_more(read: Sentences) -> bool:
    """A record of its own, or a question."""
    if read.phrases.has(KindPhrase, DatePhrase, AmountPhrase) or not read.tags.isdisjoint(
        {Tag.QUESTION_MARK, Tag.ASKING}
    ):
        return True
    return any(phrase.number > 1 for phrase in read.phrases.counts)


def _mark_behind(lexemes: Lexemes, at: int, *, adds: bool) -> int | None:
    """The mark behind a role: any where something is added, else a colon behind some more words (主讲人问到了:)."""
    noun = lexemes[at].text.endswith(_NOUNS) or text_at(lexemes, at + 1) in {"的", "人"}
    near = range(at + 1, min(at + _FARTHEST, len(lexemes) - 1))
    mark = next((here for here in near if lexemes[here].tag in _MARKS), None)
    colon = mark is not None and mark > at + 1 and tag_at(lexemes, mark) is Tag.COLON
    return mark if noun and (adds or colon) else None


def _reading_of(role: TagName, names: tuple[str, ...]) -> Reading | None:
    if not names:
        return None
    if role in {Tag.LEAVE, Tag.ABSENT}:
        return Reading(leave=names) if role is Tag.LEAVE else Reading(absent=names)
    if role is Tag.HOST:
        return Reading(host=names[0])
    return Reading(lecturer=names[0]) if role is Tag.LECTURER else Reading(recorder=names[0])
