"""The opinion that was learned: its pieces, its table, and what it may decide."""

from datetime import date, datetime

import pytest

from benchmarks.learning import Example, learn, share_right
from handlers.grammar import seconding
from handlers.grammar.lexer import lex
from handlers.grammar.normalise import normalise
from handlers.grammar.opinion import BIAS, explained, opinion_of, piece_of, readable, weights_of
from handlers.grammar.parse import parse
from handlers.grammar.pieces import CODES, pieces_of
from handlers.grammar.seconding import second
from handlers.grammar.sentences import read_sentences
from handlers.intents import Nothing, Plan, Query, RecordActivities, RecordTalks, Unclear
from schedules.calendar.zone import SHANGHAI

NOW = datetime(2026, 6, 12, 15, tzinfo=SHANGHAI)
TODAY = NOW.date()


def pieces(text: str, *names: str, today: date = TODAY) -> set[str]:
    return pieces_of(text, read_sentences(lex(text, names), today), today)


def think(monkeypatch: pytest.MonkeyPatch, odds: float) -> None:
    monkeypatch.setattr(seconding, "opinion_of", lambda *_: odds)


def test_numbers_are_alike_and_edges_are_seen() -> None:
    assert {"⟨0人", "0人⟩", "⟨", "⟩"} <= pieces("12人")
    assert pieces("12人") == pieces("7人")


@pytest.mark.parametrize(
    ("text", "side"), [("6月3日", "past"), ("今天", "today"), ("下周三", "ahead"), ("前几天", "vague")]
)
def test_days_are_seen_as_they_stand_to_today(text: str, side: str) -> None:
    assert {f"day:{side}", "days:1"} <= pieces(text)


@pytest.mark.parametrize("text", ["今天和王芳谈心", "王芳、李明请假", "昨天党课王芳讲的"])
def test_it_is_no_matter_whether_names_are_known(text: str) -> None:
    assert pieces(text) == pieces(text, "王芳", "李明")


def test_each_piece_is_written_and_read_back() -> None:
    tags = "".join(CODES.values())
    for piece in (*CODES.values(), tags[:4], f"⟨{tags[:2]}", f"{tags[5:7]}⟩", "党课", "⟨#", "a#b", *weights_of()):
        assert piece_of(readable(piece)) == piece


def test_the_heaviest_pieces_are_told_first_and_add_up() -> None:
    read = read_sentences(lex("开会", ()), TODAY)
    told, weights = explained("开会", read, TODAY), weights_of()
    sizes = [abs(weight) for _, weight in told.pieces]
    known = [piece for piece in pieces("开会") if piece in weights]

    assert sizes == sorted(sizes, reverse=True)
    assert len(told.pieces) == min(12, len(known))
    assert told.log_odds == opinion_of("开会", read, TODAY)
    assert dict(told.pieces)[readable(known[0])] * len(pieces("开会")) ** 0.5 == pytest.approx(weights[known[0]])


@pytest.mark.parametrize("text", ["6月3日支委会", "昨天和王芳谈心"])
def test_a_record_that_is_doubted_is_asked_about(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    think(monkeypatch, -2)
    parsed = parse(text, NOW)

    assert isinstance(parsed.intent, Unclear)
    assert parsed.rules[-1] == "doubted:-2.0"
    think(monkeypatch, 0)
    assert isinstance(parse(text, NOW).intent, RecordActivities | RecordTalks)


def test_what_is_surely_one_becomes_one_and_what_is_likely_one_is_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "昨天在支委会那间屋子坐了坐"
    for odds, kind in ((0.0, Nothing), (1.0, Unclear), (4.0, RecordActivities)):
        think(monkeypatch, odds)
        read = read_sentences(lex(text, ()), TODAY)
        assert isinstance(second(Nothing(), ("mood:bare",), read, normalise(text), NOW)[0], kind)


@pytest.mark.parametrize("text", ["听说6月3日支委会5人", "6月3日没开支委会，来了5人", "昨天好像开了支委会"])
def test_words_that_say_no_are_not_overruled(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    think(monkeypatch, 9)
    assert isinstance(parse(text, NOW).intent, Nothing | Unclear)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("下周三开支委会，5人参加", Plan),
        ("计划1月10日开支委会", Plan | Nothing),
        ("本月还差什么", Query),
        ("我们食堂的饭不错", Nothing),
    ],
)
def test_days_to_come_or_long_past_and_what_names_nothing_are_never_believed(
    text: str, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    think(monkeypatch, 9)
    assert isinstance(parse(text, NOW).intent, kind)


@pytest.mark.parametrize("text", ["/log 支委会 2026-06-03", "登记：6月3日支委会", "6月3日支委会实到5人"])
def test_what_is_ordered_or_counted_is_not_doubted(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    think(monkeypatch, -9)
    assert isinstance(parse(text, NOW).intent, RecordActivities)


def test_learning_finds_the_piece_that_tells_them_apart() -> None:
    examples = [
        Example(
            pieces=frozenset({"都有", "开了" if number % 2 else "没开", f"别的{number % 7}"}),
            is_record=bool(number % 2),
        )
        for number in range(40)
    ]
    weights = learn(examples)

    assert weights["开了"] > abs(weights.get("都有", 0.0)) < -weights["没开"]
    assert share_right(weights, examples) == 1
    assert BIAS in weights
    assert learn(examples) == weights
