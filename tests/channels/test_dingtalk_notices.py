"""Work notifications: they step in where the robot may write to nobody, and a dropped one is no delivered one."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bot.channels.base import SendError
from bot.channels.dingtalk.channel import DingtalkChannel
from bot.channels.dingtalk.notices import RECALL, RESULT, SEND
from bot.channels.dingtalk.settings import DingtalkSettings
from schedules.outbox import Button, Content
from schedules.people.address import Address
from tests.fakes.dingtalk_office import FakeOffice
from tests.fakes.dingtalk_sending import TO_MEMBERS, Fault

MEMBER = Address(channel="dingtalk", account="zhangsan")
REMINDER = Content(text="请开主题党日", buttons=(Button(label="已完成", action="done:x"),))


@dataclass(kw_only=True)
class FakeNotices(FakeOffice):
    """The same platform with work notifications; `results` are what it tells of them afterwards."""

    notices: list[dict[str, Any]] = field(default_factory=list)
    results: dict[str, list[str]] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        return [
            *super().routes(),
            web.post(SEND, self._notify),
            web.post(RESULT, self._tell_result),
            web.post(RECALL, self._recall),
        ]

    async def _notify(self, request: web.Request) -> web.Response:
        if refusal := self._old_refusal(request):
            return refusal
        notice = await request.json()
        assert len(str(notice["msg"]).encode()) <= 2048
        self.notices.append(notice)
        return web.json_response({"errcode": 0, "errmsg": "ok", "task_id": len(self.notices)})

    async def _recall(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if asked["agent_id"] != 77 or not 0 < asked["msg_task_id"] <= len(self.notices):
            return web.json_response({"errcode": 400002, "errmsg": "agentId不合法或taskId不合法"})
        del self.notices[asked["msg_task_id"] - 1]
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    async def _tell_result(self, request: web.Request) -> web.Response:
        asked = await request.json()
        assert asked == {"agent_id": 77, "task_id": len(self.notices)}
        return web.json_response({"errcode": 0, "send_result": self.results})


@pytest.fixture
async def fake() -> AsyncIterator[FakeNotices]:
    async with FakeNotices() as fake:
        yield fake


@pytest.fixture
async def channel(fake: FakeNotices) -> AsyncIterator[DingtalkChannel]:
    settings = DingtalkSettings.model_validate(fake.settings() | {"agent_id": 77})
    channel = DingtalkChannel(settings, now=lambda: datetime.now(UTC))
    yield channel
    await channel.close()


@pytest.mark.parametrize("code", ["robot.oto.notExist", "chatbotId.notAllow.sendOTO", "bot.stopped"])
async def test_a_notification_steps_in(fake: FakeNotices, channel: DingtalkChannel, code: str) -> None:
    fake.fail(TO_MEMBERS, Fault(status=400, code=code))
    await channel.send(MEMBER, REMINDER, key="k")
    [notice] = fake.notices
    assert (notice["userid_list"], notice["msg"]["text"]["content"]) == ("zhangsan", "请开主题党日")
    assert channel.counts["robotless"] == 1


async def test_as_long_as_the_robot_may_write_it_does(fake: FakeNotices, channel: DingtalkChannel) -> None:
    await channel.send(MEMBER, REMINDER, key="k")
    fake.fail(TO_MEMBERS, Fault(status=400, code="staffId.notExisted"))
    with pytest.raises(SendError):
        await channel.send(MEMBER, REMINDER, key="k2")
    assert (len(fake.sent), fake.notices) == (1, [])


async def test_without_an_agent_there_is_none(fake: FakeNotices) -> None:
    channel = DingtalkChannel(DingtalkSettings.model_validate(fake.settings()), now=lambda: datetime.now(UTC))
    fake.fail(TO_MEMBERS, Fault(status=400, code="bot.stopped"))
    with pytest.raises(SendError, match="停用"):
        await channel.send(MEMBER, REMINDER, key="k")
    await channel.close()
    assert fake.notices == []


@pytest.mark.parametrize(
    ("listed", "permanent"),
    [("invalid_user_id_list", True), ("forbidden_user_id_list", False), ("failed_user_id_list", False)],
)
async def test_what_the_platform_dropped_was_not_delivered(
    fake: FakeNotices, channel: DingtalkChannel, listed: str, permanent: object
) -> None:
    fake.results = {listed: ["zhangsan"]}
    fake.fail(TO_MEMBERS, Fault(status=400, code="bot.stopped"))
    with pytest.raises(SendError) as dropped:
        await channel.send(MEMBER, REMINDER, key="k")
    assert dropped.value.permanent is permanent
    assert (dropped.value.pause is None) is permanent


async def test_long_words_come_in_parts(fake: FakeNotices, channel: DingtalkChannel) -> None:
    words = "一二三四五六七八九十" * 80
    fake.fail(TO_MEMBERS, Fault(status=400, code="bot.stopped"))
    await channel.send(MEMBER, Content(text=words), key="k")
    assert "".join(notice["msg"]["text"]["content"] for notice in fake.notices) == words
    assert len(fake.notices) == 2


async def test_a_notification_is_taken_back(fake: FakeNotices, channel: DingtalkChannel) -> None:
    fake.fail(TO_MEMBERS, Fault(status=400, code="bot.stopped"))
    [name] = await channel.send(MEMBER, REMINDER, key="k")
    await channel.recall(MEMBER, name)
    assert fake.notices == []
    with pytest.raises(SendError, match="taskId"):
        await channel.recall(MEMBER, name)
