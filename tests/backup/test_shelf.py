"""Where archives lie: whole under their name, and only so many of them."""

import fcntl
import resource
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from bot.backup.archive import ArchiveError
from bot.backup.placing import PART, forget_older, settling
from tests.backup.conftest import DIGEST, TAKEN_AT, Home

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STALE, LIVE = f"{PART}stale.part", f"{PART}live.part"


def names_in(folder: Path, pattern: str) -> list[str]:
    return [path.name for path in folder.glob(pattern)]


async def test_it_is_named_after_the_moment_and_for_its_owner_alone(home: Home, tmp_path: Path) -> None:
    saved = await home.save(tmp_path)

    assert saved.path == tmp_path / "zhibu-20260628-100500.zip"
    assert stat.S_IMODE(saved.path.stat().st_mode) == 0o600
    assert saved.size == saved.path.stat().st_size


async def test_nothing_is_written_over(home: Home, tmp_path: Path) -> None:
    saved = await home.save(tmp_path)
    with pytest.raises(ArchiveError, match="已经存在"):
        await home.save(tmp_path)
    with pytest.raises(ArchiveError, match="已经存在"):
        await home.save(saved.path, now=TAKEN_AT + timedelta(hours=1))
    with pytest.raises(ArchiveError, match="没有文件夹"):
        await home.save(tmp_path / "none" / "x.zip")


@pytest.mark.usefixtures("database_url")
def test_what_came_to_be_there_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with pytest.raises(ArchiveError, match="已经存在"), settling(path):
        path.write_text("another", "utf-8")

    assert path.read_text("utf-8") == "another"
    assert names_in(tmp_path, f"{PART}*") == []


async def test_only_ours_are_forgotten_and_never_the_newest(home: Home, tmp_path: Path) -> None:
    others = [tmp_path / "zhibu-20200101-000000.zip.bak", tmp_path / "花名册.zip", tmp_path / "zhibu-1.zip"]
    for other in others:
        other.touch()
    saved = [(await home.save(tmp_path, now=TAKEN_AT + timedelta(days=day))).path for day in range(5)]

    assert forget_older(saved[4], 3) == saved[:2]
    assert forget_older(saved[2], 1) == saved[3:]
    assert forget_older(saved[2], 1) == []
    assert all(path.exists() for path in [saved[2], *others])


async def test_what_died_half_written_is_swept_and_what_is_being_written_is_not(home: Home, tmp_path: Path) -> None:
    (tmp_path / STALE).touch()
    with (tmp_path / LIVE).open("w") as live:
        fcntl.flock(live, fcntl.LOCK_EX)
        await home.save(tmp_path)

    assert names_in(tmp_path, f"{PART}*") == [LIVE]


async def test_where_there_is_no_room_nothing_is_left(home: Home, tmp_path: Path) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, most))
    try:
        with pytest.raises(ArchiveError, match="File too large"):
            await home.save(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    assert names_in(tmp_path, "*zhibu-*") == []


async def test_files_that_are_gone_or_spoilt_are_counted_and_left_out(home: Home, tmp_path: Path) -> None:
    assert (await home.save(tmp_path / "1.zip")).missing == 0

    home.folder.path_of(DIGEST).write_bytes(b"spoilt")
    assert (await home.save(tmp_path / "2.zip")).missing == 1

    home.folder.drop(DIGEST)
    saved = await home.save(tmp_path / "3.zip")
    assert (saved.missing, dict(saved.manifest.files)) == (1, {})
