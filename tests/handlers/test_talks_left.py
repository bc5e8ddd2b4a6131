"""Who has not yet been talked with: for the branch's officers, in private."""

import pytest

from tests.handlers.conftest import Talk


async def test_an_officer_is_told_the_names(talk: Talk) -> None:
    before = await talk.say("还有谁没谈话", who="1001")
    assert "还没谈的：" in before
    assert "张晓" in before.partition("还没谈的：")[2]
    await talk.say("昨天和张晓谈心谈话", who="1001")
    left = [line for line in (await talk.say("还有谁没谈话", who="1001")).splitlines() if "还没谈的" in line]
    assert left
    assert any("张晓" not in line for line in left)


async def test_a_member_is_told_no_names(talk: Talk) -> None:
    assert "张晓" not in await talk.say("还有谁没谈话", who="1004")


async def test_nobody_is_told_in_a_group(talk: Talk) -> None:
    assert "张晓" not in await talk.say("还有谁没谈话", who="1001", group="g1")


@pytest.mark.parametrize("question", ["谈话还差谁", "谈心谈话还差哪几个人"])
async def test_who_is_left_is_told_by_name_however_it_is_asked(talk: Talk, question: str) -> None:
    assert "还没谈的：" in await talk.say(question, who="1001")
