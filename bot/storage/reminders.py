"""The store of reminders: what is planned to be said, and what became of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import and_, bindparam, case, delete, exists, func, or_, select, update

from bot.storage.codec import instant_text
from bot.storage.rows import messages as rows
from bot.storage.statements import InsertMany, Listing, Runner, Statement, constant, filled
from bot.storage.tables import outbox, reminders
from schedules.duties.duty import DutyId
from schedules.outbox import DeliveryState
from schedules.people.organisation import OrganisationId
from schedules.reminders.stage import Reminder, ReminderKey, ReminderState

_THIS_REMINDER = [column == bindparam(column.name) for column in reminders.primary_key]
_LIST_REMINDERS = Listing(
    select(reminders).order_by(reminders.c.send_at, *reminders.primary_key),
    message_key=reminders.c.message_key == bindparam("message_key"),
    organisation_id=reminders.c.organisation_id == bindparam("organisation_id"),
    state=reminders.c.state == bindparam("state"),
    since=reminders.c.send_at >= bindparam("since"),
)
_DUTIES = [f"duty_{place}" for place in range(4)]
_LIST_DUTIES = Statement(
    select(reminders.c.duty_id)
    .where(
        reminders.c.organisation_id == bindparam("organisation_id"),
        reminders.c.duty_id.in_([bindparam(name) for name in _DUTIES]),
        or_(*(reminders.c.state == constant(state.value) for state in (ReminderState.PLANNED, ReminderState.SENT))),
    )
    .distinct()
)
_LIST_KEYS = Statement(
    select(*reminders.primary_key).where(
        reminders.c.organisation_id == bindparam("organisation_id"), reminders.c.send_at >= bindparam("since")
    )
)
_ADD = InsertMany(reminders)
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
_FORGET = Statement(
    delete(reminders).where(
        reminders.c.state != ReminderState.PLANNED.value, reminders.c.send_at < bindparam("ended_before")
    )
)


class Reminders:
    """Planned reminders and what became of them."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def add(self, reminders: Sequence[Reminder]) -> int:
        """Store those whose key is new; how many that were."""
        return _ADD.run(self._runner, [rows.reminder_row(reminder) for reminder in reminders])

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

    def list_duties(self, *, organisation_id: OrganisationId, among: Collection[DutyId]) -> Sequence[DutyId]:
        """Those among some duties of an organisation of which a reminder waits or was sent, each once."""
        asked, found = sorted(among), list[DutyId]()
        for first in range(0, len(asked), len(_DUTIES)):
            some = filled(_DUTIES, asked[first : first + len(_DUTIES)])
            found += [duty for (duty,) in self._runner.rows(_LIST_DUTIES, organisation_id=organisation_id, **some)]
        return found

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

    def cancel_ended(self, *, before: datetime) -> None:
        """Forget those that came to their end and were due before."""
        self._runner.run(_FORGET, ended_before=instant_text(before))
