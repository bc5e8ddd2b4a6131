"""Bodies that never end, over raw sockets: they are given up, and hold up nobody."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.wecom import gate
from bot.channels.wecom.gateway import WecomGateway
from bot.channels.wecom.settings import WecomSettings
from handlers.messages import InboundMessage, Outcome
from tests.fakes.wecom import FakeWecom

HEAD = b"POST /wecom/callback?msg_signature=a&timestamp=1&nonce=2 HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
async def fake(
    aiohttp_server: Callable[[web.Application], Awaitable[TestServer]], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[FakeWecom]:
    async def take_in(_: InboundMessage) -> Outcome:
        return Outcome()

    monkeypatch.setattr(gate, "BODY_WITHIN", 0.2)
    async with FakeWecom() as fake:
        channel = WecomGateway(WecomSettings.model_validate(fake.settings()), now=lambda: datetime.now(UTC))
        app = web.Application()
        app.add_routes(channel.routes(take_in))
        fake.connect(str((await aiohttp_server(app)).make_url("/wecom/callback")))
        yield fake
        await channel.close()


@asynccontextmanager
async def connection_to(fake: FakeWecom) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    address = urlsplit(fake.callback)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    yield reader, writer
    writer.close()


async def status_of(reader: asyncio.StreamReader) -> int:
    async with asyncio.timeout(5):
        return int((await reader.readline()).split()[1])


@pytest.mark.parametrize(
    "start",
    [
        b"Content-Length: 1000\r\n\r\n",
        b"Content-Length: 1000\r\n\r\n<xml><Encrypt>",
        b"Transfer-Encoding: chunked\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\n<xml>\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        b"Content-Length: 7, 8\r\n\r\n<xml>",
    ],
)
async def test_a_body_that_stops_is_given_up(fake: FakeWecom, start: bytes) -> None:
    async with connection_to(fake) as (reader, writer):
        writer.write(HEAD + start)
        assert await status_of(reader) in {400, 403}


async def test_an_endless_body_is_cut_off(fake: FakeWecom) -> None:
    async with connection_to(fake) as (reader, writer):
        writer.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(40):
            writer.write(b"2000\r\n" + b"A" * 0x2000 + b"\r\n")
        assert await status_of(reader) == 403


async def test_fifty_that_stop_hold_up_nobody(fake: FakeWecom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "BODY_WITHIN", 60.0)
    async with AsyncExitStack() as stalled:
        for _ in range(50):
            _, writer = await stalled.enter_async_context(connection_to(fake))
            writer.write(HEAD + b"Content-Length: 1000\r\n\r\n<xml>")
        assert (await fake.say("zhangsan", "党课")).statuses == (200,)
