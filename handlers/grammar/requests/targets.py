"""Which earlier record is meant.

target := #NUMBER | 第 NUMBER 条 | date | kind
"""

from collections.abc import Sequence

from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import Lexemes, text_at
from handlers.grammar.lexicon.phrases import DatePhrase, KindPhrase, Phrase
from handlers.intents import Target


def target_in(phrases: Sequence[Phrase], lexemes: Lexemes) -> Target:
    """The record that these phrases name."""
    kinds = [
        phrase.word.kind for phrase in phrases if isinstance(phrase, KindPhrase) and phrase.word.force is Force.FIRM
    ]
    days = [phrase.dates.first for phrase in phrases if isinstance(phrase, DatePhrase) and not phrase.dates.weak]
    return Target(number=_number_in(lexemes), kind=next(iter(kinds), None), held_on=next(iter(days), None))


def _number_in(lexemes: Lexemes) -> int | None:
    for at, lexeme in enumerate(lexemes):
        if text_at(lexemes, at - 1).endswith(("#", "编号", "序号")) and isinstance(lexeme.value, int):
            return lexeme.value
        if lexeme.text.isdecimal() and text_at(lexemes, at - 1) == "第" and text_at(lexemes, at + 1) == "条":
            return int(lexeme.text)
    return None


def pointing_in(phrases: Sequence[Phrase], kept: Lexemes) -> list[Phrase]:
    """改一下刚刚的党课: when it was reported, and as what."""
    just = [p for p in phrases if isinstance(p, DatePhrase) and p.dates.weak]
    ends = {end for p in just for end in (p.end, p.end + (text_at(kept, p.end) == "的"))}
    return just + [p for p in phrases if isinstance(p, KindPhrase) and p.at in ends]
