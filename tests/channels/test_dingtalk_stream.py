"""The stream over real sockets: what comes is taken in once and acknowledged then, and no cut loses anything."""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.base import SendError
from bot.channels.dingtalk import connection as connection_module
from bot.channels.dingtalk import stream as stream_module
from bot.channels.dingtalk.frames import Frame, FrameKind, parse_frame
from bot.channels.dingtalk.gateway import DingtalkGateway
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.channels.dingtalk.stream import pause_after, read_ticket
from bot.channels.sealing import VerificationError
from bot.errors import StorageError
from handlers.messages import InboundMessage, Outcome
from schedules.outbox import Content
from tests.fakes.dingtalk_callbacks import FakePeople
from tests.fakes.dingtalk_sending import Fault
from tests.fakes.dingtalk_stream import OPEN, FakeStream
from tests.waiting import until


class Ledger:
    """A take-in that keeps messages by key; `before` may hold it up or fail."""

    def __init__(self) -> None:
        self.kept: dict[str, InboundMessage] = {}
        self.done = 0
        self.before: Callable[[], Awaitable[object]] | None = None

    async def __call__(self, message: InboundMessage) -> Outcome:
        if self.before is not None:
            await self.before()
        repeated = message.key in self.kept
        self.done += not repeated
        self.kept.setdefault(message.key, message)
        return Outcome(replies=(Content(text=f"已登记：{message.text}"),), repeated=repeated)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(stream_module, "LONGEST_PAUSE", 0.1)


@pytest.fixture
async def fake() -> AsyncIterator[FakeStream]:
    async with FakeStream() as fake:
        yield fake


@pytest.fixture
def people(fake: FakeStream) -> FakePeople:
    return FakePeople(sending=fake)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
async def channel(fake: FakeStream, ledger: Ledger) -> AsyncIterator[DingtalkGateway]:
    settings = DingtalkSettings.model_validate(fake.settings() | {"mode": "stream"})
    channel = DingtalkGateway(settings, now=lambda: datetime.now(UTC))
    channel.listen(ledger)
    yield channel
    await channel.close()


@pytest.fixture
async def _connected(fake: FakeStream, channel: DingtalkGateway) -> None:
    assert channel.name == "dingtalk"
    await until(lambda: fake.sockets)


@pytest.mark.usefixtures("_connected")
async def test_it_asks_for_messages_and_events(fake: FakeStream) -> None:
    assert fake.opened[0]["subscriptions"] == [
        {"type": "EVENT", "topic": "*"},
        {"type": "CALLBACK", "topic": "/v1.0/im/bot/messages/get"},
    ]


@pytest.mark.usefixtures("_connected")
async def test_a_text_is_taken_in_acknowledged_and_answered(
    fake: FakeStream, people: FakePeople, ledger: Ledger, channel: DingtalkGateway
) -> None:
    frame = await fake.tell(people.text("zhangsan", "9月3日党课"))
    await until(lambda: fake.ack_of(frame))
    await channel.close()
    assert fake.ack_of(frame) == {
        "code": 200,
        "message": "OK",
        "headers": {"messageId": frame, "contentType": "application/json"},
        "data": '{"response": null}',
    }
    assert [message.text for message in ledger.kept.values()] == ["9月3日党课"]
    assert fake.texts_to("cidzhangsan") == ["已登记：9月3日党课"]


@pytest.mark.usefixtures("_connected")
async def test_nothing_is_acknowledged_before_it_is_kept(fake: FakeStream, people: FakePeople, ledger: Ledger) -> None:
    gate = asyncio.Event()
    ledger.before = gate.wait
    frame = await fake.tell(people.text("zhangsan", "党课"))
    ping = await fake.push("SYSTEM", "ping", {"opaque": "o"})
    await until(lambda: fake.ack_of(ping))
    assert fake.ack_of(frame) is None
    gate.set()
    await until(lambda: fake.ack_of(frame))


@pytest.mark.usefixtures("_connected")
@pytest.mark.parametrize("fault", [StorageError("disk full"), RuntimeError("bug")])
async def test_what_is_not_kept_is_not_acknowledged(
    fake: FakeStream, people: FakePeople, ledger: Ledger, channel: DingtalkGateway, fault: Exception
) -> None:
    async def fail() -> None:
        raise fault

    ledger.before = fail
    message = people.text("zhangsan", "党课")
    lost = await fake.tell(message)
    await until(lambda: channel.counts["unstored"])
    ledger.before = None
    again = await fake.tell(message)
    await until(lambda: fake.ack_of(again))
    assert (fake.ack_of(lost), ledger.done) == (None, 1)


@pytest.mark.usefixtures("_connected")
async def test_a_redelivery_is_acknowledged_done_and_answered_once(
    fake: FakeStream, people: FakePeople, ledger: Ledger, channel: DingtalkGateway
) -> None:
    message = people.text("zhangsan", "党课")
    frames = [await fake.tell(message) for _ in range(3)]
    await until(lambda: all(fake.ack_of(frame) for frame in frames))
    await channel.close()
    assert (ledger.done, fake.texts_to("cidzhangsan")) == (1, ["已登记：党课"])


@pytest.mark.usefixtures("_connected")
async def test_a_ping_is_answered_with_what_it_carries(fake: FakeStream) -> None:
    frame = await fake.push("SYSTEM", "ping", {"opaque": "0d7b-äöü"})
    await until(lambda: fake.ack_of(frame))
    ack = fake.ack_of(frame)
    assert ack is not None
    assert (ack["code"], json.loads(ack["data"])) == (200, {"opaque": "0d7b-äöü"})


@pytest.mark.usefixtures("_connected")
async def test_what_was_not_asked_for_is_told_so(fake: FakeStream, ledger: Ledger) -> None:
    frame = await fake.push("CALLBACK", "/v1.0/unheard/of", {})
    await until(lambda: fake.ack_of(frame))
    ack = fake.ack_of(frame)
    assert ack is not None
    assert (ack["code"], ledger.done) == (404, 0)


@pytest.mark.usefixtures("_connected")
async def test_what_is_no_message_is_refused_once_and_for_all(fake: FakeStream, channel: DingtalkGateway) -> None:
    frame = await fake.tell({"msgtype": "text", "text": {"content": "x"}, "senderStaffId": "zhangsan"})
    await until(lambda: fake.ack_of(frame))
    ack = fake.ack_of(frame)
    assert ack is not None
    assert (ack["code"], channel.counts) == (400, {"refused": 1})


@pytest.mark.usefixtures("_connected")
async def test_malformed_frames_are_skipped_and_the_connection_stays(
    fake: FakeStream, people: FakePeople, channel: DingtalkGateway
) -> None:
    for raw in ("", "{", "[]", "{}", '{"type":"NEXT","headers":{}}', '{"type":"SYSTEM","headers":{"topic":"ping"}}'):
        await fake.sockets[0].send_str(raw)
    await fake.sockets[0].send_bytes(b"\xff\xfe")
    frame = await fake.tell(people.text("zhangsan", "党课"))
    await until(lambda: fake.ack_of(frame))
    assert (channel.counts["malformed"], len(fake.opened)) == (7, 1)


@pytest.mark.usefixtures("_connected")
async def test_the_next_socket_is_open_before_the_last_is_closed(
    fake: FakeStream, people: FakePeople, ledger: Ledger
) -> None:
    gate = asyncio.Event()
    ledger.before = gate.wait
    first = await fake.tell(people.text("zhangsan", "党课"))
    await fake.push("SYSTEM", "disconnect", {"reason": "persistent connection is timeout"})
    await until(lambda: len(fake.opened) == 2)
    second = await fake.tell(people.text("lisi", "支委会"))
    gate.set()
    await until(lambda: fake.ack_of(first) and fake.ack_of(second))
    await until(lambda: len(fake.sockets) == 1)
    assert (fake.most_sockets, ledger.done) == (2, 2)


@pytest.mark.usefixtures("_connected")
async def test_a_cut_in_mid_message_stops_nothing(
    fake: FakeStream, people: FakePeople, ledger: Ledger, channel: DingtalkGateway
) -> None:
    gate = asyncio.Event()
    ledger.before = gate.wait
    message = people.text("zhangsan", "党课")
    lost = await fake.tell(message)
    # What follows the message on the socket is read after it.
    await until_pinged(fake)
    fake.cut()
    await until(lambda: len(fake.opened) == 2 and fake.sockets)
    again = await fake.tell(message)
    gate.set()
    await until(lambda: fake.ack_of(again))
    await channel.close()
    assert (fake.ack_of(lost), ledger.done) == (None, 1)
    assert fake.texts_to("cidzhangsan") == ["已登记：党课"]


async def until_pinged(fake: FakeStream) -> None:
    frame = await fake.push("SYSTEM", "ping", {"opaque": "o"})
    await until(lambda: fake.ack_of(frame))


@pytest.mark.usefixtures("_connected")
async def test_a_socket_that_falls_silent_is_replaced(fake: FakeStream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "IDLE", 0.1)
    fake.cut()
    await until(lambda: len(fake.opened) > 3)


async def test_a_gateway_that_always_closes_is_not_stormed(
    fake: FakeStream, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "FIRST_PAUSE", 0.1)
    monkeypatch.setattr(stream_module, "LONGEST_PAUSE", 60.0)
    fake.closes_at_once = True
    settings = DingtalkSettings.model_validate(fake.settings() | {"mode": "stream"})
    channel = DingtalkGateway(settings, now=lambda: datetime.now(UTC))
    channel.listen(ledger)
    began = time.monotonic()
    await until(lambda: len(fake.opened) >= 4)
    await channel.close()
    assert time.monotonic() - began >= 0.05 + 0.1 + 0.2, "the shortest that the pauses can be"


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=401, code="authFailed"),
        Fault(status=502, garbage=True),
        Fault(reset=True),
        Fault(body={"endpoint": 7}),
        Fault(body={"endpoint": "http://127.0.0.1/connect", "ticket": "t"}),
        Fault(body={"endpoint": "ws://127.0.0.1:1/connect", "ticket": "t"}),
        Fault(body={"endpoint": "ws://127.0.0.1:99999999/", "ticket": "t"}),
        Fault(body={"endpoint": "ws://[", "ticket": "t"}),
        Fault(body={"endpoint": "ws://", "ticket": "t"}),
    ],
)
async def test_a_gateway_that_fails_is_asked_again(fake: FakeStream, ledger: Ledger, fault: Fault) -> None:
    fake.fail(OPEN, fault, times=2)
    settings = DingtalkSettings.model_validate(fake.settings() | {"mode": "stream"})
    channel = DingtalkGateway(settings, now=lambda: datetime.now(UTC))
    channel.listen(ledger)
    await until(lambda: fake.sockets)
    assert fake.requests[OPEN] == 3
    await channel.close()


async def test_a_handshake_that_hangs_is_given_up(
    fake: FakeStream, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "CONNECTED_WITHIN", 0.1)
    fake.hangs = True
    settings = DingtalkSettings.model_validate(fake.settings() | {"mode": "stream"})
    channel = DingtalkGateway(settings, now=lambda: datetime.now(UTC))
    channel.listen(ledger)
    await until(lambda: len(fake.opened) == 2)
    fake.hangs = False
    await until(lambda: fake.sockets)
    await channel.close()


@pytest.mark.parametrize("endpoint", ["ws://127.0.0.1/connect", "http://127.0.0.1/connect", "", None, 7])
def test_a_ticket_does_not_leave_what_is_private(endpoint: object) -> None:
    with pytest.raises(SendError):
        read_ticket({"endpoint": endpoint, "ticket": "t"}, schemes={"wss"})
    assert read_ticket({"endpoint": "wss://127.0.0.1", "ticket": "t"}, schemes={"wss"}) == ("wss://127.0.0.1", "t")


@pytest.mark.usefixtures("_connected")
async def test_it_stops_cleanly_when_what_was_heard_is_acknowledged(
    fake: FakeStream, people: FakePeople, ledger: Ledger, channel: DingtalkGateway
) -> None:
    gate = asyncio.Event()
    ledger.before = gate.wait
    frame = await fake.tell(people.text("zhangsan", "党课"))
    await until_pinged(fake)
    closing = asyncio.create_task(channel.close())
    await asyncio.sleep(0.1)
    gate.set()
    await closing
    await until(lambda: not fake.sockets)
    assert fake.ack_of(frame)
    assert fake.texts_to("cidzhangsan") == ["已登记：党课"]
    assert len(fake.opened) == 1
    assert not [
        task for task in asyncio.all_tasks() if "dingtalk" in repr(task.get_coro()) and "fakes" not in repr(task)
    ]


def test_pauses_grow_and_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    pauses = [[pause_after(failures) for _ in range(50)] for failures in range(1, 2000)]
    assert pause_after(0) == 0
    assert all(0.5 <= pause <= 1 for pause in pauses[0])
    assert all(16 <= pause <= 32 for pause in pauses[5])
    assert all(30 <= pause <= 60 for row in pauses[6:] for pause in row)
    assert len({round(pause, 3) for pause in pauses[10]}) > 1


HEADERS = {"topic": "ping", "messageId": "m"}
PING = Frame(kind=FrameKind.SYSTEM, topic="ping", message_id="m", data="{}")


@pytest.mark.parametrize("name", ["headers", "header"])
def test_frames_have_headers_in_either_spelling(name: str) -> None:
    assert parse_frame(json.dumps({"type": "SYSTEM", name: HEADERS, "data": "{}"})) == PING


@pytest.mark.parametrize("frame", [{"type": [], "headers": HEADERS}, {"type": "SYSTEM", "headers": "x"}])
def test_what_is_no_frame_is_refused(frame: dict[str, Any]) -> None:
    with pytest.raises(VerificationError):
        parse_frame(json.dumps(frame))


@pytest.mark.usefixtures("_connected")
@pytest.mark.parametrize("count", [12, pytest.param(600, marks=pytest.mark.soak)])
async def test_random_cuts_lose_and_double_nothing(
    fake: FakeStream, people: FakePeople, ledger: Ledger, channel: DingtalkGateway, count: int
) -> None:
    chance = random.Random(20261122)  # noqa: S311  the same each time
    for number in range(count):
        await bring(fake, people.text(f"user{number % 7}", f"第{number}条"), chance)
    await channel.close()
    expected = sorted(f"第{number}条" for number in range(count))
    assert sorted(message.text for message in ledger.kept.values()) == expected
    assert sorted(sent.text for sent in fake.sent) == [f"已登记：{text}" for text in expected]


async def bring(fake: FakeStream, message: object, chance: random.Random) -> None:
    """Deliver as the platform does, until it is acknowledged, while connections are cut and left."""
    acknowledged = False
    while not acknowledged:
        await until(lambda: fake.sockets)
        with contextlib.suppress(ConnectionError, IndexError):
            frame = await fake.tell(message)
            await befall(fake, chance.choice(["nothing", "nothing", "cut", "disconnect", "close"]))
            acknowledged = await is_acknowledged(fake, frame)


async def befall(fake: FakeStream, mishap: str) -> None:
    if mishap == "cut":
        fake.cut()
    elif mishap == "disconnect":
        await fake.push("SYSTEM", "disconnect", {"reason": "moved"})
    elif mishap == "close":
        await fake.sockets[-1].close()


async def is_acknowledged(fake: FakeStream, frame: str) -> bool:
    try:
        async with asyncio.timeout(0.3):
            await until(lambda: fake.ack_of(frame))
    except TimeoutError:
        return False
    return True
