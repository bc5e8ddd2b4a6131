"""Changes to what was recorded before.

undo    := DELETE with ENTRY | DELETE alone
correct := [WRONG] [target] [label] CHANGE value | WRONG value | value 不是 old | 不是 old 是 value
target  := #NUMBER | date | kind | ENTRY
"""

from collections.abc import Sequence
from datetime import date, datetime

from handlers.grammar.forms import Field, label_of
from handlers.grammar.grouping import Group
from handlers.grammar.kinds import Force
from handlers.grammar.lexeme import SEPARATORS, Lexemes, Tag
from handlers.grammar.normalise import Normalised
from handlers.grammar.phrases import DatePhrase, KindPhrase, Phrase
from handlers.grammar.readings import reading_of
from handlers.grammar.sentences import Sentences, read_sentences
from handlers.grammar.values import Value, read_value
from handlers.intents import Correct, Intent, Plan, Reading, Target, Undo

_FIRM_CHANGES = frozenset(
    [
        "改成",
        "改为",
        "更正",
        "更正为",
        "修改为",
        "调整为",
        "换成",
        "应为",
        "应该是",
        "应是",
        "更改为",
        "订正",
        "变更为",
        "改回",
        "改作",
        "换为",
        "替换为",
        "勘误",
        "更新为",
        "改正",
    ]
)
_LINKS = frozenset(
    {"的", "应该", "应当", "要", "请", "帮我", "都", "把", "给", "将", "从", "由", ",", " ", "了", "也", "得"}
)
_SHORT = 6


def amendment_of(read: Sentences, text: Normalised, now: datetime) -> Intent | None:
    """The change that a text asks for, if it asks for one."""
    return _undo(read) or _correct(read, text, now)


def _has(read: Sentences, *tags: Tag) -> bool:
    return any(lexeme.tag in tags for lexeme in read.lexemes)


def _undo(read: Sentences) -> Intent | None:
    if not _has(read, Tag.DELETE, Tag.CANCELLED) or _has(read, Tag.ASKING, Tag.FUTURE):
        return None
    entry = _has(read, Tag.ENTRY, Tag.WRONG)
    alone = read.lexemes[-1].end <= _SHORT and _has(read, Tag.DELETE)
    kept = any(isinstance(phrase, KindPhrase) for phrase in read.phrases) and _has(read, Tag.DELETE)
    if not (entry or alone or kept):
        return None
    return Undo(target=target_in(read.phrases, read.lexemes))


def target_in(phrases: Sequence[Phrase], lexemes: Lexemes) -> Target:
    """The record that these phrases name."""
    kinds = [
        phrase.word.kind for phrase in phrases if isinstance(phrase, KindPhrase) and phrase.word.force is Force.FIRM
    ]
    days = [phrase.dates.first for phrase in phrases if isinstance(phrase, DatePhrase) and not phrase.dates.weak]
    return Target(number=_number_in(lexemes), kind=next(iter(kinds), None), held_on=next(iter(days), None))


def _number_in(lexemes: Lexemes) -> int | None:
    for before, lexeme in zip(lexemes, lexemes[1:], strict=False):
        if (
            before.text.endswith(("#", "第", "编号", "序号"))
            and lexeme.tag is Tag.NUMBER
            and isinstance(lexeme.value, int)
        ):
            return lexeme.value
    return None


def _correct(read: Sentences, text: Normalised, now: datetime) -> Intent | None:
    change = _change_at(read)
    if change is None:
        return None
    changes = _changes(read, text, change, now.date())
    if changes is None:
        return None
    if _points_ahead(read):
        return Plan()
    before = [phrase for phrase in read.phrases if phrase.end <= change]
    return Correct(changes=changes, target=target_in(before, read.lexemes))


def _points_ahead(read: Sentences) -> bool:
    return any(isinstance(phrase, DatePhrase) and phrase.dates.ahead for phrase in read.phrases)


def _change_at(read: Sentences) -> int | None:
    """Where the word stands behind which the new value comes."""
    if _has(read, Tag.FUTURE, Tag.ASKING, Tag.WISH, Tag.QUESTION_MARK):
        return None
    lexemes = read.lexemes
    firm = [at for at, lexeme in enumerate(lexemes) if lexeme.tag is Tag.CHANGE and lexeme.text in _FIRM_CHANGES]
    wrong = [at for at, lexeme in enumerate(lexemes) if lexeme.tag is Tag.WRONG]
    if firm:
        return firm[0]
    loose = [at for at, lexeme in enumerate(lexemes) if lexeme.tag is Tag.CHANGE]
    if wrong and _is_about_entry(read, wrong[0]):
        later = [at for at in loose if at > wrong[0]]
        return later[0] if later else wrong[0]
    return loose[-1] if loose and _has(read, Tag.ENTRY) else None


def _is_about_entry(read: Sentences, wrong: int) -> bool:
    """不对 and the like speak of a record at the start of a message or beside a word for one."""
    return wrong <= 3 or _has(read, Tag.ENTRY)


def _changes(read: Sentences, text: Normalised, change: int, today: date) -> Reading | None:
    """The new values: behind the word of change, without what is said not to be so."""
    lexemes = read.lexemes
    start, end = change + 1, _before_denial(lexemes, change + 1)
    field = _label_before(lexemes, change)
    if field:
        phrases: Sequence[Phrase] = read_value(
            Value(field=field, lexemes=lexemes, at=start, end=_end_of_clause(lexemes, start, end), today=today)
        )
    else:
        phrases = _phrases_behind(lexemes[start:end], today)
    group = Group(phrases=tuple(phrases), at=0, end=0)
    reading = reading_of(group, lexemes, text)
    return reading if reading != Reading() else None


def _phrases_behind(lexemes: Lexemes, today: date) -> tuple[Phrase, ...]:
    return read_sentences(lexemes, today).phrases if lexemes else ()


def _before_denial(lexemes: Lexemes, at: int) -> int:
    return next(
        (here for here in range(at, len(lexemes)) if lexemes[here].text in {"不是", "而不是", "非"}), len(lexemes)
    )


def _end_of_clause(lexemes: Lexemes, at: int, end: int) -> int:
    return next((here for here in range(at, end) if lexemes[here].tag in SEPARATORS and here > at), end)


def _label_before(lexemes: Lexemes, change: int) -> Field | None:
    """The field that is named right before the word of change: 主持人改成 …"""
    at = change
    while at > 0 and (lexemes[at - 1].text in _LINKS or lexemes[at - 1].tag is Tag.WRONG):
        at -= 1
    for length in (3, 2, 1):
        if at >= length:
            found = label_of("".join(lexeme.text for lexeme in lexemes[at - length : at]))
            if found and found is not Field.NOTE:
                return found
    return None
