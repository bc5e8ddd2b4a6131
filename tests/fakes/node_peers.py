"""WeCom's own libraries for Node.js as processes of their own; where they are not installed, their tests are left out."""

import asyncio
import contextlib
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "peers"
NODE = shutil.which("node")
needs_peers = pytest.mark.skipif(
    NODE is None or not (FOLDER / "node_modules" / "@wecom").is_dir(),
    reason="needs Node.js and WeCom's own clients: make peers",
)


class Peer:
    """A client that takes and gives lines of JSON."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def hear(self, *, within: float = 20.0) -> Any:  # noqa: ANN401 - whatever it tells
        """The next line that it prints."""
        assert self._process.stdout is not None
        async with asyncio.timeout(within):
            line = await self._process.stdout.readline()
        assert line, "the client has ended"
        return json.loads(line)

    async def ask(self, **order: object) -> Any:  # noqa: ANN401 - as above
        """What it tells about an order."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        return await self.hear()


@contextlib.asynccontextmanager
async def running_peer(script: str, *arguments: str) -> AsyncIterator[Peer]:
    """A client until the block ends."""
    process = await asyncio.create_subprocess_exec(
        str(NODE), script, *arguments, cwd=FOLDER, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield Peer(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
