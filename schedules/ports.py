"""What the use cases ask of storage: one unit of work, a transaction, and its small stores.

Every call is synchronous and inside the transaction. Stores speak six verbs: get, list, add, update, claim, cancel.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Protocol

from schedules.duties.duty import DutyId, Waiver
from schedules.duties.facts import Facts
from schedules.duties.handover import Handover
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, Amendment
from schedules.outbox import DeliveryState, MessageId, MessageKind, OutboundMessage
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId
from schedules.people.preferences import Preferences
from schedules.people.role import Post
from schedules.reminders.stage import Reminder, ReminderKey, ReminderState


class OrganisationStore(Protocol):
    """Organisations, in the order of their ids."""

    def get(self, organisation_id: OrganisationId) -> Organisation | None: ...
    def claim(self, organisation_id: OrganisationId) -> Organisation | None:
        """One as it is now, kept from other transactions until this one ends: it is about to be changed."""
        ...

    def list(self, *, parent_id: OrganisationId | None = None) -> Sequence[Organisation]:
        """All, or the children of one."""
        ...

    def add(self, organisation: Organisation, *, next_review_at: datetime) -> None: ...
    def update(self, organisation: Organisation) -> None: ...


class ReviewStore(Protocol):
    """When each organisation's duties are to be looked at next."""

    def claim(self, *, due_by: datetime, limit: int) -> Sequence[OrganisationId]:
        """Organisations whose review is due, oldest first, kept from other processes until the transaction ends."""
        ...

    def update(self, organisation_id: OrganisationId, *, next_review_at: datetime) -> None: ...
    def get(self) -> datetime | None:
        """The earliest review of all."""
        ...


class MemberStore(Protocol):
    """Members, in the order of their ids. Those who have left stay listed, with `left_on`."""

    def get(self, member_id: MemberId) -> Member | None: ...
    def list(self, *, organisation_id: OrganisationId | None = None) -> Sequence[Member]: ...
    def list_names(self, *, organisation_id: OrganisationId) -> Sequence[str]:
        """The names of those at home in an organisation, in no order."""
        ...

    def add(self, member: Member) -> None: ...
    def update(self, member: Member) -> None: ...


class PostStore(Protocol):
    """Posts, past and present. `update` replaces the post of the same member, organisation, role and start."""

    def list(
        self, *, organisation_id: OrganisationId | None = None, member_id: MemberId | None = None
    ) -> Sequence[Post]: ...
    def add(self, post: Post) -> None: ...
    def update(self, post: Post) -> None: ...
    def cancel(self, post: Post) -> None: ...


class AccountStore(Protocol):
    """Accounts of members on channels. `update` replaces the member of an address, or when it was last seen."""

    def get(self, address: Address) -> Account | None: ...
    def claim(self, address: Address) -> Account | None:
        """One as it is now, kept from other transactions until this one ends: it is about to be changed."""
        ...

    def list(self, *, member_id: MemberId | None = None) -> Sequence[Account]:
        """The one last written on first."""
        ...

    def add(self, account: Account) -> None: ...
    def update(self, account: Account) -> None: ...
    def cancel(self, address: Address) -> None: ...


class ActivityStore(Protocol):
    """The ledger. A record is withdrawn by its state and never deleted."""

    def get(self, activity_id: ActivityId) -> Activity | None: ...
    def list(  # noqa: PLR0913 - the filters of one ledger
        self,
        *,
        organisation_id: OrganisationId | None = None,
        kind: ActivityKind | None = None,
        since: date | None = None,
        until: date | None = None,
        reported_by: MemberId | None = None,
        limit: int | None = None,
    ) -> Sequence[Activity]:
        """Newest day first, withdrawn ones included; `since` inclusive, `until` exclusive, both by `held_on`."""
        ...

    def add(self, activity: Activity) -> ActivityId:
        """Store a new record; its `id` is ignored and given back."""
        ...

    def update(self, activity: Activity, amendment: Amendment) -> None:
        """Store a changed record together with what changed."""
        ...


class AmendmentStore(Protocol):
    """The history of records, oldest first."""

    def list(self, *, activity_id: ActivityId) -> Sequence[Amendment]: ...


class WaiverStore(Protocol):
    """Waivers of an organisation."""

    def list(self, *, organisation_id: OrganisationId) -> Sequence[Waiver]: ...
    def add(self, waiver: Waiver) -> None: ...
    def cancel(self, waiver: Waiver) -> None: ...


class PreferenceStore(Protocol):
    """What people have settled about their own reminders."""

    def get(self, member_id: MemberId) -> Preferences:
        """Kept from other transactions until this one ends."""
        ...

    def list(self, *, organisation_id: OrganisationId) -> Sequence[Preferences]:
        """Those of the people of an organisation, and of who holds a post in it or in the one above it."""
        ...

    def update(self, preferences: Preferences) -> None: ...


class HandoverStore(Protocol):
    """What has been handed over. `add` replaces the one of the same giver."""

    def list(self, *, organisation_id: OrganisationId) -> Sequence[Handover]: ...
    def add(self, handover: Handover) -> None: ...
    def cancel(self, handover: Handover) -> None: ...


class FactsStore(Protocol):
    """All that is known of an organisation, in one look."""

    def get(self, organisation_id: OrganisationId, *, since: date) -> Facts | None:
        """Facts with the records that are not void and were held on or after `since`."""
        ...

    def get_roster(self, organisation_id: OrganisationId, *, since: date) -> Facts | None:
        """The same without records and waivers: what changes seldom, and is remembered."""
        ...


class ReminderStore(Protocol):
    """Planned reminders and what became of them."""

    def add(self, reminders: Sequence[Reminder]) -> int:
        """Store those whose key is new; how many that were."""
        ...

    def list(
        self,
        *,
        message_key: str | None = None,
        organisation_id: OrganisationId | None = None,
        state: ReminderState | None = None,
        since: datetime | None = None,
    ) -> Sequence[Reminder]:
        """In the order in which they are sent; `since` by `send_at`."""
        ...

    def list_keys(self, *, organisation_id: OrganisationId, since: datetime) -> AbstractSet[ReminderKey]:
        """The keys of an organisation's reminders; `since` by `send_at`."""
        ...

    def list_duties(self, *, organisation_id: OrganisationId, among: Collection[DutyId]) -> Sequence[DutyId]:
        """Those among some duties of an organisation of which a reminder waits or was sent, each once."""
        ...

    def update(self, reminders: Iterable[Reminder]) -> None:
        """Store state, reason, `send_at` and `message_key`."""
        ...

    def cancel(self, *, organisation_id: OrganisationId, duty_ids: Sequence[DutyId], reason: str) -> int:
        """Suppress what is planned for these duties; how many that were."""
        ...


class OutboxStore(Protocol):
    """Messages to send."""

    def get(self, message_id: MessageId) -> OutboundMessage | None: ...
    def add(self, *messages: OutboundMessage) -> int:
        """Store those whose key is new; how many that were."""
        ...

    def list(
        self,
        *,
        states: Sequence[DeliveryState] = (),
        kind: MessageKind | None = None,
        recipient: MemberId | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> Sequence[OutboundMessage]:
        """In the order of their ids; `since` by `send_at`."""
        ...

    def list_to(
        self, recipients: Sequence[MemberId], *, kind: MessageKind, since: datetime
    ) -> Sequence[OutboundMessage]:
        """What these people are sent, kept from other transactions until this one ends; `since` by `send_at`."""
        ...

    def list_newest(self, *, state: DeliveryState, limit: int) -> Sequence[OutboundMessage]:
        """The last ones of a state, in the order in which they were sent."""
        ...

    def list_open_tasks(self, *, organisation_id: OrganisationId) -> Sequence[OutboundMessage]:
        """The to-dos about an organisation's duties that were given and whose end is not planned."""
        ...

    def count(self) -> Mapping[DeliveryState, int]:
        """How many there are in each state; states without any are left out."""
        ...

    def count_sent(
        self, *, organisation_id: OrganisationId, kind: MessageKind, since: datetime
    ) -> Mapping[MemberId, int]:
        """How many were sent to each of those at home in an organisation or with a post there; `since` by `send_at`."""
        ...

    def claim(self, *, due_by: datetime, leased_until: datetime, limit: int) -> Sequence[OutboundMessage]:
        """Pending messages that are due and not leased, oldest first; leases them and counts the attempt."""
        ...

    def update(self, message: OutboundMessage) -> None:
        """Store content, state, `send_at`, attempts, reason, text, `sent_at`, doubts and its rest; ends the lease."""
        ...

    def cancel(self, *, ended_before: datetime) -> None:
        """Forget messages that came to their end and were due before."""
        ...

    def get_next_due_at(self) -> datetime | None:
        """When the earliest pending message is due."""
        ...


class UnitOfWork(Protocol):
    """One transaction: committed by whoever runs the use case if it returns, rolled back if it raises."""

    @property
    def organisations(self) -> OrganisationStore: ...
    @property
    def reviews(self) -> ReviewStore: ...
    @property
    def members(self) -> MemberStore: ...
    @property
    def posts(self) -> PostStore: ...
    @property
    def accounts(self) -> AccountStore: ...
    @property
    def activities(self) -> ActivityStore: ...
    @property
    def amendments(self) -> AmendmentStore: ...
    @property
    def waivers(self) -> WaiverStore: ...
    @property
    def preferences(self) -> PreferenceStore: ...
    @property
    def handovers(self) -> HandoverStore: ...
    @property
    def facts(self) -> FactsStore: ...
    @property
    def reminders(self) -> ReminderStore: ...
    @property
    def outbox(self) -> OutboxStore: ...
