"""What may be sent beside texts and cards: pictures, files, articles, notice cards, groups of the app's own; and recalls."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.base import SendError
from bot.channels.wecom.calls import Calls
from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.client import WecomClient
from bot.channels.wecom.robots import GroupRobot
from bot.channels.wecom.settings import WecomSettings
from schedules.outbox import Button, Content
from schedules.people.address import Address
from tests.fakes.wecom import RECALL, UPLOAD, FakeWecom, Fault

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
ARTICLE = {"title": "六月简报", "description": "应办 6 项", "url": "https://dj.example.gov.cn/", "picurl": ""}


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def fake() -> AsyncIterator[FakeWecom]:
    async with FakeWecom() as fake:
        yield fake


def settings_of(fake: FakeWecom, **changes: Any) -> WecomSettings:  # noqa: ANN401  settings as in a file
    return WecomSettings.model_validate(fake.settings() | changes)


@pytest.fixture
async def calls(fake: FakeWecom) -> AsyncIterator[Calls]:
    calls = Calls(settings_of(fake))
    yield calls
    await calls.close()


@pytest.fixture
def client(fake: FakeWecom, calls: Calls) -> WecomClient:
    return WecomClient(settings_of(fake), calls=calls, now=now)


@pytest.fixture
def robot(fake: FakeWecom, calls: Calls) -> GroupRobot:
    return GroupRobot(calls, fake.robots["committee-group"])


@pytest.mark.parametrize("kind", ["image", "file"])
async def test_a_file_is_handed_over_and_sent_under_its_own_name(
    fake: FakeWecom, client: WecomClient, kind: str
) -> None:
    media_id = await client.upload(kind, "第一党支部台账.png", PNG)
    await client.send("zhangsan", kind, {"media_id": media_id}, key="k")
    assert fake.uploads[media_id] == ("第一党支部台账.png", PNG)
    assert fake.sent[0].payload[kind] == {"media_id": media_id}


async def test_a_token_that_lapses_meanwhile_is_replaced(fake: FakeWecom, client: WecomClient) -> None:
    await client.upload("file", "a.txt", PNG)
    fake.expire_token()
    await client.upload("file", "b.txt", PNG)
    assert [name for name, _ in fake.uploads.values()] == ["a.txt", "b.txt"]


async def test_a_file_that_is_too_small_is_refused(fake: FakeWecom, client: WecomClient) -> None:
    with pytest.raises(SendError, match="44001") as raised:
        await client.upload("file", "a.txt", b"12345")
    assert raised.value.permanent
    assert fake.requests[UPLOAD] == 1


async def test_articles(fake: FakeWecom, client: WecomClient, robot: GroupRobot) -> None:
    await client.send("zhangsan", "news", {"articles": [ARTICLE]}, key="k")
    await robot.show_news([ARTICLE])
    assert [sent.payload["news"]["articles"] for sent in fake.sent] == [[ARTICLE]] * 2


async def test_what_was_sent_can_be_taken_back(fake: FakeWecom, client: WecomClient) -> None:
    message_id = await client.send("zhangsan", "text", {"content": "发错了"}, key="k")
    await client.recall(message_id)
    assert fake.recalled == [message_id]


async def test_what_cannot_be_taken_back_any_more_is_said_so(fake: FakeWecom, client: WecomClient) -> None:
    fake.fail(RECALL, Fault(code=40058))
    with pytest.raises(SendError, match="40058"):
        await client.recall("M")


async def test_a_robot_shows_pictures_files_markdown_and_notices(fake: FakeWecom, robot: GroupRobot) -> None:
    await robot.show_image("a.png", PNG)
    await robot.give_file("台账.xlsx", PNG)
    await robot.say_markdown("**本月简报**")
    await robot.show_notice("本月简报", "应办 6 项", "https://dj.example.gov.cn/")
    assert [sent.payload["msgtype"] for sent in fake.sent] == ["image", "file", "markdown", "template_card"]
    assert [name for name, _ in fake.uploads.values()] == ["台账.xlsx"]


async def test_too_large_a_picture_is_refused(fake: FakeWecom, robot: GroupRobot) -> None:
    with pytest.raises(SendError) as raised:
        await robot.show_image("a.png", bytes((2 << 20) + 1))
    assert raised.value.permanent
    assert fake.sent == []


async def test_a_group_of_the_apps_own_hears_what_is_sent_to_it(fake: FakeWecom, client: WecomClient) -> None:
    chat_id = await client.create_group("第一党支部", "lijianguo", ["lijianguo", "wangfang"])
    channel = WecomChannel(settings_of(fake), now=now)
    group = Address(channel="wecom", account=f"appchat:{chat_id}", is_group=True)
    await channel.send(group, Content(text="本周简报", buttons=(Button(label="看台账", action="a"),)), key="d")
    await channel.close()
    assert fake.texts_to(chat_id) == ["本周简报"]


async def test_a_group_that_is_not_the_apps_own_is_refused(fake: FakeWecom) -> None:
    channel = WecomChannel(settings_of(fake), now=now)
    group = Address(channel="wecom", account="appchat:OTHERS", is_group=True)
    with pytest.raises(SendError, match="86008") as raised:
        await channel.send(group, Content(text="本周简报"), key="d")
    await channel.close()
    assert raised.value.permanent


async def test_a_group_of_one_is_none(client: WecomClient) -> None:
    with pytest.raises(SendError, match="40031"):
        await client.create_group("第一党支部", "lijianguo", ["lijianguo"])


@pytest.mark.parametrize("feature", ["media", "recall", "appchat"])
async def test_what_a_deployment_lacks_is_not_asked_for(fake: FakeWecom, feature: str) -> None:
    settings = settings_of(fake, lacks=[feature])
    lacking = Calls(settings)
    client = WecomClient(settings, calls=lacking, now=now)
    work: dict[str, Callable[[], Awaitable[object]]] = {
        "media": lambda: client.upload("file", "a", PNG),
        "recall": lambda: client.recall("M"),
        "appchat": lambda: client.create_group("a", "b", ["b", "c"]),
    }
    with pytest.raises(SendError, match="lacks") as raised:
        await work[feature]()
    await lacking.close()
    assert raised.value.permanent
    assert not fake.requests
