"""Files are kept by their content, whole or not at all."""

import hashlib
import resource
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage.folder import FileFolder, FileRefusedError, media_type_of
from schedules.ledger.attachment import Loss

PHOTO = b"\xff\xd8\xff\xe0" + b"x" * 5000


async def chunks_of(content: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for at in range(0, len(content), size):
        yield content[at : at + size]


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_file_is_found_by_its_hash_and_there_once(tmp_path: Path) -> None:
    folder = FileFolder(tmp_path / "files")
    for size in (1000, 3):
        kept = await folder.keep(chunks_of(PHOTO, size), most=10_000)
    assert kept.digest == hashlib.sha256(PHOTO).hexdigest()
    assert (kept.size, kept.media_type) == (len(PHOTO), "image/jpeg")
    assert files_in(tmp_path) == [folder.path_of(kept.digest)]
    assert folder.path_of(kept.digest).read_bytes() == PHOTO
    folder.drop(kept.digest)
    folder.drop(kept.digest)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    ("content", "loss"),
    [(PHOTO, Loss.TOO_LARGE), (b"MZ\x90 a program", Loss.WRONG_TYPE), (b"", Loss.WRONG_TYPE)],
)
async def test_what_is_refused_leaves_nothing(tmp_path: Path, content: bytes, loss: Loss) -> None:
    with pytest.raises(FileRefusedError) as refused:
        await FileFolder(tmp_path).keep(chunks_of(content), most=5000)
    assert refused.value.loss is loss
    assert files_in(tmp_path) == []


async def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield PHOTO
        raise ConnectionResetError

    with pytest.raises(StorageError):
        await FileFolder(tmp_path).keep(broken(), most=10_000)
    assert files_in(tmp_path) == []


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "files").write_bytes(b"")
    with pytest.raises(StorageError):
        await FileFolder(tmp_path / "files").keep(chunks_of(PHOTO), most=10_000)


async def test_only_the_owner_may_look(tmp_path: Path) -> None:
    folder = FileFolder(tmp_path / "files")
    kept = await folder.keep(chunks_of(PHOTO), most=10_000)
    assert folder.path_of(kept.digest).stat().st_mode & 0o077 == 0
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"%PDF-1.7", "application/pdf"),
        (b"<html>", None),
        (b"\xff\xd8", None),
    ],
)
def test_a_file_is_what_it_begins_like(head: bytes, kind: str | None) -> None:
    assert media_type_of(head) == kind


async def test_a_full_disk_keeps_no_part_of_a_file_and_is_survived(tmp_path: Path) -> None:
    folder = FileFolder(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2500, limits[1]))
    try:
        with pytest.raises(StorageError, match="not kept"):
            await folder.keep(chunks_of(PHOTO), most=10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert files_in(tmp_path) == []
    assert (await folder.keep(chunks_of(PHOTO), most=10_000)).size == len(PHOTO)
