"""The inbox, conversations, chats and what the robot remembers: alike on both databases."""

from dataclasses import replace

import pytest

from bot.errors import StorageError
from bot.storage.database import Database
from bot.storage.rows.conversations import conversation_of, conversation_row
from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.conversation import Conversation, ConversationKey
from schedules.outbox import Content
from schedules.people.address import Address
from tests.storage.samples import BRANCH, COMMITTEE, CONTENT, CONVERSATION, HOUR, KEY, NOW

GROUP = Address(channel="dingtalk", account="cid+Group==", is_group=True)


async def test_a_key_is_new_once(database: Database) -> None:
    def take_in(uow: SqlUnitOfWork) -> None:
        uow.inbox.add("wecom:1", at=NOW, replies=[CONTENT, Content(text="好")])

    assert await database.read(lambda uow: uow.inbox.get("wecom:1")) is None
    await database.write(take_in)
    assert await database.read(lambda uow: uow.inbox.get("wecom:1")) == (CONTENT, Content(text="好"))
    with pytest.raises(StorageError):
        await database.write(take_in)


async def test_a_message_that_got_no_answer_gets_none_again(database: Database) -> None:
    await database.write(lambda uow: uow.inbox.add("wecom:1", at=NOW, replies=()))
    assert await database.read(lambda uow: uow.inbox.get("wecom:1")) == ()


async def test_a_key_is_given_back_with_what_failed(database: Database) -> None:
    def fail(uow: SqlUnitOfWork) -> None:
        uow.inbox.add("wecom:1", at=NOW, replies=())
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(fail)
    assert await database.read(lambda uow: uow.inbox.get("wecom:1")) is None


async def test_answers_are_forgotten_before_keys(database: Database) -> None:
    def scenario(uow: SqlUnitOfWork) -> None:
        for key, age in (("oldest", 3), ("old", 2), ("young", 1)):
            uow.inbox.add(key, at=NOW - age * HOUR, replies=[CONTENT])
        uow.inbox.cancel(keys_before=NOW - 2 * HOUR, replies_before=NOW - HOUR)
        assert uow.inbox.get("oldest") is None
        assert uow.inbox.get("old") == ()
        assert uow.inbox.get("young") == (CONTENT,)

    await database.write(scenario)


async def test_a_conversation_begins_empty_and_comes_back_whole(database: Database) -> None:
    private = replace(KEY, group=None)

    def scenario(uow: SqlUnitOfWork) -> None:
        assert uow.conversations.get(KEY) == Conversation(key=KEY)
        uow.conversations.update(CONVERSATION)
        uow.conversations.update(replace(CONVERSATION, key=private, draft=None))
        assert uow.conversations.get(KEY) == CONVERSATION
        assert uow.conversations.get(private) == replace(CONVERSATION, key=private, draft=None)
        uow.conversations.update(Conversation(key=KEY))
        assert uow.conversations.get(KEY) == Conversation(key=KEY)

    await database.write(scenario)


async def test_names_that_look_alike_are_kept_apart(database: Database) -> None:
    one = ConversationKey(sender=Address(channel="a", account='b","c'))
    two = ConversationKey(sender=Address(channel="a", account="b"), group=Address(channel="c", account=""))

    def scenario(uow: SqlUnitOfWork) -> None:
        uow.conversations.update(replace(CONVERSATION, key=one))
        assert uow.conversations.get(two) == Conversation(key=two)

    await database.write(scenario)


async def test_a_group_speaks_for_the_organisation_it_was_bound_to_last(settled: Database) -> None:
    def scenario(uow: SqlUnitOfWork) -> None:
        assert uow.chats.get(GROUP) is None
        uow.chats.add(GROUP, COMMITTEE)
        uow.chats.add(GROUP, BRANCH)
        assert uow.chats.get(GROUP) == BRANCH
        assert uow.chats.get(replace(GROUP, account="cid+group==")) is None

    await settled.write(scenario)


async def test_what_the_robot_remembers(database: Database) -> None:
    def scenario(uow: SqlUnitOfWork) -> None:
        assert uow.meta.get("clock") is None
        uow.meta.update("clock", "1")
        uow.meta.update("clock", "2")
        assert uow.meta.get("clock") == "2"

    await database.write(scenario)


async def test_what_is_past_its_time_is_not_kept_in_memory_either(database: Database) -> None:
    told = replace(CONVERSATION, expires_at=NOW + HOUR)
    await database.write(lambda uow: uow.conversations.update(told))
    state = str(conversation_row(told)["state"])
    await database.write(lambda uow: uow.conversations.cancel(now=NOW))
    assert conversation_of(state) is told
    conversation_row(told)
    await database.write(lambda uow: uow.conversations.cancel(now=NOW + HOUR))
    assert conversation_of(state) is not told
