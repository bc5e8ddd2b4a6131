"""Files for chats: read aside from the writer, written aside from the event loop."""

import asyncio
from dataclasses import dataclass

from bot.channels.base import Document
from bot.exports.workbook import write_workbook
from bot.storage.database import Database
from handlers.ledger_table import tabulate
from schedules.ledger.excerpt import Excerpt


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """Writes excerpts of the ledger as it stands."""

    database: Database

    async def __call__(self, excerpt: Excerpt) -> Document:
        """The file."""
        table = await self.database.read(lambda uow: tabulate(uow, excerpt))
        return Document(name=f"{table.name}.xlsx", content=await asyncio.to_thread(write_workbook, table))
