"""The store of the outbox: messages to send, and which of them may be sent now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    tuple_,
    union,
    update,
)

from bot.storage.advisory import lock_name, lock_people, lock_person
from bot.storage.codec import instant_text
from bot.storage.rows import messages as rows
from bot.storage.statements import InsertMany, Listing, Runner, Statement, filled
from bot.storage.tables import members, outbox, posts
from schedules.outbox import DeliveryState, MessageId, MessageKind, OutboundMessage
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId

_end = outbox.alias("end_of_task")
_BY_ID = outbox.c.id == bindparam("id")
_PENDING = outbox.c.state == DeliveryState.PENDING.value
_STATES = [f"state_{place}" for place in range(len(DeliveryState))]
_RECIPIENTS = [f"recipient_{place}" for place in range(16)]

_GET = Statement(select(outbox).where(_BY_ID))
_ADD = InsertMany(outbox)
_LIST = Listing(
    select(outbox).order_by(outbox.c.id),
    state_0=outbox.c.state.in_([bindparam(name) for name in _STATES]),
    kind=outbox.c.kind == bindparam("kind"),
    recipient=outbox.c.recipient == bindparam("recipient"),
    since=outbox.c.send_at >= bindparam("since"),
)
_LIST_TO = Statement(
    select(outbox)
    .where(
        outbox.c.recipient.in_([bindparam(name) for name in _RECIPIENTS]),
        outbox.c.send_at >= bindparam("since"),
        outbox.c.kind == bindparam("kind"),
    )
    .order_by(outbox.c.id)
)
_LIST_NEWEST = Statement(
    select(outbox)
    .where(outbox.c.state == bindparam("state"))
    .order_by(outbox.c.sent_at.desc(), outbox.c.id.desc())
    .limit(bindparam("limit", type_=Integer))
)
_LIST_RECIPIENTS = Statement(
    select(outbox.c.recipient)
    .where(
        outbox.c.state == DeliveryState.SUPPRESSED.value,
        outbox.c.send_at >= bindparam("since"),
        outbox.c.reason == bindparam("reason"),
        outbox.c.recipient.is_not(None),
    )
    .distinct()
    .order_by(outbox.c.recipient)
)
_END = select(_end.c.id).where(_end.c.key == "end:" + outbox.c.key).exists()
_GIVEN = and_(outbox.c.kind == MessageKind.TASK.value, outbox.c.state == DeliveryState.SENT.value, ~_END)
_LIST_OPEN_TASKS = Statement(
    select(outbox)
    .where(_GIVEN, outbox.c.key >= bindparam("first"), outbox.c.key < bindparam("end"))
    .order_by(outbox.c.id)
)
_FORGET = Statement(
    delete(outbox).where(
        outbox.c.state != DeliveryState.PENDING.value, outbox.c.send_at < bindparam("ended_before"), ~_GIVEN
    )
)
_COUNT = Statement(select(outbox.c.state, func.count()).group_by(outbox.c.state))
_OF_ORGANISATION: BindParameter[str] = bindparam("organisation_id")
_PEOPLE = union(
    select(members.c.id).where(members.c.organisation_id == _OF_ORGANISATION),
    select(posts.c.member_id).where(posts.c.organisation_id == _OF_ORGANISATION),
)
_COUNT_SENT = Statement(
    select(outbox.c.recipient, func.count())
    .where(
        outbox.c.recipient.in_(_PEOPLE),
        outbox.c.send_at >= bindparam("since"),
        outbox.c.kind == bindparam("kind"),
        outbox.c.state == DeliveryState.SENT.value,
    )
    .group_by(outbox.c.recipient)
)
# While one message to somebody rests, or is being sent, those after it wait. Looked up as a set: there may be thousands.
_ADDRESS = (outbox.c.account, outbox.c.channel, outbox.c.is_group)
_held = outbox.alias("held")


def _waits(*held: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a message waits for one to the same person, or to the same address, that is held."""
    pending = (_held.c.state == DeliveryState.PENDING.value, *held)
    people = select(_held.c.recipient).where(*pending, _held.c.recipient.is_not(None))
    addresses = select(_held.c.account, _held.c.channel, _held.c.is_group).where(*pending, _held.c.account.is_not(None))
    return or_(
        and_(outbox.c.recipient.is_not(None), outbox.c.recipient.in_(people)),
        and_(outbox.c.account.is_not(None), tuple_(*_ADDRESS).in_(addresses)),
    )


_DUE = (
    select(outbox.c.id)
    .where(
        _PENDING,
        outbox.c.send_at <= bindparam("due_by"),
        or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= bindparam("due_by")),
        ~_waits(_held.c.leased_until > bindparam("due_by")),
    )
    .order_by(outbox.c.send_at, outbox.c.id)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(skip_locked=True)
    .cte("due")
)
_CLAIM = Statement(
    update(outbox).where(outbox.c.id.in_(select(_DUE.c.id))).values(attempts=outbox.c.attempts + 1).returning(outbox),
    columns=["leased_until", "leased_by"],
)
_UPDATE = Statement(
    update(outbox).where(_BY_ID),
    columns=[
        "content",
        "state",
        "send_at",
        "attempts",
        "reason",
        "text",
        "sent_at",
        "doubts",
        "receipt",
        "leased_until",
        "leased_by",
    ],
)
_IN_DOUBT = Statement(select(func.coalesce(func.sum(outbox.c.doubts), 0)).where(outbox.c.leased_by.is_(None)))
_NEXT_WAITING = Statement(
    select(func.min(outbox.c.send_at)).where(
        _PENDING, outbox.c.leased_until.is_(None), ~_waits(_held.c.leased_until.is_not(None))
    )
)
_NEXT_LEASED = Statement(select(func.min(outbox.c.leased_until)).where(_PENDING, outbox.c.leased_until.is_not(None)))


class Outbox:
    """Messages to send."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, message_id: MessageId) -> OutboundMessage | None:
        """One of them."""
        row = self._runner.row(_GET, id=message_id)
        return rows.message_of(row) if row else None

    def add(self, *messages: OutboundMessage) -> int:
        """Store those whose key is new; how many that were."""
        return _ADD.run(self._runner, [rows.message_row(message) for message in messages])

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
        if recipient:
            lock_person(self._runner, recipient)
        found = self._runner.listed(
            _LIST,
            **filled(_STATES, [state.value for state in states]),
            kind=kind and kind.value,
            recipient=recipient,
            since=since and instant_text(since),
            limit=limit,
        )
        return [rows.message_of(row) for row in found]

    def list_to(
        self, recipients: Sequence[MemberId], *, kind: MessageKind, since: datetime
    ) -> Sequence[OutboundMessage]:
        """What these people are sent, kept from other transactions until this one ends; `since` by `send_at`."""
        lock_people(self._runner, recipients)
        told = {"kind": kind.value, "since": instant_text(since)}
        found: list[OutboundMessage] = []
        for first in range(0, len(recipients), len(_RECIPIENTS)):
            asked = filled(_RECIPIENTS, recipients[first : first + len(_RECIPIENTS)])
            found += [rows.message_of(row) for row in self._runner.rows(_LIST_TO, **asked, **told)]
        return sorted(found, key=lambda message: message.id)

    def list_newest(self, *, state: DeliveryState, limit: int) -> Sequence[OutboundMessage]:
        """The last ones of a state, in the order in which they were sent."""
        found = self._runner.rows(_LIST_NEWEST, state=state.value, limit=limit)
        return [rows.message_of(row) for row in reversed(found)]

    def list_recipients(self, *, reason: str, since: datetime) -> Sequence[MemberId]:
        """The people to whom messages were suppressed for a reason, each once; `since` by `send_at`."""
        found = self._runner.rows(_LIST_RECIPIENTS, reason=reason, since=instant_text(since))
        return [recipient for (recipient,) in found]

    def list_open_tasks(self, *, organisation_id: OrganisationId) -> Sequence[OutboundMessage]:
        """The to-dos about an organisation's duties that were given and whose end is not planned."""
        # A colon follows the id in their keys, and a semicolon a colon.
        found = self._runner.rows(_LIST_OPEN_TASKS, first=f"task:{organisation_id}:", end=f"task:{organisation_id};")
        return [rows.message_of(row) for row in found]

    def count(self) -> Mapping[DeliveryState, int]:
        """How many there are in each state."""
        return {DeliveryState(state): number for state, number in self._runner.rows(_COUNT)}

    def count_sent(
        self, *, organisation_id: OrganisationId, kind: MessageKind, since: datetime
    ) -> Mapping[MemberId, int]:
        """How many were sent to each of an organisation's people; `since` by `send_at`."""
        told = {"kind": kind.value, "since": instant_text(since)}
        found = self._runner.rows(_COUNT_SENT, organisation_id=organisation_id, **told)
        return {MemberId(who): number for who, number in found}

    def count_doubts(self) -> int:
        """Of how many sends nobody knows whether they arrived, those under way left out."""
        row = self._runner.row(_IN_DOUBT)
        return int(row[0]) if row else 0

    def claim(
        self, *, due_by: datetime, leased_until: datetime, limit: int, leased_by: str = ""
    ) -> Sequence[OutboundMessage]:
        """Pending messages that are due and not leased, oldest first; leases them and counts the attempt."""
        # One process claims at a time, so that each sees what the others are at.
        lock_name(self._runner, "outbox")
        lease = {"leased_until": instant_text(leased_until), "leased_by": leased_by}
        claimed = self._runner.rows(_CLAIM, due_by=instant_text(due_by), limit=limit, **lease)
        return sorted((rows.message_of(row) for row in claimed), key=lambda message: (message.send_at, message.id))

    def update(self, message: OutboundMessage) -> None:
        """Store content, state, `send_at`, attempts, reason, text, `sent_at`, doubts, receipt and rest; ends the lease."""
        if message.recipient:
            lock_person(self._runner, message.recipient)
        self._runner.run(_UPDATE, id=message.id, **rows.message_row(message))

    def cancel(self, *, ended_before: datetime) -> None:
        """Forget messages that came to their end and were due before, all but to-dos that are still to end."""
        self._runner.run(_FORGET, ended_before=instant_text(ended_before))

    def get_next_due_at(self) -> datetime | None:
        """When the earliest pending message is due; one that is leased or rests, when that ends; none behind it."""
        found = [self._runner.row(statement) for statement in (_NEXT_WAITING, _NEXT_LEASED)]
        texts = [row[0] for row in found if row and row[0]]
        return datetime.fromisoformat(min(texts)) if texts else None
