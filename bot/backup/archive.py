"""The archive: a zip of `tables/NAME.jsonl`, `files/SHA-256` and, last, `manifest.json`, which tells what is in the others.

The first line of a table are its columns, each further one is a row. It is read as it comes, so that its size does not
matter, and believed only after `verify`: an archive may have been cut off, damaged, or be something else altogether.
"""

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from bot.backup import wording
from bot.errors import BotError
from bot.storage.codec import Codec

FORMAT = 1
MANIFEST = "manifest.json"
TABLES, ROWS, FILES = "tables/", ".jsonl", "files/"
CHUNK = 1 << 20
LONGEST_LINE = 1 << 24
LARGEST_MANIFEST = 1 << 26

Row = Sequence[Any]
_DAMAGED = (
    *(zlib.error, struct.error, EOFError, RuntimeError, NotImplementedError, OverflowError),
    *(ValueError, TypeError, KeyError, AttributeError, IndexError),
)
"""What reading something that is no whole archive may raise."""


class ArchiveError(BotError):
    """An archive cannot be written, or cannot be believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What a table or a file comes to."""

    lines: int
    size: int
    sha256: str

    @property
    def rows(self) -> int:
        """Of a table: its first line are its columns."""
        return self.lines - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is in an archive: everything that was committed before `taken_at`; `files` by digest."""

    format: int
    program: str
    revision: str
    taken_at: datetime
    tables: Mapping[str, Sum]
    files: Mapping[str, Sum]

    def sums(self) -> Mapping[str, Sum]:
        """What each member of the archive comes to."""
        return {
            **{f"{TABLES}{name}{ROWS}": told for name, told in self.tables.items()},
            **{f"{FILES}{digest}": told for digest, told in self.files.items()},
        }


MANIFESTS = Codec(Manifest)


class Tally:
    """Sums up what comes by."""

    def __init__(self, chunks: Iterable[bytes] = ()) -> None:
        self._digest, self._size, self._lines = hashlib.sha256(), 0, 0
        for chunk in chunks:
            self.add(chunk)

    def add(self, chunk: bytes) -> None:
        """Count a piece of it."""
        self._digest.update(chunk)
        self._size += len(chunk)
        self._lines += chunk.count(b"\n")

    @property
    def sum(self) -> Sum:
        """What it came to."""
        return Sum(lines=self._lines, size=self._size, sha256=self._digest.hexdigest())


def chunks_in(stream: IO[bytes]) -> Iterator[bytes]:
    """What is in a stream, piece by piece."""
    return iter(lambda: stream.read(CHUNK), b"")


def line_of(row: Row) -> bytes:
    """A row as it stands in an archive."""
    return json.dumps(list(row), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class Archive:
    """An archive that is there already."""

    def __init__(self, stream: IO[bytes]) -> None:
        with _believing():
            self._zipped = zipfile.ZipFile(stream)
            self._members = {item.filename: item for item in self._zipped.infolist()}
            if MANIFEST not in self._members or len(self._members) < len(self._zipped.infolist()):
                raise ArchiveError(wording.BROKEN.format(what=MANIFEST))
            self.manifest = _manifest_in(self._read_manifest())

    def verify(self) -> None:
        """Read everything and compare it with what the manifest tells.

        Raises:
            ArchiveError: it differs.
        """
        told = self.manifest.sums()
        misnamed = {digest for digest, kept in self.manifest.files.items() if kept.sha256 != digest}
        for name in sorted((self._members.keys() ^ {MANIFEST, *told}) | misnamed):
            raise ArchiveError(wording.BROKEN.format(what=name))
        for name, wanted in told.items():
            # The sizes first: what unpacks to more than it should is not unpacked.
            if self._members[name].file_size != wanted.size or self._sum_of(name) != wanted:
                raise ArchiveError(wording.BROKEN.format(what=name))

    def columns_of(self, table: str) -> Sequence[str]:
        """The columns of a table."""
        return next(self._lines_of(table))

    def rows_of(self, table: str) -> Iterator[Row]:
        """The rows of a table."""
        lines = self._lines_of(table)
        next(lines)
        return lines

    def chunks_of(self, digest: str) -> Iterator[bytes]:
        """A file, piece by piece."""
        with self._opened(f"{FILES}{digest}") as member:
            yield from chunks_in(member)

    def _sum_of(self, name: str) -> Sum:
        with self._opened(name) as member:
            return Tally(chunks_in(member)).sum

    def _lines_of(self, table: str) -> Iterator[Row]:
        with self._opened(f"{TABLES}{table}{ROWS}") as member:
            for line in iter(lambda: member.readline(LONGEST_LINE), b""):
                yield json.loads(line)

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        with _believing(), self._zipped.open(self._members[name]) as member:
            yield member

    def _read_manifest(self) -> bytes:
        with self._opened(MANIFEST) as member:
            return member.read(LARGEST_MANIFEST)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """An archive by its path.

    Raises:
        ArchiveError: it is none.
    """
    with path.open("rb") as stream:
        yield Archive(stream)


@contextmanager
def _believing() -> Iterator[None]:
    try:
        yield
    except zipfile.BadZipFile as error:
        raise ArchiveError(wording.BROKEN.format(what=wording.CUT_OFF)) from error
    except (*_DAMAGED, OSError) as error:
        raise ArchiveError(wording.BROKEN.format(what=type(error).__name__)) from error


def _manifest_in(text: bytes) -> Manifest:
    told = json.loads(text)["format"]
    if told != FORMAT:
        raise ArchiveError(wording.TOO_NEW.format(what=told))
    return MANIFESTS.loads(text.decode())
