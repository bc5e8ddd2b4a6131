"""Fetch files that people sent from their platforms, while those still have them."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels.base import Channel, Fetching, SendError
from bot.clock import Clock
from bot.errors import StorageError
from bot.storage.database import Database
from bot.storage.folder import FileFolder, FileRefusedError, KeptFile
from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.ports import UnitOfWork
from handlers.replies import lost_file
from schedules.ledger.attachment import Attachment, AttachmentState, Loss
from schedules.outbox import Content, MessageKind, OutboundMessage

AT_A_TIME = 5
LEASED_FOR = timedelta(minutes=5)
TRIED_AGAIN_AFTER = timedelta(minutes=10)
HELD_FOR = timedelta(days=3)
"""How long the platforms hold what was sent to them."""
UNPLACED_KEPT = timedelta(days=1)
VOID_KEPT = timedelta(days=30)
"""As long as an author may change his records."""
FORGOTTEN_AT_A_TIME = 100

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Brings what waits into the folder; files above `most` bytes are refused."""

    database: Database
    channels: Mapping[str, Channel]
    folder: FileFolder
    clock: Clock
    most: int

    async def fetch_due(self) -> int:
        """Fetch what is due; how many files that were."""
        now = self.clock()
        lease = now + LEASED_FOR
        claimed = await self.database.write(
            lambda uow: uow.attachments.claim(due_by=now, leased_until=lease, limit=AT_A_TIME)
        )
        for file in claimed:
            await self._fetch(file)
        return len(claimed)

    async def forget_unwanted(self) -> None:
        """Drop files that found no record after a day, and those of withdrawn records after thirty."""
        now = self.clock()
        while dropped := await self.database.write(lambda uow: _forget(uow, now)):
            for digest in filter(None, dropped):
                if not await self._is_kept(digest):
                    self.folder.drop(digest)

    async def _is_kept(self, digest: str) -> bool:
        return bool(await self.database.read(lambda uow: uow.attachments.list(digest=digest)))

    async def _fetch(self, file: Attachment) -> None:
        channel: object = self.channels.get(file.sender.channel)
        if not isinstance(channel, Fetching):
            await self._lose(file, Loss.GONE)
            return
        try:
            kept = await self.folder.keep(channel.fetch(file.media_id), most=self.most)
        except FileRefusedError as refused:
            await self._lose(file, refused.loss)
        except (SendError, StorageError) as error:
            logger.warning("a file was not fetched", extra={"fault": str(error)})
            if (isinstance(error, SendError) and error.permanent) or self.clock() - file.sent_at > HELD_FOR:
                await self._lose(file, Loss.GONE)
            else:
                await self._put_off(file)
        else:
            await self.database.write(lambda uow: _keep(uow, file, kept))

    async def _put_off(self, file: Attachment) -> None:
        due_at = self.clock() + TRIED_AGAIN_AFTER
        await self.database.write(lambda uow: _change(uow, file, due_at=due_at))

    async def _lose(self, file: Attachment, loss: Loss) -> None:
        now = self.clock()

        def lose(uow: UnitOfWork) -> None:
            account = uow.accounts.get(file.sender)
            if not _change(uow, file, state=AttachmentState.LOST, loss=loss) or account is None:
                return
            notice = OutboundMessage(
                key=f"file:{file.id}",
                kind=MessageKind.NOTICE,
                send_at=now,
                recipient=account.member_id,
                content=Content(text=lost_file(loss, file.sent_at, self.most)),
            )
            uow.outbox.add(notice)

        await self.database.write(lose)


def _keep(uow: UnitOfWork, file: Attachment, kept: KeptFile) -> None:
    """The same file for the same record is there once."""
    current = uow.attachments.get(file.id)
    if current is None:
        return
    same = uow.attachments.list(activity_id=current.activity_id, digest=kept.digest) if current.activity_id else ()
    if any(other.id != file.id for other in same):
        uow.attachments.cancel(file.id)
        return
    _change(uow, file, state=AttachmentState.KEPT, digest=kept.digest, size=kept.size, media_type=kept.media_type)


def _forget(uow: SqlUnitOfWork, now: datetime) -> list[str]:
    """Forget some of what nobody wants; their contents, empty for what was never fetched."""
    unwanted = uow.attachments.list_unwanted(
        unplaced_before=now - UNPLACED_KEPT, void_before=now - VOID_KEPT, limit=FORGOTTEN_AT_A_TIME
    )
    for file in unwanted:
        uow.attachments.cancel(file.id)
    return [file.digest for file in unwanted]


def _change(uow: UnitOfWork, file: Attachment, **values: object) -> bool:
    """Change what is there now: meanwhile a record may have been chosen for it, or it may have been forgotten."""
    current = uow.attachments.get(file.id)
    if current is not None:
        uow.attachments.update(replace(current, **values))  # type: ignore[arg-type]  # its own fields
    return current is not None
