"""The callback over real HTTP: what it answers, what it refuses, what it does twice."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.wecom import callback as callback_module
from bot.channels.wecom import channel as channel_module
from bot.channels.wecom.gateway import WecomGateway
from bot.channels.wecom.settings import WecomSettings
from bot.errors import StorageError
from handlers.messages import InboundKind, InboundMessage, Outcome
from schedules.outbox import Button, Content
from tests.fakes.wecom import SEND, UPDATE_CARD, FakeWecom, Fault
from tests.waiting import until


class Ledger:
    """A take-in that keeps messages by key and answers redeliveries alike, as the real one does."""

    def __init__(self) -> None:
        self.kept: dict[str, InboundMessage] = {}
        self.calls = 0
        self.left: tuple[Button, ...] = ()
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
        left = self.left if message.card else ()
        return Outcome(replies=self.replies(self.kept[message.key]), repeated=repeated, left=left)


@pytest.fixture
async def fake() -> AsyncIterator[FakeWecom]:
    async with FakeWecom() as fake:
        yield fake


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
async def channel(
    fake: FakeWecom, ledger: Ledger, aiohttp_server: Callable[[web.Application], Awaitable[TestServer]]
) -> AsyncIterator[WecomGateway]:
    channel = WecomGateway(WecomSettings.model_validate(fake.settings()), now=lambda: datetime.now(UTC))
    app = web.Application()
    app.add_routes(channel.routes(ledger))
    server = await aiohttp_server(app)
    fake.connect(str(server.make_url("/wecom/callback")))
    yield channel
    await channel.close()


@pytest.fixture(autouse=True)
async def _served(channel: WecomGateway) -> None:
    """Every test of this file posts to a channel."""


async def test_the_address_is_verified(fake: FakeWecom) -> None:
    await fake.verify()


async def test_the_address_is_verified_through_a_proxy_that_decodes_the_query(fake: FakeWecom) -> None:
    query, echo = next(sealed for sealed in iter(lambda: fake.seal("12345678901234567890"), None) if "+" in sealed[1])
    async with fake.session.get(fake.callback, params=query | {"echostr": echo.replace("+", " ")}) as response:
        assert (response.status, await response.text()) == (200, "12345678901234567890")
        assert response.content_type == "text/plain"


async def test_a_text_is_taken_in_and_answered(fake: FakeWecom, ledger: Ledger) -> None:
    delivery = await fake.say("ZhangSan", "9月3日党课，到12人")
    assert delivery.statuses == (200,)
    assert delivery.reply == "已登记：9月3日党课，到12人"
    [message] = ledger.kept.values()
    assert (message.kind, message.sender.account) == (InboundKind.TEXT, "ZhangSan")


SAME = Content(
    text="是同一次吗？\n昨天李明登记过主题党日",
    buttons=(Button(label="补充到这一条", action="same"), Button(label="另记一次", action="other")),
)


async def test_buttons_come_on_a_card_after_the_words(fake: FakeWecom, ledger: Ledger, channel: WecomGateway) -> None:
    ledger.replies = lambda _: (SAME,)
    assert (await fake.say("zhangsan", "x")).reply == SAME.text
    await channel.close()
    [sent] = fake.sent
    assert sent.text == "是同一次吗？"
    assert [button["text"] for button in sent.payload["template_card"]["button_list"]] == ["补充到这一条", "另记一次"]


async def test_where_there_are_no_cards_buttons_become_numbered_choices(
    fake: FakeWecom, ledger: Ledger, aiohttp_server: Callable[[web.Application], Awaitable[TestServer]]
) -> None:
    settings = WecomSettings.model_validate(fake.settings() | {"text_only_accounts": ["ZHANGSAN"]})
    plain = WecomGateway(settings, now=lambda: datetime.now(UTC))
    app = web.Application()
    app.add_routes(plain.routes(ledger))
    fake.connect(str((await aiohttp_server(app)).make_url("/wecom/callback")))
    ledger.replies = lambda _: (SAME,)
    assert (await fake.say("zhangsan", "x")).reply == f"{SAME.text}\n回复 1 补充到这一条，2 另记一次"
    await plain.close()
    assert fake.sent == []


async def test_a_pressed_card_shows_what_was_chosen(fake: FakeWecom, ledger: Ledger, channel: WecomGateway) -> None:
    assert (await fake.press("zhangsan", "undo:7|撤销")).reply == "已登记："
    await fake.press("lisi", "undo:8")
    await channel.close()
    assert [message.action for message in ledger.kept.values()] == ["undo:7", "undo:8"]
    assert sorted(fake.cards.updated) == [("lisi", "已答复"), ("zhangsan", "已选：撤销")]
    assert fake.sent == []


OURS = "0f" * 32


async def test_buttons_that_may_still_be_pressed_stay(fake: FakeWecom, ledger: Ledger, channel: WecomGateway) -> None:
    ledger.left = (Button(label="2 推迟", action="later:2"),)
    await fake.press("zhangsan", "done:1|1 已办", task_id=OURS)
    await channel.close()
    assert [message.card for message in ledger.kept.values()] == [OURS]
    assert fake.cards.updated == [("zhangsan", "已选：1 已办")]
    assert fake.cards.left == [["2 推迟"]]


async def test_a_button_of_one_card_is_pressed_once(fake: FakeWecom, ledger: Ledger, channel: WecomGateway) -> None:
    for _ in range(2):
        assert (await fake.press("zhangsan", "done:1|1 已办", task_id=OURS)).reply == "已登记："
    ledger.replies = lambda _: ()
    assert "已过期" in str((await fake.press("zhangsan", "done:1|1 已办", task_id=OURS)).reply)
    await channel.close()
    assert (len(ledger.kept), len(fake.cards.updated)) == (1, 1)


async def test_a_choice_from_a_list_is_taken_in(fake: FakeWecom, ledger: Ledger, channel: WecomGateway) -> None:
    await fake.choose("zhangsan", "choose", "pick:zb2|第二党支部", key="choose")
    await channel.close()
    assert [message.action for message in ledger.kept.values()] == ["pick:zb2"]
    assert fake.cards.updated == [("zhangsan", "已选：第二党支部")]


async def test_a_card_that_may_not_be_updated_any_more_is_explained(fake: FakeWecom, channel: WecomGateway) -> None:
    fake.fail(UPDATE_CARD, Fault(code=60140))
    assert (await fake.press("zhangsan", "undo:7|撤销")).reply == "已登记："
    await channel.close()
    [text] = fake.texts_to("zhangsan")
    assert "已过期" in text


async def test_a_card_that_cannot_be_updated_now_costs_nobody_an_answer(fake: FakeWecom, channel: WecomGateway) -> None:
    fake.fail(UPDATE_CARD, Fault(status=502))
    assert (await fake.press("zhangsan", "undo:7|撤销")).reply == "已登记："
    await channel.close()
    assert fake.sent == []


async def test_several_answers_come_as_one(fake: FakeWecom, ledger: Ledger) -> None:
    ledger.replies = lambda _: (Content(text="一"), Content(text="二"))
    assert (await fake.say("zhangsan", "x")).reply == "一\n\n二"


async def test_nothing_to_say_is_an_empty_200(fake: FakeWecom, ledger: Ledger) -> None:
    ledger.replies = lambda _: ()
    delivery = await fake.say("zhangsan", "x")
    assert (delivery.statuses, delivery.body) == ((200,), "")


async def test_buttons_menus_and_entering_are_taken_in(fake: FakeWecom, ledger: Ledger) -> None:
    for delivery in (
        await fake.press("zhangsan", "done:7"),
        await fake.click("zhangsan", "help"),
        await fake.enter("zhangsan"),
        await fake.show("zhangsan", "image", MediaId="M", PicUrl="http://127.0.0.1/"),
    ):
        assert delivery.statuses == (200,)
    assert [message.kind for message in ledger.kept.values()] == [
        InboundKind.ACTION,
        InboundKind.ACTION,
        InboundKind.ENTER,
        InboundKind.FILE,
    ]


async def test_an_unknown_event_is_an_empty_200(fake: FakeWecom, ledger: Ledger, channel: WecomGateway) -> None:
    delivery = await fake.deliver(fake.event_of("sys", "of_next_year", {}))
    assert (delivery.statuses, delivery.body, ledger.calls) == ((200,), "", 0)
    await fake.deliver(fake.event_of("sys", "view", {"EventKey": "https://example.gov.cn/"}))
    assert channel.counts == {"unknown": 1, "ignored": 1}


async def test_a_reply_stays_a_reply(fake: FakeWecom, ledger: Ledger) -> None:
    ledger.replies = lambda _: (
        Content(text='甲]]></Content><ToUserName>lisi</ToUserName> <a href="http://x">乙</a> @all'),
    )
    reply = (await fake.say("zhangsan", "x")).reply
    assert reply == '甲]]>＜/Content>＜ToUserName>lisi＜/ToUserName> ＜a href="http://x">乙＜/a> ＠all'


async def test_a_long_answer_goes_on_after_the_reply(fake: FakeWecom, ledger: Ledger, channel: WecomGateway) -> None:
    lines = [f"{number} 主题党日 2026年6月{number % 30 + 1}日 已登记" for number in range(120)]
    ledger.replies = lambda _: (Content(text="\n".join(lines)),)
    delivery = await fake.say("ZhangSan", "x")
    await channel.close()
    parts = [delivery.reply or "", *fake.texts_to("ZhangSan")]
    assert all(len(part.encode()) <= 2048 for part in parts)
    assert "\n".join(parts).split("\n") == lines


@pytest.mark.parametrize(("code", "tries"), [(-1, 2), (81013, 1)])
async def test_the_rest_of_an_answer_is_tried_again_where_that_may_help(
    fake: FakeWecom, ledger: Ledger, channel: WecomGateway, monkeypatch: pytest.MonkeyPatch, *, code: int, tries: int
) -> None:
    monkeypatch.setattr(channel_module, "PUSH_PAUSES", (0.0, 0.0))
    ledger.replies = lambda _: (Content(text="甲" * 682 + "\n" + "乙" * 600),)
    fake.fail(SEND, Fault(code=code))
    await fake.say("zhangsan", "x")
    await channel.close()
    assert fake.requests[SEND] == tries
    assert fake.texts_to("zhangsan") == ["乙" * 600] * (tries - 1)


async def test_redeliveries_are_answered_alike_and_done_once(fake: FakeWecom, ledger: Ledger) -> None:
    plain = fake.message_of("zhangsan", "text", {"Content": "党课"})
    deliveries = [await fake.deliver(plain) for _ in range(4)]
    assert {delivery.reply for delivery in deliveries} == {"已登记：党课"}
    assert len(ledger.kept) == 1


async def test_a_hundred_deliveries_at_once_share_one_take_in(
    fake: FakeWecom, ledger: Ledger, bodies: Sequence[bytes]
) -> None:
    gate = asyncio.Event()
    ledger.before = gate.wait
    plain = fake.message_of("zhangsan", "text", {"Content": "党课"})
    deliveries = [asyncio.create_task(fake.deliver(plain)) for _ in range(100)]
    await until(lambda: len(bodies) >= 100)
    gate.set()
    assert {delivery.reply for delivery in await asyncio.gather(*deliveries)} == {"已登记：党课"}
    assert ledger.calls == 1


async def test_the_same_button_twice_is_two_presses(fake: FakeWecom, ledger: Ledger) -> None:
    await fake.press("zhangsan", "done:7")
    await fake.press("zhangsan", "done:7")
    assert len(ledger.kept) == 2


async def test_what_is_not_stored_is_asked_for_again(fake: FakeWecom, ledger: Ledger, channel: WecomGateway) -> None:
    failures = iter([True, True, False])

    async def fail() -> None:
        if next(failures):
            raise StorageError("disk full")

    ledger.before = fail
    delivery = await fake.say("zhangsan", "党课")
    assert delivery.statuses == (503, 503, 200)
    assert delivery.reply == "已登记：党课"
    assert channel.counts == {"unstored": 2, "answered": 1}


async def test_a_slow_storage_is_not_acknowledged_before_it_has_stored(
    fake: FakeWecom, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback_module, "ANSWER_WITHIN", 0.2)
    gate = asyncio.Event()
    ledger.before = gate.wait
    plain = fake.message_of("zhangsan", "text", {"Content": "党课"})
    first, _ = await fake.post(fake.callback_of(plain))
    second = asyncio.create_task(fake.deliver(plain))
    await asyncio.sleep(0.05)
    gate.set()
    assert first == 503
    assert (await second).reply == "已登记：党课"
    assert ledger.calls == 1
    assert fake.sent == []


async def test_two_hundred_at_once_are_answered_at_their_first_delivery_by_a_slow_storage(
    fake: FakeWecom, ledger: Ledger, channel: WecomGateway
) -> None:
    ledger.before = lambda: asyncio.sleep(1)
    deliveries = await asyncio.gather(*(fake.say(f"u{number}", f"党课{number}") for number in range(200)))
    assert {delivery.statuses for delivery in deliveries} == {(200,)}
    assert [delivery.reply for delivery in deliveries] == [f"已登记：党课{number}" for number in range(200)]
    assert channel.counts == {"answered": 200}


async def test_two_hundred_that_are_late_are_answered_at_the_next_delivery_and_done_once(
    fake: FakeWecom, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback_module, "ANSWER_WITHIN", 0.2)
    stored = asyncio.Event()
    ledger.before = stored.wait
    plains = [fake.message_of(f"u{number}", "text", {"Content": f"党课{number}"}) for number in range(200)]
    late = await asyncio.gather(*(fake.post(fake.callback_of(plain)) for plain in plains))
    assert {status for status, _ in late} == {503}
    monkeypatch.undo()
    stored.set()
    deliveries = await asyncio.gather(*(fake.deliver(plain) for plain in plains))
    assert {delivery.statuses for delivery in deliveries} == {(200,)}
    assert [delivery.reply for delivery in deliveries] == [f"已登记：党课{number}" for number in range(200)]
    assert len(ledger.kept) == 200


async def test_a_late_answer_that_nobody_waits_for_is_sent(
    fake: FakeWecom, ledger: Ledger, channel: WecomGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback_module, "ANSWER_WITHIN", 0.1)
    gate = asyncio.Event()
    ledger.before = gate.wait
    status, _ = await fake.post(fake.callback_of(fake.message_of("zhangsan", "text", {"Content": "党课"})))
    gate.set()
    await channel.close()
    assert status == 503
    assert fake.texts_to("zhangsan") == ["已登记：党课"]


async def test_a_take_in_that_fails_is_no_crash(fake: FakeWecom, ledger: Ledger) -> None:
    async def fail() -> None:
        raise RuntimeError("a secret in the text of an error")

    ledger.before = fail
    status, body = await fake.post(fake.callback_of(fake.message_of("zhangsan", "text", {"Content": "党课"})))
    assert status == 500
    assert "secret" not in body
    ledger.before = None
    assert (await fake.say("zhangsan", "党课")).statuses == (200,)
