"""All that is stored comes out of an archive as it went in, into either database."""

import zipfile
from pathlib import Path

import pytest

from bot.backup.archive import ArchiveError
from bot.storage.database import Database
from bot.storage.filling import UsedDatabaseError, fill
from bot.storage.migration import current_revision, migrate
from bot.storage.snapshot import EmptyDatabaseError, read_snapshot
from bot.storage.tables import REVISION, metadata
from schedules.outbox import DeliveryState
from schedules.reminders.stage import ReminderState
from schedules.tick import tick
from tests.backup.conftest import DIGEST, PICTURE, SECRETS, TAKEN_AT, Home, states_in
from tests.books import rulebook
from tests.storage import samples
from tests.storage.samples import HOUR, NOW

DIGESTS = [f"digest:zb1:W:2026-W26:{group}" for group in ("wecom", "sandbox")]
LATER = NOW + 30 * HOUR
FROM_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_either_database_is_restored_into_either(home: Home, new_home: Home, tmp_path: Path) -> None:
    saved = await home.save(tmp_path)
    await new_home.restore(saved.path, send_pending=True)
    again = await new_home.save(tmp_path / "again.zip")

    assert saved.manifest.tables.keys() == metadata.tables.keys()
    assert all(told.rows for told in saved.manifest.tables.values())
    assert again.manifest == saved.manifest
    assert saved.manifest.taken_at == TAKEN_AT
    assert new_home.folder.path_of(DIGEST).read_bytes() == PICTURE


async def test_new_records_go_on_after_the_old_ones(home: Home, new_home: Home, tmp_path: Path) -> None:
    await new_home.restore((await home.save(tmp_path)).path, send_pending=True)
    database = await Database.open(new_home.url)
    activity = await database.write(lambda uow: uow.activities.add(samples.ACTIVITY))
    attachments = await database.read(lambda uow: [item.id for item in uow.attachments.list()])
    messages = await database.read(lambda uow: [item.id for item in uow.outbox.list()])
    await database.close()

    assert (activity, attachments, messages) == (2, [1, 2], [1, 2, 3])


async def test_no_secret_goes_along(home: Home, tmp_path: Path) -> None:
    saved = await home.save(tmp_path)
    with zipfile.ZipFile(saved.path) as zipped:
        told = b"".join(map(zipped.read, zipped.namelist())).decode(errors="replace")

    assert "李建国" in told
    assert not [value for value in SECRETS.values() if value in told]


@FROM_SQLITE
async def test_what_was_due_is_kept_back_with_its_reason(home: Home, new_home: Home, tmp_path: Path) -> None:
    held_back = await new_home.restore((await home.save(tmp_path)).path)
    database = await Database.open(new_home.url)
    dead = await database.read(lambda uow: uow.outbox.list(states=[DeliveryState.DEAD]))
    reminders = await database.read(lambda uow: uow.reminders.list(message_key="due"))
    await database.close()

    reasons = {message.key: message.reason for message in dead if message.key != samples.MESSAGE.key}
    assert reasons.keys() == {"due", *DIGESTS}
    assert set(reasons.values()) == {"恢复自备份，恢复之前可能已经发出"}
    assert held_back == len(reasons)
    assert [reminder.state for reminder in reminders] == [ReminderState.DEAD]
    assert (await states_in(new_home.url))["later"] is DeliveryState.PENDING


@FROM_SQLITE
async def test_a_file_that_was_spoilt_is_made_whole(home: Home, tmp_path: Path) -> None:
    path = (await home.save(tmp_path)).path
    home.folder.path_of(DIGEST).write_bytes(b"spoilt")
    new_home = Home(url=f"sqlite+aiosqlite:///{tmp_path / 'new.db'}", files=home.files)

    await new_home.restore(path)
    assert home.folder.path_of(DIGEST).read_bytes() == PICTURE


@FROM_SQLITE
async def test_where_files_cannot_be_kept_nothing_is_restored(home: Home, new_home: Home, tmp_path: Path) -> None:
    path = (await home.save(tmp_path)).path
    new_home.files.write_text("in the way", "utf-8")

    with pytest.raises(ArchiveError, match="附件写不进文件夹"):
        await new_home.restore(path)
    assert await current_revision(new_home.url) is None


@FROM_SQLITE
async def test_a_group_is_not_told_twice(home: Home, new_home: Home, tmp_path: Path) -> None:
    await new_home.restore((await home.save(tmp_path)).path)
    database = await Database.open(new_home.url)
    book = rulebook()
    await database.write(
        lambda uow: tick(uow, LATER, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules)
    )
    await database.close()

    found = await states_in(new_home.url)
    assert {key: found[key] for key in DIGESTS} == dict.fromkeys(DIGESTS, DeliveryState.DEAD)
    assert [key for key in found if key.startswith("digest:zb1:")] == DIGESTS


@FROM_SQLITE
async def test_what_is_known_not_to_have_been_sent_is_sent(home: Home, new_home: Home, tmp_path: Path) -> None:
    assert await new_home.restore((await home.save(tmp_path)).path, send_pending=True) == 0
    assert await states_in(new_home.url) == await states_in(home.url)


@FROM_SQLITE
async def test_a_migrated_database_is_empty_and_a_used_one_is_left_alone(
    home: Home, new_home: Home, tmp_path: Path
) -> None:
    path = (await home.save(tmp_path)).path
    await migrate(new_home.url)
    await new_home.restore(path)
    before = (await new_home.save(tmp_path / "before.zip")).manifest

    with pytest.raises(UsedDatabaseError):
        await new_home.restore(path)
    assert (await new_home.save(tmp_path / "after.zip")).manifest == before


@FROM_SQLITE
async def test_what_a_process_remembers_of_an_empty_database_is_not_believed(
    home: Home, new_home: Home, tmp_path: Path
) -> None:
    path = (await home.save(tmp_path)).path
    await migrate(new_home.url)
    database = await Database.open(new_home.url)
    assert await database.write(lambda uow: uow.members.get(samples.LI)) is None

    await new_home.restore(path)

    assert await database.write(lambda uow: uow.members.get(samples.LI)) == samples.MEMBER
    await database.close()


@pytest.mark.parametrize("revision", ["0001", "0003"])
async def test_an_archive_of_an_older_schema_is_brought_up_to_date(
    new_home: Home, tmp_path: Path, revision: str
) -> None:
    old = Home(url=f"sqlite+aiosqlite:///{tmp_path / 'old.db'}", files=tmp_path)
    rows = [["zb1", "第一党支部", "branch", None, "", None, None, "{}", "{}", None, "2026-06-28T01:05:00.000000Z"]]
    await fill(
        old.url,
        revision,
        lambda filling: filling.load("organisations", iter(rows)),
    )

    saved = await old.save(tmp_path)
    await new_home.restore(saved.path)

    assert saved.manifest.revision == revision
    assert await read_snapshot(new_home.url, lambda snapshot: snapshot.revision) == REVISION
    database = await Database.open(new_home.url)
    assert [item.name for item in await database.read(lambda uow: uow.organisations.list())] == ["第一党支部"]
    await database.write(lambda uow: uow.members.add(samples.MEMBER))
    await database.close()


@FROM_SQLITE
async def test_an_archive_of_a_newer_schema_is_refused(home: Home, new_home: Home, tmp_path: Path) -> None:
    path = (await home.save(tmp_path)).path
    newer = path.with_name("newer.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(newer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(f'"revision":"{REVISION}"'.encode(), b'"revision":"9999"'))
    with pytest.raises(ArchiveError, match="9999"):
        await new_home.restore(newer)
    assert await current_revision(new_home.url) is None


async def test_where_nothing_is_there_is_nothing_to_save(new_home: Home, tmp_path: Path) -> None:
    with pytest.raises(EmptyDatabaseError):
        await new_home.save(tmp_path / "none.zip")
    assert not any(path.suffix in {".zip", ".db"} for path in _files_in(tmp_path))


def _files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())
