"""A database in which somebody is at home."""

import pytest

from bot.storage.database import Database
from tests.storage.samples import settle_in


@pytest.fixture
async def settled(database: Database) -> Database:
    await database.write(settle_in)
    return database
