"""A private DingTalk: signed forms on a host of its own, work notifications, and nothing that comes back."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import ValidationError

from bot.channels.base import SendError
from bot.channels.dingtalk.private import NOTIFY, TOKEN, PrivateDingtalkChannel
from bot.channels.dingtalk.private_signing import sign_with, signature_of
from bot.channels.dingtalk.settings import DingtalkSettings, PrivateSettings
from handlers.messages import InboundMessage, Outcome
from schedules.outbox import Button, Content
from schedules.people.address import Address
from tests.fakes.dingtalk_sending import FakeSending

AT = datetime(2026, 11, 21, 15, 30, tzinfo=timezone(timedelta(hours=8)))
MEMBER = Address(channel="dingtalk", account="1001")
GROUP = Address(channel="dingtalk", account="committee-group", is_group=True)
KEYS = {"app_key": "ak", "app_secret": "sk", "tenant_id": "50001"}


@dataclass
class FakePlatform:
    """Checks each signature by its own reckoning."""

    notices: list[dict[str, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    answer: dict[str, Any] = field(default_factory=lambda: {"success": True, "content": {"success": True, "data": {}}})
    garbage: bool = False

    async def take(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        told = request.headers
        listed = "&".join(f"{name}={form[name]}" for name in sorted(form))
        signed = "\n".join(["POST", told["X-Hmac-Auth-Timestamp"], told["X-Hmac-Auth-Nonce"], request.path, listed])
        expected = base64.b64encode(hmac.new(b"sk", signed.encode(), hashlib.sha256).digest()).decode()
        if (told["X-Hmac-Auth-Signature"], told["apiKey"]) != (expected, "ak"):
            return web.json_response({"success": False, "bizErrorCode": "OPF-B001-05-16-0001", "errorMsg": "签名错误"})
        if self.answer["success"] and request.path == NOTIFY and form["bizMsgId"] not in self.seen:
            self.seen.add(form["bizMsgId"])
            self.notices.append(form)
        return web.Response(text="<html>") if self.garbage else web.json_response(self.answer)


@pytest.fixture
def platform() -> FakePlatform:
    return FakePlatform()


@pytest.fixture
async def base(platform: FakePlatform) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes([web.post(path, platform.take) for path in (NOTIFY, TOKEN)])
    server = TestServer(app)
    await server.start_server()
    yield str(server.make_url("")).rstrip("/")
    await server.close()


@pytest.fixture
async def channel(base: str) -> AsyncIterator[PrivateDingtalkChannel]:
    settings = DingtalkSettings.model_validate({"private": KEYS | {"api_base": base}})
    channel = PrivateDingtalkChannel(settings, now=lambda: AT)
    yield channel
    await channel.close()


def test_the_signature_that_was_reckoned_elsewhere() -> None:
    parts = ("GET", "2026-11-21T15:30:00.000+08:00", "17000000000001234", "/gettoken.json")
    expected = "PC2OZ/gHte90+J62HQiLn54ykG240Pyj5Wxa4YwGZh4="
    assert signature_of("sk", parts, {"appsecret": "sk", "appkey": "ak"}) == expected


def test_each_request_has_a_moment_and_a_nonce_of_its_own() -> None:
    sign = sign_with(PrivateSettings.model_validate(KEYS))
    first, second = (sign("POST", NOTIFY, {}, AT.astimezone(UTC)) for _ in range(2))
    assert first["X-Hmac-Auth-Timestamp"] == "2026-11-21T15:30:00.000+08:00"
    assert len(first["X-Hmac-Auth-Nonce"]) == 17
    assert first["X-Hmac-Auth-Nonce"].startswith(str(round(AT.timestamp() * 1000)))
    assert second.keys() == first.keys()


async def test_a_member_gets_a_work_notification_once(channel: PrivateDingtalkChannel, platform: FakePlatform) -> None:
    content = Content(text="请于6月30日前开主题党日", buttons=(Button(label="已完成", action="done:x"),))
    for _ in range(2):
        await channel.send(MEMBER, content, key="reminder:1")
    [notice] = platform.notices
    assert (notice["receiverIds"], notice["tenantId"]) == ("1001", "50001")
    assert json.loads(notice["msg"]) == {"msgtype": "text", "text": {"content": content.text}}


async def test_long_words_come_in_parts(channel: PrivateDingtalkChannel, platform: FakePlatform) -> None:
    await channel.send(MEMBER, Content(text="一二三四五六七八九十" * 150), key="k")
    assert (
        "".join(json.loads(notice["msg"])["text"]["content"] for notice in platform.notices)
        == "一二三四五六七八九十" * 150
    )
    assert len(platform.notices) == 2


@pytest.mark.parametrize(
    "answer",
    [
        {"success": False, "bizErrorCode": "OPF-B001-05-16-0002", "errorMsg": "api not subscribed"},
        {"success": True, "content": {"success": False, "responseCode": "1", "responseMessage": "api not subscribed"}},
    ],
)
async def test_what_the_platform_refuses_is_told(
    channel: PrivateDingtalkChannel, platform: FakePlatform, answer: dict[str, Any]
) -> None:
    platform.answer = answer
    with pytest.raises(SendError, match="api not subscribed"):
        await channel.send(MEMBER, Content(text="x"), key="k")


async def test_what_is_no_answer_leaves_a_doubt(channel: PrivateDingtalkChannel, platform: FakePlatform) -> None:
    platform.garbage = True
    with pytest.raises(SendError) as refused:
        await channel.check()
    assert refused.value.ambiguous


async def test_a_place_with_another_signature_takes_its_own(base: str) -> None:
    settings = DingtalkSettings.model_validate({"private": KEYS | {"api_base": base}})
    channel = PrivateDingtalkChannel(settings, now=lambda: AT, sign=lambda *_: {"apiKey": "other"} | HEADERS)
    with pytest.raises(SendError, match="签名错误"):
        await channel.check()
    await channel.close()


HEADERS = {"X-Hmac-Auth-Timestamp": "t", "X-Hmac-Auth-Nonce": "n", "X-Hmac-Auth-Signature": "s"}


async def test_what_goes_beyond_the_limit_waits(base: str, platform: FakePlatform) -> None:
    async def wait(*_: object) -> timedelta:
        return timedelta(seconds=2)

    settings = DingtalkSettings.model_validate({"private": KEYS | {"api_base": base}})
    channel = PrivateDingtalkChannel(settings, now=lambda: AT, allow=wait)
    with pytest.raises(SendError) as held:
        await channel.send(MEMBER, Content(text="x"), key="k")
    assert (held.value.untried, platform.notices) == (True, [])
    await channel.close()


async def test_groups_hear_their_own_robots_on_the_same_host() -> None:
    async with FakeSending() as fake:
        robots = {
            name: {"access_token": robot.access_token, "secret": robot.secret} for name, robot in fake.robots.items()
        }
        settings = DingtalkSettings.model_validate({"private": KEYS, "robots": robots, "oapi_base": fake.base})
        channel = PrivateDingtalkChannel(settings, now=lambda: datetime.now(UTC))
        await channel.send(GROUP, Content(text="本周简报"), key="k")
        await channel.close()
        assert fake.texts_to("committee-group") == ["本周简报"]


async def test_nobody_is_heard(channel: PrivateDingtalkChannel) -> None:
    async def take_in(_: InboundMessage) -> Outcome:
        return Outcome()

    assert channel.routes(take_in) == []


@pytest.mark.parametrize("missing", ["app_secret", "tenant_id"])
def test_what_is_missing_is_told(missing: str) -> None:
    with pytest.raises(ValidationError, match="缺少此项"):
        PrivateSettings.model_validate({key: value for key, value in KEYS.items() if key != missing})
