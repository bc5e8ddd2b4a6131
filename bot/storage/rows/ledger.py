"""What took place, what was changed, what is not owed."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bot.storage.codec import Codec, instant_text
from bot.storage.rows.optional import day_or_none, iso_or_none, time_or_none
from bot.storage.statements import Row
from schedules.duties.duty import Waiver
from schedules.ledger.activity import Activity, ActivityKind, ActivityState, Amendment, Attendance

Values = dict[str, object]

_NAMES = Codec(tuple[str, ...], remembers=True)
_TAGS = Codec(frozenset[str], remembers=True)
_CHANGES = Codec(Mapping[str, str | None])  # type: ignore[type-abstract]  # it makes a dict of it


def activity_row(activity: Activity) -> Values:
    """An activity's columns, all but `id`."""
    attendance = activity.attendance
    return {
        "organisation_id": activity.organisation_id,
        "kind": str(activity.kind),
        "held_on": activity.held_on.isoformat(),
        "reported_by": activity.reported_by,
        "reported_at": instant_text(activity.reported_at),
        "ended_on": iso_or_none(activity.ended_on),
        "starts": iso_or_none(activity.starts),
        "ends": iso_or_none(activity.ends),
        "topic": activity.topic,
        "expected": attendance.expected,
        "present": attendance.present,
        "leave": _NAMES.dumps(attendance.leave),
        "absent": _NAMES.dumps(attendance.absent),
        "leave_count": attendance.leave_count,
        "absent_count": attendance.absent_count,
        "host": activity.host,
        "lecturer": activity.lecturer,
        "recorder": activity.recorder,
        "place": activity.place,
        "participants": _NAMES.dumps(activity.participants),
        "amount": None if activity.amount is None else str(activity.amount),
        "tags": _TAGS.dumps(activity.tags),
        "state": str(activity.state),
        "late": int(activity.late),
        "counts_for": activity.counts_for,
    }


def activity_of(row: Row) -> Activity:
    """The activity of a row: the same as before, where the same was read before."""
    return _activity_of(tuple(row))


@lru_cache(maxsize=1024)
def _activity_of(row: tuple[Any, ...]) -> Activity:
    id_, organisation_id, kind, held_on, reported_by, reported_at, ended_on, starts, ends, topic, *rest = row
    *attendance, host, lecturer, recorder, place, participants, amount, tags, state, late, counts_for = rest
    return Activity(
        id=id_,
        organisation_id=organisation_id,
        kind=ActivityKind(kind),
        held_on=date.fromisoformat(held_on),
        reported_by=reported_by,
        reported_at=datetime.fromisoformat(reported_at),
        ended_on=day_or_none(ended_on),
        starts=time_or_none(starts),
        ends=time_or_none(ends),
        topic=topic,
        attendance=_attendance_of(attendance),
        host=host,
        lecturer=lecturer,
        recorder=recorder,
        place=place,
        participants=_NAMES.loads(participants),
        amount=None if amount is None else Decimal(amount),
        tags=_TAGS.loads(tags),
        state=ActivityState(state),
        late=bool(late),
        counts_for=counts_for,
    )


def _attendance_of(row: Row) -> Attendance:
    expected, present, leave, absent, leave_count, absent_count = row
    return Attendance(
        expected=expected,
        present=present,
        leave=_NAMES.loads(leave),
        absent=_NAMES.loads(absent),
        leave_count=leave_count,
        absent_count=absent_count,
    )


def amendment_row(amendment: Amendment) -> Values:
    """An amendment's columns, all but `id`."""
    return {
        "activity_id": amendment.activity_id,
        "by": amendment.by,
        "at": instant_text(amendment.at),
        "before": _CHANGES.dumps(amendment.before),
        "after": _CHANGES.dumps(amendment.after),
    }


def amendment_of(row: Row) -> Amendment:
    """The amendment of a row."""
    _, activity_id, by, at, before, after = row
    return Amendment(
        activity_id=activity_id,
        by=by,
        at=datetime.fromisoformat(at),
        before=_CHANGES.loads(before),
        after=_CHANGES.loads(after),
    )


def waiver_row(waiver: Waiver) -> Values:
    """A waiver's columns."""
    return {
        "organisation_id": waiver.organisation_id,
        "duty_id": waiver.duty_id,
        "period": waiver.period,
        "reason": waiver.reason,
        "by": waiver.by,
        "at": instant_text(waiver.at),
    }


def waiver_of(row: Row) -> Waiver:
    """The waiver of a row."""
    organisation_id, duty_id, period, reason, by, at = row
    return Waiver(
        organisation_id=organisation_id,
        duty_id=duty_id,
        period=period,
        reason=reason,
        by=by,
        at=datetime.fromisoformat(at),
    )
