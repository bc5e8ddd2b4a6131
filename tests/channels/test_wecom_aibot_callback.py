"""The 智能机器人 by callback over real HTTP: what it answers at once, what when it is asked again, and what it refuses."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import SendError
from bot.channels.sealing import parse_body
from bot.channels.wecom.aibot import callback as callback_module
from bot.channels.wecom.aibot.answers import markdown_of
from bot.channels.wecom.aibot.messages import read_update
from bot.channels.wecom.crypto import CallbackCrypto, VerificationError
from bot.channels.wecom.gateway import WecomGateway
from bot.channels.wecom.settings import WecomSettings
from bot.errors import StorageError
from handlers.messages import InboundKind, InboundMessage, Outcome
from schedules.outbox import Button, Content
from schedules.people.address import Address
from tests.fakes.wecom_aibot import FakeAibot
from tests.waiting import until

CHAT = "wrCOMMITTEE"
VECTORS = json.loads(Path(__file__).with_name("wecom_vectors.json").read_text("utf-8"))
SAME = Content(
    text="是同一次吗？",
    buttons=(Button(label="补充到这一条", action="same:1"), Button(label="另记一次", action="more:1")),
)


class Clock:
    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Ledger:
    """What two processes share: messages by key, and the answers that they got."""

    def __init__(self) -> None:
        self.kept: dict[str, InboundMessage] = {}
        self.answers: dict[str, Outcome] = {}
        self.replies: Callable[[InboundMessage], tuple[Content, ...]] = lambda message: (
            Content(text=f"已登记：{message.text or message.action}"),
        )
        self.before: Callable[[], Awaitable[object]] | None = None

    async def take_in(self, message: InboundMessage) -> Outcome:
        if self.before is not None:
            await self.before()
        self.kept[message.key] = message
        return self.answers.setdefault(message.key, Outcome(replies=self.replies(message)))

    async def recall(self, key: str) -> Outcome | None:
        return self.answers.get(key)


@pytest.fixture
async def fake() -> AsyncIterator[FakeAibot]:
    async with FakeAibot() as fake:
        yield fake


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def clock() -> Clock:
    return Clock()


Serve = Callable[[], Awaitable[tuple[WecomGateway, str]]]


@pytest.fixture
async def serve(
    fake: FakeAibot,
    ledger: Ledger,
    clock: Clock,
    aiohttp_server: Callable[[web.Application], Awaitable[TestServer]],
) -> AsyncIterator[Serve]:
    started: list[WecomGateway] = []

    async def start() -> tuple[WecomGateway, str]:
        settings = WecomSettings.model_validate({"aibot": fake.called(), "api_base": fake.base})
        gateway = WecomGateway(settings, now=clock, recall=ledger.recall)
        app = web.Application()
        app.add_routes(gateway.routes(ledger.take_in))
        started.append(gateway)
        return gateway, str((await aiohttp_server(app)).make_url("/wecom/aibot"))

    yield start
    for gateway in started:
        await gateway.close()


@pytest.fixture
async def gateway(serve: Serve, fake: FakeAibot) -> WecomGateway:
    gateway, fake.callback = await serve()
    return gateway


@pytest.fixture(autouse=True)
async def _served(gateway: WecomGateway) -> None:
    """Every test of this file posts to a robot."""


async def test_the_address_is_verified(fake: FakeAibot) -> None:
    assert await fake.verify() == "7184915739271"


async def test_who_calls_the_robot_in_a_group_is_answered_there(fake: FakeAibot, ledger: Ledger) -> None:
    told = await fake.deliver(fake.text("ZhangSan", "@支部助手 昨天党课，到12人", chat=CHAT, number="M1"))
    assert told.answers == (
        {
            "msgtype": "stream",
            "stream": {"id": told.answers[0]["stream"]["id"], "finish": True, "content": "已登记：昨天党课，到12人"},
        },
    )
    [message] = ledger.kept.values()
    assert message.key == f"wecom:aibot:{fake.bot_id}:M1"
    assert message.sender == Address(channel="wecom", account="ZhangSan")
    assert message.group == Address(channel="wecom", account=CHAT, is_group=True)


async def test_choices_come_on_a_card_beside_the_words(fake: FakeAibot, ledger: Ledger) -> None:
    ledger.replies = lambda _: (SAME,)
    told = await fake.deliver(fake.text("zhangsan", "党课"))
    assert told.text == "是同一次吗？"
    card = told.answers[0]["template_card"]
    assert [button["text"] for button in card["button_list"]] == ["补充到这一条", "另记一次"]


async def test_who_opens_the_chat_is_welcomed_in_plain_text(fake: FakeAibot, ledger: Ledger) -> None:
    told = await fake.deliver(fake.event("zhangsan", "enter_chat", {}))
    assert told.answers == ({"msgtype": "text", "text": {"content": "已登记："}},)
    assert [message.kind for message in ledger.kept.values()] == [InboundKind.ENTER]


async def test_a_pressed_card_is_changed_and_the_words_are_posted_once(
    fake: FakeAibot, ledger: Ledger, gateway: WecomGateway
) -> None:
    told = await fake.deliver(fake.press("zhangsan", "same:1|补充到这一条", task_id="T1", chat=CHAT))
    [answer] = told.answers
    assert (answer["response_type"], answer["userids"]) == ("update_template_card", ["zhangsan"])
    assert answer["template_card"]["task_id"] == "T1"
    assert answer["template_card"]["main_title"] == {"title": "已选：补充到这一条"}
    await gateway.close()
    assert fake.posted == [{"msgtype": "markdown", "markdown": {"content": "已登记：same:1"}}]
    assert [message.action for message in ledger.kept.values()] == ["same:1"]


async def test_an_answer_that_takes_long_is_fetched_when_it_is_there(
    fake: FakeAibot, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback_module, "ANSWER_WITHIN", 0.1)
    ledger.before = lambda: asyncio.sleep(0.4)
    told = await fake.deliver(fake.text("zhangsan", "党课"))
    assert [answer["stream"]["finish"] for answer in told.answers][-2:] == [False, True]
    assert told.answers[0]["stream"]["content"] == "正在处理，请稍候……"
    assert told.text == "已登记：党课"
    assert len({answer["stream"]["id"] for answer in told.answers}) == 1
    assert fake.posted == []


async def test_another_process_tells_how_far_an_answer_has_come(
    fake: FakeAibot, ledger: Ledger, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback_module, "ANSWER_WITHIN", 0.1)
    gate = asyncio.Event()
    ledger.before = gate.wait
    message = fake.text("zhangsan", "党课")
    _, first = await fake.post(message)
    _, fake.callback = await serve()
    poll = {"msgid": "P", "aibotid": fake.bot_id, "from": {"userid": "zhangsan"}, "msgtype": "stream"}
    poll["stream"] = {"id": first["stream"]["id"]}
    _, second = await fake.post(poll)
    gate.set()
    await until(lambda: ledger.answers)
    _, third = await fake.post(poll)
    assert [answer["stream"]["finish"] for answer in (first, second, third)] == [False, False, True]
    assert third["stream"]["content"] == "已登记：党课"
    assert len(ledger.kept) == 1


async def test_what_nobody_knows_of_after_a_minute_was_not_kept(fake: FakeAibot, clock: Clock) -> None:
    old = int(clock().timestamp()) - 90
    poll = fake.message("zhangsan", "stream", {"id": f"{old}-GONE"})
    told = await fake.deliver(poll)
    assert "没有登记" in told.text
    assert told.answers[0]["stream"]["finish"] is True


async def test_an_answer_that_nobody_asks_for_any_more_is_posted(
    fake: FakeAibot, ledger: Ledger, clock: Clock, gateway: WecomGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback_module, "ANSWER_WITHIN", 0.1)
    gate = asyncio.Event()
    ledger.before = gate.wait
    await fake.post(fake.text("zhangsan", "党课"))
    clock.ahead = timedelta(minutes=6)
    gate.set()
    await gateway.close()
    assert [posted["markdown"]["content"] for posted in fake.posted] == ["已登记：党课"]


async def test_what_is_not_stored_is_said_so(fake: FakeAibot, ledger: Ledger) -> None:
    async def fail() -> None:
        raise StorageError("disk full")

    ledger.before = fail
    told = await fake.deliver(fake.text("zhangsan", "党课"))
    assert (told.status, "没有登记" in told.text) == (200, True)


async def test_the_same_message_twice_is_done_once(fake: FakeAibot, ledger: Ledger) -> None:
    message = fake.text("zhangsan", "党课", number="M7")
    assert [(await fake.deliver(message)).text for _ in range(2)] == ["已登记：党课"] * 2
    assert len(ledger.kept) == 1


async def test_words_with_pictures_are_several_messages(fake: FakeAibot, ledger: Ledger) -> None:
    items = [
        {"msgtype": "text", "text": {"content": "@支部助手 昨天党课"}},
        *({"msgtype": "image", "image": {"url": f"{fake.base}/files/{name}"}} for name in "ab"),
    ]
    told = await fake.deliver(fake.message("zhangsan", "mixed", {"msg_item": items}, chat=CHAT, number="M2"))
    assert [(key.rpartition(":")[2], message.kind, message.text) for key, message in ledger.kept.items()] == [
        ("M2", InboundKind.TEXT, "昨天党课"),
        ("M2#1", InboundKind.FILE, ""),
        ("M2#2", InboundKind.FILE, ""),
    ]
    assert told.text.startswith("已登记：昨天党课")


async def test_what_was_dictated_is_read(fake: FakeAibot, ledger: Ledger) -> None:
    await fake.deliver(fake.message("zhangsan", "voice", {"content": "昨天党课到十二人"}))
    assert [(message.kind, message.text) for message in ledger.kept.values()] == [
        (InboundKind.TEXT, "昨天党课到十二人")
    ]


async def test_what_asks_nothing_is_an_empty_200_and_counted(
    fake: FakeAibot, ledger: Ledger, gateway: WecomGateway
) -> None:
    for fields in (
        fake.event("zhangsan", "feedback_event", {"id": "1", "type": 1}),
        fake.event("zhangsan", "of_next_year", {}),
        fake.message("zhangsan", "hologram", {}),
    ):
        assert await fake.post(fields) == (200, {})
    assert (ledger.kept, gateway.counts) == ({}, {"ignored": 1, "unknown": 2})


@pytest.mark.parametrize("size", [1, 31, 32, 33, 70_000])
async def test_a_picture_is_fetched_and_decrypted(
    fake: FakeAibot, gateway: WecomGateway, ledger: Ledger, size: int
) -> None:
    photo = bytes(range(256)) * 300
    key = base64.b64decode(fake.encoding_aes_key + "=")
    url = fake.keep_file(photo[:size], key=key)
    await fake.deliver(fake.message("zhangsan", "image", {"url": url}))
    [message] = ledger.kept.values()
    assert b"".join([chunk async for chunk in gateway.fetch(message.media)]) == photo[:size]


@pytest.mark.parametrize("broken", [b"", b"short", bytes(64)])
async def test_a_picture_that_cannot_be_decrypted_is_given_up(
    fake: FakeAibot, gateway: WecomGateway, ledger: Ledger, broken: bytes
) -> None:
    fake.files["broken"] = broken
    await fake.deliver(fake.message("zhangsan", "image", {"url": f"{fake.base}/files/broken"}))
    [message] = ledger.kept.values()
    with pytest.raises(SendError) as raised:
        [chunk async for chunk in gateway.fetch(message.media)]
    assert raised.value.permanent


@pytest.mark.parametrize(
    "change",
    [
        lambda query, body: (query | {"msg_signature": "0" * 40}, body),
        lambda query, body: (query | {"timestamp": "1"}, body),
        lambda _query, body: ({}, body),
        lambda query, body: (query, body | {"encrypt": body["encrypt"][:-4]}),
        lambda query, _body: (query, {"encrypt": 7}),
        lambda query, _body: (query, []),
        lambda query, _body: (query, {}),
    ],
)
async def test_what_the_platform_did_not_seal_is_refused(
    fake: FakeAibot, ledger: Ledger, gateway: WecomGateway, change: Callable[[Any, Any], tuple[Any, Any]]
) -> None:
    query, body = change(*fake.seal(json.dumps(fake.text("zhangsan", "党课"))))
    async with fake.session.post(fake.callback, params=query, json=body) as response:
        assert response.status == 403
    assert (ledger.kept, gateway.counts) == ({}, {"refused": 1})


async def test_what_was_sealed_for_the_app_is_refused(fake: FakeAibot, ledger: Ledger) -> None:
    crypto = CallbackCrypto(token=fake.token, encoding_aes_key=fake.encoding_aes_key, receive_id="ww0123456789")
    timestamp = str(int(datetime.now(UTC).timestamp()))
    encrypted = crypto.encrypt(json.dumps(fake.text("zhangsan", "党课")).encode())
    query = {"msg_signature": crypto.sign(timestamp, "n", encrypted), "timestamp": timestamp, "nonce": "n"}
    async with fake.session.post(fake.callback, params=query, json={"encrypt": encrypted}) as response:
        assert response.status == 403
    assert ledger.kept == {}


NOW = datetime(2026, 6, 1, tzinfo=UTC)
WHOLE = {
    "msgid": "M",
    "aibotid": "B",
    "chattype": "single",
    "from": {"userid": "u"},
    "msgtype": "text",
    "text": {"content": "x"},
}


@pytest.mark.parametrize(
    "fields",
    [
        WHOLE | {"from": {}},
        WHOLE | {"from": "u"},
        WHOLE | {"msgid": ""},
        WHOLE | {"aibotid": None},
        WHOLE | {"text": {}},
        WHOLE | {"text": "x"},
        WHOLE | {"chattype": "group"},
        WHOLE | {"msgtype": "mixed", "mixed": {"msg_item": "x"}},
        WHOLE | {"msgtype": "image", "image": {"url": "file:///etc/passwd"}},
        WHOLE | {"msgtype": "stream"},
        WHOLE | {"msgtype": "event", "event": {"eventtype": "template_card_event"}},
        WHOLE | {"msgtype": "event"},
    ],
)
def test_what_lacks_what_every_message_has_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(VerificationError):
        read_update(fields, now=NOW)


def test_the_vector_that_is_no_json_is_refused() -> None:
    [broken] = [vector["plaintext"] for vector in VECTORS if ":mycreate" in vector["plaintext"]]
    with pytest.raises(VerificationError):
        parse_body(broken)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("@支部助手 昨天党课", "昨天党课"),
        ("@支部助手\u2005昨天党课", "昨天党课"),
        ("昨天党课 @支部助手", "昨天党课"),
        ("@支部助手", ""),
        ("昨天 @李明 主讲党课", "昨天 @李明 主讲党课"),
        ("@支部助手 请 @李明 看看 @王芳", "请 @李明 看看 @王芳"),
    ],
)
async def test_the_robots_name_is_no_part_of_what_is_said(
    fake: FakeAibot, ledger: Ledger, typed: str, read: str
) -> None:
    await fake.deliver(fake.text("zhangsan", typed, chat=CHAT))
    assert [message.text for message in ledger.kept.values()] == [read]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=100))
def test_nothing_that_people_type_becomes_markdown(text: str) -> None:
    said = markdown_of(text)
    assert not set(said) & set("*`_~[]|")
    assert "<@" not in said
