"""Texts cut to the sizes of platforms."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.splitting import split_text

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
