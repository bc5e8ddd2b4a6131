"""What a browser keeps for us, sealed so that it can change nothing: who is at it, and what it set out to do."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.people.address import Address

SECRET = "web.secret"  # noqa: S105  where it is kept
LOGIN_WITHIN = timedelta(minutes=10)
SEEN_FOR = timedelta(hours=2)
"""Afterwards one has to log in again."""
STATE, SESSION = "state", "session"
SIGNED = 32
"""Hexadecimal digits of a signature. A platform gives back 128 letters and digits of a state, and nothing else."""


class Seals:
    """Seals of one database: all its processes know them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._key = b""

    async def seal_state(self, now: datetime) -> str:
        """What goes to the platform and comes back: good once, and for a while."""
        return await self._seal(STATE, now + LOGIN_WITHIN, [secrets.token_urlsafe(16)])

    async def take_state(self, kept: str, given: str, now: datetime) -> bool:
        """Whether the browser that comes back is the one that set out, in time and for the first time."""
        if not kept or not hmac.compare_digest(kept.encode(), given.encode(errors="surrogatepass")):
            return False
        nonce = await self._open(STATE, given, now)
        return bool(nonce) and await self._database.write(lambda uow: _claim(uow, f"login:{nonce[0]}", now))

    async def seal_session(self, address: Address, now: datetime) -> str:
        """Who is at a browser."""
        return await self._seal(SESSION, now + SEEN_FOR, [address.channel, address.account])

    async def open_session(self, sealed: str, now: datetime) -> Address | None:
        """Who is at a browser; None where nobody logged in, or too long ago."""
        told = await self._open(SESSION, sealed, now)
        return Address(channel=told[0], account=told[1]) if told else None

    async def _seal(self, use: str, until: datetime, told: Sequence[str]) -> str:
        plain = "\n".join((use, str(int(until.timestamp())), *told)).encode()
        return plain.hex() + await self._sign(plain)

    async def _open(self, use: str, sealed: str, now: datetime) -> list[str]:
        encoded, signature = sealed[:-SIGNED], sealed[-SIGNED:]
        try:
            plain = bytes.fromhex(encoded)
        except ValueError:
            return []
        if not hmac.compare_digest((await self._sign(plain)).encode(), signature.encode(errors="surrogatepass")):
            return []
        used, until, *told = plain.decode().split("\n")
        return told if used == use and now.timestamp() < int(until) else []

    async def _sign(self, plain: bytes) -> str:
        if not self._key:
            self._key = (await self._database.write(_secret_in)).encode()
        return hmac.digest(self._key, plain, "sha256").hex()[:SIGNED]


def _secret_in(uow: SqlUnitOfWork) -> str:
    known = uow.meta.get(SECRET)
    if known is None:
        known = secrets.token_hex(32)
        uow.meta.update(SECRET, known)
    return known


def _claim(uow: SqlUnitOfWork, key: str, now: datetime) -> bool:
    if uow.inbox.get(key) is not None:
        return False
    uow.inbox.add(key, at=now, replies=())
    return True
