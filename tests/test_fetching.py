"""Files are brought from their platform while it has them, and forgotten with what they belong to."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.base import SendError
from bot.fetching import Fetcher
from bot.storage.database import Database
from bot.storage.folder import FileFolder
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.ledger.activity import ActivityId, ActivityState
from schedules.ledger.attachment import Attachment, AttachmentId, AttachmentState, Loss
from schedules.outbox import Content
from schedules.people.address import Address
from tests.fakes.quiet import QuietChannel
from tests.storage.samples import ACCOUNT, ACTIVITY, AMENDMENT, MEMBER, NOW, ORGANISATION

SENDER = replace(ACCOUNT, address=Address(channel="wecom", account="LiJianGuo"))
PHOTO = b"\xff\xd8\xff\xe0" + b"x" * 50
OTHER = b"\x89PNG\r\n\x1a\n" + b"y" * 50
MOST = 1000


@dataclass
class Platform(QuietChannel):
    """A channel that has some files."""

    held: dict[str, bytes] = field(default_factory=dict)
    fault: SendError | None = None
    asked: list[str] = field(default_factory=list)
    name: str = "wecom"

    async def fetch(self, media_id: str) -> AsyncIterator[bytes]:
        self.asked.append(media_id)
        if self.fault:
            raise self.fault
        yield self.held[media_id]

    async def send(self, address: Address, content: Content, *, key: str) -> list[str]:
        raise AssertionError(address, content, key)


@dataclass
class Desk:
    database: Database
    platform: Platform
    folder: Path
    now: datetime = NOW

    @property
    def fetcher(self) -> Fetcher:
        return Fetcher(
            database=self.database,
            channels={"wecom": self.platform},
            folder=FileFolder(self.folder),
            clock=lambda: self.now,
            most=MOST,
        )

    async def send(self, media_id: str, *, activity_id: int | None = 1) -> AttachmentId:
        sent = Attachment(
            id=AttachmentId(0),
            sender=SENDER.address,
            sent_at=self.now,
            media_id=media_id,
            due_at=self.now,
            activity_id=None if activity_id is None else ActivityId(activity_id),
        )
        return await self.database.write(lambda uow: uow.attachments.add(sent))

    async def all(self) -> list[Attachment]:
        return list(await self.database.read(lambda uow: uow.attachments.list()))

    async def notices(self) -> list[str]:
        found = await self.database.read(lambda uow: uow.outbox.list())
        return [message.content.text for message in found if message.content]

    def files(self) -> list[bytes]:
        return [path.read_bytes() for path in self.folder.rglob("*") if path.is_file()]


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> Desk:
    def found(uow: SqlUnitOfWork) -> None:
        uow.organisations.add(ORGANISATION, next_review_at=NOW)
        uow.members.add(MEMBER)
        uow.accounts.add(SENDER)
        for _ in range(2):
            uow.activities.add(ACTIVITY)

    await database.write(found)
    return Desk(
        database,
        Platform({"m1": PHOTO, "m2": OTHER, "m3": PHOTO, "big": PHOTO * 100, "exe": b"MZ"}),
        tmp_path / "files",
    )


async def test_what_waits_is_fetched_once(desk: Desk) -> None:
    await desk.send("m1")
    await desk.send("m2")
    assert await desk.fetcher.fetch_due() == 2
    assert await desk.fetcher.fetch_due() == 0
    assert [(file.state, file.media_type) for file in await desk.all()] == [
        (AttachmentState.KEPT, "image/jpeg"),
        (AttachmentState.KEPT, "image/png"),
    ]
    assert sorted(desk.files()) == sorted([PHOTO, OTHER])


async def test_the_same_file_is_there_once_and_once_for_its_record(desk: Desk) -> None:
    for media_id, activity_id in (("m1", 1), ("m3", 1), ("m3", 2)):
        await desk.send(media_id, activity_id=activity_id)
    await desk.fetcher.fetch_due()
    assert [file.activity_id for file in await desk.all()] == [1, 2]
    assert desk.files() == [PHOTO]
    assert await desk.database.read(lambda uow: uow.attachments.count()) == {1: 1, 2: 1}


@pytest.mark.parametrize(("media_id", "loss"), [("big", Loss.TOO_LARGE), ("exe", Loss.WRONG_TYPE)])
async def test_what_is_refused_is_told(desk: Desk, media_id: str, loss: Loss) -> None:
    await desk.send(media_id)
    await desk.fetcher.fetch_due()
    assert [(file.state, file.loss) for file in await desk.all()] == [(AttachmentState.LOST, loss)]
    (notice,) = await desk.notices()
    assert "没有保存" in notice
    assert desk.files() == []


async def test_a_platform_that_fails_is_asked_again_and_at_last_given_up(desk: Desk) -> None:
    await desk.send("m1")
    desk.platform.fault = SendError("busy")
    await desk.fetcher.fetch_due()
    assert await desk.fetcher.fetch_due() == 0, "not at once"
    desk.now += timedelta(minutes=10)
    await desk.fetcher.fetch_due()
    assert desk.platform.asked == ["m1", "m1"]
    assert await desk.notices() == []
    desk.now += timedelta(days=3)
    await desk.fetcher.fetch_due()
    assert [file.loss for file in await desk.all()] == [Loss.GONE]
    assert len(await desk.notices()) == 1


async def test_a_file_that_the_platform_has_no_more_is_given_up_at_once(desk: Desk) -> None:
    await desk.send("m1")
    desk.platform.fault = SendError("invalid media_id", permanent=True)
    await desk.fetcher.fetch_due()
    assert [file.loss for file in await desk.all()] == [Loss.GONE]


async def test_a_process_that_dies_leaves_it_to_the_next(desk: Desk) -> None:
    await desk.send("m1")
    lease = desk.now + timedelta(minutes=5)
    await desk.database.write(lambda uow: uow.attachments.claim(due_by=desk.now, leased_until=lease, limit=5))
    assert await desk.fetcher.fetch_due() == 0
    desk.now = lease
    assert await desk.fetcher.fetch_due() == 1
    assert desk.files() == [PHOTO]


async def test_a_record_chosen_while_it_is_fetched_stays_chosen(desk: Desk) -> None:
    sent = await desk.send("m1", activity_id=None)

    class Slow(Platform):
        async def fetch(self, media_id: str) -> AsyncIterator[bytes]:
            yield self.held[media_id]
            await desk.database.write(choose)

    def choose(uow: SqlUnitOfWork) -> None:
        file = uow.attachments.get(sent)
        assert file is not None
        uow.attachments.update(replace(file, activity_id=ActivityId(2)))

    desk.platform = Slow(desk.platform.held)
    await desk.fetcher.fetch_due()
    assert [(file.activity_id, file.state) for file in await desk.all()] == [(2, AttachmentState.KEPT)]


async def test_what_found_no_record_is_forgotten_after_a_day(desk: Desk) -> None:
    await desk.send("m1", activity_id=None)
    await desk.send("m2")
    await desk.fetcher.fetch_due()
    await desk.fetcher.forget_unwanted()
    assert len(desk.files()) == 2
    desk.now += timedelta(days=1, seconds=1)
    await desk.fetcher.forget_unwanted()
    assert desk.files() == [OTHER]
    assert [file.media_id for file in await desk.all()] == ["m2"]


async def test_files_of_a_withdrawn_record_are_forgotten_after_thirty_days(desk: Desk) -> None:
    await desk.send("m1", activity_id=1)
    await desk.send("m3", activity_id=2)
    await desk.send("m2", activity_id=1)
    await desk.fetcher.fetch_due()
    void = replace(ACTIVITY, id=ActivityId(1), state=ActivityState.VOID)
    await desk.database.write(lambda uow: uow.activities.update(void, AMENDMENT))
    desk.now += timedelta(days=30)
    await desk.fetcher.forget_unwanted()
    assert len(await desk.all()) == 3
    desk.now += timedelta(seconds=1)
    await desk.fetcher.forget_unwanted()
    assert [file.activity_id for file in await desk.all()] == [2]
    assert desk.files() == [PHOTO], "what another record has, too, stays"
