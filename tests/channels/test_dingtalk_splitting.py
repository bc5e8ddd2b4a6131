"""Texts cut to the platform's sizes, and words that stay words in markdown."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.dingtalk.bodies import template_of, webhook_of
from bot.channels.dingtalk.cards import bodies_of
from bot.channels.dingtalk.splitting import markdown_of, parts_of
from schedules.outbox import Button, Content
from tests.fakes.dingtalk_sending import PARAMETER_BYTES, WEBHOOK_BYTES

long_texts = st.lists(st.sampled_from(["党" * 700, '"\\' * 900, "\U0001f600" * 500, "a\n" * 1500, "\x01\r\n"])).map(
    "".join
)
buttons = st.lists(st.integers(0, 9), max_size=7).map(
    lambda numbers: tuple(Button(label=f"第{number}项", action=f"pick:{number}") for number in numbers)
)


@given(long_texts, buttons)
def test_whatever_is_said_fits_the_platform(text: str, buttons: tuple[Button, ...]) -> None:
    for body in bodies_of(Content(text=text, buttons=buttons)):
        parameters = json.dumps(template_of(body)[1], ensure_ascii=False)
        posted = json.dumps(webhook_of(body, mentions=["zhangsan"]), ensure_ascii=False)
        assert len(parameters.encode()) <= PARAMETER_BYTES
        assert len(posted.encode()) <= WEBHOOK_BYTES


@given(st.text(st.sampled_from("ab党[]()!*`<>#~ \n")))
def test_words_make_no_link_no_picture_and_no_heading(text: str) -> None:
    marked = markdown_of(text)
    assert not re.search(r"[\[\]*`<~]|^\s*[#>]", marked, re.MULTILINE)
    assert marked.count("\n") == text.count("\n")


@pytest.mark.parametrize("text", ["到 12 人，应到 15 人", "邮箱 a@b.cn", "李明、王芳（请假）", "2026年6月28日（周日）"])
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert markdown_of(text) == text


@pytest.mark.parametrize("text", ["", "\n", " \n \n", "\x00"])
def test_nothing_has_no_parts(text: str) -> None:
    assert parts_of(text) == []
