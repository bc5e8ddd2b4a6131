"""What a bare answer tells about the report that is asked about, and whether it is one at all. Pure."""

from datetime import datetime

from handlers.grammar.days.dates import parse_date
from handlers.grammar.judgement.plainness import (
    begins_with_topic,
    counts_something_else,
    goes_on,
    is_of_the_day,
    is_plainly_said,
    may_hold_values,
    names_another_time,
    says_only,
    tells_of_another,
)
from handlers.grammar.lexicon.kinds import name_of
from handlers.grammar.lexicon.persons import is_foreign, is_personal
from handlers.grammar.moods.ahead import MOST_OF_YEAR
from handlers.grammar.moods.mood import Mood
from handlers.grammar.parse import parse
from handlers.grammar.requests.courtesies import courtesy_in
from handlers.intents import Correct, Nothing, Plan, Reading, RecordActivities, Recorded, RecordTalks, Unclear
from handlers.records import ATTENDANCE_FIELDS, PLAIN_FIELDS
from schedules.calendar.zone import local_day_of
from schedules.ledger.activity import ActivityKind

_DETAILS = (
    *ATTENDANCE_FIELDS,
    *(name for name in PLAIN_FIELDS if name not in {"held_on", "ended_on", "topic", "counts_for"}),
)
_IN_MONEY = frozenset({ActivityKind.DUES})
_DETAILS_OF_TALKS = tuple(name for name in _DETAILS if name not in {*ATTENDANCE_FIELDS, "participants"})


def details_in(text: str, kind: ActivityKind | None, now: datetime) -> Reading | None:
    """The bare values in a text that names no activity (到场5人, 主持人李强), read as if they stood behind theirs."""
    if not may_hold_values(text) or names_another_time(text, now) or courtesy_in(text) or is_of_the_day(text):
        return None
    told = told_behind(kind or ActivityKind.STUDY, text, now)
    if told is None or (kind and tells_of_another(text, kind, now)):
        return None
    known = _DETAILS_OF_TALKS if kind is ActivityKind.TALK else _DETAILS
    names = (*known, "topic") if begins_with_topic(text) else known
    details = Reading(**{name: getattr(told, name) for name in names})
    if details.present is not None and counts_something_else(text, now):
        return None
    if says_only(text, {details.lecturer, details.host, details.recorder, *details.participants}):
        return None  # 高兴, 王芳: a word or a name alone, and nothing that says what for
    people = (*details.participants, *details.leave, *details.absent)
    are_people = all(is_personal(name) or is_foreign(name) for name in people)
    return details if are_people and details != Reading() else None


def bare_day_in(text: str, now: datetime) -> Reading | None:
    """A day and nothing else, told where something else is asked."""
    day = parse_date(text, now) if is_plainly_said(text, now) and not names_day_to_come(text, now) else None
    return Reading(held_on=day) if day and not is_denied(text, now) else None


def is_denied(text: str, now: datetime) -> bool:
    """今天没开会: whether a text that came at `now` says that something did not take place."""
    return f"mood:{Mood.DENIED}" in parse(text, now).rules


def told_behind(kind: ActivityKind, text: str, now: datetime) -> Reading | None:
    """What a text tells if it stands behind the activity that it is about."""
    match parse(f"{name_of(kind)}，{text}", now).intent:
        case RecordActivities(readings=(told,)) | Unclear(readings=(told,)):
            return told
        case Correct(changes=told):
            return told
        case _:
            return None


def also_told(kind: ActivityKind, text: str, now: datetime) -> Reading | None:
    """还有9月的也收了1240: one more of a kind that was just spoken of, with its own time and its number or sum."""
    if not (goes_on(text) and (names_another_time(text, now) or parse_date(text, now))):
        return None
    told = told_behind(kind, text, now)
    counted = told is not None and (told.amount if kind in _IN_MONEY else told.present) is not None
    return told if told and counted and told.kind is kind else None


def names_day_to_come(text: str, now: datetime) -> bool:
    """Whether the day in a text has not come: 1月10日, said at the end of December, is no day of almost a year ago."""
    day, today = parse_date(text, now), local_day_of(now)
    if day is None or day > today:
        return day is not None
    return today - day > MOST_OF_YEAR and f"mood:{Mood.PLANNED}" in parse(text, now).rules


def report_of(kind: ActivityKind | None, text: str, now: datetime) -> Reading | None:
    """What an answer tells that is the whole report once more."""
    match parse(text, now).intent:
        case RecordActivities(readings=(told,)) | RecordTalks(readings=(told,)) if (
            kind is not None and told.kind is kind
        ):
            return told
        case _:
            return None


def speaks_of_something_else(text: str, asked: Reading, now: datetime) -> bool:
    """Whether a text is a message of its own: another report than the one asked about, a correction, a question, small talk."""
    match parse(text, now).intent:
        case RecordActivities(readings=told) | RecordTalks(readings=told):
            return len(told) > 1 or any(_is_another(each, asked) for each in told)
        case Unclear(readings=told):
            return not is_plainly_said(text, now) or any(_is_another(each, asked) for each in told)
        case Plan(kind=kind, postponed=postponed) if postponed or kind not in {None, asked.kind}:
            return True
        case Nothing() | Plan():
            return not is_plainly_said(text, now)
        case _:
            return True


def _is_another(told: Reading, asked: Reading) -> bool:
    """Whether what is told is of another kind, or of another day, than the report that is asked about."""
    kinds, days = {None, asked.kind or told.kind}, {None, asked.held_on or told.held_on}
    return told.kind not in kinds or told.held_on not in days


def tells_another(text: str, asked: Reading, now: datetime) -> bool:
    """Whether a text is another report than the one that is asked about."""
    told = parse(text, now).intent
    return isinstance(told, Recorded) and any(_is_another(each, asked) for each in told.readings)
