"""The 智能机器人 by long connection, over a real socket: heard, answered, kept by one, opened again."""

import asyncio
import base64
from collections.abc import AsyncIterator, Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.channels.base import Document, Picture, SendError
from bot.channels.wecom.aibot import connection as connection_module
from bot.channels.wecom.aibot import line as line_module
from bot.channels.wecom.gateway import WecomGateway
from bot.channels.wecom.settings import WecomSettings
from handlers.messages import InboundKind, InboundMessage, Outcome
from handlers.posting import answer_key
from schedules.outbox import Button, Content
from schedules.people.address import Address
from tests.fakes.wecom_aibot import FakeAibot
from tests.waiting import until

CHAT = "wrCOMMITTEE"
GROUP = Address(channel="wecom", account=CHAT, is_group=True)
BUTTONS = (Button(label="补充到这一条", action="same:1"), Button(label="另记一次", action="more:1"))


class Ledger:
    def __init__(self) -> None:
        self.kept: dict[str, InboundMessage] = {}
        self.settled: list[str] = []
        self.replies: Callable[[InboundMessage], tuple[Content, ...]] = lambda message: (
            Content(text=f"已登记：{message.text or message.action}"),
        )

    async def take_in(self, message: InboundMessage) -> Outcome:
        repeated = message.key in self.kept
        self.kept.setdefault(message.key, message)
        return Outcome(replies=self.replies(message), repeated=repeated, left=BUTTONS[1:] if message.card else ())

    async def settle(self, keys: Collection[str]) -> None:
        self.settled.extend(keys)


class Holding:
    """Who holds the connection, for several processes in one."""

    def __init__(self) -> None:
        self.holder = ""

    def of(self, name: str) -> "Holder":
        return Holder(self, name)


class Holder:
    def __init__(self, holding: Holding, name: str) -> None:
        self._holding, self._name = holding, name

    async def claim(self, _span: timedelta) -> bool:
        self._holding.holder = self._holding.holder or self._name
        return self._holding.holder == self._name

    async def release(self) -> None:
        if self._holding.holder == self._name:
            self._holding.holder = ""


@pytest.fixture(autouse=True)
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("HELD_AGAIN_EVERY", 0.05), ("FIRST_PAUSE", 0.01), ("REFUSED_PAUSE", 0.1)):
        monkeypatch.setattr(line_module, name, seconds)


@pytest.fixture
async def fake() -> AsyncIterator[FakeAibot]:
    async with FakeAibot() as fake:
        yield fake


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def gateway_to(fake: FakeAibot, ledger: Ledger, **more: Any) -> WecomGateway:  # noqa: ANN401  as the gateway takes them
    settings = WecomSettings.model_validate({"aibot": fake.connected(), "api_base": fake.base})
    gateway = WecomGateway(settings, now=lambda: datetime.now(UTC), **more)
    gateway.report_to(ledger.settle)
    return gateway


def is_listening(gateway: WecomGateway) -> bool:
    """Whether it knows that it is connected, which the platform knows a little earlier."""
    return gateway._line is not None and gateway._line._connection is not None  # noqa: SLF001


@pytest.fixture
async def gateway(fake: FakeAibot, ledger: Ledger) -> AsyncIterator[WecomGateway]:
    gateway = gateway_to(fake, ledger)
    gateway.listen(ledger.take_in)
    await until(lambda: is_listening(gateway))
    yield gateway
    await gateway.close()


async def test_a_robot_that_keeps_a_connection_has_no_address(
    fake: FakeAibot, ledger: Ledger, gateway: WecomGateway
) -> None:
    assert gateway.routes(ledger.take_in) == []
    assert fake.subscriptions == 1


@pytest.mark.usefixtures("gateway")
async def test_who_calls_the_robot_in_a_group_is_answered_there(fake: FakeAibot, ledger: Ledger) -> None:
    [(command, body)] = await fake.answers_to(fake.text("ZhangSan", "@支部助手 昨天党课", chat=CHAT, number="M1"))
    assert command == "aibot_respond_msg"
    assert (body["msgtype"], body["stream"]["finish"], body["stream"]["content"]) == (
        "stream",
        True,
        "已登记：昨天党课",
    )
    [message] = ledger.kept.values()
    assert (message.group, message.is_posted) == (GROUP, True)
    await until(lambda: ledger.settled == [answer_key(message.key, 0)])


async def test_by_hand_one_speaks_to_it_by_orders(fake: FakeAibot, gateway: WecomGateway) -> None:
    said = {"user": "zhangsan", "text": "@支部助手 昨天党课", "chat": CHAT}
    async with fake.session.post(f"{fake.base}/fake/say", json=said) as response:
        (answer,) = await response.json()
    assert answer["stream"]["content"] == "已登记：昨天党课"
    await gateway.send(GROUP, Content(text="简报"), key="d")
    async with fake.session.get(f"{fake.base}/fake/sent") as response:
        assert [item["chatid"] for item in await response.json()] == [CHAT]


@pytest.mark.usefixtures("gateway")
async def test_choices_follow_on_a_card(fake: FakeAibot, ledger: Ledger) -> None:
    ledger.replies = lambda _: (Content(text="是同一次吗？", buttons=BUTTONS),)
    answers = await fake.answers_to(fake.text("zhangsan", "党课"), 2)
    assert [body["msgtype"] for _, body in answers] == ["stream", "template_card"]


@pytest.mark.usefixtures("gateway")
async def test_who_opens_the_chat_is_welcomed(fake: FakeAibot, ledger: Ledger) -> None:
    [(command, body)] = await fake.answers_to(fake.event("zhangsan", "enter_chat", {}))
    assert (command, body["msgtype"]) == ("aibot_respond_welcome_msg", "text")
    assert [message.kind for message in ledger.kept.values()] == [InboundKind.ENTER]


@pytest.mark.usefixtures("gateway")
async def test_a_pressed_card_is_changed_and_the_words_follow(fake: FakeAibot) -> None:
    [(command, body)] = await fake.answers_to(fake.press("zhangsan", "same:1|补充到这一条", task_id="T1", chat=CHAT))
    await fake.until(lambda: bool(fake.pushed))
    assert command == "aibot_respond_update_msg"
    assert body["template_card"]["main_title"] == {"title": "已选：补充到这一条"}
    [pushed] = fake.pushed
    assert (pushed["chatid"], pushed["chat_type"], pushed["markdown"]["content"]) == (CHAT, 2, "已登记：same:1")


@pytest.mark.usefixtures("gateway")
async def test_the_same_message_twice_is_answered_once(fake: FakeAibot, ledger: Ledger) -> None:
    message = fake.text("zhangsan", "党课", number="M1")
    await fake.answers_to(message)
    number = await fake.bring(message)
    await fake.answers_to(fake.text("zhangsan", "党课"))
    assert fake.responses[number] == []
    assert len(ledger.kept) == 2


@pytest.mark.usefixtures("gateway")
async def test_what_is_no_message_harms_nobody(fake: FakeAibot, ledger: Ledger) -> None:
    assert fake._live is not None  # noqa: SLF001
    for raw in ("", "[]", "{}", '{"headers": {"req_id": 7}}', '{"cmd": "x", "headers": {"req_id": "a"}, "body": []}'):
        await fake._live.send_str(raw)  # noqa: SLF001
    await fake.answers_to(fake.text("zhangsan", "党课"))
    assert len(ledger.kept) == 1


async def test_a_digest_reaches_the_group_that_the_robot_is_in(fake: FakeAibot, gateway: WecomGateway) -> None:
    await gateway.send(GROUP, Content(text="本月简报\n# 1 <@all> *党课*"), key="d")
    [pushed] = fake.pushed
    assert (pushed["chatid"], pushed["chat_type"]) == (CHAT, 2)
    assert pushed["markdown"]["content"] == "本月简报\n\u200b# 1 ＜＠all> ＊党课＊"


async def test_where_there_is_no_app_the_robot_writes_to_members(fake: FakeAibot, gateway: WecomGateway) -> None:
    await gateway.send(Address(channel="wecom", account="zhangsan"), Content(text="党课", buttons=BUTTONS), key="r")
    [pushed] = fake.pushed
    assert (pushed["chatid"], pushed["chat_type"], pushed["msgtype"]) == ("zhangsan", 1, "template_card")


@pytest.mark.parametrize("size", [10, 512 * 1024, 1_300_000])
async def test_pictures_and_files_are_handed_over_in_pieces(fake: FakeAibot, gateway: WecomGateway, size: int) -> None:
    content = bytes(size)
    await gateway.show(GROUP, Picture(png=content, alt="图"), key="c")
    await gateway.give(
        Address(channel="wecom", account="zhangsan"), Document(name="台账.xlsx", content=content), key="f"
    )
    shown, given = fake.pushed
    assert (shown["chatid"], shown["msgtype"], fake.uploads[shown["image"]["media_id"]][1]) == (CHAT, "image", content)
    assert (given["chatid"], given["chat_type"], given["msgtype"]) == ("zhangsan", 1, "file")
    assert fake.uploads[given["file"]["media_id"]] == ("台账.xlsx", content)


async def test_words_and_links_are_markdown_and_cards(fake: FakeAibot, gateway: WecomGateway) -> None:
    voice = await gateway.voice_at(GROUP, key="k")
    await voice.say("# *请阅*")
    await voice.show_news([{"title": "材料", "description": "请阅", "url": "https://a.cn"}])
    said, shown = fake.pushed
    assert said["markdown"]["content"] == "\u200b# ＊请阅＊"
    assert shown["template_card"]["card_action"]["url"] == "https://a.cn"


async def test_a_file_that_is_too_large_is_not_begun(fake: FakeAibot, gateway: WecomGateway) -> None:
    with pytest.raises(SendError) as raised:
        await gateway.give(GROUP, Document(name="台账.xlsx", content=bytes(100 * 512 * 1024 + 1)), key="f")
    assert raised.value.permanent
    assert not fake.uploads


async def test_what_is_not_acknowledged_is_in_doubt(
    fake: FakeAibot, gateway: WecomGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "ACKNOWLEDGED_WITHIN", 0.1)
    fake.deaf = True
    with pytest.raises(SendError) as raised:
        await gateway.send(GROUP, Content(text="简报"), key="d")
    assert raised.value.ambiguous


async def test_an_answer_that_was_not_acknowledged_is_left_to_the_outbox(
    fake: FakeAibot, ledger: Ledger, gateway: WecomGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "ACKNOWLEDGED_WITHIN", 0.1)
    fake.deaf = True
    await fake.bring(fake.text("zhangsan", "党课"))
    await until(lambda: bool(ledger.kept))
    await gateway.close()
    assert ledger.settled == []


@pytest.mark.usefixtures("gateway")
async def test_a_connection_that_breaks_is_opened_again(fake: FakeAibot, ledger: Ledger) -> None:
    for number in range(3):
        await fake.cut()
        await until(lambda: fake.is_connected)
        await fake.answers_to(fake.text("zhangsan", f"党课{number}"))
    assert fake.subscriptions == 4
    assert len(ledger.kept) == 3


async def test_a_connection_that_is_cut_without_a_word_is_found_out(
    fake: FakeAibot, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "PING_EVERY", 0.05)
    monkeypatch.setattr(connection_module, "ACKNOWLEDGED_WITHIN", 0.05)
    gateway = gateway_to(fake, ledger)
    gateway.listen(ledger.take_in)
    await until(lambda: is_listening(gateway))
    fake.deaf = True
    await until(lambda: not is_listening(gateway))
    fake.deaf = False
    await until(lambda: fake.subscriptions >= 2)
    await gateway.close()


async def test_wrong_keys_are_not_tried_in_a_loop(
    fake: FakeAibot, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_module, "REFUSED_PAUSE", 60.0)
    fake.refusing = 853000
    gateway = gateway_to(fake, ledger)
    gateway.listen(ledger.take_in)
    await until(lambda: fake.subscriptions == 1)
    await asyncio.sleep(0.3)
    await gateway.close()
    assert fake.subscriptions == 1


@pytest.mark.usefixtures("gateway")
async def test_who_was_replaced_by_a_stranger_does_not_fight(fake: FakeAibot) -> None:
    async with fake.session.ws_connect(fake.connected()["ws_url"]) as stranger:
        body = {"bot_id": fake.bot_id, "secret": fake.secret}
        await stranger.send_json({"cmd": "aibot_subscribe", "headers": {"req_id": "s"}, "body": body})
        await stranger.receive_json()
        await asyncio.sleep(0.3)
        assert not stranger.closed
        assert fake.subscriptions == 2


async def test_of_several_processes_one_listens_and_another_takes_over(fake: FakeAibot, ledger: Ledger) -> None:
    holding = Holding()
    gateways = [gateway_to(fake, ledger, hold=holding.of(name)) for name in "ab"]
    for gateway in gateways:
        gateway.listen(ledger.take_in)
    await until(lambda: is_listening(gateways[0]))
    await asyncio.sleep(0.2)
    assert (fake.subscriptions, holding.holder) == (1, "a")
    with pytest.raises(SendError) as raised:
        await gateways[1].send(GROUP, Content(text="简报"), key="d")
    assert raised.value.untried
    await gateways[0].close()
    await until(lambda: is_listening(gateways[1]))
    assert fake.subscriptions == 2
    await gateways[1].send(GROUP, Content(text="简报"), key="d")
    await fake.answers_to(fake.text("zhangsan", "党课"))
    await gateways[1].close()
    assert (len(fake.pushed), holding.holder) == (1, "")


async def test_a_holding_that_is_lost_ends_the_connection(fake: FakeAibot, ledger: Ledger) -> None:
    holding = Holding()
    gateway = gateway_to(fake, ledger, hold=holding.of("a"))
    gateway.listen(ledger.take_in)
    await until(lambda: fake.is_connected)
    holding.holder = "b"
    await until(lambda: not fake.is_connected)
    await asyncio.sleep(0.2)
    await gateway.close()
    assert (fake.subscriptions, holding.holder) == (1, "b")


async def test_who_is_told_to_stop_in_the_moment_of_an_acknowledgement_stops(
    fake: FakeAibot, gateway: WecomGateway
) -> None:
    fake.deaf = True
    assert gateway._line is not None  # noqa: SLF001
    connection = gateway._line._connection  # noqa: SLF001
    assert connection is not None
    asking = asyncio.create_task(connection.ask("ping", {}, number="p"))
    await until(lambda: "p" in connection._acks)  # noqa: SLF001
    connection._acks["p"].set_result({})  # noqa: SLF001
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


async def test_a_file_of_the_connection_has_a_key_of_its_own(
    fake: FakeAibot, ledger: Ledger, gateway: WecomGateway
) -> None:
    key = bytes(range(32))
    url = fake.keep_file(b"\xff\xd8\xff photo", key=key)
    await fake.answers_to(fake.message("zhangsan", "image", {"url": url, "aeskey": base64.b64encode(key).decode()}))
    [message] = ledger.kept.values()
    assert b"".join([chunk async for chunk in gateway.fetch(message.media)]) == b"\xff\xd8\xff photo"
