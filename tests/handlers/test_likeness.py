"""A name that is one character off."""

import pytest

from handlers.grammar.text.likeness import likeness_of
from tests.handlers.conftest import Talk

KNOWN = ("李建国", "王芳", "张晓", "陈立", "欧阳春")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("张小", "张晓"), ("李建华", "李建国"), ("欧阳纯", "欧阳春"), ("张晓", None), ("赵六", None), ("王建国", "李建国"), ("小张", None), ("王局", None)],
)  # fmt: skip
def test_likeness(name: str, expected: str | None) -> None:
    assert likeness_of(name, KNOWN) == expected


def test_two_that_are_alike_are_none() -> None:
    assert likeness_of("王方", ("王芳", "王放")) is None


async def test_a_talk_with_a_name_that_is_off_says_who_may_be_meant(talk: Talk) -> None:
    answer = await talk.say("昨天和陈力谈心谈话", who="1001")
    assert "花名册中没有“陈力”" in answer
    assert "已更正" in await talk.say("谈话对象改成陈立", who="1001")
    (record,) = await talk.ledger()
    assert record.participants == ("陈立",)


async def test_a_talk_with_a_known_name_says_nothing_of_it(talk: Talk) -> None:
    assert "花名册中没有" not in await talk.say("昨天和陈立谈心谈话", who="1001")
