"""The store of files that go with records: what is known of them. Their bytes are in a folder."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, func, or_, select, update

from bot.storage.codec import instant_text
from bot.storage.rows import attachments as rows
from bot.storage.statements import InsertNumbered, Listing, Runner, Statement
from bot.storage.tables import activities, attachments
from schedules.ledger.activity import ActivityId, ActivityState
from schedules.ledger.attachment import Attachment, AttachmentId, AttachmentState
from schedules.people.address import Address

_COLUMNS = [column.name for column in attachments.c if column.name != "id"]
_BY_ID = attachments.c.id == bindparam("id")
_WAITING = attachments.c.state == AttachmentState.WAITING.value

_GET = Statement(select(attachments).where(_BY_ID).with_for_update())
_ADD = InsertNumbered(attachments)
_UPDATE = Statement(update(attachments).where(_BY_ID), columns=_COLUMNS)
_DELETE = Statement(delete(attachments).where(_BY_ID))
_LIST = Listing(
    select(attachments).order_by(attachments.c.id),
    activity_id=attachments.c.activity_id == bindparam("activity_id"),
    digest=attachments.c.digest == bindparam("digest"),
    channel=attachments.c.channel == bindparam("channel"),
    account=attachments.c.account == bindparam("account"),
)
_DUE = (
    select(attachments.c.id)
    .where(_WAITING, attachments.c.due_at <= bindparam("due_by"))
    .order_by(attachments.c.due_at, attachments.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_CLAIM = Statement(
    update(attachments)
    .where(attachments.c.id.in_(_DUE))
    .values(due_at=bindparam("leased_until"))
    .returning(attachments)
)
_VOID = select(activities.c.id).where(activities.c.state == ActivityState.VOID.value)
_UNWANTED = Statement(
    select(attachments)
    .where(
        or_(
            and_(attachments.c.activity_id.is_(None), attachments.c.sent_at < bindparam("unplaced_before")),
            and_(attachments.c.activity_id.in_(_VOID), attachments.c.sent_at < bindparam("void_before")),
            and_(attachments.c.state == AttachmentState.LOST.value, attachments.c.sent_at < bindparam("void_before")),
        )
    )
    .order_by(attachments.c.id)
    .limit(bindparam("limit"))
)
_COUNTS = Statement(
    select(attachments.c.activity_id, func.count())
    .where(attachments.c.activity_id.is_not(None), attachments.c.state != AttachmentState.LOST.value)
    .group_by(attachments.c.activity_id)
)


class Attachments:
    """Files that go with records, in the order in which they came."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, attachment_id: AttachmentId) -> Attachment | None:
        """One, kept from other transactions until this one ends: it may be about to be changed."""
        row = self._runner.row(_GET, id=attachment_id)
        return rows.attachment_of(row) if row else None

    def list(
        self, *, activity_id: ActivityId | None = None, digest: str | None = None, sender: Address | None = None
    ) -> Sequence[Attachment]:
        """Those of a record, of a content or of a sender."""
        account = {"channel": sender.channel, "account": sender.account} if sender else {}
        found = self._runner.listed(_LIST, activity_id=activity_id, digest=digest, **account)
        return [rows.attachment_of(row) for row in found]

    def list_unwanted(self, *, unplaced_before: datetime, void_before: datetime, limit: int) -> Sequence[Attachment]:
        """Those without a record, of withdrawn records, and what was lost, that came before."""
        unplaced, void = instant_text(unplaced_before), instant_text(void_before)
        found = self._runner.rows(_UNWANTED, unplaced_before=unplaced, void_before=void, limit=limit)
        return [rows.attachment_of(row) for row in found]

    def count(self) -> dict[ActivityId, int]:
        """How many each record has; records without any are left out."""
        return {ActivityId(activity_id): count for activity_id, count in self._runner.rows(_COUNTS)}

    def add(self, attachment: Attachment) -> AttachmentId:
        """Store a new one; its `id` is ignored and given back."""
        return AttachmentId(self._runner.add(_ADD, **rows.attachment_row(attachment)))

    def claim(self, *, due_by: datetime, leased_until: datetime, limit: int) -> Sequence[Attachment]:
        """Those that wait and are due, oldest first; they are due again when the lease ends."""
        lease, due = instant_text(leased_until), instant_text(due_by)
        claimed = self._runner.rows(_CLAIM, leased_until=lease, due_by=due, limit=limit)
        return sorted((rows.attachment_of(row) for row in claimed), key=lambda file: file.id)

    def update(self, attachment: Attachment) -> None:
        """Store a changed one."""
        self._runner.run(_UPDATE, id=attachment.id, **rows.attachment_row(attachment))

    def cancel(self, attachment_id: AttachmentId) -> None:
        """Forget one."""
        self._runner.run(_DELETE, id=attachment_id)
