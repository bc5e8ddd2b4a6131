"""I1: an archive is one moment of the office, however much is going on, and whoever is killed over it leaves no half of one."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.backup.archive import Manifest
from bot.backup.archive import opened as archived
from bot.storage.migration import current_revision
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.people.member import MemberId
from tests.chaos.office import NAMES, Nursery, Office, free_port, is_sqlite, opened, until
from tests.chaos.test_coming_and_going import wait_ready
from tests.chaos.test_kill_points import TURNS, chance_of, turn_of
from tests.chaos.test_long_run import EACH, crowd_in

POINTS = 18
"""One after each table, and one at the end."""
RATE, WRITERS = 50, 80
"""So many that none of them says more in a minute than is read."""
LASTING = [1.0, pytest.param(60.0, marks=pytest.mark.soak)]
KINDS = ("上党课", "召开支委会")
WAYS = [("sqlite", "postgresql"), ("postgresql", "sqlite")]
ANY_WAY = [*WAYS, *(pytest.param(kind, kind, marks=pytest.mark.soak) for kind in ("sqlite", "postgresql"))]


async def save(office: Office, target: Path, *, failpoint: str = "") -> list[Path]:
    """Back up into a folder, or die over it; what archives there are then."""
    await office.wait_dead(office.run("backup", str(target), failpoint=failpoint))
    return [path for path in files_in(target) if not path.name.startswith(".")]


async def restore(office: Office, path: Path, *, failpoint: str = "") -> None:
    await office.wait_dead(office.run("restore", str(path), "--apply", "--send-pending", failpoint=failpoint))


def manifest_of(path: Path) -> Manifest:
    with archived(path) as archive:
        archive.verify()
        return archive.manifest


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


@pytest.fixture
def shelves(tmp_path: Path) -> tuple[Path, Path]:
    folders = tmp_path / "first", tmp_path / "second"
    for folder in folders:
        folder.mkdir()
    return folders


@pytest.fixture
async def elsewhere(empty_database_url: str, tmp_path: Path, nursery: Nursery) -> AsyncIterator[Office]:
    """An office whose database is empty."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    async with opened(folder, empty_database_url, nursery) as office:
        yield office


@pytest.mark.parametrize("turn", TURNS)
async def test_killed_while_it_saves(turn: int, office: Office, shelves: tuple[Path, Path]) -> None:
    shelf, _ = shelves
    nth = turn_of(1, POINTS, turn, chance_of("B0", turn))
    assert await save(office, shelf, failpoint=f"B0:{nth}") == [], await office.told()
    assert len(files_in(shelf)) == 1, "it was at it"
    (path,) = await save(office, shelf)
    assert files_in(shelf) == [path], "what the dead one left is gone"
    assert manifest_of(path).tables["members"].rows == len(NAMES)


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize(("database_url", "empty_database_url"), WAYS, indirect=True)
async def test_killed_while_it_restores(
    turn: int, office: Office, elsewhere: Office, shelves: tuple[Path, Path]
) -> None:
    nth = turn_of(1, POINTS, turn, chance_of("B1", turn))
    (path,) = await save(office, shelves[0])
    await restore(elsewhere, path, failpoint=f"B1:{nth}")
    assert await current_revision(elsewhere.url) is None, f"B1:{nth}"
    await restore(elsewhere, path)
    (copy,) = await save(elsewhere, shelves[1])
    assert manifest_of(copy).tables == manifest_of(path).tables


class Writers:
    """Two people of each branch, who report one lecture or meeting after another, together so many a second."""

    def __init__(self, office: Office, ports: Sequence[int]) -> None:
        self._office, self._ports = office, ports
        self.said, self.heard = [0] * WRITERS, [0] * WRITERS

    async def work(self) -> None:
        await asyncio.gather(*map(self._report, range(WRITERS)))

    async def _report(self, writer: int) -> None:
        await asyncio.sleep(writer / RATE)
        while True:
            pause = asyncio.create_task(asyncio.sleep(WRITERS / RATE))
            turn = self.said[writer]
            self.said[writer] += 1
            assert "已登记" in await self._say(writer, turn)
            self.heard[writer] += 1
            await pause

    async def _say(self, writer: int, turn: int) -> str:
        text = f"{day_of(turn).month}月{day_of(turn).day}日下午{KINDS[writer % 2]}，到12人"
        fake = self._office.fake
        plain = fake.message_of(user_of(writer), "text", {"Content": text}, number=10**5 * (writer + 1) + turn)
        while True:
            fake.connect(f"http://127.0.0.1:{self._ports[turn % len(self._ports)]}/wecom/callback")
            status, body = await fake.post(fake.callback_of(plain))
            if status == web.HTTPOk.status_code:
                return str(fake.reply_in(body))


def user_of(writer: int) -> str:
    return f"c{writer // 2 * EACH + writer % 2}"


def day_of(turn: int) -> date:
    return date(2026, 1, 1) + timedelta(days=turn)


def days_in(uow: SqlUnitOfWork) -> dict[MemberId, list[date]]:
    """The days of each reporter's records, in the order in which they were stored."""
    found: dict[MemberId, list[date]] = defaultdict(list)
    for activity in sorted(uow.activities.list(), key=lambda activity: activity.id):
        found[activity.reported_by].append(activity.held_on)
    return found


@pytest.mark.parametrize("seconds", LASTING)
@pytest.mark.parametrize(("database_url", "empty_database_url"), ANY_WAY, indirect=True)
async def test_an_archive_under_load_is_one_moment(
    seconds: float,
    office: Office,
    elsewhere: Office,
    shelves: tuple[Path, Path],
    record_property: Callable[[str, object], None],
) -> None:
    await office.database.write(crowd_in)
    ports = (office.port,) if is_sqlite(office.url) else (office.port, free_port())
    for port in ports:
        office.start(port=port)
        await wait_ready(office, port)
    writers = Writers(office, ports)
    writing = asyncio.create_task(writers.work())
    await until(lambda: min(writers.heard) > 0, what="they are heard")
    begun = time.monotonic()
    await asyncio.sleep(seconds)
    before = [*writers.heard]
    (path,) = await save(office, shelves[0])
    after = [*writers.said]
    await asyncio.sleep(seconds)
    rate = (sum(writers.heard) - WRITERS) / (time.monotonic() - begun)
    assert not writing.done(), writing.exception()
    writing.cancel()
    office.stop()
    await restore(elsewhere, path)
    found = await elsewhere.database.read(days_in)
    (copy,) = await save(elsewhere, shelves[1])
    manifest = manifest_of(path)
    kept = [found[MemberId(user_of(writer))] for writer in range(WRITERS)]
    record_property(
        "report",
        f"{rate:.0f} reports a second · heard before it began {sum(before)}, in it {sum(map(len, kept))}, "
        f"said before it was done {sum(after)}",
    )
    assert kept == [[day_of(turn) for turn in range(len(days))] for days in kept], "of each writer all up to one"
    assert all(first <= len(days) <= last for first, days, last in zip(before, kept, after, strict=True))
    assert manifest.tables["activities"].rows == manifest.tables["inbox"].rows, "a report and its answer are one"
    assert manifest_of(copy).tables == manifest.tables
