"""What tests of more than one platform's callbacks share."""

from collections.abc import Awaitable, Callable, Sequence

import pytest
from aiohttp import web


@pytest.fixture
def bodies(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Sequence[bytes]:
    """The bodies that the `callback_module` under test has read so far."""
    module = request.module.callback_module
    read: Callable[[web.Request], Awaitable[bytes]] = module.read_body
    seen: list[bytes] = []

    async def read_and_note(asked: web.Request) -> bytes:
        seen.append(await read(asked))
        return seen[-1]

    monkeypatch.setattr(module, "read_body", read_and_note)
    return seen
