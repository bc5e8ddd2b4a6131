"""The pump and the channel together, under the platform's limits and faults."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot import wording
from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.settings import WecomSettings
from bot.recalling import Recall, recall
from bot.storage.database import Database
from schedules.outbox import DeliveryState
from schedules.people.address import Address
from tests.fakes.sending_office import START, Office
from tests.fakes.wecom import GETTOKEN, RECALL, ROBOT, SEND, FakeWecom, Fault

GROUP = Address(channel="wecom", account="committee-group", is_group=True)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class WecomOffice(Office):
    """An office before a fake WeCom."""

    def __init__(self, database: Database, fake: FakeWecom) -> None:
        self.fake = fake
        fake.now = self.clock
        settings = WecomSettings.model_validate(fake.settings())
        super().__init__(database, lambda now, allow: WecomChannel(settings, now=now, allow=allow))


@pytest.fixture
async def office(database: Database) -> AsyncIterator[WecomOffice]:
    async with FakeWecom() as fake:
        office = WecomOffice(database, fake)
        yield office
        await office.channel.close()


async def test_three_hundred_digests_to_one_robot_all_arrive_within_its_limit(office: WecomOffice) -> None:
    await office.add(*[GROUP] * 300)
    await office.drain()
    assert await office.states() == {DeliveryState.SENT: 300}
    assert sorted(office.fake.texts_to(GROUP.account)) == sorted(f"第 {number} 条" for number in range(300))
    assert office.fake.requests[ROBOT] == 300
    assert office.now - START < timedelta(minutes=20)


async def test_a_message_in_pieces_is_taken_back_piece_by_piece(office: WecomOffice) -> None:
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


async def test_what_cannot_be_taken_back_is_not_asked_for(office: WecomOffice) -> None:
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


async def test_members_that_cannot_be_reached_do_not_cost_the_others_anything(office: WecomOffice) -> None:
    office.fake.invalid |= {"u3", "u41"}
    office.fake.unlicensed |= {"u7"}
    await office.add(*(Address(channel="wecom", account=f"u{number}") for number in range(60)))
    await office.drain()
    assert await office.states() == {DeliveryState.SENT: 57, DeliveryState.DEAD: 3}
    assert office.fake.requests[SEND] == 60


async def test_faults_of_every_kind_end_in_each_message_once(office: WecomOffice) -> None:
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
