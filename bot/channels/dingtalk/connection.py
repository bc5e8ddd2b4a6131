"""One connection of the stream: it reads frames and acknowledges each when it is done."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.channels.dingtalk.frames import Frame, FrameKind, parse_frame, render_ack
from bot.channels.sealing import VerificationError
from bot.errors import StorageError

IDLE = 180.0
"""Seconds without any frame, not even a ping of the platform's: nothing will come any more."""
FINISHED_WITHIN = 5.0
"""How long a connection that is left waits to acknowledge; the platform hangs up after ten."""

Hear = Callable[[Frame], Awaitable[Mapping[str, Any] | None]]
"""Take in what a frame brings: what its acknowledgement says, or None where nothing was asked for."""

logger = logging.getLogger(__name__)


class Connection:
    """A socket that is read from the moment it is there. `leaving` is set when another is needed in its place."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, *, hear: Hear, counts: Counter[str]) -> None:
        self.leaving = asyncio.Event()
        self._socket = socket
        self._take = hear
        self._handling: set[asyncio.Task[None]] = set()
        self._reading = asyncio.create_task(self._read())
        self.counts = counts

    async def close(self) -> None:
        """Read no more, acknowledge what is done soon, and hang up. What is being taken in is not stopped."""
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        if self._handling:
            await asyncio.wait(self._handling, timeout=FINISHED_WITHIN)
        await self._socket.close()

    async def _read(self) -> None:
        try:
            while (message := await self._socket.receive(timeout=IDLE)).type in {
                aiohttp.WSMsgType.TEXT,
                aiohttp.WSMsgType.BINARY,
            }:
                await self._hear(message.data)
        except (TimeoutError, ConnectionError):
            logger.warning("The stream fell silent")
        finally:
            self.leaving.set()

    async def _hear(self, raw: str | bytes) -> None:
        try:
            frame = parse_frame(raw)
            if frame.kind is FrameKind.SYSTEM:
                await self._obey(frame)
                return
        except VerificationError as error:
            self.counts["malformed"] += 1
            logger.warning("A frame was not understood", extra={"fault": str(error)})
            return
        task = asyncio.create_task(self._handle(frame))
        self._handling.add(task)
        task.add_done_callback(self._handling.discard)

    async def _obey(self, frame: Frame) -> None:
        if frame.topic == "ping":
            await self._acknowledge(render_ack(frame, {"opaque": frame.fields.get("opaque")}))
        elif frame.topic == "disconnect":
            self.leaving.set()

    async def _handle(self, frame: Frame) -> None:
        try:
            said = await self._take(frame)
        except VerificationError as error:
            self.counts["refused"] += 1
            logger.warning("A message was refused", extra={"fault": str(error)})
            await self._acknowledge(render_ack(frame, {}, status=HTTPStatus.BAD_REQUEST))
        except StorageError:
            logger.warning("A message was not kept: it is left for the platform to bring again")
        except Exception:
            logger.exception("A message was not taken in")
        else:
            status = HTTPStatus.NOT_FOUND if said is None else HTTPStatus.OK
            await self._acknowledge(render_ack(frame, said or {}, status=status))

    async def _acknowledge(self, ack: str) -> None:
        try:
            await self._socket.send_str(ack)
        except (ConnectionError, aiohttp.ClientError):
            logger.info("A frame was done, but its connection was gone: it may come again")
