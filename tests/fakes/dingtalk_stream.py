"""The stream of a fake DingTalk (钉钉): its gateway and its sockets, beside the interfaces that it sends by."""

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.dingtalk_sending import FakeSending

OPEN = "/v1.0/gateway/connections/open"
CONNECT = "/connect"
MESSAGES = "/v1.0/im/bot/messages/get"


@dataclass(kw_only=True)
class FakeStream(FakeSending):
    """One app whose robot comes for its messages. Faults: see the fields that say what goes wrong from now on."""

    closes_at_once: bool = False
    hangs: bool = False
    """Whether the handshake of sockets is never answered."""
    tickets: set[str] = field(default_factory=set)
    opened: list[dict[str, Any]] = field(default_factory=list)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    """Those that are open, oldest first."""
    most_sockets: int = 0
    acks: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._transports: list[asyncio.Transport] = []

    def routes(self) -> list[web.RouteDef]:
        """The routes of the stream beside the others."""
        return [*super().routes(), web.post(OPEN, self._with_faults(self._open)), web.get(CONNECT, self._connect)]

    async def push(self, kind: str, topic: str, data: object, *, message_id: str = "", event: str = "") -> str:
        """Send a frame to the newest socket; gives its id."""
        message_id = message_id or secrets.token_hex(8)
        headers = {
            "topic": topic,
            "messageId": message_id,
            "contentType": "application/json",
            "time": "1690362102194",
            **({"eventType": event, "eventId": message_id, "eventCorpId": "dingcorp"} if event else {}),
        }
        frame = {"specVersion": "1.0", "type": kind, "headers": headers, "data": json.dumps(data)}
        await self.sockets[-1].send_str(json.dumps(frame))
        return message_id

    async def tell(self, message: object) -> str:
        """Bring what somebody wrote; gives the frame's id."""
        return await self.push("CALLBACK", MESSAGES, message)

    def ack_of(self, message_id: str) -> dict[str, Any] | None:
        """How a frame was acknowledged."""
        return next((ack for ack in self.acks if ack["headers"]["messageId"] == message_id), None)

    def cut(self) -> None:
        """Cut every connection without a word."""
        while self._transports:
            self._transports.pop().abort()

    async def _open(self, request: web.Request) -> web.Response:
        keys = await request.json()
        if (keys["clientId"], keys["clientSecret"]) != (self.client_id, self.client_secret):
            return web.json_response({"code": "authFailed", "message": "鉴权失败"}, status=401)
        self.opened.append(keys)
        ticket = secrets.token_hex(8) + "+/="
        self.tickets.add(ticket)
        return web.json_response({"endpoint": self.base.replace("http", "ws") + CONNECT, "ticket": ticket})

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=401)
        self.tickets.discard(ticket)
        if self.hangs:
            await asyncio.sleep(60)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.closes_at_once:
            await socket.close()
            return socket
        self.sockets.append(socket)
        if request.transport is not None:
            self._transports.append(request.transport)
        self.most_sockets = max(self.most_sockets, len(self.sockets))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self.acks.append(json.loads(message.data))
        finally:
            self.sockets.remove(socket)
        return socket
