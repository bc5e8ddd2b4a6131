"""The gate of our addresses: what comes in is let through if the platform has sealed it, lately."""

import asyncio
import logging
from collections import Counter
from datetime import timedelta

from aiohttp import StreamReader, web
from multidict import MultiMapping

from bot.channels.wecom.crypto import CallbackCrypto, Seal, VerificationError, refuse_replay
from bot.channels.wecom.envelope import MAX_BODY
from bot.clock import Clock

BODY_WITHIN = 2.0

logger = logging.getLogger(__name__)


class Gate:
    """One address of ours, with the keys that were agreed on for it."""

    def __init__(self, crypto: CallbackCrypto, *, window: timedelta, counts: Counter[str], now: Clock) -> None:
        self._crypto = crypto
        self._window = window
        self._counts = counts
        self._now = now

    async def verify_address(self, request: web.Request) -> web.Response:
        """Prove to the platform that this address is ours: it sends a ciphertext, we answer what is in it."""
        try:
            # A proxy that decodes the query turns the plus of base64 into a space.
            echo = only(request.query, "echostr").replace(" ", "+")
            return web.Response(body=self.open(request.query, echo), content_type="text/plain")
        except VerificationError as error:
            return self.refuse(error)

    def open(self, query: MultiMapping[str], ciphertext: str) -> bytes:
        """What is inside a ciphertext, whose seal stands in the query.

        Raises:
            VerificationError: it is not the platform's, or it is old.
        """
        seal = Seal(
            signature=only(query, "msg_signature"), timestamp=only(query, "timestamp"), nonce=only(query, "nonce")
        )
        self._crypto.verify(seal, ciphertext)
        refuse_replay(seal, now=self._now(), window=self._window)
        return self._crypto.decrypt(ciphertext)

    def refuse(self, error: VerificationError) -> web.Response:
        """Turn somebody away."""
        self._counts["refused"] += 1
        logger.info("A callback was refused", extra={"fault": str(error)})
        return web.Response(status=403, text="refused")


def only(query: MultiMapping[str], name: str) -> str:
    """The one value of a parameter.

    Raises:
        VerificationError: there is none, or there are several.
    """
    values = query.getall(name, [])
    if len(values) != 1 or not values[0]:
        raise VerificationError(f"not one {name}")
    return values[0]


async def read_body(request: web.Request) -> bytes:
    """The body; no more of it is kept than may be.

    Raises:
        VerificationError: it is packed, too large or too slow.
    """
    if "Content-Encoding" in request.headers or (request.content_length or 0) > MAX_BODY:
        raise VerificationError("body packed or too large")
    try:
        if request.content.is_eof():
            return request.content.read_nowait()
        async with asyncio.timeout(BODY_WITHIN):
            return await _receive_body(request.content)
    except (TimeoutError, web.HTTPException, ConnectionError):
        raise VerificationError("body not read") from None


async def _receive_body(content: StreamReader) -> bytes:
    body = bytearray()
    async for chunk in content.iter_any():
        body += chunk
        if len(body) > MAX_BODY:
            raise VerificationError("body too large")
    return bytes(body)
