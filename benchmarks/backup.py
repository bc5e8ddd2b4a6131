"""How long it takes to back up and to restore, and how much memory: `python -m benchmarks.backup [RECORDS]`.

Each command is a process of its own, from its start to its end. Beside it is what SQLite itself needs for a copy of its
file, which is no archive: it cannot be restored into another database, and nothing tells whether it is whole.
"""

import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.branches import found_branches
from benchmarks.postgresql import create_database, url_of
from bot.storage.database import Database
from bot.storage.migration import migrate
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, Attendance
from schedules.outbox import Content
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
BRANCHES = 100
HEAP = 1000


def record(uow: SqlUnitOfWork, numbers: range) -> None:
    """Store so many reports: each a record and the answer to it."""
    for number in numbers:
        branch = number % BRANCHES
        activity = Activity(
            id=ActivityId(0),
            organisation_id=OrganisationId(f"z{branch}"),
            kind=ActivityKind.PARTY_LECTURE,
            held_on=date(2020, 1, 1) + timedelta(days=number // BRANCHES),
            reported_by=MemberId(f"{branch}-0"),
            reported_at=NOW,
            topic=f"学习第 {number} 号文件，研究贯彻落实措施",
            attendance=Attendance(expected=20, present=number % 20),
            place="三楼会议室",
        )
        uow.activities.add(activity)
        text = f"已登记（第{branch}党支部）：\n#{number} 党课，实到 {number % 20}\n如有误，回复要改的内容或“撤销”。"
        uow.inbox.add(f"wecom:{number}", at=NOW, replies=(Content(text=text),))


async def fill(url: str, count: int) -> None:
    """Make a database with so many records."""
    await migrate(url)
    await found_branches(url, BRANCHES, NOW)
    database = await Database.open(url)
    for first in range(0, count, HEAP):
        await database.write(partial(record, numbers=range(first, min(first + HEAP, count))))
    await database.close()


def measure(title: str, url: str, *command: str) -> None:
    """Run a command, and tell what it took."""
    begun = time.monotonic()
    arguments = [sys.executable, "-m", "bot", *command]
    nothing = os.open(os.devnull, os.O_WRONLY)
    pid = os.posix_spawn(
        sys.executable,
        arguments,
        {**os.environ, "ZHIBU_DATABASE__URL": url},
        file_actions=[(os.POSIX_SPAWN_DUP2, nothing, 1)],
    )
    _, status, used = os.wait4(pid, 0)
    assert status == 0, title
    work, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1000
    print(f"{title:24} {time.monotonic() - begun:6.1f} s, of a processor {work:5.1f} s, memory {memory:4.0f} MB")


def measure_copy(path: Path, target: Path) -> None:
    """Let SQLite copy its file, and tell what that took."""
    begun = time.monotonic()
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    size = target.stat().st_size / 1e6
    print(f"{'SQLite: its own copy':24} {time.monotonic() - begun:6.1f} s; the copy has {size:.1f} MB")


def main(count: int) -> None:
    """Measure both databases, each restored from the other's archive too."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        database, archive, again = home / "zhibu.db", home / "a.zip", home / "b.zip"
        url = f"sqlite+aiosqlite:///{database}"
        asyncio.run(fill(url, count))
        create_database("restored")
        measure("SQLite: backup", url, "backup", str(archive))
        measure("SQLite: check", url, "restore", str(archive))
        measure("SQLite: restore", f"{url}2", "restore", str(archive), "--apply")
        measure("PostgreSQL: restore", url_of("restored"), "restore", str(archive), "--apply")
        measure("PostgreSQL: backup", url_of("restored"), "backup", str(again))
        print(f"{count} records: the archive has {archive.stat().st_size / 1e6:.1f} MB")
        measure_copy(database, home / "copy.db")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
