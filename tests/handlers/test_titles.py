"""Whom a title means in a talk: as the roster tells it, else it is asked."""

import pytest

from tests.handlers.conftest import Talk


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("昨天书记找我谈话了", "李建国"),
        ("昨天和支部书记谈心谈话", "李建国"),
        ("昨天李书记找我谈话了", "李建国"),
        ("昨天组织委员跟我谈心了", "王芳"),
    ],
)
async def test_who_holds_the_post_is_meant(talk: Talk, text: str, partner: str) -> None:
    await talk.say(text)
    (kept,) = await talk.ledger()
    assert kept.participants == (partner,)


@pytest.mark.parametrize("text", ["昨天和宣传委员谈心谈话", "昨天局长找我谈心谈话了", "昨天和副书记谈心"])
async def test_a_title_that_tells_nobody_is_asked_about(talk: Talk, text: str) -> None:
    assert "和哪位同志谈的" in await talk.say(text)
    await talk.say("陈立")
    assert [each.participants for each in await talk.ledger()] == [("陈立",)]


async def test_nobody_talks_with_himself(talk: Talk) -> None:
    assert "和哪位同志谈的" in await talk.say("昨天书记找我谈心谈话", who="1001")


async def test_a_surname_of_nobody_in_that_post_stays_as_told(talk: Talk) -> None:
    await talk.say("昨天赵书记找我谈心谈话")
    assert [each.participants for each in await talk.ledger()] == [("赵书记",)]
