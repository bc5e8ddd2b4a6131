"""Files that go with records. What is in them is nobody's business here: only that they are there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from schedules.ledger.activity import ActivityId
from schedules.people.address import Address

AttachmentId = NewType("AttachmentId", int)


class AttachmentState(StrEnum):
    """WAITING is still with the platform, KEPT is with us, LOST is with neither."""

    WAITING = "waiting"
    KEPT = "kept"
    LOST = "lost"


class Loss(StrEnum):
    """Why a file was not kept."""

    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file (附件) that somebody sent to go with a record, once it is known which.

    `media_id` is the platform's name for it, `digest` the SHA-256 of its bytes, by which it is stored. While it waits it
    is fetched at `due_at`.
    """

    id: AttachmentId
    sender: Address
    sent_at: datetime
    media_id: str
    due_at: datetime
    activity_id: ActivityId | None = None
    state: AttachmentState = AttachmentState.WAITING
    digest: str = ""
    media_type: str = ""
    size: int = 0
    loss: Loss | None = None
