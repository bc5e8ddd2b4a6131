"""The access token: fetched once, kept while it holds, and never asked for twice at a time."""

import asyncio
from datetime import datetime, timedelta

from bot.channels.base import SendError
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.calls import Calls
from bot.channels.dingtalk.faults import MISCONFIGURED, fault_of
from bot.clock import Clock

EARLY = timedelta(minutes=10)
"""How long before its end a token is replaced, where it lives long enough."""
HOLD_MISCONFIGURED = timedelta(minutes=10)
HOLD_FAILED = timedelta(seconds=5)
HOLD_UNPROVEN = timedelta(minutes=1)


class TokenSource:
    """The token of one app. Whoever needs one waits for the one request that is under way."""

    def __init__(self, calls: Calls, *, client_id: str, client_secret: str, now: Clock) -> None:
        self._calls = calls
        self._keys = {"appKey": client_id, "appSecret": client_secret}
        self._now = now
        self._lock = asyncio.Lock()
        self._token = ""
        self._fetched_at = self._valid_until = self._held_until = datetime.min.replace(tzinfo=now().tzinfo)
        self._proven = False
        self._failure = SendError("")

    async def get(self) -> str:
        """A token that should hold."""
        if self._is_valid():
            return self._token
        async with self._lock:
            if not self._is_valid():
                await self._fetch()
            return self._token

    async def renew(self, rejected: str) -> str:
        """Another token than `rejected`; if somebody else has replaced it meanwhile, his."""
        async with self._lock:
            if self._token == rejected:
                self._refuse_unproven()
                await self._fetch()
            return self._token

    def prove(self, token: str) -> None:
        """Remember that the platform took `token`."""
        self._proven = self._proven or token == self._token

    def _is_valid(self) -> bool:
        return self._now() < self._valid_until

    def _refuse_unproven(self) -> None:
        # The platform gives the same token again while it lives: one that is refused is not helped by asking in a loop.
        if not self._proven and self._now() - self._fetched_at < HOLD_UNPROVEN:
            raise SendError(wording.STILL_REFUSED, pause=HOLD_UNPROVEN)

    async def _fetch(self) -> None:
        if self._now() < self._held_until:
            raise SendError(self._failure.reason, permanent=self._failure.permanent, pause=self._failure.pause)
        try:
            await self._request()
        except SendError as error:
            # Without a token nothing was sent, so nothing about the message is in doubt.
            self._failure = SendError(error.reason, permanent=error.permanent, pause=error.pause)
            self._held_until = self._now() + (HOLD_MISCONFIGURED if error.permanent else error.pause or HOLD_FAILED)
            raise self._failure from None

    async def _request(self) -> None:
        answer = await self._calls.post("/v1.0/oauth2/accessToken", self._keys)
        token, seconds = answer.fields.get("accessToken"), answer.fields.get("expireIn")
        if answer.code in MISCONFIGURED:
            raise SendError(wording.explain_fault(answer.code, answer.message), permanent=True)
        if answer.code:
            raise fault_of(answer)
        if not isinstance(token, str) or not isinstance(seconds, int):
            raise SendError(wording.UNREADABLE)
        lifetime = timedelta(seconds=seconds)
        self._token, self._proven, self._fetched_at = token, False, self._now()
        self._valid_until = self._fetched_at + max(lifetime - EARLY, lifetime / 2)
