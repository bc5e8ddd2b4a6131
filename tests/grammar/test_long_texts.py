"""Two thousand characters of one kind cost about as many looks, not their square."""

import sys

import pytest

from tests.grammar.sayings import read

LENGTH = 2000
CALLS_A_CHARACTER = 150


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
        *[
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
        ],
        *["病假 ", "，张三", "李四 ", "张三、 ", "请", "缺", "今", "特邀"],
    ],
)
def test_reading_grows_with_the_length_and_not_with_its_square(unit: str) -> None:
    text = (unit * LENGTH)[:LENGTH]
    assert calls_of(text) < CALLS_A_CHARACTER * LENGTH


@pytest.mark.parametrize("text", ["还有哪些没完成？", "为什么提醒我？", "本月待办?"])
def test_command_may_end_in_a_question_mark(text: str) -> None:
    assert type(read(text).intent).__name__ == "Query"
