"""Calls of the platform's HTTP interface: JSON there, JSON back, and every failure a `SendError` that tells no secret."""

import io
import json
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.channels.base import SendError
from bot.channels.wecom import wording
from bot.channels.wecom.settings import Feature, WecomSettings

TIMEOUT = aiohttp.ClientTimeout(total=10, connect=4)
DOWNLOAD_TIMEOUT = aiohttp.ClientTimeout(total=120, connect=4, sock_read=20)
MAX_ANSWER = 1 << 20
CHUNK = 1 << 16
HEADERS = {"Content-Type": "application/json"}
LONGEST_MESSAGE = 300
Body = io.BytesIO | aiohttp.FormData | None
NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)
"""Failures before the request was on its way: it was certainly not carried out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the platform answered; `code` 0 is consent, though not always to everything."""

    code: int
    message: str
    fields: Mapping[str, Any]


class Calls:
    """One connection pool to the platform. `close` it."""

    def __init__(self, settings: WecomSettings) -> None:
        self._base = settings.api_base
        self._lacks = settings.lacks
        self._proxy = settings.proxy or None
        self._ssl = ssl.create_default_context(cafile=settings.ca_file) if settings.ca_file else True
        self._session: aiohttp.ClientSession | None = None

    def require(self, feature: Feature) -> None:
        """Refuse what this deployment of the platform was said to lack.

        Raises:
            SendError: it lacks `feature`.
        """
        if feature in self._lacks:
            raise SendError(wording.LACKED.format(feature=wording.FEATURES[feature]), permanent=True)

    async def get(self, path: str, query: Mapping[str, str]) -> Answer:
        """Ask for something."""
        return await self._request("GET", path, query, None)

    async def post(self, path: str, query: Mapping[str, str], payload: Mapping[str, Any]) -> Answer:
        """Have something done."""
        return await self._request("POST", path, query, io.BytesIO(json.dumps(payload, ensure_ascii=False).encode()))

    async def upload(self, path: str, query: Mapping[str, str], *, name: str, content: bytes) -> Answer:
        """Hand over a file; its name is shown to people as it is given."""
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("media", io.BytesIO(content), filename=name, content_type="application/octet-stream")
        return await self._request("POST", path, query, form)

    @asynccontextmanager
    async def download(self, path: str, query: Mapping[str, str]) -> AsyncIterator[Answer | AsyncIterator[bytes]]:
        """Ask for a file: its bytes as they come, or the answer that there is none.

        Raises:
            SendError: the platform was not reached, or broke off.
        """
        request = self._connected().get(
            self._base + path, params=query, proxy=self._proxy, ssl=self._ssl, timeout=DOWNLOAD_TIMEOUT
        )
        try:
            async with request as response:
                if response.status != HTTPStatus.OK:
                    raise SendError(wording.BAD_STATUS.format(status=response.status))
                if response.content_type.startswith(("application/json", "text/")):
                    yield _read_answer(await response.content.read(MAX_ANSWER), query.values())
                else:
                    yield response.content.iter_chunked(CHUNK)
        except (aiohttp.ClientError, OSError) as error:
            # As below: only the class of what went wrong is passed on.
            raise SendError(wording.UNANSWERED.format(fault=type(error).__name__)) from None

    @asynccontextmanager
    async def download_from(self, url: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """Ask for a file that lies somewhere else, which the platform has named: its bytes as they come.

        Raises:
            SendError: it is not there, or the connection broke off.
        """
        request = self._connected().get(url, proxy=self._proxy, ssl=self._ssl, timeout=DOWNLOAD_TIMEOUT)
        try:
            async with request as response:
                if response.status != HTTPStatus.OK:
                    gone = response.status < HTTPStatus.INTERNAL_SERVER_ERROR
                    raise SendError(wording.BAD_STATUS.format(status=response.status), permanent=gone)
                yield response.content.iter_chunked(CHUNK)
        except (aiohttp.ClientError, OSError) as error:
            raise SendError(wording.UNANSWERED.format(fault=type(error).__name__)) from None

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()

    async def _request(self, method: str, path: str, query: Mapping[str, str], body: Body) -> Answer:
        # The client's exceptions carry addresses, and addresses carry tokens: only their class is passed on.
        try:
            status, raw = await self._exchange(method, path, query, body)
        except aiohttp.ClientConnectorCertificateError:
            raise SendError(wording.UNTRUSTED) from None
        except NEVER_LEFT as error:
            raise SendError(wording.UNREACHABLE.format(fault=type(error).__name__)) from None
        except (aiohttp.ClientError, OSError) as error:
            raise SendError(wording.UNANSWERED.format(fault=type(error).__name__), ambiguous=True) from None
        if status != HTTPStatus.OK:
            ambiguous = status >= HTTPStatus.INTERNAL_SERVER_ERROR
            raise SendError(wording.BAD_STATUS.format(status=status), ambiguous=ambiguous)
        return _read_answer(raw, query.values())

    async def _exchange(self, method: str, path: str, query: Mapping[str, str], body: Body) -> tuple[int, bytes]:
        headers = None if isinstance(body, aiohttp.FormData) else HEADERS
        request = self._connected().request(
            method, self._base + path, params=query, data=body, headers=headers, proxy=self._proxy, ssl=self._ssl
        )
        async with request as response:
            return response.status, await response.content.read(MAX_ANSWER)

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT, cookie_jar=aiohttp.DummyCookieJar())
        return self._session


def _read_answer(raw: bytes, secrets: Iterable[str]) -> Answer:
    try:
        fields = json.loads(raw)
        code, message = int(fields["errcode"]), str(fields.get("errmsg", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SendError(wording.UNREADABLE, ambiguous=True) from None
    for secret in secrets:
        message = message.replace(secret, "***")
    return Answer(code=code, message=message[:LONGEST_MESSAGE], fields=fields)
