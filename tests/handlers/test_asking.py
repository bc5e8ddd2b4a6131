"""Questions about one named person, and about what a time that is over left undone."""

import pytest

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


@pytest.mark.parametrize("question", ["上个月还有哪些没开", "上个月哪些没办", "五月份哪些会没开"])
async def test_what_a_past_time_left_undone_is_told_and_not_what_was_recorded(talk: Talk, question: str) -> None:
    assert "2026年5月1日（周五）至2026年5月31日（周日）未完成 2 项" in await talk.say(question, who="1001")
    await talk.say("5月12日主题党日，到12人")
    answer = await talk.say(question, who="1001")
    assert "未完成 1 项：\n· 按月交纳党费：已逾期" in answer
    assert "主题党日" not in answer
