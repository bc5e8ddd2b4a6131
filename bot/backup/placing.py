"""Where archives lie: written beside their place, whole under their name, the oldest of them forgotten."""

import contextlib
import fcntl
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

from bot.backup import wording
from bot.backup.archive import ArchiveError
from schedules.calendar.zone import SHANGHAI

NAME = re.compile(r"zhibu-\d{8}-\d{6}\.zip")
PART, PARTS = ".zhibu-backup-", ".zhibu-backup-*.part"


def path_for(target: Path, now: datetime) -> Path:
    """Where an archive goes: into a folder under a name of ours, or to a file that is not there yet.

    Raises:
        ArchiveError: neither can be.
    """
    if target.is_dir():
        target /= f"zhibu-{now.astimezone(SHANGHAI):%Y%m%d-%H%M%S}.zip"
    _refuse_taken(target)
    if not target.parent.is_dir():
        raise ArchiveError(wording.NO_FOLDER.format(path=target.parent))
    return target


@contextlib.contextmanager
def settling(path: Path) -> Iterator[IO[bytes]]:
    """A file that is at `path`, on the disk, once the block has ended well, and nowhere otherwise.

    Raises:
        ArchiveError: it cannot be written, or another came to be there meanwhile.
    """
    with writing(path):
        _sweep(path.parent)
        with tempfile.NamedTemporaryFile("w+b", dir=path.parent, prefix=PART, suffix=".part", delete=False) as part:
            try:
                fcntl.flock(part, fcntl.LOCK_EX)
                yield part
                part.flush()
                os.fsync(part.fileno())
                _refuse_taken(path)  # once more: it may have taken minutes
                Path(part.name).rename(path)
            finally:
                Path(part.name).unlink(missing_ok=True)
        _sync(path.parent)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell of an archive that cannot be written; a fault of a file, where a database is read, would be taken for its own."""
    try:
        yield
    except OSError as error:
        raise ArchiveError(wording.UNWRITABLE.format(path=path, why=error.strerror)) from error


def forget_older(newest: Path, keep: int) -> Sequence[Path]:
    """Delete the archives of our own naming beside the newest, beyond so many with it; those that were deleted."""
    beside = (path for path in newest.parent.iterdir() if NAME.fullmatch(path.name) and path.is_file())
    old = sorted(path for path in beside if path.name != newest.name)[: 1 - keep or None]
    for path in old:
        path.unlink()
    return old


def _refuse_taken(path: Path) -> None:
    if path.exists():
        raise ArchiveError(wording.TAKEN.format(path=path))


def _sweep(folder: Path) -> None:
    """Delete what processes that died left half written: what is still being written is locked."""
    for part in folder.glob(PARTS):
        with contextlib.suppress(OSError), part.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
