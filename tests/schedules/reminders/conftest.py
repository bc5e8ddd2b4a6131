import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.books import rulebook
from tests.schedules.reminders.office import Office, at


@pytest.fixture
async def office(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Office]:
    """A robot without sockets on SQLite, on the morning of 1 June 2026; `found` gives it a committee and a branch."""
    office = await _open(tmp_path / "office.db", sqlite_template)
    yield office
    await office.database.close()


@pytest.fixture
async def other_office(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Office]:
    """Another one like it."""
    office = await _open(tmp_path / "other.db", sqlite_template)
    yield office
    await office.database.close()


async def _open(path: Path, template: Path) -> Office:
    shutil.copy(template, path)
    database = await Database.open(f"sqlite+aiosqlite:///{path}")
    return Office(database=database, book=rulebook(), now=at("2026-06-01T08:00"))
