"""The robot's callback over real HTTP: what it takes in, what it refuses, what it does once."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.dingtalk import callback as callback_module
from bot.channels.dingtalk import speaking
from bot.channels.dingtalk.gateway import PATH, DingtalkGateway
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.errors import StorageError
from handlers.messages import InboundKind, InboundMessage, Outcome
from schedules.outbox import Button, Content
from tests.fakes.dingtalk_callbacks import FakePoster
from tests.fakes.dingtalk_sending import SESSION, TO_MEMBERS, FakeSending, Fault
from tests.waiting import until

GROUP = "cidGroup=="


class Ledger:
    """A take-in that keeps messages by key and answers redeliveries alike, as the real one does."""

    def __init__(self) -> None:
        self.kept: dict[str, InboundMessage] = {}
        self.calls = 0
        self.replies: Callable[[InboundMessage], tuple[Content, ...]] = lambda message: (
            Content(text=f"已登记：{message.text}"),
        )
        self.before: Callable[[], Awaitable[object]] | None = None

    async def __call__(self, message: InboundMessage) -> Outcome:
        self.calls += 1
        if self.before is not None:
            await self.before()
        repeated = message.key in self.kept
        self.kept.setdefault(message.key, message)
        return Outcome(replies=self.replies(self.kept[message.key]), repeated=repeated)


@pytest.fixture
async def fake() -> AsyncIterator[FakeSending]:
    async with FakeSending() as fake:
        yield fake


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
async def channel(fake: FakeSending) -> AsyncIterator[DingtalkGateway]:
    channel = DingtalkGateway(DingtalkSettings.model_validate(fake.settings()), now=lambda: datetime.now(UTC))
    yield channel
    await channel.close()


@pytest.fixture
async def people(
    fake: FakeSending,
    channel: DingtalkGateway,
    ledger: Ledger,
    aiohttp_server: Callable[[web.Application], Awaitable[TestServer]],
) -> AsyncIterator[FakePoster]:
    app = web.Application()
    app.add_routes(channel.routes(ledger))
    server = await aiohttp_server(app)
    async with aiohttp.ClientSession() as session:
        yield FakePoster(sending=fake, callback=str(server.make_url(PATH)), session=session)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaking, "PAUSES", (0.0, 0.0, 0.0))


async def test_a_text_is_taken_in_acknowledged_and_answered(
    people: FakePoster, fake: FakeSending, ledger: Ledger, channel: DingtalkGateway
) -> None:
    assert await people.say("zhangsan", "9月3日党课，到12人") == (200, '{"msgtype": "empty"}')
    await channel.close()
    [message] = ledger.kept.values()
    assert (message.kind, message.sender.account, message.group) == (InboundKind.TEXT, "zhangsan", None)
    assert fake.texts_to("cidzhangsan") == ["已登记：9月3日党课，到12人"]
    assert channel.counts == {"answered": 1}


async def test_a_group_is_answered_in_the_group_with_a_mention(
    people: FakePoster, fake: FakeSending, ledger: Ledger, channel: DingtalkGateway
) -> None:
    await people.say("zhangsan", " 党课", group=GROUP)
    await channel.close()
    [message] = ledger.kept.values()
    assert message.group is not None
    assert (message.group.account, message.text) == (GROUP, "党课")
    [sent] = fake.sent
    assert (sent.target, sent.mentioned) == (GROUP, ("zhangsan",))


async def test_an_answer_with_buttons_is_a_card(
    people: FakePoster, fake: FakeSending, ledger: Ledger, channel: DingtalkGateway
) -> None:
    ledger.replies = lambda _: (Content(text="是同一次吗？", buttons=(Button(label="另记一次", action="other"),)),)
    await people.say("zhangsan", "党课")
    await channel.close()
    assert [sent.kind for sent in fake.sent] == ["actionCard"]


async def test_where_the_session_has_lapsed_the_answer_goes_to_the_member(
    people: FakePoster, fake: FakeSending, channel: DingtalkGateway
) -> None:
    fake.fail(SESSION, Fault(code=300001))
    await people.say("zhangsan", "党课")
    await channel.close()
    assert [(sent.path, sent.target) for sent in fake.sent] == [(TO_MEMBERS, "zhangsan")]


async def test_an_answer_is_tried_again(people: FakePoster, fake: FakeSending, channel: DingtalkGateway) -> None:
    fake.fail(SESSION, Fault(status=500, garbage=True))
    fake.fail(TO_MEMBERS, Fault(status=500, garbage=True))
    await people.say("zhangsan", "党课")
    await channel.close()
    assert fake.texts_to("cidzhangsan") + fake.texts_to("zhangsan") == ["已登记：党课"]


async def test_an_answer_that_cannot_be_given_is_counted(
    people: FakePoster, fake: FakeSending, channel: DingtalkGateway
) -> None:
    fake.fail(SESSION, Fault(code=300001), times=3)
    fake.invalid.add("zhangsan")
    await people.say("zhangsan", "党课")
    await channel.close()
    assert channel.counts == {"unanswered": 1}


async def test_words_with_pictures_are_several_messages_answered_alike_once(
    people: FakePoster, fake: FakeSending, ledger: Ledger, channel: DingtalkGateway
) -> None:
    ledger.replies = lambda _: (Content(text="收到"),)
    parts = [{"text": "党课"}, *({"type": "picture", "downloadCode": code} for code in "ab")]
    await people.post(people.message("zhangsan", "richText", content={"richText": parts}))
    await channel.close()
    assert [message.media for message in ledger.kept.values()] == ["", "a", "b"]
    assert fake.texts_to("cidzhangsan") == ["收到"]


async def test_redeliveries_are_done_and_answered_once(
    people: FakePoster, fake: FakeSending, ledger: Ledger, channel: DingtalkGateway
) -> None:
    message = people.text("zhangsan", "党课")
    assert [(await people.post(message))[0] for _ in range(4)] == [200] * 4
    await channel.close()
    assert (len(ledger.kept), fake.texts_to("cidzhangsan")) == (1, ["已登记：党课"])


async def test_a_hundred_deliveries_at_once_share_one_take_in(
    people: FakePoster, ledger: Ledger, bodies: Sequence[bytes]
) -> None:
    gate = asyncio.Event()
    ledger.before = gate.wait
    message = people.text("zhangsan", "党课")
    deliveries = [asyncio.create_task(people.post(message)) for _ in range(100)]
    await until(lambda: len(bodies) == 100)
    gate.set()
    assert {status for status, _ in await asyncio.gather(*deliveries)} == {200}
    assert ledger.calls == 1


async def test_what_was_kept_by_a_process_that_died_is_left_to_the_outbox(
    people: FakePoster, fake: FakeSending, ledger: Ledger, channel: DingtalkGateway
) -> None:
    message = people.text("zhangsan", "党课")
    key = f"dingtalk:{fake.client_id}:{message['msgId']}"
    await people.say("zhangsan", "以前的")
    ledger.kept[key] = next(iter(ledger.kept.values()))
    await people.post(message)
    await channel.close()
    assert fake.texts_to("cidzhangsan") == ["已登记：以前的"]
    assert all(kept.is_posted for kept in ledger.kept.values())


async def test_nothing_is_acknowledged_before_it_is_kept(people: FakePoster, ledger: Ledger) -> None:
    gate = asyncio.Event()
    ledger.before = gate.wait
    delivery = asyncio.create_task(people.say("zhangsan", "党课"))
    await asyncio.sleep(0.3)
    assert not delivery.done()
    gate.set()
    assert (await delivery)[0] == 200


async def test_a_deliverer_that_hangs_up_loses_nothing(
    people: FakePoster, fake: FakeSending, ledger: Ledger, channel: DingtalkGateway
) -> None:
    gate = asyncio.Event()
    ledger.before = gate.wait
    delivery = asyncio.create_task(people.say("zhangsan", "党课"))
    await until(lambda: ledger.calls)
    delivery.cancel()
    await asyncio.wait([delivery])
    gate.set()
    await channel.close()
    assert fake.texts_to("cidzhangsan") == ["已登记：党课"]


async def test_what_is_not_stored_is_not_acknowledged(
    people: FakePoster, ledger: Ledger, channel: DingtalkGateway
) -> None:
    async def fail() -> None:
        raise StorageError("disk full")

    ledger.before = fail
    message = people.text("zhangsan", "党课")
    assert (await people.post(message))[0] == 503
    ledger.before = None
    assert (await people.post(message))[0] == 200
    await channel.close()
    assert channel.counts == {"unstored": 1, "answered": 1}


async def test_a_take_in_that_fails_is_no_crash(people: FakePoster, ledger: Ledger) -> None:
    async def fail() -> None:
        raise RuntimeError("a secret in the text of an error")

    ledger.before = fail
    status, body = await people.say("zhangsan", "党课")
    assert (status, "secret" in body) == (500, False)
    ledger.before = None
    assert (await people.say("zhangsan", "党课"))[0] == 200


async def test_what_cannot_be_heard_is_acknowledged_and_counted(
    people: FakePoster, ledger: Ledger, channel: DingtalkGateway
) -> None:
    nameless = people.text("zhangsan", "党课") | {"senderStaffId": ""}
    wordless = people.message("zhangsan", "text", errorCode="20001")
    unknown = people.message("zhangsan", "hologram", content={"x": 1})
    assert [(await people.post(message))[0] for message in (nameless, wordless, unknown)] == [200] * 3
    assert (ledger.calls, channel.counts) == (0, {"nameless": 1, "wordless": 1, "unknown": 1})


async def refused(people: FakePoster, message: object, **headers: str) -> bool:
    return await people.post(message, **headers) == (403, "refused")


async def test_bad_signatures_are_refused(people: FakePoster, ledger: Ledger, channel: DingtalkGateway) -> None:
    message = people.text("zhangsan", "党课")
    stale = people.sealed(people.now() - timedelta(minutes=61))
    assert await refused(people, message, **stale)
    assert await refused(people, message, sign="x")
    assert await refused(people, message, timestamp="x")
    assert await refused(people, message, timestamp="")
    assert (ledger.calls, channel.counts) == (0, {"refused": 4})


@pytest.mark.parametrize("name", ["timestamp", "sign"])
@pytest.mark.parametrize("times", [0, 2])
async def test_each_header_comes_once(people: FakePoster, ledger: Ledger, name: str, times: int) -> None:
    sealed = people.sealed(people.now())
    headers = [item for item in sealed.items() if item[0] != name] + [(name, sealed[name])] * times
    body = json.dumps(people.text("zhangsan", "党课")).encode()
    async with people.session.post(people.callback, data=body, headers=headers) as response:
        assert (response.status, ledger.calls) == (403, 0)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"{}" + b" " * 200_000, b"[" * 60_000])
async def test_bad_bodies_are_refused(people: FakePoster, ledger: Ledger, body: bytes) -> None:
    assert await refused(people, body)
    assert ledger.calls == 0


async def test_a_packed_body_is_refused(people: FakePoster) -> None:
    packed = gzip.compress(json.dumps(people.text("zhangsan", "党课")).encode())
    assert await refused(people, packed, **{"Content-Encoding": "gzip"})


@pytest.mark.parametrize(
    "start",
    [
        b"Content-Length: 1000\r\n\r\n{",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\n{    \r\n",
        b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
    ],
)
async def test_a_body_that_stops_is_given_up(people: FakePoster, start: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callback_module, "BODY_WITHIN", 0.2)
    seal = "".join(f"{name}: {value}\r\n" for name, value in people.sealed(people.now()).items())
    address = urlsplit(people.callback)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\n{seal}".encode() + start)
    async with asyncio.timeout(5):
        assert int((await reader.readline()).split()[1]) in {400, 403}
    writer.close()


async def test_an_endless_body_is_cut_off(people: FakePoster, channel: DingtalkGateway) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 8192

    try:
        async with people.session.post(
            people.callback, data=endless(), headers=people.sealed(people.now())
        ) as response:
            status = response.status
    except aiohttp.ClientError:
        status = 403
    assert (status, channel.counts) == (403, {"refused": 1})


@pytest.mark.parametrize("changes", [{"client_id": ""}, {"mode": "stream"}])
async def test_a_robot_that_is_not_called_has_no_address(
    fake: FakeSending, ledger: Ledger, changes: dict[str, str]
) -> None:
    channel = DingtalkGateway(DingtalkSettings.model_validate(fake.settings() | changes), now=lambda: datetime.now(UTC))
    assert channel.routes(ledger) == []
    await channel.close()
