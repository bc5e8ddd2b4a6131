"""From a reading to a record, and from one record to its changed self."""

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from datetime import date, datetime, time
from typing import Any

from handlers.intents import BY_ITS_DAY, Reading
from schedules.calendar.periods import parse_period
from schedules.calendar.zone import local_day_of
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, Attendance
from schedules.ledger.tags import tags_of
from schedules.people.member import Member
from schedules.people.organisation import OrganisationId

TOPIC_LENGTH = 60
LATE_AFTER_MONTHS = 2

ATTENDANCE_FIELDS = tuple(field.name for field in fields(Attendance))
PLAIN_FIELDS = (
    "held_on", "ended_on", "starts", "ends", "topic", "host", "lecturer", "recorder", "place", "participants",
    "amount", "counts_for",
)  # fmt: skip

SAME_EVENT = (
    frozenset({ActivityKind.STUDY, ActivityKind.SEMINAR}),
    frozenset({ActivityKind.CENTER_GROUP, ActivityKind.SEMINAR}),
)
"""Kinds under which two people may report the same event."""


def activity_of(  # noqa: PLR0913 - what a record is made of
    reading: Reading,
    *,
    kind: ActivityKind,
    held_on: date,
    organisation_id: OrganisationId,
    by: Member,
    now: datetime,
) -> Activity:
    """A new record from a reading whose kind and day are known."""
    topic = reading.topic[:TOPIC_LENGTH] if reading.topic else None
    return Activity(
        id=ActivityId(0),
        organisation_id=organisation_id,
        kind=kind,
        held_on=held_on,
        reported_by=by.id,
        reported_at=now,
        ended_on=reading.ended_on,
        starts=reading.starts,
        ends=reading.ends,
        topic=topic,
        attendance=attendance_of(reading),
        host=reading.host or (by.name if kind is ActivityKind.TALK else None),
        lecturer=reading.lecturer,
        recorder=reading.recorder,
        place=reading.place,
        participants=reading.participants,
        amount=reading.amount,
        tags=tags_of(topic, kind),
        late=is_late(held_on, local_day_of(now)),
        counts_for=booking_of(reading),
    )


def attendance_of(reading: Reading) -> Attendance:
    """Who was there, as a reading tells it."""
    return Attendance(
        expected=reading.expected,
        present=reading.present,
        leave=reading.leave,
        absent=reading.absent,
        leave_count=reading.leave_count,
        absent_count=reading.absent_count,
    )


def reading_of(activity: Activity) -> Reading:
    """A record as a reading tells it."""
    told = {name: getattr(activity, name) for name in PLAIN_FIELDS}
    counts = {name: getattr(activity.attendance, name) for name in ATTENDANCE_FIELDS}
    return Reading(kind=activity.kind, **told, **counts)


def booking_of(reading: Reading) -> str | None:
    """The period that a record of it is booked to, where that is not the one of its day."""
    return None if reading.counts_for == BY_ITS_DAY else reading.counts_for


def is_booked_ahead(reading: Reading) -> bool:
    """Whether it is booked to a period that had not begun on its day."""
    told = parse_period(reading.counts_for) if reading.counts_for else None
    return told is not None and reading.held_on is not None and told.starts_on > reading.held_on


def is_late(held_on: date, today: date) -> bool:
    """Whether an entry of today is more than a month's period late (补录)."""
    return (today.year - held_on.year) * 12 + today.month - held_on.month >= LATE_AFTER_MONTHS


def is_attendance_off(reading: Reading) -> bool:
    """Whether the counts do not add up: 应到 = 实到 + 请假 + 缺席 (domain rule of the ledgers' printed forms)."""
    if reading.expected is None or reading.present is None:
        return False
    told = (reading.leave_count, reading.absent_count, reading.leave or None, reading.absent or None)
    if told.count(None) == len(told):
        return reading.present > reading.expected
    away = (reading.leave_count or len(reading.leave)) + (reading.absent_count or len(reading.absent))
    return reading.present + away != reading.expected


def are_same_event(activity: Activity, reading: Reading) -> bool:
    """Whether a record and a reading may tell of one event: compatible kinds, the same day, times that meet."""
    kinds = {activity.kind, reading.kind}
    compatible = len(kinds) == 1 or any(kinds <= group for group in SAME_EVENT)
    return compatible and activity.held_on == reading.held_on and not _are_apart(activity, reading)


def are_same_pair(activity: Activity, reading: Reading, talker: str) -> bool:
    """Whether two talks are of the same people."""
    return {activity.host, *activity.participants} == {reading.host or talker, *reading.participants}


def tells_nothing_new(activity: Activity, reading: Reading) -> bool:
    """Whether all that a reading tells stands in the record already."""
    return _with_told(activity, replace(reading, kind=activity.kind)) == activity


def supplement(activity: Activity, reading: Reading) -> Activity:
    """The record with its empty fields filled from a second report; what stands there stays."""
    reading = replace(reading, counts_for=booking_of(reading))
    missing = {name: getattr(reading, name) for name in PLAIN_FIELDS if not getattr(activity, name)}
    missing_counts = {
        name: getattr(reading, name) for name in ATTENDANCE_FIELDS if getattr(activity.attendance, name) in (None, ())
    }
    attendance = replace(activity.attendance, **missing_counts)
    return replace(activity, attendance=attendance, **missing)


def correct(activity: Activity, changes: Reading) -> Activity:
    """The record with the told values in place of its own."""
    record = _with_told(activity, changes)
    return replace(record, tags=tags_of(record.topic, record.kind)) if changes.topic or changes.kind else record


def besides_those_of(kept: Reading, told: Reading) -> Reading:
    """What is told, with the names that were told already; who was absent and is told to be on leave is on leave."""
    leave = [*kept.leave, *told.leave]
    absent = [*kept.absent, *told.absent]
    participants = [*kept.participants, *told.participants]
    return replace(
        told,
        leave=tuple(dict.fromkeys(name for name in leave if name not in told.absent))
        if told.leave or told.absent
        else (),
        absent=tuple(dict.fromkeys(name for name in absent if name not in told.leave))
        if told.leave or told.absent
        else (),
        participants=tuple(dict.fromkeys(participants)) if told.participants else (),
    )


def with_besides(activity: Activity, told: Reading) -> Activity:
    """The record with the names that are told besides its own; whoever was away in one way is not away in the other."""
    changes = besides_those_of(reading_of(activity), told)
    record = correct(activity, changes)
    if not (told.leave or told.absent):
        return record
    return replace(record, attendance=replace(record.attendance, leave=changes.leave, absent=changes.absent))


def emptied(kept: Reading, names: Collection[str], struck: Collection[str] = ()) -> Reading:
    """What is kept with these fields empty; where names are `struck`, only without those, and as many fewer are counted."""
    if not struck:
        return without(kept, names)
    values: dict[str, Any] = {name: getattr(kept, name) for name in names}
    left = {name: tuple(n for n in told if n not in struck) for name, told in values.items() if isinstance(told, tuple)}
    gone = {f"{name}_count": len(values[name]) - len(rest) for name, rest in left.items()}
    counts = {name: max(told - gone[name], 0) or None for name, told in values.items() if isinstance(told, int)}
    changed: dict[str, Any] = {**left, **counts}
    return replace(kept, **changed)


def cleared(activity: Activity, names: Collection[str], struck: Collection[str] = ()) -> Activity:
    """The record with these fields empty, or without the names that are `struck` in them."""
    reading = emptied(reading_of(activity), names, struck)
    told = {name: getattr(reading, name) for name in PLAIN_FIELDS}
    record = replace(activity, attendance=attendance_of(reading), **told)
    return replace(record, tags=tags_of(record.topic, record.kind)) if "topic" in names else record


def may_hold(activity: Activity, told: Reading) -> bool:
    """Whether what is told can stand in a record: of a talk nobody is present, or away."""
    return attendance_of(told) == Attendance() or (told.kind or activity.kind) is not ActivityKind.TALK


def changes_between(old: Activity, new: Activity) -> tuple[Mapping[str, str | None], Mapping[str, str | None]]:
    """The fields that differ, as text: before and after."""
    before, after = _texts_of(old), _texts_of(new)
    names = [name for name in before if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def told_in(reading: Reading) -> Mapping[str, str]:
    """What a reading tells, as text by field."""
    values = {name: getattr(reading, name) for name in (*PLAIN_FIELDS, *ATTENDANCE_FIELDS, "kind")}
    return {name: text for name, value in values.items() if (text := _text_of(value))}


def without(reading: Reading, names: Collection[str]) -> Reading:
    """The reading with some fields emptied."""
    if not names:
        return reading
    return replace(reading, **{name: getattr(_NOTHING, name) for name in names if hasattr(_NOTHING, name)})


_NOTHING = Reading()


def _with_told(activity: Activity, reading: Reading) -> Activity:
    told: dict[str, Any] = {name: value for name in PLAIN_FIELDS if (value := getattr(reading, name)) not in (None, ())}
    if reading.kind:
        told["kind"] = reading.kind
    if reading.counts_for:
        told["counts_for"] = booking_of(reading)
    counts = {name: value for name in ATTENDANCE_FIELDS if (value := getattr(reading, name)) not in (None, ())}
    return replace(activity, attendance=replace(activity.attendance, **counts), **told)


def _are_apart(activity: Activity, reading: Reading) -> bool:
    if activity.starts is None or reading.starts is None:
        return False
    mine = (reading.starts, reading.ends or reading.starts)
    theirs = (activity.starts, activity.ends or activity.starts)
    return mine[1] < theirs[0] or theirs[1] < mine[0]


def _texts_of(activity: Activity) -> dict[str, str | None]:
    values = {name: getattr(activity, name) for name in PLAIN_FIELDS}
    values |= {name: getattr(activity.attendance, name) for name in ATTENDANCE_FIELDS}
    values |= {"kind": activity.kind, "state": activity.state}
    return {name: _text_of(value) for name, value in values.items()}


def _text_of(value: object) -> str | None:
    match value:
        case None | ():
            return None
        case tuple():
            return "、".join(map(str, value))
        case time():
            return value.strftime("%H:%M")
        case _:
            return str(value)
