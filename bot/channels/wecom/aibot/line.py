"""The 智能机器人 by long connection: of all processes one keeps it, and opens it again when it breaks."""

import asyncio
import contextlib
import logging
import random
import ssl
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import aiohttp

from bot.channels.base import SendError
from bot.channels.wecom import wording
from bot.channels.wecom.aibot import answers
from bot.channels.wecom.aibot.connection import Connection, Hear
from bot.channels.wecom.aibot.uploading import upload
from bot.channels.wecom.cards import Piece
from bot.channels.wecom.settings import WecomSettings
from bot.errors import StorageError
from bot.holding import Hold

HELD_FOR = timedelta(seconds=30)
HELD_AGAIN_EVERY = 10.0
CONNECTED_WITHIN = 10.0
STEADY = 60.0
"""A connection that lived so long was a good one: the next is opened at once."""
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
REPLACED_PAUSE = 300.0
"""Seconds to wait when somebody outside has taken the connection: two who take it back in turn would both be deaf."""
REFUSED_PAUSE = 60.0
ASKED_AGAIN = timedelta(seconds=5)
MAX_FRAME = 1 << 20
SINGLE, GROUP = 1, 2

logger = logging.getLogger(__name__)


class Line:
    """Keeps the connection from `start` to `close`, as long as this process is the one that holds it."""

    def __init__(self, settings: WecomSettings, *, hear: Hear, hold: Hold) -> None:
        self._settings = settings
        self._ssl = ssl.create_default_context(cafile=settings.ca_file) if settings.ca_file else True
        self._hear = hear
        self._hold = hold
        self._session: aiohttp.ClientSession | None = None
        self._connection: Connection | None = None
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen."""
        self._running = asyncio.create_task(self._run())

    async def push(self, account: str, piece: Piece, *, is_group: bool, key: str) -> None:
        """Say something of our own accord: to a group, or to a member who has spoken to the robot before.

        Raises:
            SendError: it was not said, or nobody knows.
        """
        await self.say(account, answers.pushed(piece, key), is_group=is_group)

    async def say(self, account: str, body: Mapping[str, Any], *, is_group: bool) -> None:
        """The same in the platform's form.

        Raises:
            SendError: it was not said, or nobody knows.
        """
        place = {"chatid": account, "chat_type": GROUP if is_group else SINGLE}
        await self._open().ask("aibot_send_msg", place | dict(body))

    async def upload(self, kind: str, name: str, content: bytes) -> str:
        """Hand over an `image` or a `file`; by what is given back it can be sent.

        Raises:
            SendError: it is too large, or was refused.
        """
        return await upload(self._open(), kind, name, content)

    async def close(self) -> None:
        """Hang up, and let another process take over."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _open(self) -> Connection:
        if self._connection is None:
            raise SendError(wording.NOT_CONNECTED, untried=True, pause=ASKED_AGAIN)
        return self._connection

    async def _run(self) -> None:
        try:
            failures = 0
            while True:
                if not await self._is_held():
                    await asyncio.sleep(HELD_AGAIN_EVERY)
                    continue
                began = asyncio.get_running_loop().time()
                pause = await self._stay_connected()
                steady = asyncio.get_running_loop().time() - began >= STEADY
                failures = 0 if steady else failures + 1
                await self._rest(pause or pause_after(failures))
        finally:
            await self._let_go()

    async def _rest(self, pause: float) -> None:
        """Wait, and go on holding: who takes over in the meantime would do no better."""
        while pause > 0:
            await asyncio.sleep(min(pause, HELD_AGAIN_EVERY))
            pause -= HELD_AGAIN_EVERY
            await self._is_held()

    async def _stay_connected(self) -> float:
        """Connect and stay until it breaks or another process holds it; how long to wait then, where that is certain."""
        try:
            connection = await self._connect()
        except SendError as error:
            logger.warning("The robot's connection was refused", extra={"fault": error.reason})
            return REFUSED_PAUSE
        except (aiohttp.ClientError, OSError) as error:
            logger.warning("The robot's connection was not opened", extra={"fault": type(error).__name__})
            return 0.0
        self._connection = connection
        try:
            while not connection.gone.is_set():
                async with _at_most(HELD_AGAIN_EVERY):
                    await connection.gone.wait()
                if not await self._is_held():
                    logger.info("Another process holds the robot's connection")
                    return 0.0
        finally:
            self._connection = None
            await connection.close()
        if connection.is_replaced:
            logger.error("Another program has taken the robot's connection: it gives one at a time")
            return REPLACED_PAUSE
        return 0.0

    async def _connect(self) -> Connection:
        aibot = self._settings.aibot
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        async with asyncio.timeout(CONNECTED_WITHIN):
            socket = await self._session.ws_connect(
                aibot.ws_url, max_msg_size=MAX_FRAME, proxy=self._settings.proxy or None, ssl=self._ssl
            )
        connection = Connection(socket, hear=self._hear)
        try:
            await connection.ask("aibot_subscribe", {"bot_id": aibot.bot_id, "secret": aibot.secret.get_secret_value()})
        except BaseException:
            await connection.close()
            raise
        logger.info("The robot's connection is open")
        return connection

    async def _is_held(self) -> bool:
        try:
            return await self._hold.claim(HELD_FOR)
        except StorageError:
            # Nobody else can take it while the database is away: what one had, one keeps for the moment.
            return self._connection is not None

    async def _let_go(self) -> None:
        with contextlib.suppress(StorageError):
            await self._hold.release()


def pause_after(failures: int) -> float:
    """How long to wait before the next connection: longer each time, and never the same for all who wait."""
    if not failures:
        return 0.0
    return random.uniform(0.5, 1) * min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures - 1, 10))  # noqa: S311  no secret


@contextlib.asynccontextmanager
async def _at_most(seconds: float) -> AsyncIterator[None]:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            yield
