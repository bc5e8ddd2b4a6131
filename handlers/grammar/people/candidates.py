"""Stretches of a text that may be the name of somebody of whom it tells, and the small pieces that speak for or against each.

candidate := two to four characters that begin with a family name | all between two other words | foreign · foreign
piece     := how it begins | a character inside | the word and tag beside it and the characters there
"""

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from handlers.grammar.lexicon.lexeme import Lexeme, Lexemes, Tag, tag_at
from handlers.grammar.lexicon.persons import LONGEST, Span, is_personal, raw
from handlers.grammar.lexicon.surnames import COMMON, COMPOUND, FAMILIAR, GIVEN, SURNAMES

_TAG = attrgetter("tag")
_NEVER = frozenset("的了是不在到们")
_WORDS = frozenset(
    {Tag.KIND, Tag.LABEL, Tag.QUOTED, Tag.PLACE, Tag.LATIN, Tag.HOST, Tag.LECTURER, Tag.RECORDER, Tag.PRESENT, Tag.EXPECTED}
    | {Tag.LEAVE, Tag.TITLE, Tag.EVERYBODY, Tag.PEOPLE, Tag.WEEKDAY, Tag.DAY, Tag.SELF}
)  # fmt: skip
"""What is no part of a name if it is longer than one character."""
_UNCLAIMED = frozenset({Tag.OTHER, Tag.NAME})
_NAMELESS = frozenset({Tag.OTHER, Tag.NAME, Tag.NUMBER, Tag.QUOTED, Tag.LATIN, Tag.NEWLINE})
"""Their tag tells all there is."""
_SHORTEST, _LONGEST_FOREIGN = 2, 10
_NONE = ("", "")


class Candidate(NamedTuple):
    """Where a name may stand, and its pieces."""

    span: Span
    pieces: Sequence[str]


def candidates(lexemes: Lexemes, settled: Collection[Span] = ()) -> Iterator[Candidate]:
    """All that a text has, overlapping as they are, but for stretches that are `settled` as a whole."""
    waiting, settled_to = deque(sorted(settled)), 0
    edges = [-1, *[at for at, lexeme in enumerate(lexemes) if not _may_be_part(lexeme)], len(lexemes)]
    for before, end in pairwise(edges):
        at = before + 1
        if end == at or not _has_open(lexemes[at:end]):
            continue
        first, last = lexemes[at].start, lexemes[end - 1].end
        while waiting and waiting[0][0] <= first:
            settled_to = max(settled_to, waiting.popleft()[1])
        if last - first >= _SHORTEST and last > settled_to:
            yield from _in_stretch(lexemes, at, end)


def _has_open(stretch: Lexemes) -> bool:
    """Whether anything in it is claimed by no word, or more than one word has but a character: a name can be open only then."""
    return not _UNCLAIMED.isdisjoint(map(_TAG, stretch)) or [len(x.text) for x in stretch].count(1) > 1


def _may_be_part(lexeme: Lexeme) -> bool:
    text = lexeme.text
    if (lexeme.tag in _WORDS and len(text) > 1) or not ("一" <= text[0] <= "鿿" or text[0] == "·"):
        return False
    return len(text) == lexeme.end - lexeme.start and _NEVER.isdisjoint(text)


def _in_stretch(lexemes: Lexemes, at: int, end: int) -> Iterator[Candidate]:
    text = raw(lexemes, at, end)
    owners = [n for n in range(at, end) for _ in lexemes[n].text]
    offset, longest = lexemes[at].start, _LONGEST_FOREIGN if "·" in text else LONGEST
    for start in range(len(text) - 1):
        family = _family_of(text, start)
        stops = range(start + _SHORTEST, min(start + longest, len(text)) + 1) if family else (len(text),)
        for stop in stops if family or start == 0 else ():
            name, span = text[start:stop], (offset + start, offset + stop)
            first, last = owners[start], owners[stop - 1]
            whole = lexemes[first].start == span[0], lexemes[last].end == span[1]
            if _may_be(name, family, whole) and _is_open(lexemes[first : last + 1]):
                beside = _beside(lexemes, (first, last), whole, (family, len(name)))
                inside, characters = _inside(name, family), _characters(lexemes, (first, last), span)
                yield Candidate(span, [*inside, *beside, *characters])


def _may_be(name: str, family: str, whole: tuple[bool, bool]) -> bool:
    """Whether it is short enough, and looks like a name, or words begin and end with it."""
    if len(name) > (_LONGEST_FOREIGN if "·" in name else LONGEST):
        return False
    return all(whole) or (any(whole) and bool(family) and is_personal(name))


def _is_open(cut: Lexemes) -> bool:
    """Whether no word of two characters claims all of it."""
    return not _UNCLAIMED.isdisjoint(map(_TAG, cut)) or max([len(p.text) for p in cut]) < _SHORTEST


def _family_of(text: str, at: int) -> str:
    """How a name begins: with a common family name, a double one, a rare one, 老 or 小, or with none."""
    if text[at : at + 2] in COMPOUND:
        return "double"
    char = text[at]
    return "common" if char in COMMON else "rare" if char in SURNAMES else "familiar" if char in FAMILIAR else ""


def _inside(name: str, family: str) -> list[str]:
    given = name[2 if family == "double" else 1 :]
    return [
        *_look(family, tuple([char in GIVEN for char in given]), len(name), personal=is_personal(name)),
        f"first {name[0]}",
        f"last {name[-1]}",
        *["in " + char for char in given],
    ]


@cache
def _look(family: str, given: tuple[bool, ...], length: int, *, personal: bool) -> Sequence[str]:
    """Which characters of a given name are such, and whether all of it is like a name."""
    return f"given {family} {''.join(['+' if each else '-' for each in given])}", f"personal {personal} {length}"


def _beside(lexemes: Lexemes, cut: tuple[int, int], whole: tuple[bool, bool], shape: tuple[str, int]) -> list[str]:
    """The tags and words right before and behind; none where a word is cut."""
    tag_before, before = _neighbour(lexemes, cut[0] - 1) if whole[0] else _NONE
    tag_behind, behind = _neighbour(lexemes, cut[1] + 1) if whole[1] else _NONE
    return [*_tags_beside(tag_before, tag_behind, *shape), f"-1 {before}", f"+1 {behind}"]


@cache
def _tags_beside(before: str, behind: str, family: str, length: int) -> Sequence[str]:
    shape = f"{family}{length}"
    left, right = f"-1 {before}", f"+1 {behind}"
    return f"-1+1 {before} {behind}", left, f"{left} {shape}", right, f"{right} {shape}"


def _neighbour(lexemes: Lexemes, at: int) -> tuple[str, str]:
    """The tag and the word of a piece; whether the organisation knows a name is no matter."""
    tag = tag_at(lexemes, at)
    if tag is None:
        return "|", "|"
    tag = Tag.OTHER if tag is Tag.NAME else tag
    return tag, tag if tag in _NAMELESS else lexemes[at].text


def _characters(lexemes: Lexemes, cut: tuple[int, int], span: Span) -> list[str]:
    """What no word claims right before and behind."""
    first, last = cut
    before = _unclaimed(lexemes, first)[: span[0] - lexemes[first].start] or _unclaimed(lexemes, first - 1)
    behind = _unclaimed(lexemes, last)[span[1] - lexemes[last].start :] or _unclaimed(lexemes, last + 1)
    return [f"- {before[-1:]}", f"- {before[-2:]}", f"+ {behind[:1]}", f"+ {behind[:2]}"]


def _unclaimed(lexemes: Lexemes, at: int) -> str:
    return lexemes[at].text if tag_at(lexemes, at) in _UNCLAIMED else ""
