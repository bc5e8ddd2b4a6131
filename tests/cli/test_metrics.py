"""`/metrics`: what is counted, and who may read it."""

import contextlib
from collections.abc import AsyncIterator
from importlib.metadata import version
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from bot.app import open_app
from bot.channels.wecom.gateway import WecomGateway
from bot.robot import Robot
from bot.settings import Settings
from bot.web.health import health_routes

Client = TestClient[web.Request, web.Application]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ROBOTS = {"wecom": {"robots": {"committee": "KEY"}}}


@contextlib.asynccontextmanager
async def running(database_url: str, **settings: Any) -> AsyncIterator[tuple[Client, Robot]]:  # noqa: ANN401 - as in a file
    """The robot behind HTTP."""
    async with open_app(Settings.model_validate({"database": {"url": database_url}, **settings})) as app:
        async with TestClient(TestServer(app.web)) as client:
            yield client, app.robot
        for channel in app.robot.channels.values():
            await channel.close()


async def test_what_is_counted(database_url: str) -> None:
    async with running(database_url, **ROBOTS) as (client, robot):
        channel = robot.channels["wecom"]
        assert isinstance(channel, WecomGateway)
        channel.counts["refused"] += 3
        response = await client.get("/metrics")
        told = await response.text()

    assert response.status == 200
    assert f'zhibu_build_info{{version="{version("zhibu")}"}} 1.0' in told
    assert 'zhibu_channel_messages_total{channel="wecom",outcome="refused"} 3.0' in told
    for state in ("pending", "sent", "suppressed", "dead"):
        assert f'zhibu_outbox_messages{{state="{state}"}} 0.0' in told


async def test_what_a_platform_counts_by_the_month_is_told(database_url: str) -> None:
    app = {"client_id": "ding1", "client_secret": "s", "robot_code": "ding1", "monthly_calls": 7}
    async with running(database_url, dingtalk=app) as (client, _):
        told = await (await client.get("/metrics")).text()

    assert 'zhibu_platform_quota{channel="dingtalk",cost="calls",value="spent"} 0.0' in told
    assert 'zhibu_platform_quota{channel="dingtalk",cost="calls",value="most"} 7.0' in told


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer x"}, 401),
        ({"Authorization": "Bearer t"}, 200),
        ({"Authorization": "Bearer t", "X-Real-IP": "192.0.2.7"}, 200),
    ],
)
async def test_a_token_is_asked_for(headers: dict[str, str], status: int, database_url: str) -> None:
    async with running(database_url, server={"metrics_token": "t"}) as (client, _):
        assert (await client.get("/metrics", headers=headers)).status == status


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
async def test_without_a_token_nobody_behind_a_proxy(header: str, database_url: str) -> None:
    async with running(database_url) as (client, _):
        assert (await client.get("/metrics", headers={header: "127.0.0.1"})).status == 403


@pytest.mark.parametrize(
    ("peer", "status"), [("192.0.2.7", 403), ("", 403), ("2001:db8::1", 403), ("127.0.0.1", 200), ("::1", 200)]
)
async def test_without_a_token_this_machine_alone(peer: str, status: int, database_url: str) -> None:
    async with open_app(Settings.model_validate({"database": {"url": database_url}})) as app:
        route = health_routes(app.robot, metrics_token="")[-1]
        request = make_mocked_request("GET", "/metrics").clone(remote=peer)
        response = await route.handler(request)

    assert response.status == status
