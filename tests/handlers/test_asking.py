"""Questions about one named person."""

from tests.handlers.conftest import Talk


async def test_who_asks_about_one_person_is_told_of_this_one_alone(talk: Talk) -> None:
    await talk.say("昨天和张晓谈心谈话", who="1001")
    await talk.say("前天和王芳谈心谈话", who="1001")
    answer = await talk.say("张晓今年谈过了吗", who="1001")
    assert "张晓" in answer
    assert "王芳" not in answer


async def test_nothing_is_found_of_somebody_who_was_not_there(talk: Talk) -> None:
    await talk.say("昨天和张晓谈心谈话", who="1001")
    assert "没有找到" in await talk.say("王芳今年谈过了吗", who="1001")


async def test_a_member_is_told_of_no_talk_of_others(talk: Talk) -> None:
    await talk.say("昨天和张晓谈心谈话", who="1001")
    assert "没有找到" in await talk.say("张晓今年谈过了吗", who="1004")
