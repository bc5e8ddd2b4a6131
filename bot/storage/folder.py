"""Files by the SHA-256 of what is in them: the same file is there once, however often it was sent."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bot.errors import BotError, StorageError
from schedules.ledger.attachment import Loss

SIGNATURES = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftyp", "video/mp4"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
"""How the types that are kept begin; the last two are office documents, new and old."""
LONGEST_SIGNATURE = 16


class FileRefusedError(BotError):
    """A file is not kept; `loss` tells why."""

    def __init__(self, loss: Loss) -> None:
        super().__init__(loss.value)
        self.loss = loss


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that is in the folder."""

    digest: str
    size: int
    media_type: str


class FileFolder:
    """The folder, which is made when the first file comes."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path_of(self, digest: str) -> Path:
        """Where a content is, if it is there."""
        return self._root / digest[:2] / digest

    async def keep(self, chunks: AsyncIterator[bytes], *, most: int) -> KeptFile:
        """Keep what comes, on the disk when this returns.

        Raises:
            FileRefusedError: it is larger than `most` bytes, or of no type that is kept.
            StorageError: it could not be written.
        """
        digest, size, head = hashlib.sha256(), 0, b""
        with self._part() as part:
            async for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise FileRefusedError(Loss.TOO_LARGE)
                head = (head + chunk)[:LONGEST_SIGNATURE]
                digest.update(chunk)
                part.write(chunk)
            media_type = media_type_of(head)
            if media_type is None:
                raise FileRefusedError(Loss.WRONG_TYPE)
            await asyncio.to_thread(self._settle, part, digest.hexdigest())
        return KeptFile(digest=digest.hexdigest(), size=size, media_type=media_type)

    def drop(self, digest: str) -> None:
        """Delete a content; that it is gone already is as good."""
        self.path_of(digest).unlink(missing_ok=True)

    @contextmanager
    def _part(self) -> Iterator[IO[bytes]]:
        try:
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = tempfile.NamedTemporaryFile(dir=self._root, prefix=".part-", delete=False)  # noqa: SIM115
        except OSError as error:
            raise StorageError(f"no file can be kept: {error.strerror}") from error
        try:
            with part:  # what it still holds is written when it is closed, and may find no room
                yield part
        except OSError as error:
            raise StorageError(f"a file was not kept: {error.strerror}") from error
        finally:
            Path(part.name).unlink(missing_ok=True)

    def _settle(self, part: IO[bytes], digest: str) -> None:
        part.flush()
        os.fsync(part.fileno())
        path = self.path_of(digest)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        Path(part.name).replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def media_type_of(head: bytes) -> str | None:
    """What a file is by its first bytes; None if it is nothing that is kept."""
    return next((kind for at, mark, kind in SIGNATURES if head[at : at + len(mark)] == mark), None)
