"""Files that go with records."""

from datetime import datetime

from bot.storage.codec import instant_text
from bot.storage.statements import Row
from schedules.ledger.attachment import Attachment, AttachmentState, Loss
from schedules.people.address import Address

Values = dict[str, object]


def attachment_row(file: Attachment) -> Values:
    """An attachment's columns, all but `id`."""
    return {
        "activity_id": file.activity_id,
        "channel": file.sender.channel,
        "account": file.sender.account,
        "sent_at": instant_text(file.sent_at),
        "media_id": file.media_id,
        "due_at": instant_text(file.due_at),
        "state": file.state.value,
        "digest": file.digest,
        "media_type": file.media_type,
        "size": file.size,
        "loss": file.loss and file.loss.value,
    }


def attachment_of(row: Row) -> Attachment:
    """The attachment of a row."""
    id_, activity_id, channel, account, sent_at, media_id, due_at, state, digest, media_type, size, loss = row
    return Attachment(
        id=id_,
        activity_id=activity_id,
        sender=Address(channel=channel, account=account),
        sent_at=datetime.fromisoformat(sent_at),
        media_id=media_id,
        due_at=datetime.fromisoformat(due_at),
        state=AttachmentState(state),
        digest=digest,
        media_type=media_type,
        size=size,
        loss=Loss(loss) if loss else None,
    )
