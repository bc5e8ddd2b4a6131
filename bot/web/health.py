"""Probes: is the process there, can it work, how is it doing."""

import hmac
import ipaddress
from collections.abc import Mapping
from importlib.metadata import version
from typing import Protocol, runtime_checkable

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, Info, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from bot.balance import balance_of
from bot.errors import StorageError
from bot.robot import Robot
from schedules.outbox import DeliveryState

PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""What a proxy adds: behind it everybody seems to come from this machine."""


@runtime_checkable
class Counting(Protocol):
    """A channel that counts what comes to it."""

    counts: Mapping[str, int]


@runtime_checkable
class Spending(Protocol):
    """A channel whose platform gives it so much a month."""

    async def tell_spent(self) -> Mapping[str, tuple[int, int]]:
        """What was spent of it, and how much it is, by sort."""
        ...


def health_routes(robot: Robot, *, metrics_token: str) -> list[web.RouteDef]:
    """`/healthz`, `/readyz` and `/metrics`, which without a token is for this machine alone."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_: web.Request) -> web.Response:
        try:
            await robot.database.check()
        except StorageError as error:
            return web.json_response({"status": "unavailable", "reason": str(error)}, status=503)
        return web.json_response({"status": "ready"})

    async def metrics(request: web.Request) -> web.Response:
        if not metrics_token and not _is_local(request):
            return web.Response(status=403)
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if metrics_token and not hmac.compare_digest(given.encode(), metrics_token.encode()):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        try:
            measured = await _measure(robot)
        except StorageError:
            return web.Response(status=503)
        return web.Response(body=measured, headers={"Content-Type": "text/plain; version=0.0.4"})

    return [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)]


def _is_local(request: web.Request) -> bool:
    if any(header in request.headers for header in PASSED_ON):
        return False
    try:
        return ipaddress.ip_address(request.remote or "").is_loopback
    except ValueError:
        return False


async def _measure(robot: Robot) -> bytes:
    registry = CollectorRegistry()
    Info("zhibu_build", "The version that runs.", registry=registry).info({"version": version("zhibu")})
    registry.register(_Events(robot))
    gauge = Gauge("zhibu_outbox_messages", "Messages of the outbox by state.", ["state"], registry=registry)
    counts, doubts, balance = await robot.database.read(
        lambda uow: (uow.outbox.count(), uow.outbox.count_doubts(), balance_of(uow))
    )
    for state in DeliveryState:
        gauge.labels(state.value).set(counts.get(state, 0))
    told = "Sends of which nobody knows whether they arrived."
    Gauge("zhibu_outbox_doubtful_sends", told, registry=registry).set(doubts)
    gauge = Gauge("zhibu_reminders", "Reminders by what became of them.", ["state"], registry=registry)
    for name in ("sent", "suppressed", "dead", "pending"):
        gauge.labels(name).set(getattr(balance, name))
    Gauge("zhibu_reminders_planned", "All reminders ever planned.", registry=registry).set(balance.planned)
    told = "Reminders that are planned and in no message: always 0."
    Gauge("zhibu_reminders_adrift", told, registry=registry).set(balance.adrift)
    await _measure_quota(robot, registry)
    return generate_latest(registry)


async def _measure_quota(robot: Robot, registry: CollectorRegistry) -> None:
    told = "What a platform counts by the month, as counted here, and the most that it allows."
    gauge = Gauge("zhibu_platform_quota", told, ["channel", "cost", "value"], registry=registry)
    for name, channel in robot.channels.items():
        if isinstance(channel, Spending):
            for cost, (spent, most) in (await channel.tell_spent()).items():
                gauge.labels(name, cost, "spent").set(spent)
                gauge.labels(name, cost, "most").set(most)


class _Events(Collector):
    """What channels have counted since the process began."""

    def __init__(self, robot: Robot) -> None:
        self._channels = robot.channels

    def collect(self) -> list[CounterMetricFamily]:
        """The counts of every channel that counts."""
        told = "Messages that came to a channel, by what became of them."
        family = CounterMetricFamily("zhibu_channel_messages", told, labels=["channel", "outcome"])
        for name, channel in self._channels.items():
            if isinstance(channel, Counting):
                for outcome, count in channel.counts.items():
                    family.add_metric([name, outcome], count)
        return [family]
