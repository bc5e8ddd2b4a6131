"""What is being talked about with one person in one chat."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handlers.intents import Ask, Reading
from schedules.ledger.activity import ActivityId
from schedules.people.address import Address
from schedules.people.organisation import OrganisationId


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationKey:
    """Who talks where: two people in one group never mix."""

    sender: Address
    group: Address | None = None


class Question(StrEnum):
    """What the bot waits to be told. The first three are fields of a record, as in `Ask`."""

    DATE = "date"
    KIND = "kind"
    PARTICIPANTS = "participants"
    ATTENDANCE = "attendance"
    SAME = "same"
    ORGANISATION = "organisation"
    TARGET = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A half-filled report (草稿): readings, and what is still to be asked, first question first.

    `options` are the answers that a number chooses, as (what the button shows, what it means).
    """

    readings: tuple[Reading, ...]
    questions: tuple[Question, ...]
    options: tuple[tuple[str, str], ...] = ()
    candidate_id: ActivityId | None = None
    """The record that may be the same, or the one to be changed."""
    correcting: bool = False
    undoing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The state of a conversation. Past `expires_at` its draft is forgotten; `recent` are one's last records, newest first."""

    key: ConversationKey
    draft: Draft | None = None
    recent: tuple[ActivityId, ...] = ()
    organisation_id: OrganisationId | None = None
    expires_at: datetime | None = None
    version: int = field(default=0)


def asked_of(ask: Ask) -> Question:
    """The question that asks for a field of a record."""
    return Question(ask.value)
