"""An archive that is not whole, not ours or not believable is refused before anything is written."""

import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.backup.archive import MANIFESTS, ArchiveError, Tally
from bot.errors import StorageError
from bot.storage.migration import current_revision
from bot.storage.tables import REVISION
from tests.backup.conftest import DIGEST, PICTURE, Home, manifest_of

MEMBERS = "tables/members.jsonl"


def rewritten(path: Path, **members: bytes | None) -> Path:
    """The archive with other members; None takes one away."""
    other = path.with_name("other.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        found = {name: old.read(name) for name in old.namelist()} | members
        for name, content in found.items():
            if content is not None:
                new.writestr(name, content)
    return other


def cut(path: Path) -> Path:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def doubled(path: Path) -> Path:
    with zipfile.ZipFile(path, "a") as zipped, pytest.warns(UserWarning, match="Duplicate"):
        zipped.writestr(MEMBERS, b"[]\n")
    return path


def replaced(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def told_in(path: Path) -> bytes:
    with zipfile.ZipFile(path) as zipped:
        return zipped.read("manifest.json")


DAMAGES: dict[str, Callable[[Path], Path]] = {
    "cut off": cut,
    "empty": lambda path: replaced(path, b""),
    "no zip": lambda path: replaced(path, "花名册".encode() * 999),
    "a zip of something else": lambda path: rewritten(path, **{"manifest.json": None, "xl/workbook.xml": b"<xml/>"}),
    "without a table": lambda path: rewritten(path, **{MEMBERS: None}),
    "without a file": lambda path: rewritten(path, **{f"files/{DIGEST}": None}),
    "with other rows": lambda path: rewritten(path, **{MEMBERS: b'["id"]\n["1"]\n'}),
    "with another file": lambda path: rewritten(path, **{f"files/{DIGEST}": b"\xff\xd8\xff"}),
    "with a member outside": lambda path: rewritten(path, **{"../../outside": b"x"}),
    "with a member twice": doubled,
    "that unpacks to more than it tells": lambda path: rewritten(path, **{MEMBERS: b"0" * 10**8}),
    "with a manifest that is no JSON": lambda path: rewritten(path, **{"manifest.json": b"{"}),
    "with a manifest of something else": lambda path: rewritten(path, **{"manifest.json": b'{"format":1,"rows":[]}'}),
    "with a manifest that never ends": lambda path: rewritten(path, **{"manifest.json": b" " * (1 << 27)}),
    "with a file under another name": lambda path: rewritten(
        path,
        **{
            f"files/{DIGEST}": None,
            "files/../x": PICTURE,
            "manifest.json": told_in(path).replace(f'"{DIGEST}":{{'.encode(), b'"../x":{'),
        },
    ),
    "of a later format": lambda path: rewritten(path, **{"manifest.json": b'{"format":2}'}),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(("database_url", "empty_database_url"), [("sqlite", "sqlite")], indirect=True)
async def test_what_is_damaged_is_refused(damage: str, home: Home, new_home: Home, tmp_path: Path) -> None:
    path = DAMAGES[damage]((await home.save(tmp_path)).path)

    with pytest.raises(ArchiveError, match="请"):
        await new_home.restore(path)

    assert await current_revision(new_home.url) is None
    assert not new_home.files.exists()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_flipped_bit_passes_for_something_else(home: Home, tmp_path: Path) -> None:
    saved = await home.save(tmp_path)
    whole, chance = saved.path.read_bytes(), random.Random(5)  # noqa: S311 - not for secrets
    refused = 0
    for at in sorted(chance.sample(range(len(whole)), 400)):
        saved.path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        try:
            assert manifest_of(saved.path) == saved.manifest
        except ArchiveError:
            refused += 1
    assert refused > 200


def forged(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> Path:
    """The archive with other lines in a table, and a manifest that agrees."""
    with zipfile.ZipFile(path) as zipped:
        content = b"".join(change(zipped.read(MEMBERS).splitlines(keepends=True)))
    manifest = manifest_of(path)
    tables = {**manifest.tables, "members": Tally([content]).sum}
    told = MANIFESTS.dumps(replace(manifest, tables=tables)).encode()
    return rewritten(path, **{MEMBERS: content, "manifest.json": told})


FORGERIES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "another column": lambda lines: [lines[0].replace(b'"name"', b'"name\\""'), *lines[1:]],
    "another order": lambda lines: [lines[0], *reversed(lines[1:])],
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_step_that_never_was_is_refused(home: Home, new_home: Home, tmp_path: Path) -> None:
    path = (await home.save(tmp_path)).path
    told = told_in(path).replace(f'"revision":"{REVISION}"'.encode(), b'"revision":"0000"')

    with pytest.raises(StorageError, match="no step 0000"):
        await new_home.restore(rewritten(path, **{"manifest.json": told}))

    assert await current_revision(new_home.url) is None


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_does_not_come_out_as_it_went_in_is_taken_back(
    forgery: str, home: Home, new_home: Home, tmp_path: Path
) -> None:
    path = forged((await home.save(tmp_path)).path, FORGERIES[forgery])

    with pytest.raises(ArchiveError, match="members"):
        await new_home.restore(path)

    assert await current_revision(new_home.url) is None
