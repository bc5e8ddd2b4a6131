"""Where the fields of a reading stand in the text as typed."""

from datetime import datetime

import pytest

from bot.channels.sandbox.explanation import explain
from schedules.calendar.zone import SHANGHAI

NOW = datetime(2026, 6, 29, 10, tzinfo=SHANGHAI)


def pieces_of(text: str, *, record: int = 0) -> dict[str, list[str]]:
    places = explain(text, NOW, ())["records"][record]["places"]
    return {name: [text[start:end] for start, end in spans] for name, spans in places.items()}


@pytest.mark.parametrize(
    ("text", "field", "pieces"),
    [
        ("6月28号下午主题党日，12人", "date", ["6月28号"]),
        ("６月２８日主题党日", "date", ["６月２８日"]),
        ("12个人，6月12日主题党日", "date", ["6月12日"]),
        ("12个人，6月12日主题党日", "present", ["12"]),
        ("昨天主题党日，应到十三人，实到十二人，高雨桐请假", "expected", ["十三"]),
        ("昨天主题党日，应到12人，实到12人", "present", ["12"]),
        ("昨天主题党日，应到13人，实到12人，高雨桐、李明请假", "leave", ["高雨桐", "李明"]),
        ("昨天下午3点到5点党课", "start", ["下午3点"]),
        ("昨天收党费1,286.40元", "amount", ["1,286.40"]),
    ],
)
def test_a_field_stands_where_it_was_read(text: str, field: str, pieces: list[str]) -> None:
    assert pieces_of(text)[field] == pieces


def test_a_count_that_equals_another_stands_at_its_own_word() -> None:
    text = "昨天主题党日，应到12人，实到12人"
    places = explain(text, NOW, ())["records"][0]["places"]
    assert places["expected"] == [(9, 11)]
    assert places["present"] == [(15, 17)]


def test_each_activity_has_its_own_places() -> None:
    text = "周四支委会，周五党课，都办了"
    assert pieces_of(text, record=0) == {"kind": ["支委会"], "date": ["周四"]}
    assert pieces_of(text, record=1) == {"kind": ["党课"], "date": ["周五"]}


def test_every_question_is_foretold() -> None:
    questions = explain("前几天谈心谈话了", NOW, ())["questions"]
    assert len(questions) == 2
    assert "前几天" in questions[0]


def test_a_long_message_is_laid_out_within_a_second() -> None:
    told = explain("6月3日、" * 400, NOW, ())
    assert len(told["tokens"]) > 1000
