"""The callbacks: what the platform posts, checked, taken in, and then acknowledged."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web
from multidict import MultiMapping

from bot.channels.dingtalk.card_calls import secret_of
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.channels.dingtalk.signature import verify, verify_press
from bot.channels.sealing import VerificationError, parse_body
from bot.clock import Clock
from bot.errors import StorageError

MAX_BODY = 128 * 1024
BODY_WITHIN = 2.0
"""Seconds."""
NO_REPLY = {"msgtype": "empty"}
"""The answer goes another way: how long the platform would wait for it here is not documented."""

Hear = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any] | None]]
"""Take in what was posted: what the answer says, if anything."""

logger = logging.getLogger(__name__)


class RobotCallback:
    """Takes callbacks of the robot; counts those that are `refused`."""

    def __init__(self, settings: DingtalkSettings, *, hear: Hear, counts: Counter[str], now: Clock) -> None:
        self._secret = settings.client_secret.get_secret_value()
        self._hear = hear
        self._now = now
        self.counts = counts

    async def receive(self, request: web.Request) -> web.Response:
        """Take in what was posted, then acknowledge it."""
        try:
            self._verify(request.headers)
            said = await self._hear(parse_body(await read_body(request)))
        except VerificationError as error:
            self.counts["refused"] += 1
            logger.info("A callback was refused", extra={"fault": str(error)})
            return web.Response(status=403, text="refused")
        except StorageError:
            return web.Response(status=503)
        return web.json_response(NO_REPLY if said is None else said)

    def _verify(self, headers: MultiMapping[str]) -> None:
        timestamp, signature = _only(headers, "timestamp"), _only(headers, "sign")
        verify(self._secret, timestamp=timestamp, signature=signature, now=self._now())


class CardCallback(RobotCallback):
    """Takes presses on cards, which are signed in another way."""

    def __init__(self, settings: DingtalkSettings, *, hear: Hear, counts: Counter[str], now: Clock) -> None:
        super().__init__(settings, hear=hear, counts=counts, now=now)
        self._secret = secret_of(settings)

    def _verify(self, headers: MultiMapping[str]) -> None:
        timestamp = _only(headers, "x-ddpaas-signature-timestamp")
        signature = _only(headers, "x-ddpaas-signature")
        verify_press(self._secret, timestamp=timestamp, signature=signature, now=self._now())


async def read_body(request: web.Request) -> bytes:
    """The body, unless it is packed, too large or too slow.

    Raises:
        VerificationError: it is.
    """
    if "Content-Encoding" in request.headers or (request.content_length or 0) > MAX_BODY:
        raise VerificationError("body packed or too large")
    try:
        async with asyncio.timeout(BODY_WITHIN):
            return await request.clone(client_max_size=MAX_BODY).read()
    except (TimeoutError, web.HTTPException, ConnectionError):
        raise VerificationError("body not read") from None


def _only(headers: MultiMapping[str], name: str) -> str:
    values = headers.getall(name, [])
    if len(values) != 1:
        raise VerificationError(f"not one {name}")
    return values[0]
