"""I3, I4: what the pump does with a message that cannot be worded, sent, or told to have arrived."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.channels.base import Channel, SendError
from bot.pump import Pump
from bot.storage.database import Database
from schedules.calendar.zone import SHANGHAI
from schedules.outbox import MAX_ATTEMPTS, Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Address
from schedules.people.organisation import OrganisationId
from tests.books import rulebook
from tests.storage.samples import BRANCH, settle_in

NOW = datetime(2026, 6, 25, 10, 0, tzinfo=SHANGHAI)
GROUP = Address(channel="test", account="g", is_group=True)


@dataclass
class Scripted:
    """A channel that does as it is told, message by message."""

    script: Callable[[str], None] = lambda _: None
    sent: list[str] = field(default_factory=list)

    async def send(self, address: Address, content: Content, *, key: str) -> None:
        assert address.channel == "test"
        assert content.text
        self.script(key)
        self.sent.append(key)


class Office:
    """An outbox, its pump, a channel and a clock."""

    def __init__(self, database: Database) -> None:
        self.database, self.channel, self.now = database, Scripted(), NOW
        channels: dict[str, Channel] = {"test": self.channel}  # type: ignore[dict-item]
        self.pump = Pump(database=database, channels=channels, rulebook=rulebook(), clock=lambda: self.now)

    async def add(
        self, *keys: str, kind: MessageKind = MessageKind.NOTICE, organisation_id: OrganisationId | None = None
    ) -> None:
        messages = [
            OutboundMessage(
                key=key,
                kind=kind,
                send_at=NOW,
                organisation_id=organisation_id,
                address=GROUP,
                content=Content(text=key),
            )
            for key in keys
        ]
        await self.database.write(lambda uow: [uow.outbox.add(message) for message in messages])

    async def drain(self, *, until: timedelta = timedelta(days=1)) -> None:
        while self.now < NOW + until:
            if not await self.pump.pump_due():
                self.now += timedelta(minutes=5)

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


def failing(faults: dict[str, Exception], *, times: int = 99) -> Callable[[str], None]:
    """A script in which messages of these keys fail so many times."""
    left = dict.fromkeys(faults, times)

    def script(key: str) -> None:
        if left.get(key, 0):
            left[key] -= 1
            raise faults[key]

    return script
