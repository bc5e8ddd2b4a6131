"""A forward proxy, as an office has before its egress: it passes on requests and tunnels, and remembers where to."""

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

ASKED = re.compile(rb"^(\w+) (?:\w+://)?([\w.]+):(\d+)(\S*) HTTP/1.1\r\n")


@dataclass(kw_only=True)
class ForwardProxy:
    """Listens on a loopback port. `refusing` is the status with which it turns everybody away."""

    refusing: int = 0
    targets: Counter[str] = field(default_factory=Counter)
    base: str = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.base = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._pass_on(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        asked = ASKED.match(head)
        assert asked, head
        method, host, port, path = asked.groups()
        if self.refusing:
            writer.write(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % self.refusing)
            await writer.drain()
            return
        self.targets[f"{host.decode()}:{port.decode()}"] += 1
        there, back = await asyncio.open_connection(host.decode(), int(port))
        if method == b"CONNECT":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            back.write(ASKED.sub(b"%s %s HTTP/1.1\r\n" % (method, path), head, count=1))
        try:
            await asyncio.gather(_pipe(reader, back), _pipe(there, writer))
        finally:
            back.close()


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(1 << 16):
        writer.write(chunk)
        await writer.drain()
    writer.close()
