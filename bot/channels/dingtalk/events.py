"""Events: what the platform tells of the organisation, encrypted over HTTP or plain in the stream."""

import logging
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from aiohttp import web
from multidict import MultiMapping

from bot.channels.base import Learn, SendError
from bot.channels.dingtalk.callback import read_body
from bot.channels.dingtalk.quota import Cost, Quota
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.channels.dingtalk.signature import refuse_stale
from bot.channels.dingtalk.speaking import Speaker
from bot.channels.sealing import CallbackCrypto, Seal, VerificationError, parse_body
from bot.clock import Clock
from bot.errors import StorageError
from schedules.people.contacts import Contact, ContactNews

CHANNEL = "dingtalk"
LEFT = frozenset({"user_leave_org"})
CAME = frozenset({"user_add_org", "user_modify_org", "user_active_org"})
PROBES = frozenset({"check_url", "check_create_suite_url", "check_update_suite_url"})
FREE_PREFIXES = ("user_", "org_", "label_", "check_")
"""Events of the contacts cost nothing of the month's quota."""
MOST_PEOPLE = 1000
SUCCESS = b"success"

LookUp = Callable[[str], Awaitable[Contact | None]]
"""Who an account belongs to; `SendError` where that cannot be learned."""

logger = logging.getLogger(__name__)


class Events:
    """Takes events in. `counts` tells of them: `contacts`, or `ignored` where they ask nothing of us."""

    def __init__(self, *, corp_id: str, look_up: LookUp, speaker: Speaker, quota: Quota, counts: Counter[str]) -> None:
        self._corp_id = corp_id
        self._look_up = look_up
        self._speaker = speaker
        self._quota = quota
        self.learn: Learn | None = None
        self.counts = counts

    async def receive(self, name: str, fields: Mapping[str, Any], *, corp_id: str = "") -> None:
        """Take an event in; who left has lost everything when this returns.

        Raises:
            VerificationError: it is of another organisation.
            StorageError: it was not kept.
        """
        if self._corp_id and corp_id and corp_id != self._corp_id:
            raise VerificationError("another corpId")
        if not name.startswith(FREE_PREFIXES):
            await self._quota.count(Cost.PUSHES)
        people = _people_in(fields) if name in LEFT | CAME else ()
        if self.learn is None or not people:
            self.counts["ignored"] += name not in PROBES
            return
        self.counts["contacts"] += 1
        if name in LEFT:
            await self.learn(ContactNews(channel=CHANNEL, left=people))
        else:
            # To ask who they are takes longer than the platform waits; what is lost here, a comparison finds.
            self._speaker.start(self._introduce(self.learn, people))

    async def _introduce(self, learn: Learn, people: Sequence[str]) -> None:
        try:
            found = [await self._look_up(account) for account in people]
            await learn(ContactNews(channel=CHANNEL, joined=tuple(filter(None, found))))
        except (SendError, StorageError) as error:
            logger.warning("Who came could not be learned", extra={"fault": str(error)})


class EventCallback:
    """The address to which events are posted."""

    def __init__(self, settings: DingtalkSettings, *, events: Events, counts: Counter[str], now: Clock) -> None:
        token, key = settings.event_token.get_secret_value(), settings.event_aes_key.get_secret_value()
        # Which of the two names the platform seals for depends on where the subscription was made.
        self._crypts = [
            CallbackCrypto(token=token, encoding_aes_key=key, receive_id=receive_id)
            for receive_id in filter(None, (settings.client_id, settings.corp_id))
        ]
        self._events = events
        self._now = now
        self.counts = counts

    async def receive(self, request: web.Request) -> web.Response:
        """Take an event in, then answer with an encrypted consent."""
        try:
            crypto, plain = self._open(request.query, parse_body(await read_body(request)))
            fields = parse_body(plain)
            await self._events.receive(_told(fields, "EventType"), fields, corp_id=_told(fields, "CorpId"))
        except VerificationError as error:
            self.counts["refused"] += 1
            logger.info("An event was refused", extra={"fault": str(error)})
            return web.Response(status=403, text="refused")
        except StorageError:
            return web.Response(status=503)
        return web.json_response(self._consent(crypto))

    def _open(self, query: MultiMapping[str], body: Mapping[str, Any]) -> tuple[CallbackCrypto, bytes]:
        seal = Seal(
            signature=_given(query, "msg_signature", "signature"),
            timestamp=_given(query, "timestamp", "timeStamp"),
            nonce=_given(query, "nonce"),
        )
        encrypted = body.get("encrypt")
        if not isinstance(encrypted, str):
            raise VerificationError("no encrypt")
        self._crypts[0].verify(seal, encrypted)
        refuse_stale(seal.timestamp, self._now())
        for crypto in self._crypts[:-1]:
            try:
                return crypto, crypto.decrypt(encrypted)
            except VerificationError:
                continue
        return self._crypts[-1], self._crypts[-1].decrypt(encrypted)

    def _consent(self, crypto: CallbackCrypto) -> Mapping[str, str]:
        timestamp, nonce = str(round(self._now().timestamp() * 1000)), secrets.token_hex(8)
        encrypted = crypto.encrypt(SUCCESS)
        signature = crypto.sign(timestamp, nonce, encrypted)
        return {"msg_signature": signature, "timeStamp": timestamp, "nonce": nonce, "encrypt": encrypted}


def _people_in(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The accounts that an event names, however it spells the field."""
    named = next((value for key, value in fields.items() if key.casefold() == "userid"), ())
    listed = named if isinstance(named, list) else [named]
    return tuple(user for user in listed if isinstance(user, str) and user and user.isprintable())[:MOST_PEOPLE]


def _told(fields: Mapping[str, Any], name: str) -> str:
    return str(next((value for key, value in fields.items() if key.casefold() == name.casefold()), ""))


def _given(query: MultiMapping[str], *names: str) -> str:
    """The value of the first of these names that is there."""
    for name in names:
        values = query.getall(name, [])
        if values and values[0]:
            return str(values[0])
    raise VerificationError(f"no {names[0]}")
