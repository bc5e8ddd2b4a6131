"""Waiting for what happens elsewhere: on the other side of a socket, in another task, in another process."""

import asyncio
from collections.abc import Callable

PATIENCE = 60
"""Seconds: a machine that does other things as well is slow, not wrong."""


async def until(happened: Callable[[], object]) -> None:
    """Return as soon as it has."""
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110 - nobody tells when
            await asyncio.sleep(0.01)
