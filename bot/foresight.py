"""What messages mean, found out beside the event loop, before their transactions begin."""

import asyncio
import contextlib
import logging
import os
import pickle
import sys
from collections import deque
from collections.abc import AsyncIterator, Collection, Iterable
from datetime import datetime
from typing import cast

from bot.packing import unpack
from bot.reader import HEADER
from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.context import Read, read
from handlers.messages import InboundKind, InboundMessage
from handlers.parsed import Parsed
from schedules.calendar.zone import SHANGHAI
from schedules.people.address import Address

LONGEST = 200
"""Characters of a message that is read beforehand: a longer one keeps others waiting."""
MOST_WAITING = 64
PATIENCE = 0.2
"""Seconds; what is not read by then is read in its transaction."""
MOST_SENDERS = 10_000

logger = logging.getLogger(__name__)


class Foresight(asyncio.SubprocessProtocol):
    """Asks a process of its own what messages mean. Reading is a pure function: it does not matter who does it."""

    def __init__(self) -> None:
        self._names: dict[Address, Collection[str]] = {}
        self._waiting: deque[asyncio.Future[Parsed | None]] = deque()
        self._asked: list[tuple[str, datetime, Collection[str]]] = []
        self._received = bytearray()
        self._requests: asyncio.WriteTransport | None = None
        self._ended = asyncio.Event()
        self.pid = 0

    async def reader_of(self, message: InboundMessage, now: datetime, *, ahead: bool) -> Read:
        """What reads a message inside its transaction; if `ahead`, and its sender's names are as before, it has read it."""
        now, names = now.astimezone(SHANGHAI), self._names.get(message.sender)
        foreseen = await self._foresee(message, now, names) if ahead and names is not None else None

        def recall(text: str, at: datetime, known: Collection[str]) -> Parsed:
            if foreseen is not None and text == message.text and at == now and known == names:
                return foreseen
            self._remember(message.sender, known)
            return read(text, at, known)

        return recall

    async def _foresee(self, message: InboundMessage, now: datetime, names: Collection[str]) -> Parsed | None:
        if message.kind is not InboundKind.TEXT or len(message.text) > LONGEST:
            return None
        if self._requests is None or len(self._waiting) >= MOST_WAITING:
            return None
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Parsed | None] = loop.create_future()
        self._waiting.append(answer)
        if not self._asked:
            loop.call_soon(self._ask)  # what comes in together is asked together
        self._asked.append((message.text, now, names))
        patience = loop.call_later(PATIENCE, _settle, answer, None)
        try:
            return await answer
        finally:
            patience.cancel()

    def _ask(self) -> None:
        asked, self._asked = self._asked, []
        if self._requests is not None:
            self._requests.write(pickle.dumps(asked, pickle.HIGHEST_PROTOCOL))

    def _remember(self, sender: Address, names: Collection[str]) -> None:
        if len(self._names) >= MOST_SENDERS:
            del self._names[next(iter(self._names))]
        self._names[sender] = names

    def acquaint(self, people: Iterable[tuple[Address, Collection[str]]]) -> None:
        """Know among which names people write before they do: most write once a day."""
        for sender, names in people:
            self._remember(sender, names)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The process is there."""
        child = cast("asyncio.SubprocessTransport", transport)
        self._requests, self.pid = cast("asyncio.WriteTransport", child.get_pipe_transport(0)), child.get_pid()

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002 - there is one pipe that answers come by
        """Pass on the answers that are complete."""
        received = self._received
        received += data
        while len(received) >= HEADER and len(received) >= (end := HEADER + int.from_bytes(received[:HEADER], "big")):
            for parsed in unpack(received[HEADER:end]):
                _settle(self._waiting.popleft(), parsed)
            del received[:end]

    def process_exited(self) -> None:
        """From now on messages are read in their transactions."""
        self._requests = None
        self._ended.set()
        while self._waiting:
            _settle(self._waiting.popleft(), None)

    async def wait_ended(self) -> None:
        """Wait until the process is gone."""
        await self._ended.wait()


def _settle(answer: asyncio.Future[Parsed | None], parsed: Parsed | None) -> None:
    if not answer.done():
        answer.set_result(parsed)


def list_acquaintances(uow: SqlUnitOfWork) -> list[tuple[Address, Collection[str]]]:
    """Whoever may write, as many as are kept in mind, with the names of those he is at home among."""
    homes = uow.accounts.list_homes(limit=MOST_SENDERS)
    names = {home: uow.members.list_names(organisation_id=home) for home in dict.fromkeys(home for _, home in homes)}
    return [(sender, names[home]) for sender, home in homes]


@contextlib.asynccontextmanager
async def foreseeing() -> AsyncIterator[Foresight | None]:
    """A foresight while the block runs; None where there is one processor alone, or no room for another process."""
    process = await _start() if len(os.sched_getaffinity(0)) > 1 else None
    if process is None:
        yield None
        return
    transport, foresight = process
    try:
        yield foresight
    finally:
        transport.close()
        await foresight.wait_ended()


async def _start() -> tuple[asyncio.SubprocessTransport, Foresight] | None:
    command = (sys.executable, "-m", "bot.reader")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    loop = asyncio.get_running_loop()
    try:
        return await loop.subprocess_exec(Foresight, *command, env=environment, stderr=None)
    except OSError as error:
        logger.warning("Messages are read in their transactions alone", extra={"fault": str(error)})
        return None
