"""Values that only the type checker holds frozen."""

from dataclasses import fields, replace

import pytest

from handlers import intents, parsed
from handlers.intents import Reading
from handlers.values import value

VALUES = [
    kind
    for module in (intents, parsed)
    for kind in vars(module).values()
    if isinstance(kind, type) and kind.__module__ == module.__name__ and "__dataclass_params__" in vars(kind)
]


def test_the_type_checker_is_told_that_they_are_frozen_and_named() -> None:
    told = vars(value)["__dataclass_transform__"]
    assert told["kwargs"]["frozen_default"]  # one of its own from Python 3.12 on
    assert told["kw_only_default"]


@pytest.mark.parametrize("kind", VALUES)
def test_they_are_slotted_named_and_hashed(kind: type) -> None:
    assert set(vars(kind)["__slots__"]) == {field.name for field in fields(kind)}
    assert all(field.kw_only for field in fields(kind))
    assert vars(kind)["__hash__"]


def test_what_is_changed_is_another_value() -> None:
    reading = Reading(topic="党章")
    assert replace(reading, topic="党史") != reading == Reading(topic="党章")
    assert hash(reading) == hash(Reading(topic="党章"))
