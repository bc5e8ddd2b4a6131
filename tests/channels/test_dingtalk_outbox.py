"""The pump and the channel together, under the platform's limits and faults."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.dingtalk.channel import DingtalkChannel
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.limits import Limit
from bot.pump import Pump
from bot.storage.database import Database
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Address
from tests.books import rulebook
from tests.fakes.dingtalk_sending import ROBOT, TO_MEMBERS, TOKEN, FakeSending, Fault

START = datetime(2026, 6, 1, 1, tzinfo=UTC)
GROUP = Address(channel="dingtalk", account="committee-group", is_group=True)
PEOPLE = [Address(channel="dingtalk", account=f"u{number}") for number in range(60)]
DENIED = "Forbidden.AccessDenied."

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Office:
    """An outbox, its pump and a clock that moves to the next due message."""

    def __init__(self, database: Database, fake: FakeSending) -> None:
        self.now = START
        self.database = database
        self.fake = fake
        fake.now = lambda: self.now
        settings = DingtalkSettings.model_validate(fake.settings())
        self.channel = DingtalkChannel(settings, now=lambda: self.now, allow=self._allow)
        channels = {"dingtalk": self.channel}
        self.pump = Pump(database=database, channels=channels, rulebook=rulebook(), clock=lambda: self.now)

    async def add(self, *addresses: Address) -> None:
        messages = [
            OutboundMessage(
                key=f"m{number}",
                kind=MessageKind.NOTICE,
                send_at=START,
                address=address,
                content=Content(text=f"第 {number} 条"),
            )
            for number, address in enumerate(addresses)
        ]
        await self.database.write(lambda uow: [uow.outbox.add(message) for message in messages])

    async def drain(self) -> None:
        """Pump until nothing waits."""
        while True:
            while await self.pump.pump_due():
                pass
            due_at = await self.database.read(lambda uow: uow.outbox.get_next_due_at())
            if due_at is None:
                return
            self.now = max(due_at, self.now + timedelta(seconds=1))

    async def _allow(self, target: str, count: int, limits: Sequence[Limit]) -> timedelta:
        return await self.database.write(lambda uow: uow.allowances.claim(target, count, limits=limits, now=self.now))

    async def states(self) -> dict[DeliveryState, int]:
        counts = await self.database.read(lambda uow: uow.outbox.count())
        return {state: count for state, count in counts.items() if count}


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    async with FakeSending() as fake:
        office = Office(database, fake)
        yield office
        await office.channel.close()


async def test_a_hundred_digests_to_one_robot_all_arrive_within_its_limit(office: Office) -> None:
    await office.add(*[GROUP] * 100)
    await office.drain()
    assert await office.states() == {DeliveryState.SENT: 100}
    assert office.fake.texts_to(GROUP.account) == [f"第 {number} 条" for number in range(100)]
    assert office.fake.requests[ROBOT] == 100
    assert office.now - START < timedelta(minutes=7)


async def test_a_robot_is_told_nothing_twice_by_whatever_fails(office: Office) -> None:
    faults = [
        Fault(reset=True, carried_out=True),
        Fault(garbage=True, carried_out=True),
        Fault(reset=True),
        Fault(code=-1),
        Fault(code=130101, message="send too fast"),
        Fault(code=310000, message="sign not match"),
    ]
    for fault in faults:
        office.fake.fail(ROBOT, fault)
    await office.add(*[GROUP] * 8)
    await office.drain()
    assert sorted(office.fake.texts_to(GROUP.account)) == [f"第 {number} 条" for number in range(8)]
    assert await office.states() == {DeliveryState.SENT: 8}


async def test_members_that_cannot_be_reached_do_not_cost_the_others_anything(office: Office) -> None:
    office.fake.invalid |= {"u3", "u41"}
    await office.add(*PEOPLE)
    await office.drain()
    assert await office.states() == {DeliveryState.SENT: 58, DeliveryState.DEAD: 2}
    assert office.fake.requests[TO_MEMBERS] == 60
    assert office.fake.requests[TOKEN] == 1


async def test_faults_that_deliver_nothing_end_in_each_message_once(office: Office) -> None:
    faults = [
        Fault(status=502, garbage=True),
        Fault(reset=True),
        Fault(status=400, code="InvalidAuthentication"),
        Fault(status=403, code=f"{DENIED}QpsLimitForAppkeyAndApi"),
        Fault(status=403, code=f"{DENIED}IpNotInWhiteList"),
        Fault(status=429, code="system.busy"),
    ]
    for fault in faults:
        office.fake.fail(TO_MEMBERS, fault)
    office.fake.fail(TOKEN, Fault(status=500, code="system.error"))
    await office.add(*PEOPLE)
    await office.drain()
    assert await office.states() == {DeliveryState.SENT: 60}
    assert [len(office.fake.texts_to(one.account)) for one in PEOPLE] == [1] * 60
    assert office.fake.most_tokens_asked_at_once == 1


async def test_people_under_flow_control_hear_it_when_that_is_over(office: Office) -> None:
    office.fake.controlled |= {"u5", "u6"}
    await office.add(*PEOPLE[:10])
    await office.pump.pump_due()
    assert len(office.fake.sent) == 8
    office.fake.controlled.clear()
    await office.drain()
    assert {sent.target for sent in office.fake.sent} == {one.account for one in PEOPLE[:10]}
    assert await office.states() == {DeliveryState.SENT: 10}
