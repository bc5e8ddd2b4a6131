"""Where the opinion that was learned overrules the rules (docs/adr/0010).

Each pair of what the rules say and what the opinion says has its own margin: how much likelier the opinion must think its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf

from handlers.grammar.amendments import is_about_draft
from handlers.grammar.evidence import COUNTED, is_later, is_ordered
from handlers.grammar.fields import INTENT_NAMES
from handlers.grammar.grouping import Group, group_phrases
from handlers.grammar.likely_kinds import likely_kind
from handlers.grammar.moods import Mood
from handlers.grammar.neighbours import completed
from handlers.grammar.normalise import Normalised
from handlers.grammar.opinion import INTENTS, opinion_of
from handlers.grammar.outcomes import is_doubtful
from handlers.grammar.phrases import CountPhrase, KindPhrase, TimePhrase
from handlers.grammar.plainness import is_plain
from handlers.grammar.requested import requested
from handlers.grammar.sentences import Sentences
from handlers.grammar.tellings import is_kept, records_of, says_something, unclear_of
from handlers.intents import Intent, Nothing, OpenDuty, Reading, RecordActivities, RecordTalks

_FIXED = frozenset({"help", "undo", "remind"})
"""What the rules are surer of than any opinion."""
_MARGINS: Mapping[tuple[str, str], float] = {
    **{(mine, best): inf for mine in ("query", "export") for best in INTENTS},
    ("query", "none"): 5.5,
    ("export", "none"): 4.0,
    ("query", "record"): 4.0,
    ("export", "record"): 4.0,
    ("none", "plan"): inf,
    ("none", "record"): 3.25,
    ("none", "query"): 3.0,
    ("none", "correct"): 1.5,
    **{("none", best): 0.5 for best in ("help", "export")},
    ("correct", "none"): 4.0,
    ("plan", "record"): 7.0,
    ("plan", "none"): 2.0,
    ("record", "none"): 0.5,
    ("record", "plan"): 4.0,
}
"""Log odds; chosen on messages that nobody had seen."""
_MARGIN, _FIRM_MARGIN, _DATED_MARGIN, _PLAIN_MARGIN, LIKELY = 1.0, 5.0, 1.5, 3.0, 0.5
_FIRM = frozenset({f"mood:{mood}" for mood in Mood} - {f"mood:{Mood.TOLD}", f"mood:{Mood.BARE}"})
"""What is denied, asked, ruled or still to come has words that say so: more is needed against them."""
_HEARD = f"mood:{Mood.HEARD}"
"""What others did, or what only shows how to write, is never overruled."""
_LATELY = timedelta(days=100)
"""What lies further back, and in which the rules saw no telling, is rather a day to come without its year."""


def second(
    intent: Intent, rules: tuple[str, ...], read: Sentences, text: Normalised, now: datetime
) -> tuple[Intent, tuple[str, ...]]:
    """The intent after a second look, and the rules."""
    mine = "record" if isinstance(intent, RecordTalks) else INTENT_NAMES[type(intent)]
    if isinstance(intent, OpenDuty) or mine in _FIXED or (mine == "record" and (is_ordered(read) or _is_counted(read))):
        return intent, rules
    odds = opinion_of(text.text, read, now.date())
    best = max(INTENTS, key=odds.__getitem__)
    margin = odds[best] - odds[mine]
    if best == mine or margin < LIKELY or (best == "record" and _HEARD in rules):
        return intent, rules
    sure = margin >= max(_MARGINS.get((mine, best), _MARGIN), _least(intent, best, rules, read))
    if best == "record":
        return _recorded(intent, (*rules, f"{'believed' if sure else 'likely'}:{margin:+.1f}"), read, text, now)
    if not sure:
        return intent, rules
    if isinstance(intent, RecordActivities | RecordTalks) and best in {"none", "plan"}:
        return unclear_of(intent.readings), (*rules, f"doubted:{margin:+.1f}")
    return requested(best, read, text, now), (*rules, f"judged:{best}")


def _least(intent: Intent, best: str, rules: Sequence[str], read: Sentences) -> float:
    """The least margin against what has words that say so: a denial, a mere value, a draft, or a record with its day, plainly told."""
    if best == "record" and not _FIRM.isdisjoint(rules):
        return _FIRM_MARGIN
    if best != "record" and (_is_value(read) or (best == "correct" and is_about_draft(read))):
        return inf
    if isinstance(intent, RecordActivities | RecordTalks):
        first = intent.readings[0]
        dated = first.held_on is not None or first.date_words is not None
        return 0.0 if not dated else _PLAIN_MARGIN if is_plain(read) else _DATED_MARGIN
    return 0.0


def _is_value(read: Sentences) -> bool:
    """6月23日: nothing but a value, which answers a question."""
    claimed = sum(phrase.end - phrase.at for phrase in read.phrases)
    return claimed >= len(read.lexemes) and not read.phrases.has(KindPhrase)


def _recorded(
    intent: Intent, rules: tuple[str, ...], read: Sentences, text: Normalised, now: datetime
) -> tuple[Intent, tuple[str, ...]]:
    """A record where the opinion is sure; a question where it is not, and the rules saw nothing else."""
    told = _told(read, text, now)
    if told and rules[-1].startswith("believed"):
        return records_of(told), rules
    return (unclear_of(told), rules) if told and isinstance(intent, Nothing) else (intent, rules[:-1])


def _is_counted(read: Sentences) -> bool:
    """Whether those present were counted, or it is told from when to when it went on."""
    timed = any(phrase.times and phrase.times.last for phrase in read.phrases.of(TimePhrase))
    return timed or any(phrase.role in COUNTED for phrase in read.phrases.of(CountPhrase))


def _told(read: Sentences, text: Normalised, now: datetime) -> list[Reading]:
    """What a message tells if all that it names has taken place."""
    groups = [group for group in group_phrases(read) if says_something(group, read)]
    told = [
        (group, days)
        for group, days in zip(groups, completed(groups, read, text, now), strict=True)
        if _may_be_told(group, read, now)
    ]
    kept = [
        day for group, days in told if (group.kinds() or days[0].kind) and is_kept(days, group, read) for day in days
    ]
    if not kept and len(told) == 1 and (kind := likely_kind(text.text, read, now.date())):
        kept = [replace(day, kind=kind) for day in told[0][1]]
    return [day for day in kept if day.held_on is None or timedelta() <= now.date() - day.held_on <= _LATELY]


def _may_be_told(group: Group, read: Sentences, now: datetime) -> bool:
    return not is_later(group, now) and not is_doubtful(group, read)
