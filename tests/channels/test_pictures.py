"""Pictures into chats, as each platform takes them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.channels.base import Picture, SendError, Showing
from bot.channels.dingtalk.channel import DingtalkChannel
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.settings import WecomSettings
from schedules.people.address import Address
from tests.fakes.allowances import Allowances
from tests.fakes.dingtalk_office import FakeOffice
from tests.fakes.wecom import FakeWecom

NOW = datetime(2026, 6, 30, 2, tzinfo=UTC)
PICTURE = Picture(png=b"\x89PNG of a half-year", alt="（图）应办事项办理情况")


@pytest.fixture
async def fake() -> AsyncIterator[FakeWecom]:
    async with FakeWecom(now=lambda: NOW) as fake:
        yield fake


@pytest.fixture
async def channel(fake: FakeWecom) -> AsyncIterator[WecomChannel]:
    settings = WecomSettings.model_validate(fake.settings())
    channel = WecomChannel(settings, now=lambda: NOW, allow=Allowances(lambda: NOW).allow)
    yield channel
    await channel.close()


def wecom(account: str, *, is_group: bool = True) -> Address:
    return Address(channel="wecom", account=account, is_group=is_group)


async def test_a_groups_robot_shows_it(fake: FakeWecom, channel: WecomChannel) -> None:
    assert isinstance(channel, Showing)
    await channel.show(wecom("committee-group"), PICTURE, key="chart:1")
    (sent,) = fake.sent
    assert (sent.target, sent.payload["msgtype"]) == ("committee-group", "image")
    assert not fake.uploads, "what a robot shows it carries itself"


@pytest.mark.parametrize("is_group", [True, False])
async def test_the_app_uploads_it_first(fake: FakeWecom, channel: WecomChannel, *, is_group: bool) -> None:
    fake.groups["1"] = {}
    account = "appchat:1" if is_group else "zhangsan"
    await channel.show(wecom(account, is_group=is_group), PICTURE, key="chart:1")
    (sent,) = fake.sent
    (media_id,) = fake.uploads
    assert (sent.target, sent.payload["image"]) == ("1" if is_group else "zhangsan", {"media_id": media_id})
    assert fake.uploads[media_id][1] == PICTURE.png


async def test_a_group_that_takes_none_is_named_as_such(fake: FakeWecom, channel: WecomChannel) -> None:
    with pytest.raises(SendError) as raised:
        await channel.show(wecom("another-group"), PICTURE, key="chart:1")
    assert raised.value.permanent
    assert "[wecom.robots]" in raised.value.reason
    assert not fake.sent


async def test_pictures_count_among_what_a_robot_may_say(fake: FakeWecom, channel: WecomChannel) -> None:
    for number in range(20):
        await channel.show(wecom("committee-group"), PICTURE, key=f"chart:{number}")
    with pytest.raises(SendError) as raised:
        await channel.show(wecom("committee-group"), PICTURE, key="one too many")
    assert raised.value.untried
    assert len(fake.sent) == 20


@pytest.fixture
async def office() -> AsyncIterator[FakeOffice]:
    async with FakeOffice() as office:
        yield office


@pytest.fixture
async def dingtalk(office: FakeOffice) -> AsyncIterator[DingtalkChannel]:
    channel = DingtalkChannel(DingtalkSettings.model_validate(office.settings()), now=lambda: datetime.now(UTC))
    yield channel
    await channel.close()


@pytest.mark.parametrize(("account", "is_group"), [("cid1", True), ("manager1", False)])
async def test_dingtalks_app_hands_it_over_first(
    office: FakeOffice, dingtalk: DingtalkChannel, account: str, *, is_group: bool
) -> None:
    assert isinstance(dingtalk, Showing)
    await dingtalk.show(Address(channel="dingtalk", account=account, is_group=is_group), PICTURE, key="chart:1")
    (sent,) = office.sent
    ((media_id, (kind, _, content)),) = office.uploads.items()
    assert (sent.target, sent.kind, sent.words) == (account, "sampleImageMsg", {"photoURL": media_id})
    assert (kind, content) == ("image", PICTURE.png)


async def test_a_dingtalk_groups_own_robot_has_no_pictures(office: FakeOffice, dingtalk: DingtalkChannel) -> None:
    name = next(iter(office.robots))
    with pytest.raises(SendError) as raised:
        await dingtalk.show(Address(channel="dingtalk", account=name, is_group=True), PICTURE, key="chart:1")
    assert raised.value.permanent
    assert not office.uploads
