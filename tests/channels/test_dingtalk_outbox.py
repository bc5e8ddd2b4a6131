"""The pump and the channel together, under the platform's limits and faults."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.dingtalk.channel import DingtalkChannel
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.recalling import recall
from bot.storage.database import Database
from schedules.outbox import DeliveryState
from schedules.people.address import Address
from tests.fakes.dingtalk_sending import ROBOT, TO_MEMBERS, TOKEN, FakeSending, Fault
from tests.fakes.sending_office import START, Office

GROUP = Address(channel="dingtalk", account="committee-group", is_group=True)
PEOPLE = [Address(channel="dingtalk", account=f"u{number}") for number in range(60)]
DENIED = "Forbidden.AccessDenied."

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class DingtalkOffice(Office):
    """An office before a fake DingTalk."""

    def __init__(self, database: Database, fake: FakeSending) -> None:
        self.fake = fake
        fake.now = self.clock
        settings = DingtalkSettings.model_validate(fake.settings())
        super().__init__(database, lambda now, allow: DingtalkChannel(settings, now=now, allow=allow))


@pytest.fixture
async def office(database: Database) -> AsyncIterator[DingtalkOffice]:
    async with FakeSending() as fake:
        office = DingtalkOffice(database, fake)
        yield office
        await office.channel.close()


async def test_a_hundred_digests_to_one_robot_all_arrive_within_its_limit(office: DingtalkOffice) -> None:
    await office.add(*[GROUP] * 100)
    await office.drain()
    assert await office.states() == {DeliveryState.SENT: 100}
    assert office.fake.texts_to(GROUP.account) == [f"第 {number} 条" for number in range(100)]
    assert office.fake.requests[ROBOT] == 100
    assert office.now - START < timedelta(minutes=7)


async def test_a_robot_is_told_nothing_twice_by_whatever_fails(office: DingtalkOffice) -> None:
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


async def test_members_that_cannot_be_reached_do_not_cost_the_others_anything(office: DingtalkOffice) -> None:
    office.fake.invalid |= {"u3", "u41"}
    await office.add(*PEOPLE)
    await office.drain()
    assert await office.states() == {DeliveryState.SENT: 58, DeliveryState.DEAD: 2}
    assert office.fake.requests[TO_MEMBERS] == 60
    assert office.fake.requests[TOKEN] == 1


async def test_faults_that_deliver_nothing_end_in_each_message_once(office: DingtalkOffice) -> None:
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


async def test_people_under_flow_control_hear_it_when_that_is_over(office: DingtalkOffice) -> None:
    office.fake.controlled |= {"u5", "u6"}
    await office.add(*PEOPLE[:10])
    await office.pump.pump_due()
    assert len(office.fake.sent) == 8
    office.fake.controlled.clear()
    await office.drain()
    assert {sent.target for sent in office.fake.sent} == {one.account for one in PEOPLE[:10]}
    assert await office.states() == {DeliveryState.SENT: 10}


async def test_what_was_sent_is_taken_back_for_a_day(office: DingtalkOffice) -> None:
    await office.add(PEOPLE[0], Address(channel="dingtalk", account="cidA==", is_group=True), GROUP, PEOPLE[1])
    await office.drain()
    *taken, by_robot, late = await office.messages()
    outcomes = [await recall(office.robot, message) for message in (*taken, by_robot)]
    assert [(outcome.taken, bool(outcome.reason)) for outcome in outcomes] == [(1, False), (1, False), (0, True)]
    office.now += timedelta(hours=25)
    assert (await recall(office.robot, late)).reason
    assert {sent.target for sent in office.fake.sent} == {"committee-group", "u1"}
    assert await office.states() == {DeliveryState.SENT: 4}
