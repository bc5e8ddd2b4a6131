"""What could still be added to a record (可补充). It never withholds that a duty is met."""

from collections.abc import Callable, Mapping, Sequence

from schedules.duties import wording
from schedules.duties.duty import Duty
from schedules.ledger.activity import Activity

PRESENT: Mapping[str, Callable[[Activity], object]] = {
    "place": lambda record: record.place,
    "host": lambda record: record.host,
    "recorder": lambda record: record.recorder,
    "topic": lambda record: record.topic,
    "speaker": lambda record: record.lecturer,
    "speakers": lambda record: record.lecturer,
    "expected": lambda record: record.attendance.expected is not None,
    "present": lambda record: record.attendance.present is not None,
    "doc_title": lambda record: record.topic,
    "hours": lambda record: record.starts and record.ends,
    "talker": lambda record: record.host,
    "talkee": lambda record: record.participants,
}
"""The evidence that a record has a field for; a catalogue may name more, which then is kept on paper."""


def addable_to(duty: Duty, counted: Sequence[Activity]) -> tuple[str, ...]:
    """The names of the fields that are empty in some record that counts."""
    if not counted:
        return ()
    wanted = [name for name in duty.evidence if name in PRESENT]
    missing = [name for name in wanted if any(not PRESENT[name](record) for record in counted)]
    return tuple(dict.fromkeys(wording.FIELDS[name] for name in missing))
