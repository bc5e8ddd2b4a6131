"""Messages are read beside the event loop, and mean the same as if they were not."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Collection
from datetime import datetime

import pytest

from bot import foresight
from bot.foresight import Foresight, foreseeing
from bot.packing import pack, unpack
from bot.reader import TOGETHER
from handlers.context import read
from handlers.messages import InboundMessage
from handlers.parsed import Parsed
from schedules.calendar.zone import SHANGHAI
from schedules.people.address import Address

NOW = datetime(2026, 6, 28, 17, 5, tzinfo=SHANGHAI)
LI = Address(channel="wecom", account="liming")
TEXT = "6月25日开展主题党日，学习党章，王芳请假，应到12人，实到11人"
NAMES = ("李明", "王芳")


def message(text: str = TEXT) -> InboundMessage:
    return InboundMessage(key="1", sender=LI, sent_at=NOW, text=text)


@pytest.fixture
async def foreseen(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Foresight]:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(foresight, "PATIENCE", 30.0)
    async with foreseeing() as it:
        assert it is not None
        yield it


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were read in this process."""
    texts: list[str] = []

    def read_here(text: str, now: datetime, names: Collection[str]) -> Parsed:
        texts.append(text)
        return read(text, now, names)

    monkeypatch.setattr(foresight, "read", read_here)
    return texts


async def test_the_next_message_of_a_sender_is_read_by_another_process(
    foreseen: Foresight, read_here: list[str]
) -> None:
    expected = read(TEXT, NOW, NAMES)
    assert (await foreseen.reader_of(message(), NOW, ahead=True))(TEXT, NOW, NAMES) == expected
    assert read_here == [TEXT], "the first time nobody knows among which names to read"
    assert (await foreseen.reader_of(message(), NOW, ahead=True))(TEXT, NOW, NAMES) == expected
    assert read_here == [TEXT]


async def test_of_whom_it_knows_beforehand_the_first_message_is_read_by_another_process(
    foreseen: Foresight, read_here: list[str]
) -> None:
    foreseen.acquaint([(LI, NAMES)])
    assert (await foreseen.reader_of(message(), NOW, ahead=True))(TEXT, NOW, NAMES) == read(TEXT, NOW, NAMES)
    assert read_here == []


async def test_of_many_who_write_at_once_each_is_told_what_he_meant(foreseen: Foresight, read_here: list[str]) -> None:
    texts = [f"6月{day}日开展主题党日，学习党章，应到12人，实到{day}人" for day in range(1, 2 * TOGETHER)]
    foreseen.acquaint([(LI, NAMES)])
    meanings = await asyncio.gather(*(foreseen.reader_of(message(text), NOW, ahead=True) for text in texts))
    told = [meaning(text, NOW, NAMES) for meaning, text in zip(meanings, texts, strict=True)]
    assert told == [read(text, NOW, NAMES) for text in texts]
    assert read_here == []


@pytest.mark.parametrize(
    "text",
    [
        *(TEXT, "撤销", "查看本月完成情况", "不是25号，是26号", "你好", "把党课的提醒停了", "下周三下午开支委会", ""),
        "昨天和张三谈心谈话，他家里有人住院",
        "第一季度各支部党课完成情况导出",
    ],
)
def test_what_was_packed_is_the_same(text: str) -> None:
    meaning = read(text, NOW, NAMES)
    assert unpack(pack([meaning])) == [meaning]


async def test_who_joined_meanwhile_is_known(foreseen: Foresight) -> None:
    (await foreseen.reader_of(message(), NOW, ahead=True))(TEXT, NOW, ("李明",))
    meaning = await foreseen.reader_of(message(), NOW, ahead=True)
    assert meaning(TEXT, NOW, NAMES) == read(TEXT, NOW, NAMES)


async def test_another_text_than_what_was_typed_is_read_when_it_is_asked_for(foreseen: Foresight) -> None:
    (await foreseen.reader_of(message(), NOW, ahead=True))(TEXT, NOW, NAMES)
    meaning = await foreseen.reader_of(message("1"), NOW, ahead=True)
    assert meaning("查看本月完成情况", NOW, NAMES) == read("查看本月完成情况", NOW, NAMES)


async def test_when_the_other_process_dies_messages_are_read_in_their_transactions(
    foreseen: Foresight, read_here: list[str]
) -> None:
    (await foreseen.reader_of(message(), NOW, ahead=True))(TEXT, NOW, NAMES)
    os.kill(foreseen.pid, signal.SIGSTOP)
    asked = foreseen.reader_of(message(), NOW, ahead=True)
    os.kill(foreseen.pid, signal.SIGKILL)
    assert (await asked)(TEXT, NOW, NAMES) == read(TEXT, NOW, NAMES)
    assert (await foreseen.reader_of(message(), NOW, ahead=True))(TEXT, NOW, NAMES) == read(TEXT, NOW, NAMES)
    assert read_here == [TEXT] * 3


async def test_what_is_not_read_in_time_is_not_waited_for(
    foreseen: Foresight, read_here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (await foreseen.reader_of(message(), NOW, ahead=True))(TEXT, NOW, NAMES)
    monkeypatch.setattr(foresight, "PATIENCE", 0.01)
    os.kill(foreseen.pid, signal.SIGSTOP)
    assert (await foreseen.reader_of(message(), NOW, ahead=True))(TEXT, NOW, NAMES) == read(TEXT, NOW, NAMES)
    assert read_here == [TEXT] * 2


async def test_where_nobody_else_waits_nobody_else_reads(foreseen: Foresight, read_here: list[str]) -> None:
    for _ in range(2):
        (await foreseen.reader_of(message(), NOW, ahead=False))(TEXT, NOW, NAMES)
    assert read_here == [TEXT] * 2


async def test_one_processor_is_left_to_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    async with foreseeing() as it:
        assert it is None


async def test_where_no_process_can_be_started_the_robot_does_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    async with foreseeing() as it:
        assert it is None
