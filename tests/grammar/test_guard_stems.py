"""What announces a rule of the guard stands in everything that the rule finds."""

import random
import re
from collections.abc import Iterable, Iterator
from re import _constants as op  # type: ignore[attr-defined]  # typeshed knows no parts of a pattern
from re import _parser as parser  # type: ignore[attr-defined]  # typeshed knows no parts of a pattern
from typing import Any

import pytest

from handlers.grammar.privacy import guard, person_matters, private_forms, private_numbers, private_troubles
from handlers.grammar.privacy.announced import Rule, pieces_in

RULES = (*guard.OF_WORDS, *private_troubles.MATTERS, *private_forms.FORMS, *person_matters.MATTERS)
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


class _Unannounced:
    """Texts that the nodes of a pattern may stand for and that hold no stem, one for each last character."""

    def __init__(self, stems: frozenset[str]) -> None:
        self.stems = stems

    def after(self, nodes: Iterable[Any], said: frozenset[str]) -> frozenset[str]:
        for node in nodes:
            said = frozenset({text[-1:]: text for text in sorted(self._after_one(node, said))}.values())
        return said

    def _after_one(self, node: tuple[Any, Any], said: frozenset[str]) -> frozenset[str]:
        kind, of = node
        if kind is op.BRANCH:
            return frozenset().union(*(self.after(nodes, said) for nodes in of[1]))
        if kind is op.SUBPATTERN:
            return self.after(of[3], said)
        if kind in {op.MAX_REPEAT, op.MIN_REPEAT}:
            return self._repeated(said, *of)
        if kind is op.ASSERT and of[0] > 0:
            return frozenset(text for text in said if self.after(of[1], frozenset({text})))
        if kind in {op.ASSERT, op.ASSERT_NOT, op.AT}:
            return said
        characters = _characters_of(of) if kind is op.IN else chr(of) if kind is op.LITERAL else _OTHER
        texts = (text + character for text in said for character in characters)
        return frozenset(text for text in texts if self.stems.isdisjoint({text[-1], text[-2:]}))

    def _repeated(self, said: frozenset[str], least: int, most: int, what: Iterable[Any]) -> frozenset[str]:
        ended = said if least == 0 else frozenset()
        for times in range(1, min(most, least + 3) + 1):
            said = self.after(what, said)
            ended |= said if times >= least else frozenset()
        return ended


def _characters_of(choices: list[Any]) -> str:
    """A character that no stem has stands for all that are not told one by one."""
    if choices[0][0] is op.NEGATE:
        return _OTHER
    return "".join(_OTHER if kind is not op.LITERAL else chr(of) for kind, of in choices)


@pytest.mark.parametrize("rule", [*RULES, *(number for number in private_numbers.NUMBERS if number.stems)])
def test_whatever_a_rule_finds_holds_a_stem_of_it(rule: Rule) -> None:
    unannounced = _Unannounced(rule.stems)
    patterns = filter(None, (rule.pattern, rule.across))
    assert not frozenset().union(*(unannounced.after(parser.parse(pattern), frozenset({""})) for pattern in patterns))


@pytest.mark.parametrize("number", private_numbers.NUMBERS)
def test_a_number_is_announced(number: Rule) -> None:
    found = ["某" + said for said in _found_by(number.pattern)]
    assert not [said for said in found if not guard.is_announced(said, guard.signs_in(said))]
    unsigned = (said for said in found if private_numbers.SIGNS.isdisjoint(pieces_in(said)))
    assert not [said for said in unsigned if not re.search(private_numbers.FIGURES, said)]


@pytest.mark.parametrize("rule", RULES)
def test_what_is_looked_for_in_a_clause_stands_in_it(rule: Rule) -> None:
    found = (re.search(rule.pattern, said) for said in _found_by(rule.pattern, "仚,。"))
    assert not [each[0] for each in found if each and set(",。").intersection(each[0][1:-1])]


def test_no_stem_is_longer_than_the_pieces_of_a_text() -> None:
    assert not [stem for stem in guard.every_sign() if len(stem) > len("一二")]
