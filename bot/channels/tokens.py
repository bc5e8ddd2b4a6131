"""The access token of an app: fetched once, kept while it holds, and never asked for twice at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.channels.base import SendError
from bot.clock import Clock

HOLD_MISCONFIGURED = timedelta(minutes=10)
HOLD_FAILED = timedelta(seconds=5)
HOLD_REFUSED = timedelta(minutes=1)


class Answered(Protocol):
    """What the platform answered to a call."""

    @property
    def code(self) -> object:
        """What it says of the call, and of its token."""
        ...


A = TypeVar("A", bound=Answered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A token, and how long it lives."""

    token: str
    lifetime: timedelta


Issue = Callable[[], Awaitable[Issued]]
"""Ask the platform for a token; `SendError` where it gives none, `permanent` where asking again cannot better that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What tokens are on one platform.

    `early` is how long before its end one is replaced, where it lives long enough; `expired` are the answers to a call
    with one that no longer holds; `still_refused` are the words for one that never did.
    """

    early: timedelta
    expired: Collection[object]
    still_refused: str


class TokenSource:
    """The token of one app. Whoever needs one waits for the one request that is under way."""

    def __init__(self, issue: Issue, terms: Terms, *, now: Clock) -> None:
        self._issue, self._terms = issue, terms
        self._now = now
        self._lock = asyncio.Lock()
        self._token = ""
        self._fetched_at = self._valid_until = self._held_until = datetime.min.replace(tzinfo=now().tzinfo)
        self._proven = False
        self._failure = SendError("")

    async def call(self, request: Callable[[str], Awaitable[A]]) -> A:
        """Make a request, with one new token and one more try if the token no longer holds."""
        token = await self.get()
        answer = await request(token)
        if answer.code in self._terms.expired:
            token = await self.renew(token)
            answer = await request(token)
        if answer.code in self._terms.expired:
            raise SendError(self._terms.still_refused, pause=HOLD_REFUSED)
        self.prove(token)
        return answer

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
        # A token that never worked is not helped by the next one, which may be the same: and asking in a loop gets the
        # whole address blocked.
        if not self._proven and self._now() - self._fetched_at < HOLD_REFUSED:
            raise SendError(self._terms.still_refused, pause=HOLD_REFUSED)

    async def _fetch(self) -> None:
        if self._now() < self._held_until:
            raise SendError(self._failure.reason, permanent=self._failure.permanent, pause=self._failure.pause)
        try:
            issued = await self._issue()
        except SendError as error:
            # Without a token nothing was sent, so nothing about the message is in doubt.
            self._failure = SendError(error.reason, permanent=error.permanent, pause=error.pause)
            self._held_until = self._now() + (HOLD_MISCONFIGURED if error.permanent else error.pause or HOLD_FAILED)
            raise self._failure from None
        self._token, self._proven, self._fetched_at = issued.token, False, self._now()
        self._valid_until = self._fetched_at + max(issued.lifetime - self._terms.early, issued.lifetime / 2)
