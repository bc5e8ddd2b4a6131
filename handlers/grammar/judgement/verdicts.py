"""What the rules and the opinion together make of a message, learned from messages that were read by hand.

The weights of its signs stand in verdicts.tsv; what the verdict may decide: seconding.py and docs/adr/0010.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from operator import getitem
from typing import NamedTuple

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.judgement.opinion import INTENTS
from handlers.grammar.learned.weights import weights_in
from handlers.grammar.lexicon.phrases import KindPhrase
from handlers.grammar.moods.evidence import COUNTED, is_ordered
from handlers.intents import Intent, Recorded, Unclear

TABLE = "verdicts.tsv"
_STEPS = (0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 9.0)
"""How far behind the likeliest an intent is in the eyes of the opinion."""
_LIKELIEST = [f"likely:{intent}" for intent in INTENTS]
_TOLD = Recorded | Unclear
_RULES = ("mood:", "request:", "amendment:")


class Signs(NamedTuple):
    """What is weighed: signs that are told one by one, and how many steps each intent lies behind."""

    told: Sequence[str]
    behind: Sequence[int]

    def pieces(self) -> list[str]:
        """All of them by their names in the table."""
        return [*self.told, *[piece for at, steps in enumerate(self.behind) for piece in _names_of(at)[:steps]]]


def _names_of(at: int) -> list[str]:
    return [f"behind:{INTENTS[at]}:{step}" for step in _STEPS]


@cache
def _ready() -> Sequence[Sequence[int]]:
    """Of each intent what its first steps add up to: none of them, one, two and so on."""
    rows = [[weights_in(TABLE).sum_of([name]) for name in _names_of(at)] for at in range(len(INTENTS))]
    return [[*accumulate(row, initial=0)] for row in rows]


def verdict_of(signs: Signs) -> Mapping[str, float]:
    """The log odds of each intent, up to what they have in common."""
    behind = sum(map(getitem, _ready(), signs.behind))
    return dict(zip(INTENTS, weights_in(TABLE).odds(signs.told, behind, sum(signs.behind)), strict=True))


def signs_of(intent: Intent, rules: tuple[str, ...], read: Sentences, odds: Sequence[float]) -> Signs:
    """What the rules say, and how likely the opinion thinks each of the `INTENTS`."""
    likeliest = max(odds)
    told = [_LIKELIEST[odds.index(likeliest)], _ruled_as(type(intent).__name__)]
    told += _circumstances(intent, read)
    told += dict.fromkeys([rule for rule in rules if rule.startswith(_RULES)])
    return Signs(told, [bisect_right(_STEPS, likeliest - each) for each in odds])


@cache
def _ruled_as(intent: str) -> str:
    return f"ruled:{intent.lower()}"


def _circumstances(intent: Intent, read: Sentences) -> list[str]:
    readings = intent.readings if isinstance(intent, _TOLD) else ()
    found = {
        "ordered": is_ordered(read),
        "counted": is_counted(read),
        "value": is_value(read),
        "dated": bool([each for each in readings if each.held_on and not each.doubted]),
        "done": bool(read.done),
    }
    return [name for name, holds in found.items() if holds]


def is_value(read: Sentences) -> bool:
    """6月23日: nothing but a value, which answers a question."""
    if read.phrases.has(KindPhrase):
        return False
    return sum([phrase.end - phrase.at for phrase in read.phrases]) >= len(read.lexemes)


def is_counted(read: Sentences) -> bool:
    """Whether those present were counted, or it is told from when to when it went on."""
    timed = [phrase for phrase in read.phrases.times if phrase.times and phrase.times.last]
    return bool(timed) or not COUNTED.isdisjoint([phrase.role for phrase in read.phrases.counts])
