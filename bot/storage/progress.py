"""How far messages in pieces have come, for all processes on a database."""

import logging

from bot.clock import Clock
from bot.errors import StorageError
from bot.progress import Remembered, Said
from bot.storage.database import Database

_log = logging.getLogger(__name__)


class KeptProgress:
    """Progress that every process on a database knows of."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._here = Remembered()

    async def recall(self, key: str) -> Said:
        """What of a message has been said.

        Raises:
            StorageError: nobody knows.
        """
        return await self._here.recall(key) or await self._database.read(lambda uow: uow.sayings.get(key))

    async def note(self, key: str, said: Said) -> None:
        """Keep what of a message has been said; it was said, whether or not it can be stored."""
        await self._here.note(key, said)
        now = self._clock()
        try:
            await self._database.write(lambda uow: uow.sayings.update(key, said, at=now))
        except StorageError as error:
            _log.warning("How far a message has come was not stored", extra={"fault": str(error)})
