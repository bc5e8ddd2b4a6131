"""The pump and the channel together, under the platform's limits and faults."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot import wording
from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.settings import WecomSettings
from bot.limits import Limit
from bot.pump import Pump
from bot.recalling import Recall, recall
from bot.robot import Robot
from bot.storage.database import Database
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Address
from tests.books import rulebook
from tests.fakes.wecom import GETTOKEN, RECALL, ROBOT, SEND, FakeWecom, Fault

START = datetime(2026, 6, 1, 1, tzinfo=UTC)
GROUP = Address(channel="wecom", account="committee-group", is_group=True)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Office:
    """An outbox, its pump and a clock that moves to the next due message."""

    def __init__(self, database: Database, fake: FakeWecom) -> None:
        self.now = START
        self.database = database
        self.fake = fake
        fake.now = lambda: self.now
        settings = WecomSettings.model_validate(fake.settings())
        self.channel = WecomChannel(settings, now=lambda: self.now, allow=self._allow)
        channels = {"wecom": self.channel}
        self.pump = Pump(database=database, channels=channels, rulebook=rulebook(), clock=lambda: self.now)
        self.robot = Robot(database=database, rulebook=rulebook(), clock=lambda: self.now, channels=channels)

    async def messages(self) -> Sequence[OutboundMessage]:
        return await self.database.read(lambda uow: uow.outbox.list())

    async def add(self, *addresses: Address, text: str = "第 {number} 条") -> None:
        messages = [
            OutboundMessage(
                key=f"m{number}",
                kind=MessageKind.NOTICE,
                send_at=START,
                address=address,
                content=Content(text=text.format(number=number)),
            )
            for number, address in enumerate(addresses)
        ]
        await self.database.write(lambda uow: [uow.outbox.add(message) for message in messages])

    async def drain(self) -> int:
        """Pump until nothing waits; how many times the clock moved."""
        moves = 0
        while True:
            while await self.pump.pump_due():
                pass
            due_at = await self.database.read(lambda uow: uow.outbox.get_next_due_at())
            if due_at is None:
                return moves
            self.now, moves = max(due_at, self.now + timedelta(seconds=1)), moves + 1

    async def _allow(self, target: str, count: int, limits: Sequence[Limit]) -> timedelta:
        return await self.database.write(lambda uow: uow.allowances.claim(target, count, limits=limits, now=self.now))

    async def states(self) -> dict[DeliveryState, int]:
        counts = await self.database.read(lambda uow: uow.outbox.count())
        return {state: count for state, count in counts.items() if count}


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    async with FakeWecom() as fake:
        office = Office(database, fake)
        yield office
        await office.channel.close()


async def test_three_hundred_digests_to_one_robot_all_arrive_within_its_limit(office: Office) -> None:
    await office.add(*[GROUP] * 300)
    await office.drain()
    assert await office.states() == {DeliveryState.SENT: 300}
    assert sorted(office.fake.texts_to(GROUP.account)) == sorted(f"第 {number} 条" for number in range(300))
    assert office.fake.requests[ROBOT] == 300
    assert office.now - START < timedelta(minutes=20)


async def test_a_message_in_pieces_is_taken_back_piece_by_piece(office: Office) -> None:
    text = "\n".join("一" * 300 for _ in range(5))
    office.fake.fail(SEND, Fault())
    office.fake.fail(SEND, Fault(code=45033))
    await office.add(Address(channel="wecom", account="zhangsan"), text=text)
    await office.drain()
    (message,) = await office.messages()
    assert message.receipt
    assert (len(message.receipt.names), len(office.fake.texts_to("zhangsan"))) == (3, 3)
    office.fake.fail(RECALL, Fault(code=40058))
    outcome = await recall(office.robot, message)
    assert (outcome.taken, outcome.left, "40058" in outcome.reason) == (2, 1, True)
    (message,) = await office.messages()
    assert await recall(office.robot, message) == Recall(message=message, taken=1)
    (message,) = await office.messages()
    assert sorted(office.fake.recalled) == sorted(office.fake.named)
    assert await recall(office.robot, message) == Recall(message=message)
    assert await office.states() == {DeliveryState.SENT: 1}


async def test_what_cannot_be_taken_back_is_not_asked_for(office: Office) -> None:
    await office.add(GROUP, Address(channel="wecom", account="zhangsan"))
    waiting, _ = await office.messages()
    await office.drain()
    told, written = await office.messages()
    office.now += timedelta(hours=24, seconds=1)
    reasons = [(await recall(office.robot, message)).reason for message in (waiting, told, written)]
    office.robot.channels = {}
    reasons.append((await recall(office.robot, written)).reason)
    assert reasons == [wording.NOT_SENT, wording.NAMELESS, wording.TOO_LATE.format(hours=24), wording.NO_RECALL]
    assert not office.fake.requests[RECALL]


async def test_members_that_cannot_be_reached_do_not_cost_the_others_anything(office: Office) -> None:
    office.fake.invalid |= {"u3", "u41"}
    office.fake.unlicensed |= {"u7"}
    await office.add(*(Address(channel="wecom", account=f"u{number}") for number in range(60)))
    await office.drain()
    assert await office.states() == {DeliveryState.SENT: 57, DeliveryState.DEAD: 3}
    assert office.fake.requests[SEND] == 60


async def test_faults_of_every_kind_end_in_each_message_once(office: Office) -> None:
    faults = [
        Fault(status=502),
        Fault(reset=True),
        Fault(reset=True, carried_out=True),
        Fault(code=-1),
        Fault(garbage=True, carried_out=True),
        Fault(code=42001),
        Fault(code=45009),
        Fault(code=45033),
    ]
    for fault in faults:
        office.fake.fail(SEND, fault)
    office.fake.fail(GETTOKEN, Fault(status=500))
    await office.add(*(Address(channel="wecom", account=f"u{number}") for number in range(60)))
    await office.drain()
    assert await office.states() == {DeliveryState.SENT: 60}
    assert [len(office.fake.texts_to(f"u{number}")) for number in range(60)] == [1] * 60
    assert office.fake.requests[SEND] <= 60 * 1.3
    assert office.fake.most_gettokens_at_once == 1
