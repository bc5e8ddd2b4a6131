"""The real server as a child process, and a person at its sandbox."""

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import aiohttp

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


class Sandbox:
    """The sandbox over real HTTP."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def say(self, who: str, text: str, *, chat: str | None = None) -> str:
        """Say something; the answers as one text."""
        body = {"from": who, "text": text} | ({"chat": chat} if chat else {})
        return await self._post_message(body)

    async def press(self, who: str, action: str) -> str:
        """Press a button."""
        return await self._post_message({"from": who, "action": action})

    async def move_to(self, at: str) -> None:
        """Move the clock."""
        async with self._session.post(f"{self._address}/sandbox/clock", json={"at": f"{at}+08:00"}) as response:
            assert response.status == 200, await response.text()

    async def sent(self) -> Sequence[Mapping[str, Any]]:
        """Everything that the robot sent by itself."""
        async with self._session.get(f"{self._address}/sandbox/outbox") as response:
            return list((await response.json())["messages"])

    async def _post_message(self, body: Mapping[str, str]) -> str:
        async with self._session.post(f"{self._address}/sandbox/messages", json=body) as response:
            assert response.status == 200, await response.text()
            return "\n".join(reply["text"] for reply in (await response.json())["replies"])


def run_zhibu(folder: Path, *arguments: str) -> str:
    """Run one command to its end in a folder of its own."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextlib.contextmanager
def running(folder: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`zhibu serve` on a free port until the block ends: its address, and the process."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot", "serve", "--port", "0", *arguments],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield _address_of(process), process
    finally:
        process.terminate()
        process.communicate(timeout=20)


@contextlib.asynccontextmanager
async def serving(folder: Path, *arguments: str) -> AsyncIterator[Sandbox]:
    """The same, with somebody at its sandbox."""
    with running(folder, *arguments) as (address, _):
        async with aiohttp.ClientSession() as session:
            yield Sandbox(session, address)


def environment() -> Mapping[str, str]:
    """Ours, in a zone that is not Shanghai's, without anybody's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHIBU_")}
    return {**kept, "TZ": "UTC", "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUNBUFFERED": "1"}


def _address_of(process: subprocess.Popen[str]) -> str:
    lines = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if found := ADDRESS.search(line):
            return found[0]
    raise AssertionError("".join(lines))
