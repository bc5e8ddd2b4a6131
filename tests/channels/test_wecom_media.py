"""Photos and videos, fetched from the fake platform and its faults."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.base import Fetching, SendError
from bot.channels.wecom.gateway import WecomGateway
from bot.channels.wecom.settings import WecomSettings
from bot.clock import system_now
from tests.fakes.wecom import GETTOKEN, MEDIA, FakeWecom, Fault

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 2000


@pytest.fixture
async def fake() -> AsyncIterator[FakeWecom]:
    async with FakeWecom() as fake:
        fake.media["M"] = PHOTO
        yield fake


@pytest.fixture
async def channel(fake: FakeWecom) -> AsyncIterator[WecomGateway]:
    channel = WecomGateway(WecomSettings.model_validate(fake.settings()), now=system_now)
    yield channel
    await channel.close()


async def fetched(channel: WecomGateway, media_id: str = "M") -> bytes:
    return b"".join([chunk async for chunk in channel.fetch(media_id)])


async def test_a_file_comes_whole(channel: WecomGateway) -> None:
    assert isinstance(channel, Fetching)
    assert await fetched(channel) == PHOTO


async def test_a_token_that_lapsed_is_replaced_once(fake: FakeWecom, channel: WecomGateway) -> None:
    await fetched(channel)
    fake.expire_token()
    assert await fetched(channel) == PHOTO
    assert fake.requests[GETTOKEN] == 2


async def test_a_file_that_the_platform_dropped_is_gone_for_good(channel: WecomGateway) -> None:
    with pytest.raises(SendError) as error:
        await fetched(channel, "N")
    assert error.value.permanent
    assert "access_token" not in error.value.reason


@pytest.mark.parametrize("fault", [Fault(status=502), Fault(garbage=True), Fault(code=-1), Fault(code=45009)])
async def test_what_fails_can_be_tried_again(fake: FakeWecom, channel: WecomGateway, fault: Fault) -> None:
    fake.fail(MEDIA, fault)
    with pytest.raises(SendError) as error:
        await fetched(channel)
    assert not error.value.permanent
    assert await fetched(channel) == PHOTO
