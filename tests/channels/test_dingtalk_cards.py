"""Interactive cards: what stands on them, and what they show after a press, over HTTP and by the stream."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import SendError
from bot.channels.dingtalk import presses, speaking
from bot.channels.dingtalk.card_calls import secret_of
from bot.channels.dingtalk.gateway import DingtalkGateway
from bot.channels.dingtalk.interactive import interactive_of, read_press
from bot.channels.dingtalk.session import Session
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.channels.dingtalk.signature import verify_press
from bot.channels.sealing import VerificationError
from bot.errors import StorageError
from handlers.messages import InboundMessage, Outcome
from handlers.posting import card_name
from schedules.outbox import Button, Content
from schedules.people.address import Address
from tests.fakes.dingtalk_cards import DELIVER, PRESSES, Card, FakeCards, sealed
from tests.fakes.dingtalk_sending import TO_MEMBERS, Fault
from tests.waiting import until

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
MEMBER = Address(channel="dingtalk", account="zhangsan")
GROUP = Address(channel="dingtalk", account="cidG==", is_group=True)
REMINDER = Content(
    text="【支部助手】张三同志，第一党支部有2项待办：\n1. 主题党日\n2. 党课",
    buttons=(
        Button(label="1 已完成", action="done:zb1:a:2026-06"),
        Button(label="2 已完成", action="done:zb1:b:2026-06"),
    ),
)
ASKED = Content(text="哪一天开的？", buttons=(Button(label="今天", action="pick:1"),))


class Desk:
    """A take-in that answers as told; the first button pressed is gone, the others are left."""

    def __init__(self) -> None:
        self.pressed: dict[str, InboundMessage] = {}
        self.replies: tuple[Content, ...] = (Content(text="已登记：主题党日（6月）"),)
        self.before: Callable[[], Awaitable[object]] | None = None
        self.settled: list[str] = []

    async def __call__(self, message: InboundMessage) -> Outcome:
        if self.before is not None:
            await self.before()
        repeated = message.key in self.pressed
        self.pressed.setdefault(message.key, message)
        left = tuple(button for button in REMINDER.buttons if button.action != message.action)
        return Outcome(replies=self.replies, repeated=repeated, left=left)

    async def settle(self, keys: Any) -> None:  # noqa: ANN401  any collection
        self.settled.extend(keys)


@pytest.fixture
async def fake() -> AsyncIterator[FakeCards]:
    async with FakeCards(now=lambda: NOW) as fake:
        yield fake


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def channel(fake: FakeCards, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DingtalkGateway]:
    monkeypatch.setattr(speaking, "PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(presses, "UPDATED_AFTER", 0.0)
    server = TestServer(web.Application())
    await server.start_server()
    settings = DingtalkSettings.model_validate(fake.settings() | {"corp_id": "dingcorp"})
    channel = DingtalkGateway(settings, now=lambda: NOW, public_url=str(server.make_url("")))
    channel.report_to(desk.settle)
    server.app.router._frozen = False  # noqa: SLF001  its address is known only once it listens
    server.app.add_routes(channel.routes(desk))
    yield channel
    await channel.close()
    await server.close()


async def shown(fake: FakeCards, channel: DingtalkGateway, content: Content = REMINDER) -> Card:
    await channel.send(MEMBER, content, key="reminder:1")
    return fake.cards[-1]


async def test_a_message_with_buttons_is_a_card(fake: FakeCards, channel: DingtalkGateway) -> None:
    card = await shown(fake, channel)
    assert (card.name, card.user, card.labels) == (card_name("reminder:1"), "zhangsan", ["1 已完成", "2 已完成"])
    assert card.variables["title"] == "【支部助手】张三同志，第一党支部有2项待办："
    assert card.variables["text"] == "1. 主题党日  \n2. 党课"
    assert fake.sent == []


async def test_sending_again_is_the_same_card(fake: FakeCards, channel: DingtalkGateway) -> None:
    fake.fail(DELIVER, Fault(reset=True, carried_out=True))
    with pytest.raises(SendError):
        await shown(fake, channel)
    await shown(fake, channel)
    assert len(fake.cards) == 1


async def test_a_press_changes_the_card_where_it_is(
    fake: FakeCards, channel: DingtalkGateway, desk: Desk, session: aiohttp.ClientSession
) -> None:
    card = await shown(fake, channel)
    assert await fake.press(card, "1 已完成", session=session) == 200
    await channel.close()
    [message] = desk.pressed.values()
    assert (message.sender, message.action, message.card) == (MEMBER, "done:zb1:a:2026-06", card.name)
    assert card.variables["answer"] == "✓ 1 已完成  \n已登记：主题党日（6月）"
    assert card.labels == ["2 已完成"]
    assert (fake.sent, len(desk.settled), fake.updates) == ([], 1, 0)


async def test_a_question_comes_as_a_card_of_its_own(
    fake: FakeCards, channel: DingtalkGateway, desk: Desk, session: aiohttp.ClientSession
) -> None:
    desk.replies = (ASKED,)
    card = await shown(fake, channel)
    await fake.press(card, "1 已完成", session=session)
    await channel.close()
    _, question = fake.cards
    assert card.variables["answer"] == "✓ 1 已完成"
    assert (question.variables["title"], question.labels) == ("哪一天开的？", ["今天"])
    assert desk.settled == [key for key in desk.settled if key.startswith("answer:press:dingtalk:")] != []


async def test_pressing_twice_is_done_and_answered_once(
    fake: FakeCards, channel: DingtalkGateway, desk: Desk, session: aiohttp.ClientSession
) -> None:
    desk.replies = (ASKED,)
    card = await shown(fake, channel)
    press = fake.press_of(card, "1 已完成")
    address, secret = fake.routes_told[card.callback[1]]
    for _ in range(3):
        async with session.post(address, json=press, headers=sealed(secret, NOW.timestamp())) as told:
            card.change(await told.json())
    await channel.close()
    assert (len(desk.pressed), len(fake.cards)) == (1, 2)


async def test_a_press_that_was_answered_long_ago_is_told_so(
    fake: FakeCards, channel: DingtalkGateway, desk: Desk, session: aiohttp.ClientSession
) -> None:
    desk.replies = ()
    card = await shown(fake, channel)
    await fake.press(card, "1 已完成", session=session)
    assert "已过期" in card.variables["answer"]


async def test_what_takes_longer_than_the_platform_waits_changes_the_card_later(
    fake: FakeCards,
    channel: DingtalkGateway,
    desk: Desk,
    session: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(presses, "ANSWERED_WITHIN", 0.02)
    gate = asyncio.Event()
    desk.before = gate.wait
    card = await shown(fake, channel)
    assert await fake.press(card, "1 已完成", session=session) == 200
    assert card.variables["answer"] == ""
    gate.set()
    await channel.close()
    assert (card.labels, fake.updates, len(desk.settled)) == (["2 已完成"], 1, 1)


async def test_a_press_that_is_not_kept_changes_nothing(
    fake: FakeCards, channel: DingtalkGateway, desk: Desk, session: aiohttp.ClientSession
) -> None:
    async def fail() -> None:
        raise StorageError("disk full")

    desk.before = fail
    card = await shown(fake, channel)
    assert await fake.press(card, "1 已完成", session=session) == 503
    assert (card.variables["answer"], channel.counts["unstored"]) == ("", 1)


@pytest.mark.parametrize("fault", ["secret", "stale", "corp", "user", "params", "body"])
async def test_a_press_that_is_none_is_refused(
    fake: FakeCards, channel: DingtalkGateway, desk: Desk, session: aiohttp.ClientSession, fault: str
) -> None:
    card = await shown(fake, channel)
    press = fake.press_of(card, "1 已完成")
    address, secret = fake.routes_told[card.callback[1]]
    changes: dict[str, dict[str, Any]] = {
        "corp": {"corpId": "other"},
        "user": {"userId": ""},
        "params": {"content": "{}"},
    }
    body = b"{" if fault == "body" else json.dumps(press | changes.get(fault, {})).encode()
    moment = NOW.timestamp() - (3601 if fault == "stale" else 0)
    headers = sealed("another" if fault == "secret" else secret, moment)
    async with session.post(address, data=body, headers=headers) as told:
        assert told.status == 403
    assert (desk.pressed, channel.counts["refused"]) == ({}, 1)


@pytest.mark.parametrize("fault", ["template", "undelivered", "permission"])
async def test_where_cards_are_not_taken_the_words_are_sent(
    fake: FakeCards, channel: DingtalkGateway, fault: str
) -> None:
    if fault == "template":
        fake.card_template_id = "another"
    elif fault == "undelivered":
        fake.undeliverable = True
    else:
        code = "Forbidden.AccessDenied.AccessTokenPermissionDenied"
        fake.fail(DELIVER, Fault(status=403, code=code))
    await channel.send(MEMBER, REMINDER, key="reminder:1")
    assert [(sent.path, sent.kind) for sent in fake.sent] == [(TO_MEMBERS, "sampleActionCard2")]
    assert channel.counts["cardless"] == 1


async def test_what_is_to_wait_waits(fake: FakeCards, channel: DingtalkGateway) -> None:
    fake.fail(DELIVER, Fault(status=403, code="Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"))
    with pytest.raises(SendError) as refused:
        await channel.send(MEMBER, REMINDER, key="reminder:1")
    assert refused.value.pause
    assert fake.sent == []


async def test_in_a_group_choices_are_numbered(fake: FakeCards, channel: DingtalkGateway) -> None:
    await channel.send(GROUP, ASKED, key="k")
    assert ([sent.kind for sent in fake.sent], fake.cards) == (["sampleText"], [])


async def asked_in_group(fake: FakeCards, channel: DingtalkGateway) -> Card:
    session = Session(webhook=fake.open_session(GROUP.account), expires_at=NOW + timedelta(hours=1), mention="zhangsan")
    await channel.answer(GROUP, ASKED, key="answer:1", session=session)
    [card] = fake.cards
    assert (fake.sent, card.user, card.labels) == ([], GROUP.account, ["今天"])
    return card


async def test_who_is_asked_in_a_group_answers_on_the_card(
    fake: FakeCards, channel: DingtalkGateway, desk: Desk, session: aiohttp.ClientSession
) -> None:
    card = await asked_in_group(fake, channel)
    assert await fake.press(card, "今天", session=session, user="zhangsan") == 200
    [message] = desk.pressed.values()
    assert (message.sender, message.group, message.action) == (MEMBER, GROUP, "pick:1")
    assert "已登记" in card.variables["answer"]


async def test_the_next_question_in_a_group_is_a_card_there(
    fake: FakeCards, channel: DingtalkGateway, desk: Desk, session: aiohttp.ClientSession
) -> None:
    desk.replies = (ASKED,)
    card = await asked_in_group(fake, channel)
    await fake.press(card, "今天", session=session, user="zhangsan")
    await channel.close()
    assert [shown.user for shown in fake.cards] == [GROUP.account] * 2
    actions = [button["action"] for shown in fake.cards for button in json.loads(shown.variables["buttons"])]
    assert {action.partition(" ")[2] for action in actions} == {"cidG== zhangsan"}


async def test_nobody_else_in_the_group_answers_it(
    fake: FakeCards, channel: DingtalkGateway, desk: Desk, session: aiohttp.ClientSession
) -> None:
    card = await asked_in_group(fake, channel)
    assert await fake.press(card, "今天", session=session, user="lisi") == 200
    assert (desk.pressed, card.variables["answer"], card.labels) == ({}, "", ["今天"])
    assert "被问到的同志" in card.whispered


async def test_a_question_that_a_group_cannot_be_shown_is_said_there(fake: FakeCards, channel: DingtalkGateway) -> None:
    fake.undeliverable = True
    session = Session(webhook="", expires_at=NOW, mention="zhangsan")
    await channel.answer(GROUP, ASKED, key="answer:1", session=session)
    assert fake.texts_to(GROUP.account) == ["哪一天开的？\n@我并回复 1 今天"]


async def test_a_card_that_is_taken_back_says_nothing_more(fake: FakeCards, channel: DingtalkGateway) -> None:
    [name] = await channel.send(MEMBER, REMINDER, key="reminder:1")
    await channel.recall(MEMBER, name)
    [card] = fake.cards
    assert (card.variables["title"], card.labels) == ("", [])
    assert "已撤回" in card.variables["text"]


async def test_without_a_public_address_nothing_is_a_card(fake: FakeCards) -> None:
    channel = DingtalkGateway(DingtalkSettings.model_validate(fake.settings()), now=lambda: NOW)
    await channel.send(MEMBER, ASKED, key="k")
    await channel.close()
    assert ([sent.kind for sent in fake.sent], fake.cards) == (["sampleActionCard"], [])


async def test_presses_come_by_the_stream(fake: FakeCards, desk: Desk) -> None:
    settings = DingtalkSettings.model_validate(fake.settings() | {"mode": "stream"})
    channel = DingtalkGateway(settings, now=lambda: NOW)
    channel.listen(desk)
    await until(lambda: fake.sockets)
    card = await shown(fake, channel)
    frame = await fake.push("CALLBACK", PRESSES, fake.press_of(card, "2 已完成"))
    await until(lambda: fake.ack_of(frame))
    ack = fake.ack_of(frame)
    assert ack
    card.change(json.loads(ack["data"])["response"])
    await channel.close()
    assert (card.callback, ack["code"], card.labels) == (("STREAM", ""), 200, ["1 已完成"])
    assert {"type": "CALLBACK", "topic": PRESSES} in fake.opened[0]["subscriptions"]


def test_the_platforms_own_example_of_a_signature() -> None:
    verify_press(
        "example-secret",
        timestamp="1700000000000",
        signature="I85VWQbGCqbDkjEb7rsCEkTKI9QSL3wzLms54MiwXlg=",
        now=datetime.fromtimestamp(1700000000, UTC),
    )


def test_the_secret_of_presses_is_another_than_the_apps() -> None:
    settings = DingtalkSettings.model_validate(
        FakeCards().settings() | {"api_base": "https://a.cn", "oapi_base": "https://a.cn"}
    )
    assert secret_of(settings) not in {settings.client_secret.get_secret_value(), ""}


@pytest.mark.parametrize("count", [1, 13, 14])
def test_a_card_has_so_much_room(count: int) -> None:
    content = Content(text="标题\n" + "一二三四五六七八九十" * 5 * count, buttons=ASKED.buttons)
    assert (interactive_of(content, ()) is None) == (count == 14)


def test_content_of_a_press_may_be_an_object() -> None:
    fields = {"outTrackId": "n", "userId": "u", "content": {"cardPrivateData": {"params": {"action": "pick:1"}}}}
    assert read_press(fields, corp_id="").label == ""
    with pytest.raises(VerificationError):
        read_press(fields, corp_id="dingcorp")
