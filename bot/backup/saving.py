"""Save all that is stored in an archive, while others go on writing."""

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import IO

from bot.backup import wording
from bot.backup.archive import (
    FILES,
    FORMAT,
    MANIFEST,
    MANIFESTS,
    ROWS,
    TABLES,
    Archive,
    ArchiveError,
    Manifest,
    Sum,
    Tally,
    chunks_in,
    line_of,
)
from bot.backup.placing import path_for, settling, writing
from bot.failpoints import reach
from bot.storage.folder import FileFolder
from bot.storage.snapshot import Snapshot, read_snapshot
from bot.storage.tables import attachments
from schedules.ledger.attachment import AttachmentState

_AT_A_TIME = 500

Tell = Callable[[int], None]
"""Hears how many rows have come by so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """An archive that was written and read back; `missing` are files that records have and the folder has not."""

    path: Path
    size: int
    manifest: Manifest
    missing: int


async def save(url: str, target: Path, *, folder: FileFolder, now: datetime, tell: Tell) -> Saved:
    """Write an archive of a database and of the files that its records have.

    Everything that was committed before `now` is in it: the moment that it shows is a little later.

    Raises:
        ArchiveError: it cannot be written.
        StorageError: the database cannot be read, or there is none.
    """
    path = path_for(target, now)
    with settling(path) as stream:
        with zipfile.ZipFile(stream, "w") as zipped:
            writer = _Writer(zipped, folder, tell)

            def write(snapshot: Snapshot) -> int:
                with writing(path):
                    return writer.write(snapshot, now)

            missing = await read_snapshot(url, write)
        archive = _read_back(stream, path)
        reach("B0")
        size = stream.seek(0, 2)
    return Saved(path=path, size=size, manifest=archive.manifest, missing=missing)


def _read_back(stream: IO[bytes], path: Path) -> Archive:
    try:
        archive = Archive(stream)
        archive.verify()
    except ArchiveError as error:
        raise ArchiveError(wording.UNWRITABLE.format(path=path, why=wording.MISREAD)) from error
    return archive


class _Writer:
    """Writes one archive."""

    def __init__(self, zipped: zipfile.ZipFile, folder: FileFolder, tell: Tell) -> None:
        self._zipped, self._folder, self._tell = zipped, folder, tell
        self._rows = 0

    def write(self, snapshot: Snapshot, now: datetime) -> int:
        """Write all of it; how many files there are not."""
        tables = {name: self._add_table(snapshot, name) for name in snapshot.tables}
        digests = _digests_in(snapshot)
        files = {digest: told for digest in digests if (told := self._add_file(digest))}
        manifest = Manifest(
            format=FORMAT,
            program=version("zhibu"),
            revision=snapshot.revision,
            taken_at=now,
            tables=tables,
            files=files,
        )
        with self._member(MANIFEST, zipfile.ZIP_DEFLATED) as member:
            member.write(MANIFESTS.dumps(manifest).encode())
        return len(digests) - len(files)

    def _add_table(self, snapshot: Snapshot, name: str) -> Sum:
        lines = chain([snapshot.columns_of(name)], snapshot.rows_of(name))
        tally = Tally()
        with self._member(f"{TABLES}{name}{ROWS}", zipfile.ZIP_DEFLATED) as member:
            while batch := [line_of(row) for row in islice(lines, _AT_A_TIME)]:
                chunk = b"".join(batch)
                tally.add(chunk)
                member.write(chunk)
                self._rows += len(batch)
                self._tell(self._rows)
        reach("B0")
        return tally.sum

    def _add_file(self, digest: str) -> Sum | None:
        """Add a file that is there and is what its name says; what it comes to."""
        try:
            stream = self._folder.path_of(digest).open("rb")
        except OSError:
            return None
        with stream:
            told = Tally(chunks_in(stream)).sum
            if told.sha256 != digest:
                return None
            stream.seek(0)
            with self._member(f"{FILES}{digest}", zipfile.ZIP_STORED) as member:
                member.writelines(chunks_in(stream))
        return told

    def _member(self, name: str, method: int) -> IO[bytes]:
        told = zipfile.ZipInfo(name)
        told.compress_type = method
        return self._zipped.open(told, "w", force_zip64=True)


def _digests_in(snapshot: Snapshot) -> Sequence[str]:
    """The contents that records have."""
    if attachments.name not in snapshot.tables:
        return ()
    columns = snapshot.columns_of(attachments.name)
    rows = (dict(zip(columns, row, strict=True)) for row in snapshot.rows_of(attachments.name))
    return sorted({row["digest"] for row in rows if row["state"] == AttachmentState.KEPT})
