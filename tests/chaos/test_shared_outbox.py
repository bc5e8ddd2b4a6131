"""I3, I4, I7: processes that share an outbox send each message once, in order, and keep the limits together."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.util import await_only

from bot.balance import balance_of
from bot.clockwork import PUMP_EVERY
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.calendar.zone import SHANGHAI
from schedules.delivery import Sent, settle
from schedules.duties.duty import DutyId
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Address
from schedules.reminders.stage import ReminderState
from tests.chaos.office import GROUP, START, settle_in
from tests.chaos.several import Crowd
from tests.fakes.wecom import GETTOKEN, ROBOT, SEND, FakeWecom, Fault

NOON = datetime(2026, 6, 1, 12, tzinfo=SHANGHAI)
ROUNDS = [10, pytest.param(500, marks=pytest.mark.soak)]
MINUTE = timedelta(minutes=1)
LONG = "\n".join(f"第 {number:03} 行，{'一' * 60}" for number in range(60))


@pytest.fixture
async def crowd(database_url: str) -> AsyncIterator[Crowd]:
    robots = {GROUP: "key", **{f"group-{number}": f"key-{number}" for number in range(30)}}
    async with FakeWecom(robots=robots) as fake:
        crowd = Crowd(fake=fake, url=database_url, now=NOON)
        fake.now = crowd.clock
        yield crowd
        await crowd.close()


def notice(number: int, address: Address) -> OutboundMessage:
    content = Content(text=f"第 {number:04} 条")
    return OutboundMessage(key=f"m{number}", kind=MessageKind.NOTICE, send_at=NOON, address=address, content=content)


def group(number: int) -> Address:
    return Address(channel="wecom", account=f"group-{number}", is_group=True)


async def drain(crowd: Crowd) -> None:
    """Let all processes pump at once, as often as the clockwork does, until nothing waits."""
    while await crowd.next_due_at() is not None:
        handled = await asyncio.gather(*(process.pump.pump_due() for process in crowd.processes))
        crowd.now += timedelta(seconds=1) if any(handled) else PUMP_EVERY


async def targets_of_today(crowd: Crowd) -> list[object]:
    messages = await crowd.database.read(lambda uow: uow.outbox.list(states=[DeliveryState.SENT], since=crowd.now))
    return [item.recipient or item.address for item in messages if item.sent_at == crowd.now]


def arrivals(fake: FakeWecom) -> dict[str, list[datetime]]:
    found = defaultdict(list)
    for sent in fake.sent:
        found[sent.target].append(sent.at)
    return found


def most_within_a_minute(instants: Sequence[datetime]) -> int:
    return max(sum(since <= instant < since + MINUTE for instant in instants) for since in instants)


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("count", [2, 4])
async def test_processes_that_plan_and_send_at_once_do_everything_once(crowd: Crowd, count: int, rounds: int) -> None:
    await crowd.open(count)
    await crowd.database.write(settle_in)
    crowd.now = START
    for _ in range(rounds):
        crowd.fake.sent.clear()
        await asyncio.gather(*(process.beat() for process in crowd.processes))
        parts = [(sent.target, sent.text) for sent in crowd.fake.sent]
        assert len(parts) == len(set(parts)), "nothing twice"
        assert max(Counter(await targets_of_today(crowd)).values(), default=0) <= 1, "one message a target and day"
        balance = await crowd.database.read(balance_of)
        assert (balance.adrift, balance.dead) == (0, 0)
        crowd.now += timedelta(days=1)
    messages = await crowd.database.read(lambda uow: uow.outbox.list())
    assert {message.state for message in messages} <= {DeliveryState.SENT, DeliveryState.SUPPRESSED}
    assert max(message.attempts for message in messages) == 1
    assert len(messages) >= 11


@pytest.mark.parametrize("begun", [START, datetime(2026, 12, 31, 16, 30, tzinfo=SHANGHAI)])
async def test_a_clock_that_jumps_sends_nothing_twice_and_nothing_early(crowd: Crowd, begun: datetime) -> None:
    await crowd.open(2)
    crowd.now = begun
    await crowd.database.write(settle_in)
    for hours in (0, -1, 1, 0, -24, 24, 0, 25, -24, 48):
        crowd.now = begun + timedelta(hours=hours)
        await asyncio.gather(*(process.beat() for process in crowd.processes))
    parts = [(sent.target, sent.text) for sent in crowd.fake.sent]
    assert 0 < len(parts) == len(set(parts))
    sent = await crowd.database.read(lambda uow: uow.outbox.list(states=[DeliveryState.SENT]))
    assert all(item.sent_at and item.send_at <= item.sent_at for item in sent)
    assert (await crowd.database.read(balance_of)).adrift == 0


async def test_three_hundred_digests_to_one_robot_keep_their_order_and_its_limit(crowd: Crowd) -> None:
    await crowd.open(2)
    await crowd.add([notice(number, group(0)) for number in range(300)])
    await drain(crowd)
    assert await crowd.states() == {DeliveryState.SENT: 300}
    assert crowd.fake.texts_to("group-0") == [f"第 {number:04} 条" for number in range(300)]
    assert crowd.fake.requests[ROBOT] == 300
    assert most_within_a_minute(arrivals(crowd.fake)["group-0"]) <= 20
    assert crowd.now - NOON < timedelta(minutes=18)


async def test_three_hundred_digests_to_thirty_robots_wait_for_nobody(crowd: Crowd) -> None:
    await crowd.open(2)
    await crowd.add([notice(number, group(number % 30)) for number in range(300)])
    await drain(crowd)
    assert await crowd.states() == {DeliveryState.SENT: 300}
    assert crowd.fake.requests[ROBOT] == 300
    assert crowd.now - NOON < MINUTE
    assert crowd.fake.texts_to("group-7") == [f"第 {number:04} 条" for number in range(7, 300, 30)]


async def test_what_one_process_has_said_of_a_long_message_another_does_not_say_again(crowd: Crowd) -> None:
    await crowd.open(2)
    await crowd.add([replace(notice(1, group(0)), content=Content(text=LONG))])
    crowd.fake.fail(ROBOT, Fault(), times=2)
    crowd.fake.fail(ROBOT, Fault(status=502))
    await crowd.processes[0].pump.pump_due()
    assert len(crowd.fake.texts_to("group-0")) == 2
    crowd.now += MINUTE
    await crowd.processes[1].pump.pump_due()
    texts = crowd.fake.texts_to("group-0")
    assert await crowd.states() == {DeliveryState.SENT: 1}
    assert len(texts) == len(set(texts)) > 3
    assert all(line in "".join(texts) for line in LONG.splitlines())
    assert len(crowd.fake.sent) == len(texts), "nothing was said twice"


async def test_fifty_messages_to_one_member_stay_below_thirty_a_minute(crowd: Crowd) -> None:
    await crowd.open(2)
    await crowd.add([notice(number, Address(channel="wecom", account="zhangsan")) for number in range(50)])
    await drain(crowd)
    assert crowd.fake.texts_to("zhangsan") == [f"第 {number:04} 条" for number in range(50)]
    assert most_within_a_minute(arrivals(crowd.fake)["zhangsan"]) <= 30


@pytest.mark.parametrize("database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)], indirect=True)
async def test_of_a_thousand_seven_cannot_be_reached_and_nobody_else_notices(crowd: Crowd) -> None:
    crowd.fake.invalid |= {f"u{number}" for number in (3, 141, 592, 653)}
    crowd.fake.unlicensed |= {f"u{number}" for number in (589, 793, 238)}
    await crowd.open(2)
    await crowd.add([notice(number, Address(channel="wecom", account=f"u{number}")) for number in range(1000)])
    await drain(crowd)
    assert await crowd.states() == {DeliveryState.SENT: 993, DeliveryState.DEAD: 7}
    assert crowd.fake.requests[SEND] == 1000
    assert len({sent.target for sent in crowd.fake.sent}) == len(crowd.fake.sent) == 993
    dead = await crowd.database.read(lambda uow: uow.outbox.list(states=[DeliveryState.DEAD]))
    assert all("可见范围" in message.reason or "许可" in message.reason for message in dead)


async def test_a_token_that_expires_under_a_hundred_sends_is_fetched_once_by_each_process(crowd: Crowd) -> None:
    await crowd.open(2)
    to_members = [notice(number, Address(channel="wecom", account=f"u{number}")) for number in range(102)]
    await crowd.add(to_members[:2])
    await asyncio.gather(*(process.channel.send(group(0), Content(text="x"), key="x") for process in crowd.processes))
    await drain(crowd)
    fetched = crowd.fake.requests[GETTOKEN]
    crowd.fake.expire_token()
    await crowd.add(to_members[2:])
    await drain(crowd)
    assert await crowd.states() == {DeliveryState.SENT: 102}
    assert len({sent.target for sent in crowd.fake.sent if sent.path == SEND}) == 102
    assert crowd.fake.requests[GETTOKEN] - fetched <= 2


async def test_who_lost_a_lease_leaves_the_message_to_the_other(crowd: Crowd) -> None:
    await crowd.open(2)
    await crowd.add([notice(1, group(0))])
    (claimed,) = await crowd.database.write(
        lambda uow: uow.outbox.claim(due_by=NOON, leased_until=NOON + MINUTE, limit=1, leased_by="gone")
    )
    crowd.now += 2 * MINUTE
    assert await crowd.processes[1].pump.pump_due() == 1

    def go_on(uow: SqlUnitOfWork) -> bool:
        return uow.leases.claim(claimed.id, held=NOON + MINUTE, until=NOON + 9 * MINUTE)

    assert not await crowd.database.write(go_on)
    assert len(crowd.fake.sent) == 1


async def claim_two(crowd: Crowd, owner: str) -> None:
    await crowd.database.write(
        lambda uow: uow.outbox.claim(due_by=NOON, leased_until=NOON + MINUTE, limit=2, leased_by=owner)
    )


async def test_a_process_goes_on_with_what_its_predecessor_held_and_leaves_alone_what_others_hold(crowd: Crowd) -> None:
    await crowd.open(1)
    await crowd.add([notice(number, group(number)) for number in range(4)])
    for owner in ("host:1", "host:2"):
        await claim_two(crowd, owner)
    assert await crowd.database.write(lambda uow: uow.leases.cancel("host:1")) == 2
    assert await crowd.processes[0].pump.pump_due() == 2
    assert sorted(sent.target for sent in crowd.fake.sent) == ["group-0", "group-1"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_reminder_that_joins_a_message_while_it_is_settled_is_told_in_the_next_one(crowd: Crowd) -> None:
    await crowd.open(2)
    crowd.now = START
    await crowd.database.write(settle_in)
    while (await crowd.database.write(crowd.processes[0].plan)).reviewed:
        pass
    reminder, *_ = await crowd.database.read(lambda uow: uow.reminders.list(state=ReminderState.PLANNED))
    messages = await crowd.database.read(lambda uow: uow.outbox.list(recipient=reminder.key.recipient))
    (message,) = [item for item in messages if item.key == reminder.message_key]
    is_looked_at = asyncio.Event()

    def join(uow: SqlUnitOfWork) -> None:
        uow.outbox.list(kind=MessageKind.REMINDER, recipient=reminder.key.recipient)
        is_looked_at.set()
        await_only(asyncio.sleep(0.5))
        uow.reminders.add([replace(reminder, key=replace(reminder.key, duty_id=DutyId("late")))])

    async def settle_meanwhile() -> None:
        await is_looked_at.wait()
        planned = await crowd.database.read(lambda uow: uow.reminders.list(message_key=message.key))
        told = tuple(item.key for item in planned)
        await crowd.processes[1].database.write(
            lambda uow: settle(uow, message, Sent(text="...", told=told), crowd.now)
        )

    await asyncio.gather(crowd.database.write(join), settle_meanwhile())
    assert (await crowd.database.read(balance_of)).adrift == 0
    late = [item for item in await crowd.database.read(lambda uow: uow.reminders.list()) if item.key.duty_id == "late"]
    assert [(item.state, item.message_key != message.key) for item in late] == [(ReminderState.PLANNED, True)]
