"""Who opens the chat is told once how the bot is used."""

import pytest

from handlers.intake import GREETED_AGAIN_AFTER
from handlers.messages import InboundKind
from handlers.replies import GREETING, HELP
from tests.handlers.conftest import Talk


async def enter(talk: Talk, who: str) -> list[str]:
    return [reply.text for reply in (await talk.send(who=who, kind=InboundKind.ENTER)).replies]


async def test_help_comes_once_and_after_a_long_while_again(talk: Talk) -> None:
    assert await enter(talk, "1003") == [HELP]
    await talk.say("昨天主题党日，到12人", who="1003")
    assert await enter(talk, "1003") == []
    assert await enter(talk, "1004") == [HELP]
    talk.now += GREETED_AGAIN_AFTER
    assert await enter(talk, "1003") == [HELP]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_stranger_who_only_looks_is_told_once(talk: Talk) -> None:
    (told,) = await enter(talk, "unknown")
    assert "花名册" in told
    assert await enter(talk, "unknown") == []
    assert "花名册" in await talk.say("帮助", who="unknown")


@pytest.mark.parametrize(
    ("said", "answer"),
    [("好的，谢谢", "不客气。"), ("谢谢，辛苦了", "不客气。"), ("收到收到", "好的。"), ("再见", "再见。")],
)
async def test_several_words_of_courtesy_are_one(talk: Talk, said: str, answer: str) -> None:
    assert await talk.say(said) == answer
    question = await talk.say("主题党日，到12人")
    assert question in await talk.say(said)


@pytest.mark.parametrize("said", ["你好", "在吗？", "你好，在吗", "有人吗"])
async def test_a_greeting_is_answered_with_the_one_thing_to_try(talk: Talk, said: str) -> None:
    assert await talk.say(said) == GREETING
    assert "本月待办" in GREETING
    assert len(GREETING.splitlines()) == 2
