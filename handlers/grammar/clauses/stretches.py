"""Stretches of a text that may say what an activity was about, and the pieces that tell whether they do.

stretch := words between marks, days, hours, numbers, sums and people, whole or from a verb, a kind or 的 on, or up to a verb or a kind
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from handlers.grammar.lexicon.kinds import KindWord
from handlers.grammar.lexicon.lexeme import SEPARATORS, TAGS, Lexeme, Lexemes, Tag, TagName, tag_at, text_at
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.lexicon.phrases import Phrases, TopicPhrase
from schedules.ledger.activity import ActivityKind

_BREAKS = SEPARATORS | {Tag.LABEL}
_LEADS = frozenset({Tag.CONTENT, Tag.KIND, Tag.HOLD, Tag.PERFECT, Tag.LECTURER})
_LEADING = frozenset({"的", "看", "把", "对", "就", "为"})
_FOLLOWS = frozenset({Tag.KIND, Tag.HOLD})
_DRESS = frozenset({Tag.SPACE, Tag.COLON, Tag.PAUSE, Tag.FILLER, Tag.PERFECT, Tag.DASH, Tag.DOT})
_BEFORE, _BEHIND = _DRESS | {Tag.CLOSE}, _DRESS | {Tag.OPEN, Tag.FINAL}
_EMPTY = frozenset({Tag.HOLD, Tag.FILLER, Tag.ALSO, Tag.AT, Tag.GO, Tag.PRESENT, Tag.SELF, Tag.COUNTED, Tag.FINAL, Tag.PERFECT, Tag.EVERYBODY, Tag.TOTAL, Tag.NUMBER, Tag.HEADS, Tag.UNIT})  # fmt: skip
_NAMELY = frozenset({
    ActivityKind.BRANCH_ASSEMBLY, ActivityKind.BRANCH_COMMITTEE, ActivityKind.GROUP_MEETING, ActivityKind.PARTY_LECTURE, ActivityKind.THEME_DAY,
    ActivityKind.CENTER_GROUP, ActivityKind.ORG_LIFE, ActivityKind.DEMOCRATIC_LIFE, ActivityKind.TALK, ActivityKind.DUES, ActivityKind.STUDY,
})  # fmt: skip
"""Their words say what was held, not what it was about."""
_TO, _SENT = "向", ("报送", "上报", "呈报", "提交", "递交")
_SHORTEST, _LONGEST, _MOST = 2, 12, 24
_INSIDE = {tag: f"in {tag}" for tag in TAGS}
_KINDS = {kind: f"{kind} " for kind in (None, *ActivityKind)}
_LENGTHS = [f"long {length}" for length in range(_LONGEST + 1)]

Stretch = tuple[int, int]
"""Lexemes, half-open."""


def stretches_of(lexemes: Lexemes, phrases: Phrases, first: int, last: int) -> Sequence[Stretch]:
    """The stretches between two lexemes, each once; a bound, for texts that are not written by people."""
    spoken_for = phrases.spoken_for()
    breaks = [at for at in range(first, last) if lexemes[at].tag in _BREAKS or at in spoken_for]
    found: dict[Stretch, None] = {}
    for before, at in pairwise([first - 1, *breaks, last]):
        if at - before < 2 or len(found) >= _MOST:
            continue
        telling = [n for n in range(before + 1, at) if says_something(lexemes[n])]
        if not telling:
            continue
        for start, end in _cuts(lexemes, before + 1, at):
            if start <= telling[-1] and telling[0] < end and (stretch := _bare(lexemes, start, end)):
                found[stretch] = None
    return tuple(found)


def _cuts(lexemes: Lexemes, start: int, end: int) -> Iterator[Stretch]:
    """A run of words, and its parts behind and before what may lead to a topic or follow it."""
    yield start, end
    for at in range(start, end):
        tag = lexemes[at].tag
        if tag in _LEADS or lexemes[at].text in _LEADING:
            yield at + 1, end
        if tag is Tag.CONTENT:
            yield at, end
        elif tag in _FOLLOWS:
            yield start, at
        elif tag is Tag.QUOTED:
            yield at, at + 1


def says_something(lexeme: Lexeme) -> bool:
    """Whether a word may say what it was about, and not only how or that it was held."""
    if lexeme.tag in _EMPTY:
        return False
    return lexeme.tag is not Tag.KIND or not isinstance(lexeme.value, KindWord) or lexeme.value.kind not in _NAMELY


def _bare(lexemes: Lexemes, at: int, end: int) -> Stretch | None:
    """Without marks and small words at its edges, nor to whom it was sent: 向工委报送了."""
    if lexemes[at].text.startswith(_TO):
        at = next((n + 1 for n in range(at, end) if lexemes[n].text.startswith(_SENT)), at)
    while at < end and lexemes[at].tag in _BEFORE:
        at += 1
    while end > at and lexemes[end - 1].tag in _BEHIND:
        end -= 1
    return (at, end) if at < end and lexemes[end - 1].end - lexemes[at].start >= _SHORTEST else None


def pieces_of_stretch(
    lexemes: Lexemes, phrases: Phrases, stretch: Stretch, kind: ActivityKind | None
) -> frozenset[str]:
    """What stands in and around it, and what the rules make of it."""
    at, end = stretch
    text = raw(lexemes, at, end)
    ruled, last = phrases.of(TopicPhrase), f"…{text[-1]}"
    return frozenset(
        [
            *[_INSIDE[lexeme.tag] for lexeme in lexemes[at:end]],
            f"{text[0]}…",
            f"{text[:2]}…",
            last,
            f"…{text[-2:]}",
            f"before {text_at(lexemes, at - 1)}",
            _LENGTHS[len(text)] if len(text) < _LONGEST else _LENGTHS[_LONGEST],
            _KINDS[kind] + last,
            *_between(tag_at(lexemes, at - 1), tag_at(lexemes, end), kind),
            *(_ruled(lexemes[at].start, lexemes[end - 1].end, ruled) if ruled else ()),
        ]
    )


@cache
def _between(before: TagName | None, behind: TagName | None, kind: ActivityKind | None) -> tuple[str, str]:
    return f"behind {behind}", f"{kind} before {before}"


def _ruled(start: int, stop: int, topics: Sequence[TopicPhrase]) -> Iterator[str]:
    """How it lies to the topics that the rules found."""
    for topic in topics:
        first, last = topic.span
        if start <= first and last <= stop:
            yield f"{'is' if (first, last) == (start, stop) else 'has'} {topic.rule}"
        elif first <= start and stop <= last:
            yield f"inside {topic.rule}"
