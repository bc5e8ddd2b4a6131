"""The fake platform by hand: what docs tell integrators to try."""

import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import SendError
from bot.channels.wecom.gateway import WecomGateway
from bot.channels.wecom.settings import WecomSettings
from handlers.messages import InboundMessage, Outcome
from schedules.outbox import Content
from schedules.people.address import Address
from schedules.people.contacts import ContactNews
from tests.fakes.wecom import FakeWecom, describe


@pytest.fixture
async def fake() -> AsyncIterator[FakeWecom]:
    async with FakeWecom() as fake:
        yield fake


@pytest.fixture
async def channel(
    fake: FakeWecom, aiohttp_server: Callable[[web.Application], Awaitable[TestServer]]
) -> AsyncIterator[WecomGateway]:
    async def take_in(message: InboundMessage) -> Outcome:
        return Outcome(replies=(Content(text=f"{message.kind}：{message.text or message.action}"),))

    settings = WecomSettings.model_validate(tomllib.loads(describe(fake))["wecom"])
    channel = WecomGateway(settings, now=lambda: datetime.now(UTC))
    app = web.Application()
    app.add_routes(channel.routes(take_in))
    fake.connect(str((await aiohttp_server(app)).make_url("/wecom/callback")))
    yield channel
    await channel.close()


async def order(fake: FakeWecom, name: str, given: dict[str, object] | None = None) -> dict[str, object]:
    async with fake.session.post(f"{fake.base}/fake/{name}", json=given or {}) as response:
        assert response.status == 200
        answer: dict[str, object] = await response.json()
        return answer


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(
    ("name", "given", "reply"),
    [
        ("say", {"user": "zhangsan", "text": "帮助"}, "text：帮助"),
        ("click", {"user": "zhangsan", "key": "menu"}, "action：menu"),
        ("press", {"user": "zhangsan", "key": "done:7"}, "action：done:7"),
        ("enter", {"user": "zhangsan"}, "enter："),
    ],
)
async def test_orders_make_callbacks(fake: FakeWecom, name: str, given: dict[str, object], reply: str) -> None:
    assert await order(fake, name, given) == {"statuses": [200], "reply": reply}


@pytest.mark.usefixtures("channel")
async def test_an_order_verifies_the_address(fake: FakeWecom) -> None:
    assert str((await order(fake, "verify"))["echoed"]).isdigit()


async def test_faults_are_switched_on_and_off(fake: FakeWecom, channel: WecomGateway) -> None:
    address = Address(channel="wecom", account="zhangsan")
    await order(fake, "fail", {"path": "/cgi-bin/message/send", "code": 60020, "times": 5})
    with pytest.raises(SendError, match="60020"):
        await channel.send(address, Content(text="党课"), key="k")
    await order(fake, "heal")
    await order(fake, "expire")
    await channel.send(address, Content(text="党课"), key="k")
    async with fake.session.get(f"{fake.base}/fake/sent") as response:
        told = {"target": "zhangsan", "text": "党课", "state": "delivered", "kind": "text"}
        assert await response.json() == [told]


async def test_changes_of_the_address_book_are_told(fake: FakeWecom, channel: WecomGateway) -> None:
    async def forget(_: InboundMessage) -> Outcome:
        return Outcome()

    learned: list[ContactNews] = []

    async def learn(news: ContactNews) -> None:
        learned.append(news)

    channel.inform(learn)
    app = web.Application()
    app.add_routes(channel.routes(forget))
    async with TestServer(app) as server:
        fake.connect(str(server.make_url("/wecom/callback")))
        await order(fake, "join", {"account": "lisi", "name": "李四"})
        assert await order(fake, "change", {"ChangeType": "delete_user", "UserID": "zhangsan"}) == {"statuses": [200]}
    assert [news.left for news in learned] == [("zhangsan",)]
    assert [contact.name for contact in await channel.list_contacts() if contact.account == "lisi"] == ["李四"]
