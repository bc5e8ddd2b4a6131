"""The stores of what is to be said: reminders and the outbox."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import islice

from sqlalchemy import (
    BindParameter,
    Integer,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    union,
    update,
)

from bot.storage.advisory import lock_name, lock_person
from bot.storage.codec import instant_text
from bot.storage.rows import messages as rows
from bot.storage.statements import InsertNew, Listing, Runner, Statement
from bot.storage.tables import members, outbox, posts, reminders
from schedules.duties.duty import DutyId
from schedules.outbox import DeliveryState, MessageId, MessageKind, OutboundMessage
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId
from schedules.reminders.stage import Reminder, ReminderKey, ReminderState

_THIS_REMINDER = [column == bindparam(column.name) for column in reminders.primary_key]
_LIST_REMINDERS = Listing(
    select(reminders).order_by(reminders.c.send_at, *reminders.primary_key),
    message_key=reminders.c.message_key == bindparam("message_key"),
    organisation_id=reminders.c.organisation_id == bindparam("organisation_id"),
    state=reminders.c.state == bindparam("state"),
)
_LIST_DUTIES = Statement(
    select(reminders.c.duty_id)
    .where(
        reminders.c.organisation_id == bindparam("organisation_id"),
        or_(*(reminders.c.state == state.value for state in (ReminderState.PLANNED, ReminderState.SENT))),
    )
    .distinct()
)
_LIST_KEYS = Statement(
    select(*reminders.primary_key).where(
        reminders.c.organisation_id == bindparam("organisation_id"), reminders.c.send_at >= bindparam("since")
    )
)
_BATCHES = [InsertNew(reminders, count=count) for count in (128, 16, 1)]
_UPDATE_REMINDER = Statement(
    update(reminders).where(*_THIS_REMINDER), columns=["state", "reason", "send_at", "message_key"]
)
_CARRIED = exists().where(outbox.c.key == reminders.c.message_key, outbox.c.state == DeliveryState.PENDING.value)
_WAITS = case((and_(reminders.c.state == ReminderState.PLANNED.value, _CARRIED), 1), else_=0)
# Both columns in one statement, so that they tell of one moment.
_COUNT_REMINDERS = Statement(select(reminders.c.state, _WAITS, func.count()).group_by(reminders.c.state, _WAITS))
_LIST_ADRIFT = Statement(
    select(reminders)
    .where(reminders.c.state == ReminderState.PLANNED.value, ~_CARRIED)
    .order_by(*reminders.primary_key)
)
_CANCEL_REMINDERS = Statement(
    update(reminders)
    .where(
        reminders.c.organisation_id == bindparam("organisation_id"),
        reminders.c.duty_id == bindparam("duty_id"),
        reminders.c.state == ReminderState.PLANNED.value,
    )
    .values(state=ReminderState.SUPPRESSED.value),
    columns=["reason"],
)


class Reminders:
    """Planned reminders and what became of them."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def add(self, reminders: Sequence[Reminder]) -> int:
        """Store those whose key is new; how many that were."""
        left = (rows.reminder_row(reminder) for reminder in reminders)
        waiting, added = len(reminders), 0
        for statement in _BATCHES:
            while waiting >= statement.count:
                batch = islice(left, statement.count)
                added += self._runner.run(statement, **statement.numbered(batch))
                waiting -= statement.count
        return added

    def list(
        self,
        *,
        message_key: str | None = None,
        organisation_id: OrganisationId | None = None,
        state: ReminderState | None = None,
        since: datetime | None = None,
    ) -> Sequence[Reminder]:
        """Those that the filters leave, in the order in which they are sent."""
        found = self._runner.listed(
            _LIST_REMINDERS,
            message_key=message_key,
            organisation_id=organisation_id,
            state=state and state.value,
            since=since and instant_text(since),
        )
        return [rows.reminder_of(row) for row in found]

    def count(self) -> Mapping[tuple[ReminderState, bool], int]:
        """How many there are in each state, those told apart that a waiting message carries."""
        found = self._runner.rows(_COUNT_REMINDERS)
        return {(ReminderState(state), bool(waits)): number for state, waits, number in found}

    def list_adrift(self) -> Sequence[Reminder]:
        """Those that are planned though no waiting message carries them: there should be none."""
        return [rows.reminder_of(row) for row in self._runner.rows(_LIST_ADRIFT)]

    def list_keys(self, *, organisation_id: OrganisationId, since: datetime) -> AbstractSet[ReminderKey]:
        """The keys of an organisation's reminders."""
        found = self._runner.rows(_LIST_KEYS, organisation_id=organisation_id, since=instant_text(since))
        return {rows.key_of(row) for row in found}

    def list_duties(self, *, organisation_id: OrganisationId) -> Sequence[DutyId]:
        """The duties of an organisation of which a reminder waits or was sent, each once."""
        return [duty_id for (duty_id,) in self._runner.rows(_LIST_DUTIES, organisation_id=organisation_id)]

    def update(self, reminders: Iterable[Reminder]) -> None:
        """Store state, reason, `send_at` and `message_key`."""
        for reminder in reminders:
            self._runner.run(_UPDATE_REMINDER, **rows.reminder_row(reminder))

    def cancel(self, *, organisation_id: OrganisationId, duty_ids: Sequence[DutyId], reason: str) -> int:
        """Suppress what is planned for these duties; how many that were."""
        return sum(
            self._runner.run(_CANCEL_REMINDERS, organisation_id=organisation_id, duty_id=duty_id, reason=reason)
            for duty_id in duty_ids
        )


_COLUMNS = [column.name for column in outbox.c if column.name != "id"]
_BY_ID = outbox.c.id == bindparam("id")
_PENDING = outbox.c.state == DeliveryState.PENDING.value
_STATES = [f"state_{place}" for place in range(len(DeliveryState))]

_GET = Statement(select(outbox).where(_BY_ID))
_ADD = InsertNew(outbox)
_LIST = Listing(
    select(outbox).order_by(outbox.c.id),
    state_0=outbox.c.state.in_([bindparam(name) for name in _STATES]),
    kind=outbox.c.kind == bindparam("kind"),
    recipient=outbox.c.recipient == bindparam("recipient"),
    since=outbox.c.send_at >= bindparam("since"),
)
_LIST_NEWEST = Statement(
    select(outbox)
    .where(outbox.c.state == bindparam("state"))
    .order_by(outbox.c.sent_at.desc(), outbox.c.id.desc())
    .limit(bindparam("limit", type_=Integer))
)
_FORGET = Statement(
    delete(outbox).where(outbox.c.state != DeliveryState.PENDING.value, outbox.c.send_at < bindparam("ended_before"))
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
# Whom an older message rests for, or is being sent to, gets the younger ones after it.
_older = outbox.alias("older")
_BEHIND = exists().where(
    _older.c.state == DeliveryState.PENDING.value,
    _older.c.leased_until.is_not(None),
    tuple_(_older.c.send_at, _older.c.id) < tuple_(outbox.c.send_at, outbox.c.id),
    or_(
        _older.c.recipient == outbox.c.recipient,
        and_(
            _older.c.account == outbox.c.account,
            _older.c.channel == outbox.c.channel,
            _older.c.is_group == outbox.c.is_group,
        ),
    ),
)
_DUE = (
    select(outbox.c.id)
    .where(
        _PENDING,
        outbox.c.send_at <= bindparam("due_by"),
        or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= bindparam("due_by")),
        ~_BEHIND.where(_older.c.leased_until > bindparam("due_by")),
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
        "leased_until",
        "leased_by",
    ],
)
_IN_DOUBT = Statement(select(func.coalesce(func.sum(outbox.c.doubts), 0)).where(outbox.c.leased_by.is_(None)))
_NEXT_WAITING = Statement(select(func.min(outbox.c.send_at)).where(_PENDING, outbox.c.leased_until.is_(None), ~_BEHIND))
_NEXT_LEASED = Statement(select(func.min(outbox.c.leased_until)).where(_PENDING, outbox.c.leased_until.is_not(None)))


class Outbox:
    """Messages to send."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, message_id: MessageId) -> OutboundMessage | None:
        """One of them."""
        row = self._runner.row(_GET, id=message_id)
        return rows.message_of(row) if row else None

    def add(self, message: OutboundMessage) -> bool:
        """Store a message whose key is new; whether it was."""
        return self._runner.run(_ADD, **rows.message_row(message)) == 1

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
            **_chosen(states),
            kind=kind and kind.value,
            recipient=recipient,
            since=since and instant_text(since),
            limit=limit,
        )
        return [rows.message_of(row) for row in found]

    def list_newest(self, *, state: DeliveryState, limit: int) -> Sequence[OutboundMessage]:
        """The last ones of a state, in the order in which they were sent."""
        found = self._runner.rows(_LIST_NEWEST, state=state.value, limit=limit)
        return [rows.message_of(row) for row in reversed(found)]

    def list_recipients(self, *, reason: str, since: datetime) -> Sequence[MemberId]:
        """The people to whom messages were suppressed for a reason, each once; `since` by `send_at`."""
        found = self._runner.rows(_LIST_RECIPIENTS, reason=reason, since=instant_text(since))
        return [recipient for (recipient,) in found]

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
        """Store content, state, `send_at`, attempts, reason, text, `sent_at`, doubts and its rest; ends the lease."""
        if message.recipient:
            lock_person(self._runner, message.recipient)
        self._runner.run(_UPDATE, id=message.id, **rows.message_row(message))

    def cancel(self, *, ended_before: datetime) -> None:
        """Forget messages that came to their end and were due before."""
        self._runner.run(_FORGET, ended_before=instant_text(ended_before))

    def get_next_due_at(self) -> datetime | None:
        """When the earliest pending message is due; one that is leased or rests, when that ends; none behind it."""
        found = [self._runner.row(statement) for statement in (_NEXT_WAITING, _NEXT_LEASED)]
        texts = [row[0] for row in found if row and row[0]]
        return datetime.fromisoformat(min(texts)) if texts else None


def _chosen(states: Sequence[DeliveryState]) -> dict[str, str]:
    """The states, the last one repeated until all parameters have a value."""
    if not states:
        return {}
    filled = [*states, *[states[-1]] * len(_STATES)]
    return dict(zip(_STATES, (state.value for state in filled), strict=False))
