"""The stream: we go to the platform, keep one connection to it, and have the next before the last is closed."""

import asyncio
import logging
import random
import ssl
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import aiohttp

from bot.channels.base import SendError
from bot.channels.dingtalk.calls import Calls
from bot.channels.dingtalk.connection import Connection, Hear
from bot.channels.dingtalk.settings import DingtalkSettings

OPEN = "/v1.0/gateway/connections/open"
CONNECTED_WITHIN = 10.0
HEARTBEAT = 30.0
"""Seconds between our own pings: a connection that is cut without a word is found out by them."""
STEADY = 60.0
"""A connection that lived so long was a good one: the next is opened at once."""
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
MAX_FRAME = 1 << 20

Topic = tuple[str, str]
"""What is asked for: the kind of frames, and their topic."""

logger = logging.getLogger(__name__)


class Stream:
    """Keeps the stream open from `start` to `close`."""

    def __init__(
        self, settings: DingtalkSettings, *, topics: Sequence[Topic], hear: Hear, counts: Counter[str]
    ) -> None:
        self._calls = Calls(settings)
        self._keys = {
            "clientId": settings.client_id,
            "clientSecret": settings.client_secret.get_secret_value(),
            "subscriptions": [{"type": kind, "topic": topic} for kind, topic in topics],
            "ua": "zhibu",
        }
        # The ticket is as secret as the keys that it was asked for with.
        self._schemes = {"wss"} if settings.api_base.startswith("https:") else {"ws", "wss"}
        self._proxy = settings.proxy or None
        self._ssl = ssl.create_default_context(cafile=settings.ca_file) if settings.ca_file else True
        self._session: aiohttp.ClientSession | None = None
        self._hear = hear
        self._running: asyncio.Task[None] | None = None
        self._connection: Connection | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self.counts = counts

    def start(self) -> None:
        """Begin to listen."""
        self._running = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Hang up, when what was heard is acknowledged."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        self._leave()
        await asyncio.gather(*self._closing, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
        await self._calls.close()

    async def _run(self) -> None:
        failures = 0
        while True:
            began = asyncio.get_running_loop().time()
            try:
                connection = await self._connect()
            except SendError as error:
                logger.warning("The stream was not opened", extra={"fault": error.reason})
            except (aiohttp.ClientError, OSError) as error:
                # Its words carry the address, and the address carries the ticket.
                logger.warning("The stream was not opened", extra={"fault": type(error).__name__})
            else:
                self._leave()
                self._connection = connection
                await connection.leaving.wait()
            steady = asyncio.get_running_loop().time() - began >= STEADY
            failures = 0 if steady else failures + 1
            await asyncio.sleep(pause_after(failures))

    def _leave(self) -> None:
        """Close the connection that was replaced, without waiting for it."""
        if self._connection is not None:
            task = asyncio.create_task(self._connection.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
            self._connection = None

    async def _connect(self) -> Connection:
        """A new connection; its ticket is good for this one alone."""
        endpoint, ticket = await self._ask_for_ticket()
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        async with asyncio.timeout(CONNECTED_WITHIN):
            socket = await self._session.ws_connect(
                endpoint,
                params={"ticket": ticket},
                heartbeat=HEARTBEAT,
                max_msg_size=MAX_FRAME,
                proxy=self._proxy,
                ssl=self._ssl,
            )
        logger.info("The stream is open")
        return Connection(socket, hear=self._hear, counts=self.counts)

    async def _ask_for_ticket(self) -> tuple[str, str]:
        answer = await self._calls.post(OPEN, self._keys)
        if answer.code:
            raise SendError(f"the platform gave no ticket: {answer.code}")
        return read_ticket(answer.fields, schemes=self._schemes)


def read_ticket(fields: Mapping[str, Any], *, schemes: Collection[str]) -> tuple[str, str]:
    """Where the stream is, and the ticket that lets one in.

    Raises:
        SendError: it is nowhere that one may go.
    """
    endpoint, ticket = fields.get("endpoint"), fields.get("ticket")
    if not isinstance(endpoint, str) or not isinstance(ticket, str):
        raise SendError("the platform gave no ticket")
    if endpoint.partition("://")[0] not in schemes:
        raise SendError("the platform gave an address that is no such socket")
    return endpoint, ticket


def pause_after(failures: int) -> float:
    """How long to wait before the next connection: longer each time, and never the same for all who wait."""
    if not failures:
        return 0.0
    return random.uniform(0.5, 1) * min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures - 1, 10))  # noqa: S311  no secret
