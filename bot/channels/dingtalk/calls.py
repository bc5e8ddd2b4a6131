"""Calls of the platform's HTTP interfaces: JSON there, JSON back, and every failure a `SendError` that tells no secret."""

import json
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.channels.base import SendError
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.answers import Answer, read_answer
from bot.channels.dingtalk.settings import DingtalkSettings

TIMEOUT = aiohttp.ClientTimeout(total=10, connect=4)
DOWNLOAD_TIMEOUT = aiohttp.ClientTimeout(total=120, connect=4, sock_read=20)
CHUNK = 1 << 16
MAX_ANSWER = 1 << 20
CONTENT = {"Content-Type": "application/json"}
Query = Mapping[str, str]
NONE: Query = {}
TOKEN = "x-acs-dingtalk-access-token"  # noqa: S105  the name of a header
SECRET_FIELDS = ("appSecret", "clientSecret", "apiSecret", "code")
"""Fields of requests whose values are told to nobody."""
NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)
"""Failures before the request was on its way: it was certainly not carried out."""


class FormCalls:
    """Calls of a platform that takes forms and signs each request in its headers. `close` it."""

    def __init__(self, settings: DingtalkSettings, *, base: str) -> None:
        self._base = base
        self._proxy = settings.proxy or None
        self._ssl = ssl.create_default_context(cafile=settings.ca_file) if settings.ca_file else True
        self._session: aiohttp.ClientSession | None = None

    async def post_form(
        self, path: str, parameters: Mapping[str, str], headers: Mapping[str, str]
    ) -> Mapping[str, Any]:
        """What the platform answers to a form.

        Raises:
            SendError: it was not reached, or its answer is none of its own.
        """
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT, cookie_jar=aiohttp.DummyCookieJar())
        request = self._session.post(
            self._base + path, data=dict(parameters), headers=headers, proxy=self._proxy, ssl=self._ssl
        )
        try:
            async with request as response:
                fields = json.loads(await response.content.read(MAX_ANSWER))
        except NEVER_LEFT as error:
            raise SendError(wording.UNREACHABLE.format(fault=type(error).__name__)) from None
        except (aiohttp.ClientError, OSError) as error:
            raise SendError(wording.UNANSWERED.format(fault=type(error).__name__), ambiguous=True) from None
        except ValueError:
            raise SendError(wording.UNREADABLE, ambiguous=True) from None
        if not isinstance(fields, dict):
            raise SendError(wording.UNREADABLE, ambiguous=True)
        return fields

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()


class Calls:
    """One connection pool to the platform. `close` it."""

    def __init__(self, settings: DingtalkSettings) -> None:
        self._base = settings.api_base
        self._old_base = settings.oapi_base
        self._proxy = settings.proxy or None
        self._ssl = ssl.create_default_context(cafile=settings.ca_file) if settings.ca_file else True
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self,
        path: str,
        payload: Mapping[str, Any],
        query: Query = NONE,
        *,
        token: str = "",
        headers: Mapping[str, str] = NONE,
    ) -> Answer:
        """Have something done by the new interface, which takes the token in a header."""
        secrets = [token, *(str(payload.get(field, "")) for field in SECRET_FIELDS)]
        told = {**CONTENT, **headers, **({TOKEN: token} if token else {})}
        return await self._request("POST", self._base + path, payload, query=query, headers=told, secrets=secrets)

    async def put(self, path: str, payload: Mapping[str, Any], query: Query = NONE, *, token: str) -> Answer:
        """Have something changed by the new interface."""
        headers = {**CONTENT, TOKEN: token}
        return await self._request("PUT", self._base + path, payload, query=query, headers=headers, secrets=[token])

    async def get(self, path: str, query: Query, *, token: str) -> Answer:
        """Ask the new interface for something."""
        headers = {TOKEN: token}
        return await self._request("GET", self._base + path, None, query=query, headers=headers, secrets=[token])

    async def delete(self, path: str, query: Query, *, token: str) -> Answer:
        """Have something taken away by the new interface."""
        headers = {TOKEN: token}
        return await self._request("DELETE", self._base + path, None, query=query, headers=headers, secrets=[token])

    async def post_old(self, path: str, query: Query, payload: Mapping[str, Any]) -> Answer:
        """Have something done by the old interface, which takes its keys in the query."""
        secrets = query.values()
        return await self._request(
            "POST", self._old_base + path, payload, query=query, headers=CONTENT, secrets=secrets
        )

    async def upload(self, path: str, query: Query, file: aiohttp.FormData) -> Answer:
        """Hand over a file to the old interface."""
        return await self._request("POST", self._old_base + path, file, query=query, headers={}, secrets=query.values())

    @asynccontextmanager
    async def download(self, url: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The bytes behind an address that the platform gave out, as they come.

        Raises:
            SendError: it was not reached, has nothing there, or broke off.
        """
        request = self._connected().get(url, proxy=self._proxy, ssl=self._ssl, timeout=DOWNLOAD_TIMEOUT)
        try:
            async with request as response:
                if response.status != HTTPStatus.OK:
                    raise SendError(wording.BAD_STATUS.format(status=response.status))
                yield response.content.iter_chunked(CHUNK)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            # As below: only the class of what went wrong is passed on.
            raise SendError(wording.UNANSWERED.format(fault=type(error).__name__)) from None

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()

    async def _request(  # noqa: PLR0913 - all that a request is made of
        self,
        method: str,
        url: str,
        payload: Mapping[str, Any] | aiohttp.FormData | None,
        *,
        headers: Mapping[str, str],
        secrets: Iterable[str],
        query: Query,
    ) -> Answer:
        body = json.dumps(payload, ensure_ascii=False).encode() if isinstance(payload, Mapping) else payload
        request = self._connected().request(
            method, url, params=query, data=body, headers=headers, proxy=self._proxy, ssl=self._ssl
        )
        # The client's exceptions carry addresses, and addresses carry tokens: only their class is passed on.
        try:
            async with request as response:
                status, raw = response.status, await response.content.read(MAX_ANSWER)
        except NEVER_LEFT as error:
            raise SendError(wording.UNREACHABLE.format(fault=type(error).__name__)) from None
        except (aiohttp.ClientError, OSError) as error:
            raise SendError(wording.UNANSWERED.format(fault=type(error).__name__), ambiguous=True) from None
        # Of what is taken away, some interfaces say nothing at all.
        return read_answer(status, raw or (b"{}" if method == "DELETE" else b""), secrets)

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT, cookie_jar=aiohttp.DummyCookieJar())
        return self._session
