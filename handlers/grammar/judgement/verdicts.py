"""What the rules and the opinion together make of a message, learned from messages that were read by hand.

The weights of its signs stand in verdicts.tsv; what the verdict may decide: seconding.py and docs/adr/0010.
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping
from itertools import accumulate

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.judgement.opinion import INTENTS
from handlers.grammar.learned.weights import weights_in
from handlers.grammar.lexicon.phrases import KindPhrase
from handlers.grammar.moods.evidence import COUNTED, is_ordered
from handlers.intents import Intent, RecordActivities, RecordTalks, Unclear

TABLE = "verdicts.tsv"
_STEPS = (0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 9.0)
"""How far behind the likeliest an intent is in the eyes of the opinion."""
_BEHIND = {intent: ((), *accumulate([(f"behind:{intent}:{step}",) for step in _STEPS])) for intent in INTENTS}
_RULES = ("mood:", "request:", "amendment:")


def verdict_of(signs: Collection[str]) -> Mapping[str, float]:
    """The log odds of each intent, up to what they have in common."""
    return dict(zip(INTENTS, weights_in(TABLE).odds(signs), strict=True))


def signs_of(intent: Intent, rules: tuple[str, ...], read: Sentences, odds: Mapping[str, float]) -> list[str]:
    """What the rules say, and how likely the opinion thinks each intent."""
    best = max(INTENTS, key=odds.__getitem__)
    signs = [f"likely:{best}", f"ruled:{type(intent).__name__.lower()}", *_circumstances(intent, read)]
    signs += dict.fromkeys([rule for rule in rules if rule.startswith(_RULES)])
    likeliest = odds[best]
    for name, behind in _BEHIND.items():
        signs += behind[bisect_right(_STEPS, likeliest - odds[name])]
    return signs


def _circumstances(intent: Intent, read: Sentences) -> list[str]:
    readings = intent.readings if isinstance(intent, RecordActivities | RecordTalks | Unclear) else ()
    found = {
        "ordered": is_ordered(read),
        "counted": is_counted(read),
        "value": is_value(read),
        "dated": any(reading.held_on for reading in readings),
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
