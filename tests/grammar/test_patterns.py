"""Patterns for a quick look: the engine passes over all characters with which none of their alternatives begins."""

import pkgutil
from importlib import import_module
from re import _parser as parser  # type: ignore[attr-defined]  # typeshed knows no parts of a pattern

import pytest

from handlers import grammar
from handlers.grammar.text.patterns import Signs

_MODULES = [import_module(found.name) for found in pkgutil.walk_packages(grammar.__path__, f"{grammar.__name__}.")]
SIGNS = {signs for module in _MODULES for signs in vars(module).values() if isinstance(signs, Signs)}


def test_there_are_some() -> None:
    assert len(SIGNS) > 5


@pytest.mark.parametrize("signs", sorted(SIGNS))
def test_each_alternative_begins_with_a_character(signs: Signs) -> None:
    code, argument = parser.parse(signs)[0]
    begins = [alternative[0][0] for alternative in argument[1]] if code is parser.BRANCH else [code]

    assert set(begins) == {parser.LITERAL} or begins == [parser.IN]
