"""What an activity was about where no label and no quotation mark says so, learned from messages that were read by hand.

The weights of the pieces of a stretch stand in topics.tsv; why there are such things: docs/adr/0010.
"""

from collections.abc import Collection, Mapping

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sites import VISITING
from handlers.grammar.clauses.stretches import Stretch, pieces_of_stretch, stretches_of
from handlers.grammar.learned.weights import scale_in
from handlers.grammar.lexicon.lexeme import Lexemes, text_at
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.text.normalise import Normalised
from schedules.ledger.activity import ActivityKind

TABLE, ANSWERS = "topics.tsv", ("other", "topic")
_LIKELY, _SURE, _NEARLY = -1.5, 2.2, 0.5
"""Log odds."""


def likely_topics(
    group: Group, lexemes: Lexemes, text: Normalised, kind: ActivityKind | None, *, besides: Collection[str] = ()
) -> list[str]:
    """The likeliest topic of a group, and all others that are as good as certain, in order; none that names one of those `besides`."""
    stretches = stretches_of(lexemes, group.phrases, group.at, group.end)
    if not stretches:
        return []
    scale = scale_in(TABLE)
    odds: dict[Stretch, float] = {}
    for stretch in stretches:
        if not (besides and any(name in raw(lexemes, *stretch) for name in besides)):
            odds[stretch] = scale.lead(pieces_of_stretch(lexemes, group.phrases, stretch, kind))
    kept: list[Stretch] = []
    for stretch in sorted(odds, key=odds.__getitem__, reverse=True):
        if odds[stretch] < (_SURE if kept else _LIKELY):
            break
        if all(stretch[1] <= at or end <= stretch[0] for at, end in kept):
            kept.append(_core(stretch, odds))
    spans = [(at - _is_visited(lexemes, at), end) for at, end in sorted(kept)]
    return [text.typed_between(lexemes[at].start, lexemes[end - 1].end) for at, end in spans]


def _is_visited(lexemes: Lexemes, at: int) -> bool:
    """参观党史馆: without the verb it would be no more than where it was."""
    return text_at(lexemes, at - 1).startswith(VISITING)


def _core(stretch: Stretch, odds: Mapping[Stretch, float]) -> Stretch:
    """The shortest part of it that is about as likely: 捡垃圾 instead of 就在公园捡垃圾."""
    at, end = stretch
    parts = [each for each in odds if at <= each[0] and each[1] <= end and odds[each] >= odds[stretch] - _NEARLY]
    return min(parts, key=lambda each: each[1] - each[0])
