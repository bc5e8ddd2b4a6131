from collections import Counter

import pytest

from schedules.duties import rates
from schedules.duties.catalogue import Catalogue
from schedules.duties.duty import DutyId
from schedules.ledger.activity import ActivityKind
from schedules.ledger.tags import WORDS
from tests.schedules.duties.coverage_table import LEDGERS, TABLE, class_of, render


def test_the_table_in_the_docs_is_the_one_that_is_true(catalogue: Catalogue) -> None:
    assert TABLE.read_text(encoding="utf-8") == render(catalogue)


def test_every_row_of_the_five_plans_is_there(catalogue: Catalogue) -> None:
    classes = Counter(class_of(duty) for duty in catalogue.duties.values())
    assert (*(classes[name] for name in "abcd"), len(LEDGERS)) == (74, 33, 8, 41, 59)


@pytest.mark.parametrize("row", LEDGERS, ids=lambda row: row["id"])
def test_what_a_ledger_is_said_to_be_served_by_exists(catalogue: Catalogue, row: dict[str, str]) -> None:
    kind, _, name = row["served"].partition(":")
    there = {
        "": row["how"].startswith("不提供"),
        "duty": catalogue.get(DutyId(name)) is not None,
        "kind": name in set(ActivityKind),
        "tag": name in WORDS,
        "rate": hasattr(rates, name),
        "roster": not name,
    }
    assert there[kind]
