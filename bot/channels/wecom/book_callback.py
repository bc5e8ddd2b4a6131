"""The callback of the address book: it has keys of its own, and nobody waits for an answer."""

import logging
from collections import Counter
from datetime import timedelta

from aiohttp import web

from bot.channels.base import Learn, SendError
from bot.channels.wecom.contacts import BookChange, Directory
from bot.channels.wecom.crypto import CallbackCrypto, VerificationError
from bot.channels.wecom.envelope import extract_ciphertext
from bot.channels.wecom.gate import Gate, read_body
from bot.channels.wecom.messages import read_callback
from bot.channels.wecom.settings import WecomSettings
from bot.clock import Clock
from bot.errors import StorageError

logger = logging.getLogger(__name__)


class BookCallback:
    """Takes what the platform tells of its address book, and passes on what concerns us."""

    def __init__(
        self, settings: WecomSettings, *, directory: Directory, learn: Learn, counts: Counter[str], now: Clock
    ) -> None:
        crypto = CallbackCrypto(
            token=settings.contacts.token.get_secret_value(),
            encoding_aes_key=settings.contacts.encoding_aes_key.get_secret_value(),
            receive_id=settings.corp_id,
        )
        window = timedelta(minutes=settings.replay_minutes)
        self.gate = Gate(crypto, window=window, counts=counts, now=now)
        self._corp_id = settings.corp_id
        self._directory = directory
        self._learn = learn
        self.counts = counts

    async def receive(self, request: web.Request) -> web.Response:
        """Follow a change; one that is not kept is asked for again."""
        try:
            plain = self.gate.open(request.query, extract_ciphertext(await read_body(request)))
            received = read_callback(plain, corp_id=self._corp_id)
        except VerificationError as error:
            return self.gate.refuse(error)
        if not isinstance(received, BookChange):
            self.counts["ignored"] += 1
            return web.Response()
        try:
            news = await self._directory.news_of(received)
            if news is not None:
                await self._learn(news)
        except (SendError, StorageError) as error:
            logger.warning("A change of the address book was not followed", extra={"fault": str(error)})
            self.counts["unstored"] += 1
            return web.Response(status=503)
        self.counts["followed" if news else "ignored"] += 1
        return web.Response()
