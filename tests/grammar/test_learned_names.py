"""People whom no rule places, by what was learned of the words around names."""

from itertools import pairwise

import pytest

from handlers.grammar.judgement import roles
from handlers.grammar.judgement.roles import ROLES, role_of
from handlers.grammar.learned.weights import weights_in
from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.people import recognised
from handlers.grammar.people.recognised import likely_among, name_shares, with_names
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


def test_the_columns_of_the_tables_are_their_answers() -> None:
    assert weights_in(roles.TABLE).answers == tuple(str(role or "none") for role in ROLES)
    assert weights_in(recognised.TABLE).answers == recognised.NAMED


NAMED = {
    "那长安请假,王芳记录": ["那长安", "王芳"],
    "昨天和阿依努尔·肉孜促膝谈心": ["阿依努尔·肉孜"],
    "昨天找冷志刚谈过一回话": ["冷志刚"],
    "支部大会应到25人实到23人": [],
}


@pytest.mark.parametrize(("text", "names"), NAMED.items())
def test_names_are_recognised_by_what_stands_around_them(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in sorted(likely_among(name_shares(lex(text))))] == names


@pytest.mark.parametrize(
    ("text", "spans", "names"),
    [
        ("昨天找冷志刚谈过一回话", [(3, 6)], ["冷志刚"]),
        ("昨天找冷志刚宓玉珂谈话", [(3, 6), (6, 9)], ["冷志刚", "宓玉珂"]),
        ("昨天找冷志刚和宓玉珂", [(7, 10), (3, 6)], ["冷志刚", "宓玉珂"]),
    ],
)
def test_recognised_names_are_words_and_nothing_is_lost(
    text: str, spans: list[tuple[int, int]], names: list[str]
) -> None:
    lexemes = with_names(lex(text), spans)
    assert [lexeme.text for lexeme in lexemes if lexeme.tag is Tag.NAME] == names
    assert "".join(lexeme.text for lexeme in lexemes) == text
    assert all(before.end == behind.start for before, behind in pairwise(lexemes))


ADDED = [
    ("昨天支委会4人，那长安主持", {"host": "那长安"}),
    ("昨天找冷志刚谈过一回话", {"participants": ["冷志刚"]}),
    ("昨天听了宋玉同志的党课，20人", {"lecturer": "宋玉"}),
    ("昨天党课，请的是宋玉，20人", {"lecturer": "宋玉"}),
    ("昨天党员大会应到20实到18，请假的是宋玉和那长安", {"leave": ["宋玉", "那长安"]}),
]


@pytest.mark.parametrize(("text", "fields"), ADDED)
def test_recognised_people_get_their_role(text: str, fields: dict[str, object]) -> None:
    record = record_of(text)
    assert {name: record.get(name) for name in fields} == fields


def test_whom_one_talked_of_is_not_added_to_those_one_talked_with() -> None:
    assert record_of("昨天和王芳谈心，聊到李明、赵敏")["participants"] == ["王芳"]


def test_nothing_known_says_nothing() -> None:
    assert role_of(["no such piece"])[0] is None
