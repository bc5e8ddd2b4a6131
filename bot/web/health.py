"""Probes: is the process there, can it work, how is it doing."""

import hmac

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from bot.errors import StorageError
from bot.robot import Robot
from schedules.outbox import DeliveryState


def health_routes(robot: Robot, *, metrics_token: str) -> list[web.RouteDef]:
    """`/healthz`, `/readyz` and `/metrics`."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_: web.Request) -> web.Response:
        try:
            await robot.database.check()
        except StorageError as error:
            return web.json_response({"status": "unavailable", "reason": str(error)}, status=503)
        return web.json_response({"status": "ready"})

    async def metrics(request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if metrics_token and not hmac.compare_digest(given.encode(), metrics_token.encode()):
            return web.Response(status=401)
        return web.Response(body=await _measure(robot), headers={"Content-Type": "text/plain; version=0.0.4"})

    return [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)]


async def _measure(robot: Robot) -> bytes:
    registry = CollectorRegistry()
    gauge = Gauge("zhibu_outbox_messages", "Messages of the outbox by state.", ["state"], registry=registry)
    counts = await robot.database.read(lambda uow: uow.outbox.count())
    for state in DeliveryState:
        gauge.labels(state.value).set(counts.get(state, 0))
    return generate_latest(registry)
