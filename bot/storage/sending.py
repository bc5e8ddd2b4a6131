"""The stores of sending itself: who is at which message until when, and how often targets were written to."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, delete, select, update

from bot.limits import NO_WAIT, Limit, still_counting, wait_of
from bot.storage.codec import instant_text
from bot.storage.statements import InsertNew, Runner, Statement
from bot.storage.tables import allowances, outbox
from schedules.outbox import DeliveryState, MessageId

_PENDING = outbox.c.state == DeliveryState.PENDING.value
_MINE = (_PENDING, outbox.c.id == bindparam("id"), outbox.c.leased_until == bindparam("held"))
# Begun again, because the answer to its commit was lost, it is already held until then.
_BEGUN = (_PENDING, outbox.c.id == bindparam("id"), outbox.c.leased_until.in_([bindparam("held"), bindparam("until")]))
_BEGIN = Statement(update(outbox).where(*_BEGUN).values(doubts=outbox.c.doubts + 1), columns=["leased_until"])
_HOLD = Statement(update(outbox).where(*_MINE), columns=["leased_until"])
_PUT_OFF = Statement(
    update(outbox).where(*_MINE).values(attempts=outbox.c.attempts - 1, leased_by=None),
    columns=["leased_until", "doubts", "reason"],
)
_RELEASE = Statement(
    update(outbox)
    .where(_PENDING, outbox.c.leased_until.is_not(None), outbox.c.leased_by == bindparam("owner"))
    .values(leased_until=None, leased_by=None)
)
_TAKE_BACK = Statement(
    update(outbox)
    .where(_PENDING, outbox.c.leased_until == bindparam("held"), outbox.c.leased_by == bindparam("owner"))
    .values(leased_until=None, leased_by=None, attempts=outbox.c.attempts - 1)
)


class Leases:
    """Claims of processes on messages. A lease is known by the instant at which it ends: a later one ends later."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def claim(self, message_id: MessageId, *, held: datetime, until: datetime) -> bool:
        """Begin to send: the lease lasts on, and the send is in doubt until its answer is stored; False if it is lost."""
        values = {"held": instant_text(held), "until": instant_text(until), "leased_until": instant_text(until)}
        return self._runner.run(_BEGIN, id=message_id, **values) == 1

    def get(self, message_id: MessageId, *, held: datetime) -> bool:
        """Whether a lease still holds; then nobody else changes the message in this transaction."""
        text = instant_text(held)
        return self._runner.run(_HOLD, id=message_id, held=text, leased_until=text) == 1

    def update(self, message_id: MessageId, *, held: datetime, until: datetime, doubts: int, reason: str) -> bool:
        """Put off a message that was not tried: it keeps its place, and nobody claims it before `until`."""
        values = {"held": instant_text(held), "leased_until": instant_text(until), "doubts": doubts, "reason": reason}
        return self._runner.run(_PUT_OFF, id=message_id, **values) == 1

    def cancel(self, owner: str, *, held: datetime | None = None) -> int:
        """End the leases of a process that is no more, or of a claim that it knows nothing of; how many there were."""
        if held is None:
            return self._runner.run(_RELEASE, owner=owner)
        return self._runner.run(_TAKE_BACK, owner=owner, held=instant_text(held))


_LOCK = Statement(select(allowances.c.sent).where(allowances.c.target == bindparam("target")).with_for_update())
_ADD = InsertNew(allowances)
_BOOK = Statement(
    update(allowances).where(allowances.c.target == bindparam("target")), columns=["sent", "counts_until"]
)
_FORGET = Statement(delete(allowances).where(allowances.c.counts_until < bindparam("now")))


class Allowances:
    """What was sent to each target, as far back as its limits look, by all processes together."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def claim(self, target: str, count: int, *, limits: Sequence[Limit], now: datetime) -> timedelta:
        """Book `count` messages to `target`, no more than any limit's, or tell how long they have to wait."""
        sent = still_counting(self._locked(target, now), limits, now)
        wait = wait_of(sent, limits, count, now)
        if wait == NO_WAIT:
            counts_until = now + max(limit.span for limit in limits)
            self._runner.run(_BOOK, target=target, sent=_dump([*sent, *[now] * count]), **_until(counts_until))
        return wait

    def cancel(self, *, now: datetime) -> None:
        """Forget targets to which nothing counts any more."""
        self._runner.run(_FORGET, now=instant_text(now))

    def _locked(self, target: str, now: datetime) -> list[datetime]:
        row = self._runner.row(_LOCK, target=target)
        if row is None:
            self._runner.run(_ADD, target=target, sent="[]", **_until(now))
            row = self._runner.row(_LOCK, target=target)
        return [datetime.fromtimestamp(second, UTC) for second in json.loads(row[0])] if row else []


def _until(instant: datetime) -> dict[str, str]:
    return {"counts_until": instant_text(instant)}


def _dump(sent: Sequence[datetime]) -> str:
    return json.dumps([instant.timestamp() for instant in sent])
