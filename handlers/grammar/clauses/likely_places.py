"""Where it was where no rule sees a place, learned from messages that were read by hand.

The weights of the pieces of a site stand in places.tsv; why there are such things: docs/adr/0010.
"""

from dataclasses import replace

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.clauses.sites import VISITING, pieces_of_site, sites_of
from handlers.grammar.learned.weights import scale_in
from handlers.grammar.text.normalise import Normalised
from handlers.grammar.text.patterns import Pattern
from handlers.intents import Intent, Recorded
from schedules.ledger.activity import ActivityKind

TABLE, ANSWERS = "places.tsv", ("other", "place")
_LIKELY, _NEARLY = 1.0, 0.7
"""Log odds."""
_VISITING = Pattern(f"(?:{'|'.join(VISITING)}|参加|出席)了?|看了")
_SEVERAL = Pattern(r"(?:[两二三四五六七八九十几]|\d+)个")
"""参观了三个展厅: how many, not where."""


def likely_place(read: Sentences, text: Normalised, kind: ActivityKind | None) -> str | None:
    """The likeliest place of a text that tells of one activity, in its longest form that is about as likely.

    A verb of visiting before it (参观党史馆, 参加党校培训) is no part of it.
    """
    said = text.text
    sites = sites_of(said, read.lexemes, read.phrases)
    if not sites:
        return None
    scale = scale_in(TABLE)
    odds = {site: scale.lead(pieces_of_site(said, site, kind)) for site in sites}
    best = max(sites, key=odds.__getitem__)
    if odds[best] < _LIKELY:
        return None
    about = [s for s in sites if s.start <= best.start and best.end <= s.end and odds[s] >= odds[best] - _NEARLY]
    longest = max(about, key=lambda site: site.end - site.start)
    visiting = _VISITING.match(said, longest.start)
    start = visiting.end() if visiting else longest.start
    start += said[start : start + 1] == "了"  # 改在了二楼
    if _SEVERAL.match(said, start):
        return None
    return text.typed_between(start, longest.end) if longest.end - start > 1 else None


def locate(intent: Intent, rules: tuple[str, ...], read: Sentences, text: Normalised) -> tuple[Intent, tuple[str, ...]]:
    """The intent with the likely place of its only activity where the rules saw none, and the rules."""
    if not isinstance(intent, Recorded) or len(intent.readings) != 1 or intent.ahead:
        return intent, rules
    (reading,) = intent.readings
    place = likely_place(read, text, reading.kind) if reading.place is None else None
    if place is None:
        return intent, rules
    return replace(intent, readings=(replace(reading, place=place),)), (*rules, "learned:place")
