"""Two thousand characters of one kind cost a bounded number of looks, not the square of their length."""

import sys

import pytest

from handlers.grammar.lexicon.lexer import MOST_LEXEMES
from tests.grammar.sayings import read, records_of

LENGTH = 2000
CALLS_OF_A_TEXT = 150_000


def calls_of(text: str) -> int:
    """How many functions are called to read a text: unlike a clock, the same on every machine."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        read(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "张",
        "人",
        "的",
        "是",
        "、",
        "，",
        "号",
        "王和",
        "5月",
        "找",
        "谈了：",
        "约谈了王芳、",
        "王芳-",
        "王芳 5月3日，",
        "病假 ",
        "，张三",
        "李四 ",
        "张三、 ",
        "请",
        "缺",
        "今",
        "特邀",
        "陪产假、",
        "错 ",
        "缺，",
        "3人",
        "和张三谈话，",
        "改 ",
        "仨",
    ],
)
def test_reading_grows_with_the_length_and_not_with_its_square(unit: str) -> None:
    text = (unit * LENGTH)[:LENGTH]
    read(text)  # builds, once, what every text needs
    assert calls_of(text) < CALLS_OF_A_TEXT


def test_no_more_than_the_most_lexemes_are_read_and_it_is_told() -> None:
    told, untold = "昨天党课，12人。", "今天支委会，到会5人。"
    short, long = (read(told + "哦，" * times + untold) for times in (20, MOST_LEXEMES))
    assert not short.unread
    assert len(records_of(told + "哦，" * 20 + untold)) == 2
    assert long.unread
    assert [record["kind"] for record in records_of(told + "哦，" * MOST_LEXEMES + untold)] == ["party_lecture"]


def test_more_than_a_sender_can_check_is_read_to_the_end_of_a_sentence_and_it_is_told() -> None:
    months = [f"{month}月{day}日主题党日，应到15人，实到{day}人。" for month in (4, 5) for day in range(2, 16)]
    found = records_of("\n".join(months))
    assert read("\n".join(months)).unread
    assert 10 <= len(found) < len(months)
    assert [record["present"] for record in found] == [*range(2, 16), *range(2, 16)][: len(found)]
    assert not read("\n".join(months[:10])).unread
    assert len(records_of("\n".join(months[:10]))) == 10


@pytest.mark.parametrize("text", ["还有哪些没完成？", "为什么提醒我？", "本月待办?"])
def test_command_may_end_in_a_question_mark(text: str) -> None:
    assert type(read(text).intent).__name__ == "Query"
