"""Where the opinion that was learned overrules the rules (docs/adr/0010).

A record that it doubts is asked about, unless it was ordered or those present were counted; what the rules take for something else is asked about where it
is likely one, and becomes one where that is sure.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.grammar.evidence import is_later, is_ordered
from handlers.grammar.grouping import Group, group_phrases
from handlers.grammar.moods import Mood
from handlers.grammar.neighbours import completed
from handlers.grammar.normalise import Normalised
from handlers.grammar.opinion import DOUBTED, LIKELY, SURE, opinion_of
from handlers.grammar.outcomes import is_doubtful
from handlers.grammar.phrases import CountPhrase, KindPhrase, Role
from handlers.grammar.sentences import Sentences
from handlers.grammar.tellings import is_kept, records_of, says_something, unclear_of
from handlers.intents import Intent, Nothing, Reading, RecordActivities, RecordTalks

_FIRM = frozenset({f"mood:{mood}" for mood in Mood} - {f"mood:{Mood.TOLD}", f"mood:{Mood.BARE}"})
"""What is denied, asked, ruled, told of others or still to come has words that say so: they are not overruled."""
_COUNTED = frozenset({Role.PRESENT, Role.EXPECTED})
_LATELY = timedelta(days=100)
"""What lies further back, and in which the rules saw no telling, is rather a day to come without its year."""


def second(
    intent: Intent, rules: tuple[str, ...], read: Sentences, text: Normalised, now: datetime
) -> tuple[Intent, tuple[str, ...]]:
    """The intent after a second look, and the rules."""
    recorded = isinstance(intent, RecordActivities | RecordTalks)
    if (recorded and (is_ordered(read) or _is_counted(read))) or not (recorded or _may_be_overruled(read, rules)):
        return intent, rules
    opinion = opinion_of(text.text, read, now.date())
    if isinstance(intent, RecordActivities | RecordTalks):
        asked = unclear_of(intent.readings), (*rules, f"doubted:{opinion:+.1f}")
        return asked if opinion < DOUBTED else (intent, rules)
    if opinion < LIKELY or not (told := _told(read, text, now)):
        return intent, rules
    if opinion > SURE:
        return records_of(told), (*rules, f"believed:{opinion:+.1f}")
    return (unclear_of(told), (*rules, f"likely:{opinion:+.1f}")) if isinstance(intent, Nothing) else (intent, rules)


def _may_be_overruled(read: Sentences, rules: Sequence[str]) -> bool:
    return read.phrases.has(KindPhrase, CountPhrase) and _FIRM.isdisjoint(rules)


def _is_counted(read: Sentences) -> bool:
    return any(phrase.role in _COUNTED for phrase in read.phrases.of(CountPhrase))


def _told(read: Sentences, text: Normalised, now: datetime) -> list[Reading]:
    """What a message tells if all that it names has taken place."""
    groups = [group for group in group_phrases(read) if says_something(group, read)]
    return [
        day
        for days, group in zip(completed(groups, read, text, now), groups, strict=True)
        if (group.kinds() or days[0].kind) and is_kept(days, group, read) and _may_be_told(group, read, now)
        for day in days
        if day.held_on is None or timedelta() <= now.date() - day.held_on <= _LATELY
    ]


def _may_be_told(group: Group, read: Sentences, now: datetime) -> bool:
    return not is_later(group, now) and not is_doubtful(group, read)
