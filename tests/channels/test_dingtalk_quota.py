"""What a month costs: calls and messages are counted by the month of Shanghai, and shared by all processes."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.dingtalk.calls import SECRET_FIELDS, Calls
from bot.channels.dingtalk.gateway import DingtalkGateway
from bot.channels.dingtalk.quota import GATHERED_FOR, Cost, Quota
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.errors import StorageError
from bot.storage.database import Database
from bot.storage.tallies import spend_in
from handlers.messages import InboundMessage, Outcome
from schedules.outbox import Content
from schedules.people.address import Address
from tests.fakes.dingtalk_callbacks import FakePeople
from tests.fakes.dingtalk_office import FakeOffice
from tests.fakes.dingtalk_sending import Fault

LAST_EVENING = datetime(2026, 6, 30, 15, 59, tzinfo=UTC)
MEMBER = Address(channel="dingtalk", account="zhangsan")
OPEN = "/v1.0/gateway/connections/open"


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Book:
    """Tallies in memory; `broken` as a disk that is full."""

    def __init__(self) -> None:
        self.tallies: Counter[str] = Counter()
        self.writes = 0
        self.broken = False

    async def spend(self, tally: str, count: int) -> int:
        if self.broken:
            raise StorageError("disk full")
        self.writes += count > 0
        self.tallies[tally] += count
        return self.tallies[tally]


@pytest.fixture
async def fake() -> AsyncIterator[FakeOffice]:
    async with FakeOffice() as fake:
        yield fake


async def test_a_month_ends_in_shanghai() -> None:
    clock, book = Clock(LAST_EVENING), Book()
    quota = Quota("app", now=clock, spend=book.spend)
    await quota.count(Cost.CALLS)
    clock.now += timedelta(minutes=1)
    await quota.count(Cost.CALLS)
    await quota.count(Cost.CALLS)
    assert await quota.write() == {Cost.CALLS: 2, Cost.PUSHES: 0}
    assert {tally: count for tally, count in book.tallies.items() if count} == {
        "dingtalk:app:2026-06:calls": 1,
        "dingtalk:app:2026-07:calls": 2,
    }


async def test_counts_are_gathered_and_none_is_lost_by_a_fault() -> None:
    clock, book = Clock(LAST_EVENING - timedelta(days=3)), Book()
    quota = Quota("app", now=clock, spend=book.spend)
    for _ in range(50):
        await quota.count(Cost.PUSHES)
    assert book.writes == 0
    clock.now += GATHERED_FOR
    book.broken = True
    await quota.count(Cost.PUSHES)
    book.broken = False
    assert (await quota.write())[Cost.PUSHES] == 51


async def test_processes_share_a_tally(database: Database) -> None:
    for _ in range(2):
        quota = Quota("app", now=Clock(LAST_EVENING), spend=spend_in(database))
        await quota.count(Cost.CALLS)
        await quota.write()
    assert (await quota.write())[Cost.CALLS] == 2


async def take_in(_: InboundMessage) -> Outcome:
    return Outcome()


async def test_what_costs_and_what_is_free(fake: FakeOffice) -> None:
    settings = DingtalkSettings.model_validate(fake.settings() | {"mode": "stream", "monthly_calls": 9})
    channel = DingtalkGateway(settings, now=lambda: datetime.now(UTC))
    channel.listen(take_in)
    await channel.send(MEMBER, Content(text="提醒"), key="k")
    await channel.list_contacts()
    assert await channel.tell_spent() == {"calls": (1, 9), "pushes": (0, 3000)}
    await channel.close()


async def test_what_comes_is_counted_even_if_it_says_nothing(fake: FakeOffice) -> None:
    channel = DingtalkGateway(DingtalkSettings.model_validate(fake.settings()), now=lambda: datetime.now(UTC))
    reception = channel._receive_with(take_in)  # noqa: SLF001  what routes and streams pass messages to
    message = FakePeople(sending=fake).text("zhangsan", "你好")
    for fields in (message, {**message, "text": None, "errorCode": 20001}, {**message, "senderStaffId": None}):
        await reception.receive(fields)
    assert await channel.tell_spent() == {"calls": (0, 5000), "pushes": (3, 3000)}
    await channel.close()


@pytest.mark.parametrize("field", SECRET_FIELDS)
async def test_no_secret_is_in_an_answer(fake: FakeOffice, field: str) -> None:
    calls = Calls(DingtalkSettings.model_validate(fake.settings()))
    fake.fail("/v1.0/oauth2/accessToken", Fault(status=400, code="bad", echo=True))
    answer = await calls.post("/v1.0/oauth2/accessToken", {field: "very-secret-words"})
    assert "very-secret-words" not in json.dumps([answer.message, answer.code])
    assert "***" in answer.message
    await calls.close()
