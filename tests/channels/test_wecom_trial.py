"""What `zhibu check wecom` tries, against the fake platform and our own addresses: each fault in words that mend it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.wecom.gateway import WecomGateway
from bot.channels.wecom.settings import WecomSettings
from bot.channels.wecom.trial import Tried, try_all
from handlers.messages import InboundMessage, Outcome
from tests.fakes.wecom import AGENT, GETTOKEN, FakeWecom, Fault
from tests.fakes.wecom_book import ACCOUNTS, Person

AIBOT = {"token": "FakeAibot2026", "encoding_aes_key": "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt"}
Serve = Callable[[web.Application], Awaitable[TestServer]]


def now() -> datetime:
    return datetime.now(UTC)


async def take_in(_: InboundMessage) -> Outcome:
    raise AssertionError("nobody said anything")


@pytest.fixture
async def fake() -> AsyncIterator[FakeWecom]:
    async with FakeWecom(people=[Person(account="zhangsan", name="张三")]) as fake:
        yield fake


async def tried(fake: FakeWecom, public_url: str = "", **changes: Any) -> list[Tried]:  # noqa: ANN401  as in a file
    settings = WecomSettings.model_validate(fake.settings() | {"robots": {}} | changes)
    return [item async for item in try_all(settings, public_url=public_url, now=now)]


async def serve_robot(fake: FakeWecom, serve: Serve, **changes: Any) -> str:  # noqa: ANN401  as in a file
    gateway = WecomGateway(WecomSettings.model_validate(fake.settings() | changes), now=now)
    app = web.Application()
    app.add_routes(gateway.routes(take_in))
    return str((await serve(app)).make_url("")).rstrip("/")


async def test_all_that_is_in_order_is_said_so(fake: FakeWecom, aiohttp_server: Serve) -> None:
    more = {"aibot": AIBOT, "contacts": {"secret": fake.contacts_secret} | AIBOT}
    url = await serve_robot(fake, aiohttp_server, aibot=AIBOT)
    app, aibot, book, keys, accounts = await tried(fake, url, **more)
    assert [item.in_order for item in (app, aibot, keys, accounts)] == [True] * 4
    assert (app.text, aibot.text) == (
        f"企业微信应用回调 {url}/wecom/callback：验签与解密都对",
        f"企业微信智能机器人回调 {url}/wecom/aibot：验签与解密都对",
    )
    assert "成员 1 人、部门 1 个" in keys.text
    assert "HTTP 404" in book.text, "the robot under test was not told of the address book"
    assert fake.sent == []


async def test_without_an_address_of_ours_that_is_said(fake: FakeWecom) -> None:
    untried, keys = await tried(fake)
    assert (untried.in_order, keys.in_order) == (True, True)
    assert "public_url" in untried.text


async def answer_with(serve: Serve, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> str:
    app = web.Application()
    app.router.add_get("/wecom/callback", answer)
    return str((await serve(app)).make_url("")).rstrip("/")


async def test_another_program_behind_our_address_is_found_out(fake: FakeWecom, aiohttp_server: Serve) -> None:
    async def welcome(_: web.Request) -> web.Response:
        return web.Response(text="<html>欢迎</html>")

    door, _ = await tried(fake, await answer_with(aiohttp_server, welcome))
    assert not door.in_order
    assert "答的不是原文" in door.text


async def test_an_address_that_leads_nowhere_is_found_out(fake: FakeWecom, aiohttp_server: Serve) -> None:
    async def gone(_: web.Request) -> web.Response:
        raise web.HTTPBadGateway

    door, _ = await tried(fake, await answer_with(aiohttp_server, gone))
    assert (door.in_order, "HTTP 502" in door.text) == (False, True)
    door, _ = await tried(fake, "http://127.0.0.1:9")
    assert (door.in_order, "连不上" in door.text) == (False, True)


async def test_keys_that_differ_from_the_running_ones_are_found_out(fake: FakeWecom, aiohttp_server: Serve) -> None:
    url = await serve_robot(fake, aiohttp_server)
    door, _ = await tried(fake, url, token="AnotherToken")
    assert not door.in_order
    assert "Token、EncodingAESKey" in door.text


@pytest.mark.parametrize(
    ("path", "code", "page"),
    [
        (GETTOKEN, 40013, "我的企业 → 企业信息"),
        (GETTOKEN, 40001, "应用管理 → 该应用"),
        (GETTOKEN, 60020, "企业可信IP"),
        (AGENT, 60020, "企业可信IP"),
        (AGENT, 301002, "应用管理 → 该应用"),
        (AGENT, 40056, "AgentId"),
    ],
)
async def test_each_fault_names_the_page_where_it_is_mended(fake: FakeWecom, path: str, code: int, page: str) -> None:
    fake.fail(path, Fault(code=code))
    _, keys = await tried(fake)
    assert not keys.in_order
    assert f"企业微信 {code}：" in keys.text
    assert page in keys.text


async def test_a_refused_address_is_named(fake: FakeWecom) -> None:
    fake.fail(AGENT, Fault(code=60020, words="not allow to access from your ip, hint: [x], from ip: 203.0.113.7, more"))
    _, keys = await tried(fake)
    assert "约一分钟后生效：203.0.113.7" in keys.text


async def test_an_app_that_nobody_sees_is_found_out(fake: FakeWecom) -> None:
    fake.people.clear()
    fake.visible_parties.clear()
    _, keys = await tried(fake)
    assert (keys.in_order, "可见范围" in keys.text) == (False, True)


async def test_a_closed_app_is_found_out(fake: FakeWecom) -> None:
    fake.is_closed = True
    _, keys = await tried(fake)
    assert (keys.in_order, "停用" in keys.text) == (False, True)


async def test_a_secret_of_the_address_book_is_tried(fake: FakeWecom) -> None:
    fake.fail(ACCOUNTS, Fault(code=48002))
    *_, book = await tried(fake, contacts={"secret": fake.contacts_secret})
    assert (book.in_order, "通讯录同步" in book.text) == (False, True)


async def test_what_cannot_be_tried_is_said_so(fake: FakeWecom) -> None:
    found = await tried(
        fake,
        robots={"committee-group": "K"},
        lacks=["cards"],
        aibot={"bot_id": "b", "secret": "s"},
    )
    assert [item.in_order for item in found] == [True] * 5
    assert "用长连接" in found[2].text
    assert found[3].text.startswith("企业微信群机器人：1 个")
    assert found[4].text.endswith("模板卡片")
