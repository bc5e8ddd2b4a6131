"""One live connection to the 智能机器人's platform: requests with their acknowledgements, and what is heard between."""

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp

from bot.channels.base import SendError
from bot.channels.sealing import parse_body
from bot.channels.wecom import wording
from bot.channels.wecom.client import APP_WINDOW
from bot.channels.wecom.crypto import VerificationError
from bot.channels.wecom.faults import fault_of

ACKNOWLEDGED_WITHIN = 5.0
PING_EVERY = 30.0
FINISHED_WITHIN = 5.0
"""How long a connection that is left waits for the answers that are being given on it."""

Hear = Callable[["Connection", str, Mapping[str, Any]], Awaitable[None]]
"""Take in what a frame brings; its number is needed to answer it."""

logger = logging.getLogger(__name__)


class Connection:
    """A socket that is read from the moment it is there. `gone` is set when nothing more will come."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, *, hear: Hear) -> None:
        self.gone = asyncio.Event()
        self.is_replaced = False
        """Whether the platform has given the robot's one connection to somebody else."""
        self._socket = socket
        self._hear = hear
        self._acks: dict[str, asyncio.Future[Mapping[str, Any]]] = {}
        self._handling: set[asyncio.Task[None]] = set()
        self._reading = asyncio.create_task(self._read())
        self._pinging = asyncio.create_task(self._ping())

    async def ask(self, command: str, body: Mapping[str, Any], *, number: str = "") -> Mapping[str, Any]:
        """Have something done, in answer to the frame `number` or of our own accord; what is told of it.

        Raises:
            SendError: it was refused, or nobody knows.
        """
        number = number or secrets.token_hex(16)
        acknowledged = self._acks[number] = asyncio.get_running_loop().create_future()
        frame = {"cmd": command, "headers": {"req_id": number}, "body": body}
        try:
            await self._socket.send_str(json.dumps(frame, ensure_ascii=False))
            async with asyncio.timeout(ACKNOWLEDGED_WITHIN):
                answer = await acknowledged
        except (TimeoutError, ConnectionError, aiohttp.ClientError):
            raise SendError(wording.DISCONNECTED, ambiguous=True) from None
        finally:
            self._acks.pop(number, None)
        if code := _code_in(answer):
            raise fault_of(code, str(answer.get("errmsg", "")), when_too_often=APP_WINDOW)
        told = answer.get("body")
        return told if isinstance(told, dict) else {}

    async def close(self) -> None:
        """Read no more, finish soon what is being answered, and hang up."""
        if self._handling:
            await asyncio.wait(self._handling, timeout=FINISHED_WITHIN)
        for task in (self._reading, self._pinging):
            task.cancel()
        await asyncio.gather(self._reading, self._pinging, return_exceptions=True)
        await self._socket.close()

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            self.gone.set()
            for waiting in self._acks.values():
                if not waiting.done():
                    waiting.set_exception(ConnectionError("the connection is gone"))

    def _take(self, raw: str) -> None:
        try:
            frame = parse_body(raw)
            number = _number_in(frame)
        except VerificationError as error:
            logger.warning("A frame was not understood", extra={"fault": str(error)})
            return
        if "cmd" not in frame:
            waiting = self._acks.get(number)
            if waiting is not None and not waiting.done():
                waiting.set_result(frame)
        elif _is_farewell(frame):
            self.is_replaced = True
            self.gone.set()
        else:
            body = frame.get("body")
            task = asyncio.create_task(self._handle(number, body if isinstance(body, dict) else {}))
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)

    async def _handle(self, number: str, body: Mapping[str, Any]) -> None:
        try:
            await self._hear(self, number, body)
        except VerificationError as error:
            logger.warning("A message was refused", extra={"fault": str(error)})
        except Exception:
            logger.exception("A message was not taken in")

    async def _ping(self) -> None:
        """Find out a connection that was cut without a word."""
        missed = 0
        while missed < 2:  # noqa: PLR2004 - one acknowledgement may be lost
            await asyncio.sleep(PING_EVERY)
            try:
                await self.ask("ping", {})
                missed = 0
            except SendError:
                missed += 1
        self.gone.set()


def _number_in(frame: Mapping[str, Any]) -> str:
    headers = frame.get("headers")
    number = headers.get("req_id") if isinstance(headers, dict) else None
    if not isinstance(number, str):
        raise VerificationError("no req_id")
    return number


def _code_in(answer: Mapping[str, Any]) -> int:
    code = answer.get("errcode", 0)
    return code if isinstance(code, int) else -1


def _is_farewell(frame: Mapping[str, Any]) -> bool:
    body = frame.get("body")
    event = body.get("event") if isinstance(body, dict) else None
    return isinstance(event, dict) and event.get("eventtype") == "disconnected_event"
