"""What the conversation asks of storage beyond what schedules ask."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from handlers.conversation import Conversation, ConversationKey
from schedules import ports
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
    def update(self, conversation: Conversation) -> None: ...


class ChatStore(Protocol):
    """Group chats and the organisations that they were bound to."""

    def get(self, group: Address) -> OrganisationId | None: ...
    def add(self, group: Address, organisation_id: OrganisationId) -> None: ...


class UnitOfWork(ports.UnitOfWork, Protocol):
    """One transaction, with what a conversation needs."""

    @property
    def inbox(self) -> InboxStore: ...
    @property
    def conversations(self) -> ConversationStore: ...
    @property
    def chats(self) -> ChatStore: ...
