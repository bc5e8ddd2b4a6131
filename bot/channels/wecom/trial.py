"""A trial (自检) of what is configured: our own addresses from outside, the app's keys, and whom it is visible to."""

import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
from pydantic import SecretStr

from bot.channels.base import SendError
from bot.channels.wecom import wording
from bot.channels.wecom.calls import Calls
from bot.channels.wecom.client import WecomClient
from bot.channels.wecom.crypto import CallbackCrypto
from bot.channels.wecom.settings import WecomSettings
from bot.clock import Clock

TIMEOUT = aiohttp.ClientTimeout(total=5)
IN_TIME = 1.0
"""Seconds in which the platform wants its address verified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One thing that was tried: whether it is in order, and what to do if not."""

    in_order: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """An address of ours, with the keys that were agreed on for it."""

    name: str
    path: str
    token: SecretStr
    encoding_aes_key: SecretStr
    receive_id: str

    def knock(self, number: str, now: Clock) -> Mapping[str, str]:
        """The query by which the platform asks us to prove that the address is ours."""
        crypto = CallbackCrypto(
            token=self.token.get_secret_value(),
            encoding_aes_key=self.encoding_aes_key.get_secret_value(),
            receive_id=self.receive_id,
        )
        echo, timestamp, nonce = crypto.encrypt(number.encode()), str(int(now().timestamp())), secrets.token_hex(5)
        signature = crypto.sign(timestamp, nonce, echo)
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": echo}


async def try_all(settings: WecomSettings, *, public_url: str, now: Clock) -> AsyncIterator[Tried]:
    """Try everything that is configured; nothing is sent to anybody."""
    doors = doors_of(settings)
    if doors and not public_url:
        yield Tried(in_order=True, text=wording.NO_PUBLIC_URL)
    for door in doors if public_url else ():
        yield await try_door(door, public_url, now)
    if settings.enabled:
        calls = Calls(settings)
        try:
            yield await _try_app(WecomClient(settings, calls=calls, now=now))
            if settings.contacts.secret.get_secret_value():
                yield await _try_book(WecomClient(settings, calls=calls, now=now, secret=settings.contacts.secret))
        finally:
            await calls.close()
    if settings.aibot.keeps_connection:
        yield Tried(in_order=True, text=wording.UNTRIED_CONNECTION)
    if settings.robots:
        yield Tried(in_order=True, text=wording.UNTRIED_ROBOTS.format(count=len(settings.robots)))
    if settings.lacks:
        names = "、".join(wording.FEATURES[feature] for feature in settings.lacks)
        yield Tried(in_order=True, text=wording.SWITCHED_OFF.format(names=names))


def doors_of(settings: WecomSettings) -> list[Door]:
    """The addresses at which the platform calls us."""
    aibot, contacts, corp = settings.aibot, settings.contacts, settings.corp_id
    listed = (
        (settings.enabled, wording.APP_DOOR, "/wecom/callback", settings.token, settings.encoding_aes_key, corp),
        (aibot.is_called, wording.AIBOT_DOOR, "/wecom/aibot", aibot.token, aibot.encoding_aes_key, ""),
        (
            settings.follows_contacts,
            wording.BOOK_DOOR,
            "/wecom/contacts",
            contacts.token,
            contacts.encoding_aes_key,
            corp,
        ),
    )
    return [
        Door(name=name, path=path, token=token, encoding_aes_key=key, receive_id=receive_id)
        for is_on, name, path, token, key, receive_id in listed
        if is_on
    ]


async def try_door(door: Door, public_url: str, now: Clock) -> Tried:
    """Ask our own address from outside what the platform asks it: it signs and decrypts to us as to the platform."""
    url, number = public_url + door.path, str(secrets.randbelow(10**18))
    began = now()
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.get(url, params=door.knock(number, now), allow_redirects=False) as response,
        ):
            fault = _fault_of(response.status, await response.text(errors="replace"), number)
    except (aiohttp.ClientError, OSError) as error:
        fault = wording.DOOR_CLOSED.format(fault=type(error).__name__)
    if not fault and (now() - began).total_seconds() > IN_TIME:
        fault = wording.DOOR_SLOW
    told = fault or wording.DOOR_OPEN
    return Tried(in_order=not fault, text=wording.DOOR.format(name=door.name, url=url, told=told))


def _fault_of(status: int, body: str, number: str) -> str:
    if status == HTTPStatus.FORBIDDEN:
        return wording.DOOR_REFUSES
    if status != HTTPStatus.OK:
        return wording.DOOR_ELSEWHERE.format(status=status)
    return "" if body == number else wording.DOOR_GARBLES


async def _try_app(client: WecomClient) -> Tried:
    try:
        app = await client.describe_app()
    except SendError as error:
        return Tried(in_order=False, text=error.reason)
    if app.get("close") == 1:
        return Tried(in_order=False, text=wording.APP_CLOSED)
    seen = [_count_in(app, *names) for names in RANGE]
    if app.keys() & {names[0] for names in RANGE} and not any(seen):
        return Tried(in_order=False, text=wording.NOBODY_SEES_IT)
    users, parties, tags = seen
    return Tried(in_order=True, text=wording.APP_WORKS.format(users=users, parties=parties, tags=tags))


async def _try_book(client: WecomClient) -> Tried:
    try:
        await client.call("/cgi-bin/user/list_id", {"cursor": "", "limit": 1})
    except SendError as error:
        return Tried(in_order=False, text=wording.BOOK_CLOSED.format(reason=error.reason))
    return Tried(in_order=True, text=wording.BOOK_OPEN)


RANGE = (("allow_userinfos", "user"), ("allow_partys", "partyid"), ("allow_tags", "tagid"))


def _count_in(fields: Mapping[str, Any], outer: str, inner: str) -> int:
    held = fields.get(outer)
    listed = held.get(inner) if isinstance(held, dict) else None
    return len(listed) if isinstance(listed, list) else 0
