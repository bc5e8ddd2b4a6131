"""The opinion that was learned: its pieces, its tables, and what it may decide."""

from collections.abc import Mapping
from datetime import date, datetime

import pytest

from benchmarks.learning import Example, Subject, learn, share_right
from handlers.grammar.clauses.sentences import Sentences, read_sentences
from handlers.grammar.judgement import likely_kinds, seconding, verdicts
from handlers.grammar.judgement.likely_kinds import likely_kind
from handlers.grammar.judgement.opinion import INTENTS, TABLE, explained, opinion_of, readable
from handlers.grammar.judgement.pieces import pieces_of
from handlers.grammar.judgement.seconding import second
from handlers.grammar.judgement.verdicts import signs_of, verdict_of
from handlers.grammar.learned.weights import BIAS, Weights, weights_in
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.parse import parse
from handlers.grammar.text.normalise import normalise
from handlers.intents import (
    Ask,
    Correct,
    Help,
    Intent,
    Nothing,
    Plan,
    Query,
    RecordActivities,
    RecordTalks,
    Unclear,
    Undo,
)
from schedules.calendar.zone import SHANGHAI
from schedules.ledger.activity import ActivityKind

NOW = datetime(2026, 6, 12, 15, tzinfo=SHANGHAI)
TODAY = NOW.date()


def read(text: str, *names: str) -> Sentences:
    return read_sentences(lex(text, names), TODAY)


def pieces(text: str, *names: str, today: date = TODAY) -> set[str]:
    return pieces_of(text, read_sentences(lex(text, names), today), today)


def think(monkeypatch: pytest.MonkeyPatch, **odds: float) -> None:
    told: Mapping[str, float] = dict.fromkeys(INTENTS, -50.0) | odds
    monkeypatch.setattr(seconding, "verdict_of", lambda _: told)


def seconded(intent: Intent, mood: str, text: str) -> Intent:
    return second(intent, (f"mood:{mood}",), read(text), normalise(text), NOW)[0]


def test_numbers_are_alike_and_edges_are_seen() -> None:
    assert {"⟨0", "0人", "人⟩", "⟨", "⟩"} <= pieces("12人")
    assert pieces("12人") == pieces("7人")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("仲有邊樣未做", "还有哪样未做"), ("唔系王芳", "不是王芳"), ("听日下昼三点", "明天下午三点")]
    + [("还有么子没得交", "还有什么没有交"), ("那么子弹没得到奖", "那么子弹没得到奖")]
    + [(text, text) for text in ("8点做核酸", "旁边个人", "旁听日期", "而家长会", "今朝早上")],
)
def test_words_of_dialects_are_read_as_mandarin(typed: str, meant: str) -> None:
    assert normalise(typed).text == meant


def test_what_was_read_is_one_sign_of_the_shape() -> None:
    assert {"⟨ⓟ", "ⓟⓀ", "ⓀⒸ", "Ⓒ⟩"} <= pieces("6月3日支委会实到5人")
    assert "ⓀⒸ" in pieces("昨天党课12人到会")


@pytest.mark.parametrize(
    ("text", "side"), [("6月3日", "past"), ("今天", "today"), ("下周三", "ahead"), ("前几天", "vague")]
)
def test_days_are_seen_as_they_stand_to_today(text: str, side: str) -> None:
    assert {f"day:{side}", "days:1"} <= pieces(text)


@pytest.mark.parametrize("text", ["今天和王芳谈心", "王芳、李明请假", "昨天党课王芳讲的"])
def test_it_is_no_matter_whether_names_are_known(text: str) -> None:
    assert pieces(text) == pieces(text, "王芳", "李明")


@pytest.mark.parametrize(
    ("table", "answers"), [(TABLE, INTENTS), (verdicts.TABLE, INTENTS), (likely_kinds.TABLE, likely_kinds.KINDS)]
)
def test_the_columns_of_a_table_are_its_answers(table: str, answers: tuple[str, ...]) -> None:
    assert weights_in(table).answers == tuple(map(str, answers))


def test_many_answers_are_added_at_once() -> None:
    weights = Weights(["a", "b", "c"], {"x": [12, -7, 0], "y": [-30, 5, 900], BIAS: [1, -2, 3]})
    told = [(12 - 30) / 10 / 2**0.5 + 0.1, (-7 + 5) / 10 / 2**0.5 - 0.2, 90 / 2**0.5 + 0.3]

    assert weights.odds({"x", "y"}) == pytest.approx(told)
    assert weights.row("y") == [-3, 0.5, 90]
    assert weights.odds(()) == [0.1, -0.2, 0.3]
    assert sum(weights.shares({"x"})) == pytest.approx(1)


def test_the_heaviest_pieces_are_told_first_and_add_up() -> None:
    told, weights, odds = (
        explained("开会", read("开会"), TODAY),
        weights_in(TABLE),
        dict(zip(INTENTS, opinion_of("开会", read("开会"), TODAY), strict=True)),
    )
    sizes = [abs(weight) for _, weight in told.pieces]
    known = [piece for piece in pieces("开会") if piece in weights]
    row = dict(zip(INTENTS, weights.row(known[0]), strict=True))

    assert sizes == sorted(sizes, reverse=True)
    assert len(told.pieces) == min(12, len(known))
    assert told.intent == max(odds, key=odds.__getitem__)
    assert told.log_odds == pytest.approx(odds[told.intent] - odds[told.against])
    assert dict(told.pieces)[readable(known[0])] * len(pieces("开会")) ** 0.5 == pytest.approx(
        row[told.intent] - row[told.against]
    )


@pytest.mark.parametrize("text", ["6月3日支委会", "昨天和王芳谈心"])
def test_a_record_that_is_doubted_is_asked_about(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    think(monkeypatch, record=0, none=4)
    parsed = parse(text, NOW)

    assert isinstance(parsed.intent, Unclear)
    assert parsed.rules[-1] == "doubted:-4.0"
    think(monkeypatch, record=1, none=0)
    assert isinstance(parse(text, NOW).intent, RecordActivities | RecordTalks)


def test_what_is_surely_one_becomes_one_and_what_is_likely_one_is_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    for odds, kind in ((-3.0, Nothing), (0.5, Unclear), (2.0, RecordActivities)):
        think(monkeypatch, record=odds, none=0)
        assert isinstance(seconded(Nothing(), "bare", "昨天在支委会那间屋子坐了坐"), kind)


def test_more_is_needed_against_words_that_say_no(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "昨天差点没开成支委会，最后来了5人"
    for odds, kind in ((2.0, Unclear), (3.0, RecordActivities)):
        think(monkeypatch, record=odds, none=0)
        assert isinstance(seconded(Nothing(), "denied", text), kind)
        assert isinstance(seconded(Nothing(), "bare", text), RecordActivities)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("昨天支委会", RecordActivities), ("昨天支委会，荷塘蝈蝈叫得欢", Unclear), ("昨天学了30分", Unclear)],
)
def test_less_is_needed_where_a_kind_is_named_and_hardly_a_word_besides(
    text: str, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    think(monkeypatch, record=-0.4, none=0)
    assert isinstance(parse(text, NOW).intent, kind)


def test_a_mere_value_tells_of_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    think(monkeypatch, record=5, none=0)
    assert isinstance(parse("今天", NOW).intent, Nothing)


@pytest.mark.parametrize(
    ("text", "kind"), [("昨天下午四点政治学习", RecordActivities), ("今天下午四点政治学习", Unclear)]
)
def test_hour_has_come_where_its_day_is_over(text: str, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    think(monkeypatch, record=2, none=0)
    assert isinstance(seconded(Unclear(), "bare", text), kind)


def test_kind_is_asked_for_only_where_the_party_is_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    think(monkeypatch, record=2, none=0)
    monkeypatch.setattr(seconding, "likely_kind", lambda *_, **__: None)
    told = seconded(Nothing(), "told", "昨天党员把门牌换成了新的，8人")
    assert isinstance(told, RecordActivities)
    assert told.asks == (Ask.KIND,)
    for text in ("昨天把门牌换成了新的，8人", "昨天党员都参加消防演练，8人"):
        assert isinstance(seconded(Nothing(), "told", text), Nothing)


@pytest.mark.parametrize("text", ["听说6月3日支委会5人", "格式如下：6月3日支委会5人"])
def test_what_others_did_and_what_only_shows_how_to_write_is_never_believed(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    think(monkeypatch, record=9, none=0)
    assert isinstance(parse(text, NOW).intent, Nothing)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("下周三开支委会，5人参加", Plan), ("计划1月10日开支委会", Plan | Nothing), ("怎么登记", Help)],
)
def test_days_to_come_or_long_past_and_calls_for_help_are_never_believed(
    text: str, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    think(monkeypatch, record=6, none=0)
    assert isinstance(parse(text, NOW).intent, kind)


@pytest.mark.parametrize("text", ["/log 支委会 2026-06-03", "登记：6月3日支委会", "6月3日支委会实到5人"])
def test_what_is_ordered_or_counted_is_not_doubted(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    think(monkeypatch, none=9, record=-9)
    assert isinstance(parse(text, NOW).intent, RecordActivities)


@pytest.mark.parametrize(("name", "kind"), [("undo", Undo), ("query", Query), ("correct", Correct), ("help", Help)])
def test_requests_that_the_rules_overlook_are_heard(name: str, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    think(monkeypatch, **{name: 3.5, "none": 0})
    assert isinstance(seconded(Nothing(), "bare", "那个还是算了"), kind)
    think(monkeypatch, **{name: 0, "none": 0.1})
    assert isinstance(seconded(Nothing(), "bare", "那个还是算了"), Nothing)


def test_a_correction_of_which_nothing_is_read_has_to_be_surer(monkeypatch: pytest.MonkeyPatch) -> None:
    think(monkeypatch, correct=2, none=0)
    assert isinstance(seconded(Nothing(), "bare", "帮助群众是应该的"), Nothing)
    change = parse("刚才那条要动两处：到会25，记录人王芳", NOW).intent
    assert isinstance(change, Correct)
    assert (change.changes.recorder, change.sure) == ("王芳", False)


def test_the_verdict_hears_the_rules_the_opinion_and_the_circumstances() -> None:
    text, odds = "6月3日支委会实到5人", dict.fromkeys(INTENTS, -9.0) | {"record": 0, "none": -2.5}
    signs = signs_of(Nothing(), ("date", "mood:bare"), read(text), [*odds.values()]).pieces()

    assert {"likely:record", "ruled:nothing", "mood:bare", "counted", "behind:none:2.0"} <= {*signs}
    assert {"date", "behind:none:3.0", "behind:record:0.5", "dated"}.isdisjoint(signs)


def test_the_verdict_believes_the_rules_where_the_opinion_wavers() -> None:
    text, odds = "6月3日支委会", dict.fromkeys(INTENTS, -9.0) | {"record": -0.2, "none": 0}
    bare, told = (
        verdict_of(signs_of(Nothing(), (f"mood:{mood}",), read(text), [*odds.values()])) for mood in ("denied", "told")
    )
    assert told["record"] - told["none"] > bare["record"] - bare["none"]


def test_a_draft_is_not_corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    think(monkeypatch, correct=5, none=0)
    assert isinstance(parse("稿子人数写错了，改成46", NOW).intent, Nothing | Unclear)


@pytest.mark.parametrize("text", ["走访", "走访一下", "支部志愿服务", "廉政提醒会。", "我们廉政提醒会"])
def test_a_kind_alone_is_neither_withdrawn_nor_a_reminder(text: str) -> None:
    assert isinstance(parse(text, NOW).intent, Nothing | Unclear)


def test_a_kind_that_no_word_names_is_likely() -> None:
    text = "昨天看了两户困难老党员，送了米和油"
    assert likely_kind(text, read(text), TODAY) is ActivityKind.VISIT


def test_learning_finds_the_piece_that_tells_them_apart() -> None:
    examples = [
        Example(frozenset({"都有", "没开" if number % 2 else "开了", f"别的{number % 7}"}), number % 2)
        for number in range(40)
    ]
    subject = Subject(
        table="", answers=("record", "none"), examples_of=lambda _: (), rounds=12, decay=1e-5, seen=2, light=0.1
    )
    rows = learn(subject, examples)

    assert rows["开了"][0] > abs(rows.get("都有", [0])[0]) < -rows["没开"][0]
    assert share_right(Weights(subject.answers, rows), examples) == 1
    assert BIAS in rows
    assert learn(subject, examples) == rows
