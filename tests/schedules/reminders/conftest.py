import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.books import rulebook
from tests.schedules.reminders.office import Office, at


@pytest.fixture
async def office(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Office]:
    """A committee with one branch on SQLite, on the morning of 1 June 2026."""
    path = tmp_path / "zhibu.db"
    shutil.copy(sqlite_template, path)
    database = await Database.open(f"sqlite+aiosqlite:///{path}")
    yield Office(database=database, book=rulebook(), now=at("2026-06-01T08:00"))
    await database.close()
