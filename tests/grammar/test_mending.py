"""What is taken back in the same breath."""

import pytest

from tests.grammar.sayings import record_of, said_intent

MENDED = {
    "昨天支委会到了15人，不对，14人": ("present", 14),
    "昨天支委会到了15个人不对14个人": ("present", 14),
    "昨天开支委会，15人参加，哦不，14人参加": ("present", 14),
    "昨天的党课，哦不是昨天，是前天，30人听的": ("date", "2026-11-16"),
    "主题党日 11月14号 哦说错了 11月15号 22人": ("date", "2026-11-15"),
    "支委会，不是，是党小组会，昨天上午开的，8个人": ("kind", "group_meeting"),
    "昨天收党费1200元，啊不，1250元": ("amount", 1250),
    "昨天的党课是王芳讲的，哦不，是李强讲的，26人": ("lecturer", "李强"),
    "昨天支委会5人，王芳主持，口误，李强主持": ("host", "李强"),
}


@pytest.mark.parametrize("text", MENDED)
def test_slip_is_mended(text: str) -> None:
    field, value = MENDED[text]
    assert record_of(text)[field] == value


def test_only_the_mended_value_is_kept() -> None:
    record = record_of("昨天上午支委会到了15人，不对，14人，王芳主持")
    assert record == {"kind": "branch_committee", "date": "2026-11-17", "present": 14, "host": "王芳"}


@pytest.mark.parametrize(
    "text", ["昨天党课日期错了是前天", "上一条人数不对，14人", "昨天支委会到会15人不对，应该是14人"]
)
def test_what_was_recorded_is_corrected(text: str) -> None:
    assert said_intent(text) == "correct"


def test_denial_of_another_kind_mends_nothing() -> None:
    assert record_of("昨天是党课，不是支委会，28人参加")["kind"] == "party_lecture"
