"""What the conversation asks of storage beyond what schedules ask."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from handlers.conversation import Conversation, ConversationKey
from schedules import ports
from schedules.ledger.activity import ActivityId
from schedules.ledger.attachment import Attachment, AttachmentId
from schedules.outbox import Content
from schedules.people.address import Address
from schedules.people.organisation import OrganisationId


class InboxStore(Protocol):
    """Keys of messages that were taken in, with the answers that they got."""

    def get(self, key: str) -> Sequence[Content] | None:
        """The answers that a message got; None if its key is new."""
        ...

    def add(self, key: str, *, at: datetime, replies: Sequence[Content]) -> None:
        """Keep a key that is new, with its answers."""
        ...

    def cancel(self, *, keys_before: datetime, replies_before: datetime) -> None:
        """Forget keys and, sooner, answers."""
        ...


class ConversationStore(Protocol):
    """Conversations, one for each person and chat. `get` locks it until the transaction ends, before it is loaded."""

    def get(self, key: ConversationKey) -> Conversation: ...
    def claim(self, key: ConversationKey, *, message_key: str) -> tuple[Conversation, Sequence[Content] | None]:
        """One, as `get` does, with the answers that a message in it got; None if the message's key is new."""
        ...

    def update(self, conversation: Conversation) -> None: ...


class ChatStore(Protocol):
    """Group chats and the organisations that they were bound to."""

    def get(self, group: Address) -> OrganisationId | None: ...
    def add(self, group: Address, organisation_id: OrganisationId) -> None: ...


class AttachmentStore(Protocol):
    """Files that go with records, in the order in which they came."""

    def get(self, attachment_id: AttachmentId) -> Attachment | None: ...
    def list(
        self, *, activity_id: ActivityId | None = None, digest: str | None = None, sender: Address | None = None
    ) -> Sequence[Attachment]: ...
    def add(self, attachment: Attachment) -> AttachmentId:
        """Store a new one; its `id` is ignored and given back."""
        ...

    def update(self, attachment: Attachment) -> None: ...
    def cancel(self, attachment_id: AttachmentId) -> None: ...


class UnitOfWork(ports.UnitOfWork, Protocol):
    """One transaction, with what a conversation needs."""

    @property
    def attachments(self) -> AttachmentStore: ...
    @property
    def inbox(self) -> InboxStore: ...
    @property
    def conversations(self) -> ConversationStore: ...
    @property
    def chats(self) -> ChatStore: ...
