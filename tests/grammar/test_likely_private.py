"""Clauses that no rule names, and rules that are wrong: what was learned of private matters."""

from datetime import datetime

import pytest

from handlers.grammar.learned.weights import Scale
from handlers.grammar.parse import parse
from handlers.grammar.privacy import likely_private
from handlers.grammar.privacy.guard import findings_of
from handlers.grammar.privacy.likely_private import parts_in, second_thoughts
from handlers.grammar.text.normalise import normalise

NOW = datetime.fromisoformat("2026-11-20T18:00:00+08:00")
TOLD, HARMLESS = "昨天党课25人，小简流鼻血不止", "昨天党课25人，大家很高兴"


@pytest.fixture
def nosebleeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has learned nothing but that 流 is private, and that what is told of children is not."""
    scale = Scale({"流": [0, 90], "孩": [500, 0]})
    monkeypatch.setattr(likely_private, "scale_in", lambda _: scale)


@pytest.mark.usefixtures("nosebleeds")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TOLD, 1),
        (HARMLESS, 0),
        ("河水流得急,绕行", 0),
        ("小简,流血", 0),
        (f"小简来了,{'河水很急,' * 7}顺流而下", 0),
    ],
)
def test_a_clause_is_private_where_somebody_is_spoken_of(text: str, found: int) -> None:
    assert len([*second_thoughts(normalise(text).text, [])]) == found


@pytest.mark.usefixtures("nosebleeds")
@pytest.mark.parametrize(("text", "kept"), [("昨天给孩子捐书", 0), ("昨天给老周孩子捐书", 1)])
def test_a_finding_is_withdrawn_where_nobody_is_named(text: str, kept: int) -> None:
    assert len([*second_thoughts(text, [("family", 3, 5)])]) == kept
    assert len([*second_thoughts(text, [("phone", 3, 5)])]) == 1


def test_what_no_rule_names_is_dropped_and_the_bare_fact_kept() -> None:
    parsed = parse(f"{TOLD}去医院了", NOW)
    assert not findings_of(parsed.intent, normalise(TOLD))
    assert {(item.field, item.reason) for item in parsed.dropped} == {("place", "matter")}


def test_who_dictates_begins_a_new_clause_with_a_pronoun() -> None:
    text = "昨天走访了陶大爷他眼睛看不见有五年了"
    assert [text[start:end] for start, end in parts_in(text)] == ["昨天走访了陶大爷", "他眼睛看不见有五年了"]
