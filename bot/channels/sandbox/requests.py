"""Requests of the page, read and checked."""

import json
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from aiohttp import web

from bot.channels.sandbox import wording
from bot.channels.sandbox.guard import RefusalError
from bot.channels.sandbox.line import CHANNEL
from handlers.messages import InboundKind, InboundMessage
from schedules.calendar.zone import SHANGHAI
from schedules.people.address import Address

LONGEST_BODY: Final = 256 * 1024
LONGEST_TEXT: Final = 50_000
LONGEST_NAME: Final = 64
LONGEST_ACTION: Final = 512
LONGEST_LEAP: Final = timedelta(days=366)


async def read_message(request: web.Request, now: datetime) -> InboundMessage:
    """What somebody typed, or the button that he pressed."""
    body = await _read_object(request, {"from", "text", "action", "chat", "key"})
    if ("text" in body) == ("action" in body):
        raise RefusalError(wording.TEXT_OR_ACTION)
    return InboundMessage(
        key=f"{CHANNEL}:{_text_of(body, 'key', LONGEST_NAME) if 'key' in body else uuid4()}",
        sender=Address(channel=CHANNEL, account=_text_of(body, "from", LONGEST_NAME)),
        sent_at=now,
        kind=InboundKind.ACTION if "action" in body else InboundKind.TEXT,
        group=_group_of(_text_of(body, "chat", LONGEST_NAME)) if "chat" in body else None,
        text=_text_of(body, "text", LONGEST_TEXT) if "text" in body else "",
        action=_text_of(body, "action", LONGEST_ACTION) if "action" in body else "",
    )


async def read_instant(request: web.Request, now: datetime) -> datetime:
    """Where the clock is to be moved."""
    body = await _read_object(request, {"at"})
    try:
        at = datetime.fromisoformat(body["at"])
    except (KeyError, TypeError, ValueError):
        raise RefusalError(wording.WHICH_INSTANT) from None
    if at.tzinfo is None:
        raise RefusalError(wording.WHICH_INSTANT)
    if at < now.replace(microsecond=0):
        shown = now.astimezone(SHANGHAI).isoformat(sep=" ", timespec="minutes")[:16]
        raise RefusalError(wording.BACKWARDS.format(now=shown), status=409)
    if at - now > LONGEST_LEAP:
        raise RefusalError(wording.TOO_FAR)
    return max(at, now)


async def read_sentence(request: web.Request) -> str:
    """A sentence that is to be explained."""
    return _text_of(await _read_object(request, {"text"}), "text", LONGEST_TEXT)


def read_place(request: web.Request) -> Address:
    """Whose chat is asked for."""
    member, chat = request.query.get("member"), request.query.get("chat")
    if bool(member) == bool(chat):
        raise RefusalError(wording.WHICH_HISTORY)
    return _group_of(chat) if chat else Address(channel=CHANNEL, account=member or "")


def _group_of(organisation_id: str) -> Address:
    return Address(channel=CHANNEL, account=organisation_id, is_group=True)


async def _read_object(request: web.Request, fields: set[str]) -> dict[str, Any]:
    raw = await request.read()
    if len(raw) > LONGEST_BODY:
        raise RefusalError(wording.TOO_LONG, status=413)
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise RefusalError(wording.BROKEN_JSON) from None
    if not isinstance(body, dict):
        raise RefusalError(wording.BROKEN_JSON)
    for field in sorted(body.keys() - fields):
        raise RefusalError(wording.UNKNOWN_FIELD.format(field=field[:LONGEST_NAME]))
    return body


def _text_of(body: dict[str, Any], field: str, longest: int) -> str:
    value = body.get(field)
    if isinstance(value, str) and value.strip() and len(value) <= longest and _is_storable(value):
        return value
    raise RefusalError(wording.BAD_FIELD.format(field=field, longest=longest))


def _is_storable(text: str) -> bool:
    # A lone surrogate has no UTF-8 and PostgreSQL takes no NUL.
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
