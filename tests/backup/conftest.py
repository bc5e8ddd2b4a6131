"""An office with something in every table, and the way of all that into an archive and out of it."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.backup.archive import Manifest, opened
from bot.backup.restoring import restore
from bot.backup.saving import Saved, save
from bot.limits import Limit
from bot.storage.database import Database
from bot.storage.folder import FileFolder
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.duties.handover import Handover
from schedules.ledger.attachment import Attachment, AttachmentId, AttachmentState
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Address
from schedules.people.preferences import Preferences
from schedules.reminders.stage import ReminderState
from tests.books import rulebook
from tests.storage import samples
from tests.storage.samples import HOUR, LI, NOW, WANG, settle_in

TAKEN_AT = NOW + HOUR
SECRETS = {"web.secret": "canary-of-a-secret", "held.wecom.aibot": "canary-of-a-lease", "roster": "canary-of-a-mark"}
PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 40
DIGEST = hashlib.sha256(PICTURE).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A database and the folder of its files."""

    url: str
    files: Path

    @property
    def folder(self) -> FileFolder:
        return FileFolder(self.files)

    async def save(self, target: Path, *, now: datetime = TAKEN_AT) -> Saved:
        return await save(self.url, target, folder=self.folder, now=now, tell=lambda _: None)

    async def restore(self, path: Path, *, now: datetime = NOW + 2 * HOUR, send_pending: bool = False) -> int:
        with opened(path) as archive:
            archive.verify()
            return await restore(
                self.url,
                archive,
                folder=self.folder,
                rulebook=rulebook(),
                now=now,
                send_pending=send_pending,
                tell=lambda _: None,
            )


def manifest_of(path: Path) -> Manifest:
    with opened(path) as archive:
        archive.verify()
        return archive.manifest


def fill_every_table(uow: SqlUnitOfWork) -> None:
    """Something in each of them, messages that are due and that are not among it."""
    settle_in(uow)
    uow.posts.add(samples.POST)
    uow.accounts.add(samples.ACCOUNT)
    uow.chats.add(Address(channel="wecom", account="群", is_group=True), samples.BRANCH)
    activity_id = uow.activities.add(samples.ACTIVITY)
    record = replace(samples.ACTIVITY, id=activity_id)
    uow.activities.update(record, replace(samples.AMENDMENT, activity_id=activity_id))
    uow.attachments.add(_attachment(DIGEST, AttachmentState.KEPT))
    uow.attachments.add(_attachment("", AttachmentState.WAITING))
    uow.waivers.add(samples.WAIVER)
    uow.preferences.update(Preferences(member_id=LI, stopped=frozenset({"dues"})))
    uow.handovers.add(
        Handover(
            organisation_id=samples.BRANCH,
            duty_id=samples.WAIVER.duty_id,
            period="2026-06",
            giver=LI,
            taker=WANG,
            at=NOW,
        )
    )
    uow.conversations.update(samples.CONVERSATION)
    uow.inbox.add("wecom:1", at=NOW, replies=(samples.CONTENT,))
    uow.allowances.claim("wecom:1", 2, limits=[Limit(count=20, span=timedelta(minutes=1))], now=NOW)
    uow.sayings.update("digest", {"mark": ["m-1"]}, at=NOW)
    for key, value in SECRETS.items():
        uow.meta.update(key, value)
    _wait_to_send(uow)


def _attachment(digest: str, state: AttachmentState) -> Attachment:
    return Attachment(
        id=AttachmentId(0),
        sender=Address(channel="wecom", account="li"),
        sent_at=NOW,
        media_id=f"m-{state}",
        due_at=NOW,
        state=state,
        digest=digest,
    )


def _wait_to_send(uow: SqlUnitOfWork) -> None:
    key = replace(samples.REMINDER.key, period="2026-07")
    uow.reminders.add(
        [samples.REMINDER, replace(samples.REMINDER, key=key, message_key="due", state=ReminderState.PLANNED)]
    )
    uow.outbox.add(
        samples.MESSAGE,
        OutboundMessage(key="due", kind=MessageKind.REMINDER, send_at=NOW, recipient=LI),
        OutboundMessage(key="later", kind=MessageKind.NOTICE, send_at=NOW + 9 * HOUR, content=Content(text="后")),
    )


async def states_in(url: str) -> dict[str, DeliveryState]:
    """What became of the messages."""
    database = await Database.open(url)
    found = await database.read(lambda uow: {message.key: message.state for message in uow.outbox.list()})
    await database.close()
    return found


@pytest.fixture
async def home(database_url: str, tmp_path: Path) -> AsyncIterator[Home]:
    """The office."""
    database = await Database.open(database_url)
    await database.write(fill_every_table)
    home = Home(url=database_url, files=tmp_path / "files")

    async def picture() -> AsyncIterator[bytes]:
        yield PICTURE

    await home.folder.keep(picture(), most=len(PICTURE))
    yield home
    await database.close()


@pytest.fixture
def new_home(empty_database_url: str, tmp_path: Path) -> Home:
    """Somewhere else, where there is nothing."""
    return Home(url=empty_database_url, files=tmp_path / "new-files")
