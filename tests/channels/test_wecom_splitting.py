"""Texts cut to the platform's sizes, and made harmless."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wecom.splitting import neutralise, parts_of, split_text

texts = st.text(st.sampled_from("aé党\U0001f600\n@<"), max_size=400)
lines = st.lists(st.text(st.sampled_from("ab党课"), max_size=10), max_size=40)


@given(texts, st.integers(4, 60))
def test_parts_fit_and_lose_nothing(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert "".join(parts) == text
    assert all(0 < len(part.encode()) <= limit for part in parts)


@given(lines, st.integers(31, 100))
def test_lines_that_fit_are_never_broken(lines: list[str], limit: int) -> None:
    text = "\n".join(lines)
    for part in split_text(text, limit)[:-1]:
        assert part.endswith("\n")


@given(lines, st.integers(31, 100))
def test_no_part_could_have_taken_the_next_line_too(lines: list[str], limit: int) -> None:
    parts = split_text("\n".join(lines), limit)
    for part, following in pairwise(parts):
        assert len((part + following.splitlines(keepends=True)[0]).encode()) > limit


@given(texts)
def test_what_is_sent_has_no_power_left(text: str) -> None:
    sent = "\n".join(parts_of(f"{text}<@a>@all<a href='x'>"))
    assert "<@" not in sent
    assert "<a" not in sent
    assert "@all" not in sent


@given(texts)
def test_making_harmless_twice_changes_nothing_more(text: str) -> None:
    assert neutralise(neutralise(text)) == neutralise(text)


@pytest.mark.parametrize("text", ["到 12 人 < 应到 15 人", "邮箱 a@b.cn", "1<2>0", "<3", "@张三", "@alle 同志"])
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert neutralise(text) == text


@pytest.mark.parametrize("text", ["", "\n", " \n \n"])
def test_nothing_has_no_parts(text: str) -> None:
    assert parts_of(text) == []
