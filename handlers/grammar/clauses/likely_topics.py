"""What an activity was about where no label and no quotation mark says so, learned from messages that were read by hand.

The weights of the pieces of a stretch stand in topics.tsv; why there are such things: docs/adr/0010.
"""

from collections.abc import Collection, Mapping

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sites import VISITING
from handlers.grammar.clauses.stretches import Stretch, pieces_of_stretch, stretches_of
from handlers.grammar.learned.weights import scale_in
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.text.normalise import Normalised
from schedules.ledger.activity import ActivityKind

TABLE, ANSWERS = "topics.tsv", ("other", "topic")
_LIKELY, _SURE, _NEARLY = -1.5, 2.2, 0.5
"""Log odds."""
_TEACHING = frozenset({Tag.LECTURER, Tag.CONTENT})
_ENDED = frozenset({"了", "的", "是", "的是"})
_VERBS = "学 讲 议 说 看 读 念 学习 研究 讨论 审议 研讨 传达 观看 宣讲 讲授"
_STUDIED = frozenset(a + b for a in _VERBS.split() for b in ("", *_ENDED))
_MEASURES = frozenset({Tag.NUMBER, Tag.FILLER, Tag.UNIT, Tag.PERFECT})
"""研究了一回: how often, not what."""


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
    spans = [(_begin_of(lexemes, at, end, kind), end) for at, end in sorted(kept)]
    return [text.typed_between(lexemes[at].start, lexemes[end - 1].end) for at, end in spans]


def _begin_of(lexemes: Lexemes, at: int, end: int, kind: ActivityKind | None) -> int:
    """路线方针 in 党课讲的路线方针; but 参观党史馆, as without the verb it would be no more than where it was."""
    if text_at(lexemes, at - 1).startswith(VISITING):
        return at - 1
    if kind is ActivityKind.VISIT:
        return at
    verb = at + (tag_at(lexemes, at) is Tag.KIND and tag_at(lexemes, at + 1) in _TEACHING)
    begins = verb + 1 + (text_at(lexemes, verb + 1) in _ENDED)
    told = text_at(lexemes, verb) in _STUDIED and (begins > verb + 1 or text_at(lexemes, verb)[-1] in _ENDED)
    if not told or begins >= end or tag_at(lexemes, begins) in _MEASURES:
        return at
    return begins if lexemes[end - 1].end - lexemes[begins].start > 1 else at


def _core(stretch: Stretch, odds: Mapping[Stretch, float]) -> Stretch:
    """The shortest part of it that is about as likely: 捡垃圾 instead of 就在公园捡垃圾."""
    at, end = stretch
    parts = [each for each in odds if at <= each[0] and each[1] <= end and odds[each] >= odds[stretch] - _NEARLY]
    return min(parts, key=lambda each: each[1] - each[0])
