"""What announces a rule of the guard stands in everything that the rule finds."""

import random
import re
from collections.abc import Iterable, Iterator
from re import _constants as op  # type: ignore[attr-defined]  # typeshed knows no parts of a pattern
from re import _parser as parser  # type: ignore[attr-defined]  # typeshed knows no parts of a pattern
from typing import Any

import pytest

from handlers.grammar.privacy import guard, person_matters, private_forms, private_numbers, private_troubles
from handlers.grammar.privacy.likely_private import pieces_in

_TRIES = 1500
_OTHER = "仚仛仜"


def _said_by(nodes: Iterable[Any], chance: random.Random) -> str:
    """One text that the nodes of a pattern may stand for, whatever stands before and behind it."""
    return "".join(_said_by_one(node, chance) for node in nodes)


def _said_by_one(node: tuple[Any, Any], chance: random.Random) -> str:
    kind, of = node
    if kind is op.LITERAL:
        return chr(of)
    if kind is op.BRANCH:
        return _said_by(chance.choice(of[1]), chance)
    if kind is op.SUBPATTERN:
        return _said_by(of[3], chance)
    if kind in {op.MAX_REPEAT, op.MIN_REPEAT}:
        least, most, what = of
        times = chance.choice((least, least, min(most, least + 1)))
        return "".join(_said_by(what, chance) for _ in range(times))
    if kind in {op.IN, op.ANY, op.NOT_LITERAL}:
        return _character_of(of if kind is op.IN else [(op.NEGATE, None)], chance)
    return ""


def _character_of(choices: list[Any], chance: random.Random) -> str:
    if choices[0][0] is op.NEGATE:
        return chance.choice(_OTHER)
    kind, of = chance.choice(choices)
    if kind is op.LITERAL:
        return chr(of)
    if kind is op.RANGE:
        return chr(chance.randint(*of))
    return "3" if of is op.CATEGORY_DIGIT else " "


def _found_by(pattern: str, others: str = _OTHER) -> Iterator[str]:
    """Texts in which it finds something, each part of it as likely as any other."""
    chance = random.Random(7)  # noqa: S311 - the same texts each time
    rule, nodes = re.compile(pattern), list(parser.parse(pattern))
    at = next((i for i, (kind, _) in enumerate(nodes) if kind is op.BRANCH), None)
    parts = nodes[at][1][1] if at is not None else [[]]
    for i in range(_TRIES):
        part = [] if at is None else [*nodes[:at], *parts[i % len(parts)], *nodes[at + 1 :]]
        said = _said_by(part or nodes, chance).translate(str.maketrans(_OTHER, others))
        if said and rule.search(said):
            yield said


@pytest.mark.parametrize("pattern", [pattern for _, pattern in private_troubles.MATTERS])
def test_a_trouble_is_announced(pattern: str) -> None:
    across = private_troubles.ACROSS.get(pattern, "")
    stems = private_troubles.stems_of(pattern + across)
    found = [*_found_by(pattern), *_found_by(across)]
    assert not [said for said in found if stems.isdisjoint(pieces_in(said))]


@pytest.mark.parametrize("pattern", [pattern for _, pattern, _ in private_forms.FORMS])
def test_a_form_is_announced(pattern: str) -> None:
    stems = private_forms.STEMS_OF[pattern]
    found = [*_found_by(pattern), *_found_by(private_forms.ACROSS.get(pattern, ""))]
    assert not [said for said in found if stems.isdisjoint(pieces_in(said))]


@pytest.mark.parametrize(
    ("stems", "pattern"),
    [(stems, pattern) for _, stems, pattern in person_matters.MATTERS if pattern is not person_matters.BARE_DUES],
)
def test_a_matter_is_announced(stems: tuple[str, ...], pattern: str) -> None:
    found = [*_found_by(pattern)]
    assert not [said for said in found if not any(stem in said for stem in stems)]
    assert not [said for said in found if guard.OF_MATTERS.isdisjoint(pieces_in(said))]


@pytest.mark.parametrize("pattern", [pattern for _, pattern in private_numbers.PATTERNS])
def test_a_number_is_announced(pattern: str) -> None:
    found = ["某" + said for said in _found_by(pattern)]
    assert not [said for said in found if not guard.is_announced(said, guard.signs_in(said))]
    unsigned = (said for said in found if private_numbers.SIGNS.isdisjoint(pieces_in(said)))
    assert not [said for said in unsigned if not re.search(private_numbers.FIGURES, said)]


@pytest.mark.parametrize(
    "pattern",
    [pattern for _, pattern, *_ in (*private_troubles.MATTERS, *private_forms.FORMS)],
)
def test_what_is_looked_for_in_a_clause_stands_in_it(pattern: str) -> None:
    found = (re.search(pattern, said) for said in _found_by(pattern, "仚,。"))
    assert not [each[0] for each in found if each and set(",。").intersection(each[0][1:-1])]


def test_no_stem_is_longer_than_the_pieces_of_a_text() -> None:
    assert not [stem for stem in guard.every_sign() if len(stem) > len("一二")]
