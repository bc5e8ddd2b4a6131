"""Calls in the app's name: with its token, and with one more try where the token no longer holds."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

import aiohttp

from bot.channels.dingtalk.answers import Answer
from bot.channels.dingtalk.calls import Calls
from bot.channels.dingtalk.faults import fault_of
from bot.channels.dingtalk.quota import Cost, Quota
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.channels.dingtalk.tokens import tokens_of
from bot.clock import Clock

ONCE = "x-client-token"
"""The header by which the platform knows the same request again, for a day."""

Call = Callable[[str], Awaitable[Answer]]


class Access:
    """The two interfaces as one app reaches them. `close` it."""

    def __init__(self, settings: DingtalkSettings, *, now: Clock, quota: Quota) -> None:
        self.calls = Calls(settings)
        self._quota = quota
        secret = settings.client_secret.get_secret_value()
        self._tokens = tokens_of(self.calls, client_id=settings.client_id, client_secret=secret, now=now)

    async def post(self, path: str, payload: Mapping[str, Any], *, once: str = "", **query: str) -> Answer:
        """Have something done by the new interface; `SendError` where it is refused. The same `once` is done once."""
        headers = {ONCE: once} if once else {}
        return await self.consented(lambda token: self.calls.post(path, payload, query, token=token, headers=headers))

    async def put(self, path: str, payload: Mapping[str, Any], **query: str) -> Answer:
        """Have something changed by the new interface; `SendError` where it is refused."""
        return await self.consented(lambda token: self.calls.put(path, payload, query, token=token))

    async def delete(self, path: str, **query: str) -> Answer:
        """Have something taken away by the new interface; `SendError` where it is refused."""
        return await self.consented(lambda token: self.calls.delete(path, query, token=token))

    async def post_old(self, path: str, payload: Mapping[str, Any], *, free: bool = False) -> Answer:
        """Have something done by the old interface; `SendError` where it is refused."""

        def call(token: str) -> Awaitable[Answer]:
            return self.calls.post_old(path, {"access_token": token}, payload)

        return await self.consented(call, free=free)

    async def upload(self, path: str, query: Mapping[str, str], make_file: Callable[[], aiohttp.FormData]) -> Answer:
        """Hand over a file to the old interface; `SendError` where it is refused."""
        # A form is sent once: another try takes another form.
        return await self.consented(
            lambda token: self.calls.upload(path, {"access_token": token, **query}, make_file())
        )

    def download(self, url: str) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """The bytes behind an address that the platform gave out."""
        return self.calls.download(url)

    async def get(self, path: str, query: Mapping[str, str]) -> Answer:
        """Ask the new interface for something, whatever it answers."""
        return await self._with_token(lambda token: self.calls.get(path, query, token=token), free=False)

    async def consented(self, call: Call, *, free: bool = False) -> Answer:
        """What the platform answers with its consent; `SendError` without it. Calls that are `free` cost no quota."""
        answer = await self._with_token(call, free=free)
        if answer.code:
            raise fault_of(answer)
        return answer

    async def close(self) -> None:
        """Let go of the connections."""
        await self.calls.close()

    async def _with_token(self, call: Call, *, free: bool) -> Answer:
        async def counted(token: str) -> Answer:
            if not free:
                await self._quota.count(Cost.CALLS)
            return await call(token)

        return await self._tokens.call(counted)
