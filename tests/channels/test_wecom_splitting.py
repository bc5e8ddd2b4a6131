"""Texts cut to the platform's sizes, and made harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wecom.splitting import neutralise, parts_of

texts = st.text(st.sampled_from("aé党\U0001f600\n@<"), max_size=400)


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
