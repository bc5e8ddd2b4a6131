"""I3, I4: what the pump does with a message that cannot be worded, sent, or told to have arrived."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from bot.channels.base import SendError
from bot.clockwork import run_clockwork
from bot.errors import StorageError
from bot.pump import Pump
from bot.robot import Robot
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.calendar.zone import SHANGHAI
from schedules.outbox import MAX_ATTEMPTS, Content, DeliveryState, MessageKind, OutboundMessage, Receipt
from schedules.people.address import Address
from schedules.people.organisation import OrganisationId
from schedules.reminders.stage import ReminderState
from schedules.tick import TickOutcome, tick
from schedules.wording import NO_ACCOUNT
from tests.books import rulebook
from tests.chaos.office import START
from tests.chaos.office import settle_in as bureau
from tests.fakes.quiet import QuietChannel
from tests.storage.samples import BRANCH, settle_in

T = TypeVar("T")

NOW = datetime(2026, 6, 25, 10, 0, tzinfo=SHANGHAI)
GROUP = Address(channel="test", account="g", is_group=True)


@dataclass
class Scripted(QuietChannel):
    """A channel that does as it is told, message by message."""

    name: str = "test"
    script: Callable[[str], None] = lambda _: None
    sent: list[str] = field(default_factory=list)

    async def send(self, address: Address, content: Content, *, key: str) -> list[str]:
        assert address.channel == "test"
        assert content.text
        self.script(key)
        self.sent.append(key)
        return [f"{key}'s name"]


class Office:
    """An outbox, its pump, a channel and a clock."""

    def __init__(self, database: Database) -> None:
        self.database, self.channel, self.now = database, Scripted(), NOW
        self.pump = Pump(
            database=database, channels={"test": self.channel}, rulebook=rulebook(), clock=lambda: self.now
        )

    async def add(
        self,
        *keys: str,
        kind: MessageKind = MessageKind.NOTICE,
        organisation_id: OrganisationId | None = None,
        address: Address = GROUP,
    ) -> None:
        messages = [
            OutboundMessage(
                key=key,
                kind=kind,
                send_at=NOW,
                organisation_id=organisation_id,
                address=address,
                content=Content(text=key),
            )
            for key in keys
        ]
        await self.database.write(lambda uow: [uow.outbox.add(message) for message in messages])

    async def drain(self, *, until: timedelta = timedelta(days=1)) -> None:
        while self.now < NOW + until:
            if not await self.pump.pump_due():
                self.now += timedelta(minutes=5)

    async def next_due_at(self) -> datetime | None:
        return await self.database.read(lambda uow: uow.outbox.get_next_due_at())

    async def messages(self) -> dict[str, OutboundMessage]:
        return {item.key: item for item in await self.database.read(lambda uow: uow.outbox.list())}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


async def test_one_that_cannot_be_worded_is_given_up_and_disturbs_nobody(office: Office) -> None:
    await office.database.write(settle_in)
    # A digest's key has five parts: whoever looks for the fourth of this one fails.
    await office.add("poison", kind=MessageKind.DIGEST, organisation_id=BRANCH)
    await office.add(*(f"m{number}" for number in range(20)))
    await office.drain()
    messages = await office.messages()
    assert office.channel.sent == [f"m{number}" for number in range(20)]
    assert (messages["poison"].state, messages["poison"].attempts) == (DeliveryState.DEAD, MAX_ATTEMPTS)
    assert "IndexError" in messages["poison"].reason
    assert {message.attempts for key, message in messages.items() if key != "poison"} == {1}


async def test_what_the_platform_calls_a_message_is_kept_with_it(office: Office) -> None:
    await office.add("m0")
    await office.drain()
    assert (await office.messages())["m0"].receipt == Receipt(address=GROUP, names=("m0's name",))


async def test_a_channel_that_fails_in_an_unknown_way_leaves_a_doubt_each_time(office: Office) -> None:
    office.channel.script = failing({"m0": ZeroDivisionError("bug")})
    await office.add("m0")
    await office.drain()
    message = (await office.messages())["m0"]
    assert (message.state, message.doubts) == (DeliveryState.DEAD, MAX_ATTEMPTS)
    assert "ZeroDivisionError" in message.reason


@pytest.mark.parametrize(("ambiguous", "doubts"), [(True, 1), (False, 0)])
async def test_only_a_send_without_an_answer_is_in_doubt(office: Office, ambiguous: bool, doubts: int) -> None:  # noqa: FBT001 - a case
    office.channel.script = failing({"m0": SendError("?", ambiguous=ambiguous)}, times=1)
    await office.add("m0", "m1")
    await office.drain()
    assert {item.doubts for item in (await office.messages()).values()} == {0, doubts}
    assert await office.database.read(lambda uow: uow.outbox.count_doubts()) == doubts
    assert sorted(office.channel.sent) == ["m0", "m1"]


async def test_what_waits_behind_one_that_failed_is_no_attempt_and_keeps_its_order(office: Office) -> None:
    office.channel.script = failing({"m0": SendError("down")}, times=1)
    await office.add(*(f"m{number}" for number in range(5)))
    await office.drain()
    assert [key for key in office.channel.sent if key != "m0"] == ["m1", "m2", "m3", "m4"]
    assert {key: message.attempts for key, message in (await office.messages()).items()} == {
        "m0": 2,
        **{f"m{number}": 1 for number in range(1, 5)},
    }


async def test_a_pump_that_is_halted_begins_nothing_more_and_lets_go_of_the_rest(office: Office) -> None:
    def halt(_: str) -> None:
        office.pump.halted.set()

    office.channel.script = halt
    await office.add("m0", "m1", "m2")
    await office.pump.pump_due()
    assert office.channel.sent == ["m0"]
    left = [message for message in (await office.messages()).values() if message.state is DeliveryState.PENDING]
    assert [(message.attempts, message.doubts) for message in left] == [(0, 0)] * 2
    claimed = await office.database.write(
        lambda uow: uow.outbox.claim(due_by=NOW, leased_until=NOW + timedelta(minutes=1), limit=9)
    )
    assert [message.key for message in claimed] == ["m1", "m2"]


async def test_what_comes_after_one_that_failed_waits_until_it_has_arrived(office: Office) -> None:
    office.channel.script = failing({"m0": SendError("down")}, times=3)
    await office.add("m0")
    await office.pump.pump_due()
    office.now += timedelta(seconds=1)
    await office.add("m1", "m2")
    await office.add("other", address=replace(GROUP, account="h"))
    assert await office.pump.pump_due() == 1
    assert office.channel.sent == ["other"]
    while await office.pump.pump_due() or len(office.channel.sent) < 4:
        office.now += timedelta(seconds=5)
    assert office.channel.sent == ["other", "m0", "m1", "m2"]
    messages = await office.messages()
    assert {key: message.attempts for key, message in messages.items()} == {"m0": 4, "m1": 1, "m2": 1, "other": 1}
    assert await office.next_due_at() is None


async def test_what_waits_behind_another_is_not_due_before_it(office: Office) -> None:
    office.channel.script = failing({"m0": SendError("down", pause=timedelta(minutes=10))}, times=1)
    await office.add("m0")
    await office.pump.pump_due()
    await office.add("m1")
    assert await office.next_due_at() == NOW + timedelta(minutes=10)


async def test_one_that_was_given_up_holds_up_nobody(office: Office) -> None:
    office.channel.script = failing({"m0": SendError("down")})
    await office.add("m0")
    await office.pump.pump_due()
    await office.add("m1")
    await office.drain(until=timedelta(hours=2))
    messages = await office.messages()
    assert (messages["m0"].state, messages["m1"].state) == (DeliveryState.DEAD, DeliveryState.SENT)


@pytest.mark.parametrize("kept", [False, True])
async def test_a_cut_connection_neither_doubles_nor_delays(
    office: Office,
    kept: bool,  # noqa: FBT001 - a case
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.pump.STORE_EVERY", timedelta())
    said = []
    for nth in range(1, 8):
        said += (keys := [f"{nth}-{number}" for number in range(3)])
        await office.add(*keys)
        office.pump.database = Cut(office.database, nth, kept=kept)
        for _ in range(3):
            with contextlib.suppress(StorageError):
                await office.pump.pump_due()
        assert office.channel.sent == said, nth
    messages = (await office.messages()).values()
    assert {(item.state, item.attempts, item.doubts) for item in messages} == {(DeliveryState.SENT, 1, 0)}


async def test_while_the_limits_cannot_be_asked_nothing_is_sent_and_nothing_is_in_doubt(office: Office) -> None:
    office.channel.script = failing({"m0": StorageError("gone")}, times=1)
    await office.add("m0", "m1")
    await office.pump.pump_due()
    assert office.channel.sent == []
    assert {(item.attempts, item.doubts) for item in (await office.messages()).values()} == {(0, 0)}
    office.now += timedelta(seconds=1)
    await office.pump.pump_due()
    assert office.channel.sent == ["m0", "m1"]


async def test_what_a_process_cannot_finish_before_it_stops_is_free_for_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.clockwork.DRAINED_WITHIN", timedelta(seconds=0.1))
    hanging = Hanging()
    robot = Robot(
        database=office.database,
        rulebook=rulebook(),
        clock=lambda: office.now,
        channels={"test": hanging},
        owner="host:1",
    )
    await office.add("m0", "m1")
    async with run_clockwork(robot):
        await hanging.asked.wait()
    assert await office.pump.pump_due() == 2
    assert office.channel.sent == ["m0", "m1"]
    assert (await office.messages())["m0"].attempts == 2


async def test_reminders_to_people_without_an_account_are_suppressed_with_the_reason(office: Office) -> None:
    book = rulebook()
    office.now = START

    def plan(uow: SqlUnitOfWork) -> TickOutcome:
        return tick(uow, START, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules, limit=9)

    await office.database.write(bureau)
    planned = (await office.database.write(plan)).planned
    office.now += timedelta(hours=1)
    await office.pump.pump_due()
    reminders = await office.database.read(lambda uow: uow.reminders.list())
    unreached = [item for item in reminders if (item.state, item.reason) == (ReminderState.SUPPRESSED, NO_ACCOUNT)]
    assert 0 < len(unreached) == planned
    messages = [item for item in (await office.messages()).values() if item.kind is MessageKind.REMINDER]
    assert {(item.state, item.reason) for item in messages} == {(DeliveryState.SUPPRESSED, NO_ACCOUNT)}


@dataclass
class Hanging(QuietChannel):
    """A channel that never answers."""

    name: str = "test"
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, address: Address, content: Content, *, key: str) -> list[str]:
        del address, content
        assert key == "m0"
        self.asked.set()
        await asyncio.Event().wait()
        return []


class Cut(Database):
    """A database to which the connection is cut once: at the nth write, before its commit or after."""

    def __init__(self, database: Database, nth: int, *, kept: bool) -> None:
        super().__init__(database)
        self._nth, self._kept, self._writes = nth, kept, 0

    async def write(self, use_case: Callable[[SqlUnitOfWork], T]) -> T:
        self._writes += 1
        if self._writes != self._nth:
            return await super().write(use_case)
        if self._kept:
            await super().write(use_case)
        raise StorageError("cut")


def failing(faults: dict[str, Exception], *, times: int = 99) -> Callable[[str], None]:
    """A script in which messages of these keys fail so many times."""
    left = dict.fromkeys(faults, times)

    def script(key: str) -> None:
        if left.get(key, 0):
            left[key] -= 1
            raise faults[key]

    return script
