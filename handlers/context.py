"""What a command has at hand: the message, who sent it, the conversation, the books that the rules stand in."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from handlers.conversation import Conversation
from handlers.grammar.parse import parse
from handlers.messages import InboundMessage
from handlers.parsed import Parsed
from handlers.ports import UnitOfWork
from handlers.sender import Sender
from schedules.calendar.zone import local_day_of
from schedules.outbox import Content
from schedules.people.organisation import OrganisationId
from schedules.reminders.books import Books

Read = Callable[[str, datetime, Collection[str]], Parsed]
"""Reads what was typed at a moment, among people of these names."""


def read(text: str, now: datetime, names: Collection[str]) -> Parsed:
    """What a message means."""
    return parse(text, now, names=names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook(Books):
    """What is the same for every message: the books of reminding, and what the ledger may keep."""

    keeps_talk_topics: bool = False
    keeps_files: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One message being handled, inside its transaction."""

    uow: UnitOfWork
    message: InboundMessage
    sender: Sender
    conversation: Conversation
    now: datetime
    rulebook: Rulebook
    settled: OrganisationId | None = None
    """The organisation that the message is about, where that was settled beforehand."""
    spoken_of: OrganisationId | None = None
    """The organisation that the group chat is bound to."""
    read: Read = read

    @property
    def names(self) -> Collection[str]:
        """The names of the sender's organisation, which help to read the message."""
        return self.uow.members.list_names(organisation_id=self.sender.home.id)

    @property
    def today(self) -> date:
        """The day in Shanghai."""
        return local_day_of(self.now)

    @property
    def is_private(self) -> bool:
        """Whether nobody else reads the answer."""
        return self.message.group is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command gives back: what to say here, what to say to the sender alone, and the conversation as it now stands."""

    replies: tuple[Content, ...] = ()
    private: tuple[Content, ...] = ()
    conversation: Conversation | None = None


def say(text: str, *, conversation: Conversation | None = None) -> Answer:
    """An answer of one plain text."""
    return Answer(replies=(Content(text=text),), conversation=conversation)
