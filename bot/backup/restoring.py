"""Fill an empty database from an archive: all of it, or nothing."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from itertools import chain

from bot.backup import wording
from bot.backup.archive import Archive, ArchiveError, Sum, Tally, chunks_in, line_of
from bot.errors import StorageError
from bot.failpoints import reach
from bot.storage.filling import Filling, check_unused, fill
from bot.storage.folder import FileFolder, FileRefusedError
from bot.storage.tables import REVISION
from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.context import Rulebook
from schedules.delivery import Failed, settle
from schedules.outbox import DeliveryState
from schedules.tick import list_past_digests

Tell = Callable[[int], None]
"""Hears how many rows have come by so far."""


async def restore(  # noqa: PLR0913 - a use case and its places
    url: str, archive: Archive, *, folder: FileFolder, rulebook: Rulebook, now: datetime, send_pending: bool, tell: Tell
) -> int:
    """Fill a database from an archive that was verified; how many messages are kept back.

    What waited to be sent at the moment of the archive and was due by now may have been sent since, and so may what
    groups were to be told: it is given up, with the reason, and can be sent by whoever knows that it was not.

    Raises:
        ArchiveError: it is of a newer program, or damaged.
        StorageError: the database is not empty, or cannot be used.
    """
    if archive.manifest.revision > REVISION:
        raise ArchiveError(wording.TOO_NEW.format(what=archive.manifest.revision))
    await check_unused(url)
    for digest, told in archive.manifest.files.items():
        await _keep(archive, digest, told.size, folder)

    def work(filling: Filling) -> int:
        _load(filling, archive, tell)
        uow = filling.finish()
        kept_back = 0 if send_pending else _hold_back(uow, rulebook, now)
        reach("B1")
        return kept_back

    return await fill(url, archive.manifest.revision, work)


def _load(filling: Filling, archive: Archive, tell: Tell) -> None:
    rows = 0
    if filling.tables.keys() != archive.manifest.tables.keys():
        raise ArchiveError(wording.UNLIKE.format(what=wording.TABLES))
    for name, told in archive.manifest.tables.items():
        if archive.columns_of(name) != filling.columns_of(name):
            raise ArchiveError(wording.UNLIKE.format(what=name))
        filling.load(name, archive.rows_of(name))
        if _sum_of(filling, name) != told:
            raise ArchiveError(wording.UNLIKE.format(what=name))
        rows += told.rows
        tell(rows)
        reach("B1")


async def _keep(archive: Archive, digest: str, size: int, folder: FileFolder) -> None:
    if _is_whole(folder, digest):
        return

    async def chunks() -> AsyncIterator[bytes]:
        for chunk in archive.chunks_of(digest):
            yield chunk

    try:
        await folder.keep(chunks(), most=size)
    except FileRefusedError as error:
        raise ArchiveError(wording.BROKEN.format(what=digest)) from error
    except StorageError as error:
        raise ArchiveError(wording.UNKEPT.format(why=error.__cause__)) from error


def _is_whole(folder: FileFolder, digest: str) -> bool:
    path = folder.path_of(digest)
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return Tally(chunks_in(stream)).sum.sha256 == digest


def _sum_of(filling: Filling, name: str) -> Sum:
    """What a table comes to now that it is loaded."""
    return Tally(map(line_of, chain([filling.columns_of(name)], filling.rows_of(name)))).sum


def _hold_back(uow: SqlUnitOfWork, rulebook: Rulebook, now: datetime) -> int:
    calendar, rules = rulebook.calendar, rulebook.rules
    for organisation in uow.organisations.list():
        uow.outbox.add(*list_past_digests(organisation, now, calendar=calendar, rules=rules))
    due = [message for message in uow.outbox.list(states=[DeliveryState.PENDING]) if message.send_at <= now]
    for message in due:
        settle(uow, message, Failed(reason=wording.HELD_BACK, permanent=True), now)
    return len(due)
