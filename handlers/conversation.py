"""What is being talked about with one person in one chat."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.intents import Query, Reading
from schedules.ledger.activity import ActivityId
from schedules.ledger.attachment import AttachmentId
from schedules.people.address import Address
from schedules.people.organisation import OrganisationId


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationKey:
    """Who talks where: two people in one group never mix."""

    sender: Address
    group: Address | None = None


class Purpose(StrEnum):
    """What a draft is to become."""

    RECORD = "record"
    CORRECT = "correct"
    UNDO = "undo"
    ATTACH = "attach"


class Question(StrEnum):
    """What the bot waits to be told."""

    ORGANISATION = "organisation"
    KIND = "kind"
    DATE = "date"
    HELD = "held"
    PARTICIPANTS = "participants"
    ATTENDANCE = "attendance"
    SAME = "same"
    TARGET = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An answer that one tap or its number gives: what it shows, and what it means."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """The reading at `index` adds to a record that is there, instead of making its own."""

    index: int
    activity_id: ActivityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What is odd about the reading at `index` was asked about and is to stay as typed."""

    index: int
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A half-filled report (草稿), and the question that is open: about the reading at `about`."""

    purpose: Purpose = Purpose.RECORD
    readings: tuple[Reading, ...] = ()
    organisation_id: OrganisationId | None = None
    question: Question = Question.DATE
    about: int = 0
    options: tuple[Option, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    merges: tuple[Merge, ...] = ()
    candidate_id: ActivityId | None = None
    """The record that may be the same one."""
    besides: bool = False
    """The names told are to come besides those of the record."""
    cleared: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    """Fields to be emptied or, where names are struck, to lose these names."""
    several: tuple[ActivityId, ...] = ()
    """Records that are to be withdrawn together, in the order that they are shown in."""


ASKED_AGAIN_WITHIN = timedelta(minutes=10)
"""So long after a question it may be asked again with something exchanged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that was answered `at` a time, and what it was about: an organisation, or each branch below one's own."""

    query: Query
    organisation_id: OrganisationId
    of_each: bool = False
    alone: bool = False
    """The organisation was named, so that no other of the sender's own is meant besides."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The state of a conversation. Past `expires_at` its draft is forgotten; `recent` are one's last records, newest first."""

    key: ConversationKey
    draft: Draft | None = None
    recent: tuple[ActivityId, ...] = ()
    organisation_id: OrganisationId | None = None
    """The organisation that was chosen when the sender holds posts in several."""
    expires_at: datetime | None = None
    offered: tuple[str, ...] = ()
    """The buttons of the last answer, as actions: a channel without cards shows them as numbers to reply with."""
    offered_at: datetime | None = None
    files: tuple[AttachmentId, ...] = ()
    """Files that wait for their record; forgotten with the draft."""
    withdrawn: ActivityId | None = None
    withdrawn_with: tuple[ActivityId, ...] = ()
    """The record that was withdrawn last, and those withdrawn together with it."""
    asked: Asked | None = None
    """The question that was answered last: for a short while it is remembered, to be asked again with something exchanged."""
    greeted_at: datetime | None = None
    """When one was last told how the bot is used, because one opened the chat."""

    @property
    def forgets_at(self) -> datetime | None:
        """When the first of what is remembered only for a while is to be forgotten."""
        asked_until = self.asked.at + ASKED_AGAIN_WITHIN if self.asked else None
        return min([end for end in (self.expires_at, asked_until) if end], default=None)

    def at(self, now: datetime) -> "Conversation":
        """It without a draft, and files, whose day is over, and without a question that was asked too long ago."""
        current = self
        if current.asked and current.asked.at + ASKED_AGAIN_WITHIN <= now:
            current = replace(current, asked=None)
        if current.expires_at and current.expires_at <= now:
            current = replace(current, draft=None, expires_at=None, files=())
        return current
