"""People whom no rule places, by what was learned of the words around names."""

import pytest

from handlers.grammar.roles import ROLES, TABLE, role_of
from handlers.grammar.weights import weights_in
from tests.grammar.sayings import record_of

LISTED = {
    "昨天开的支委会，袁浩、蒋文、我，蒋文记的": ["袁浩", "蒋文"],
    "培训：5月6日至8日，省委党校，三人去了，名单 袁浩 蒋文清 宋玉": ["袁浩", "蒋文清", "宋玉"],
}


@pytest.mark.parametrize(("text", "names"), LISTED.items())
def test_listed_people_took_part(text: str, names: list[str]) -> None:
    assert record_of(text)["participants"] == names


def test_those_who_had_to_be_elsewhere_are_on_leave() -> None:
    assert record_of("昨天组织生活会，20到18，袁浩和宋玉上手术")["leave"] == ["袁浩", "宋玉"]


def test_whom_one_visited_took_no_part() -> None:
    assert "participants" not in record_of("昨天慰问退休党员袁浩、蒋文清两家，每家一袋米")


def test_what_the_rules_found_stays() -> None:
    assert record_of("昨天支委会，参加：袁浩、宋玉，主持人蒋文清")["participants"] == ["袁浩", "宋玉"]


def test_the_columns_of_the_table_are_the_roles() -> None:
    assert weights_in(TABLE).answers == tuple(str(role or "none") for role in ROLES)


def test_nothing_known_says_nothing() -> None:
    assert role_of(["no such piece"])[0] is None
