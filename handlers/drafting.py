"""The form machine: which question a draft still has, and what an answer to it changes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from handlers.bare_values import (
    also_told,
    details_in,
    is_denied,
    names_day_to_come,
    report_of,
    speaks_of_something_else,
    tells_another,
    told_behind,
)
from handlers.conversation import Accepted, Draft, Merge, Option, Purpose, Question
from handlers.grammar.days.dates import parse_date
from handlers.grammar.judgement.plainness import counts_something_else, names_told_in
from handlers.grammar.lexicon.kinds import name_of, parse_kind
from handlers.grammar.requests.choosing import places_chosen
from handlers.grammar.requests.confirming import confirms, denies
from handlers.grammar.requests.courtesies import courtesy_in
from handlers.grammar.requests.leaving import leaves, leaves_as_it_is
from handlers.intents import Reading
from handlers.records import ATTENDANCE_FIELDS, is_attendance_off
from handlers.replies import (
    AMEND_ALL,
    AS_TYPED,
    DO_RECORD,
    OTHER_ONE,
    UNDO_ALL,
    YES_SAME,
    choice_question,
    question_words,
)
from schedules.calendar.workdays import DAY, WorkCalendar
from schedules.calendar.zone import local_day_of
from schedules.ledger.activity import Activity, ActivityId, ActivityKind
from schedules.people.organisation import OrganisationId
from schedules.wording import short_day_words

USUAL_KINDS = (
    ActivityKind.THEME_DAY,
    ActivityKind.STUDY,
    ActivityKind.BRANCH_ASSEMBLY,
    ActivityKind.BRANCH_COMMITTEE,
    ActivityKind.PARTY_LECTURE,
)
SAME, OTHER, KEEP = "same", "other", "keep"
ONLY, NONE = "only", "none"
"""Said of a choice of one, or of whether something took place."""
_AS_SAID = {
    Question.SAME: {
        **dict.fromkeys(("是", "是的", "对", "对的", "同一次", "是同一次", "补充"), SAME),
        **dict.fromkeys(("不是", "不", "不对", "不是同一次", "另一次", "两次", "不同"), OTHER),
    },
    Question.TARGET: {
        **dict.fromkeys(
            ("是", "是的", "对", "对的", "就是这条", "就这条", "是这条", "撤销", "撤掉", "删掉", "确认"), ONLY
        ),
        **dict.fromkeys(("不是", "不", "不对", "不是这条"), NONE),
    },
    Question.ATTENDANCE: dict.fromkeys(("对", "是的", "没错", "就这样", "按原样", "不改", "不用改"), KEEP),
}
"""What people type instead of tapping."""
DAYS_OFFERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The answer fits: the draft goes on."""

    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The draft is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """The text does not answer the question."""


Step = Filled | Left | NoAnswer


def missing_in(draft: Draft) -> tuple[int, Question] | None:
    """The first gap that a reading has by itself, and where."""
    for index, reading in enumerate(draft.readings):
        question = _gap_of(reading)
        if question and Accepted(index=index, question=question) not in draft.accepted:
            return index, question
    return None


def ask(draft: Draft, question: Question, about: int, now: datetime, calendar: WorkCalendar) -> Draft:
    """The draft with its question open and the answers that one tap gives."""
    options = _options_of(question, draft.readings[about], now, calendar)
    return replace(draft, question=question, about=about, options=options)


def question_of(draft: Draft, today: date) -> str:
    """The words of the question that is open."""
    if not draft.readings or draft.question is Question.TARGET:
        return choice_question(draft.purpose, len(draft.several))
    return question_words(draft.question, draft.readings[draft.about], today)


def ask_same(draft: Draft, about: int, candidate: Activity) -> Draft:
    """The draft asking whether a reading tells of a record that is there."""
    options = (Option(label=YES_SAME, value=SAME), Option(label=OTHER_ONE, value=OTHER))
    return replace(draft, question=Question.SAME, about=about, options=options, candidate_id=candidate.id)


def answer(draft: Draft, text: str, now: datetime) -> Step:  # noqa: PLR0911 - one case for each question
    """What an answer, typed or tapped, makes of a draft."""
    text = text.strip()
    if leaves(text):
        return Left()
    chosen = _chosen(draft, text)
    match draft.question:
        case Question.KIND:
            return _fill_kind(draft, chosen, now)
        case Question.DATE:
            return _fill_day(draft, chosen, now)
        case Question.HELD:
            return _fill_held(draft, chosen, now)
        case Question.PARTICIPANTS:
            return _fill(draft, participants=() if courtesy_in(text) else names_told_in(chosen))
        case Question.ATTENDANCE:
            return _fill_attendance(draft, chosen, now)
        case Question.SAME:
            return _fill_same(draft, chosen)
        case Question.ORGANISATION | Question.TARGET:
            return _pick(draft, chosen)


def amended(draft: Draft, changes: Reading) -> Draft:
    """The draft with other values in the reading that is being asked about."""
    names = (field.name for field in fields(Reading) if field.name not in {"date_words", "doubted"})
    return _telling(draft, {name: value for name in names if (value := getattr(changes, name)) not in (None, ())})


def _gap_of(reading: Reading) -> Question | None:
    if reading.kind is None:
        return Question.KIND
    if reading.held_on is None:
        return Question.DATE
    if reading.doubted:
        return Question.HELD
    if reading.kind is ActivityKind.TALK and not reading.participants:
        return Question.PARTICIPANTS
    return Question.ATTENDANCE if is_attendance_off(reading) else None


def _options_of(question: Question, reading: Reading, now: datetime, calendar: WorkCalendar) -> tuple[Option, ...]:
    today = local_day_of(now)
    match question:
        case Question.KIND:
            return tuple(Option(label=name_of(kind), value=name_of(kind)) for kind in USUAL_KINDS)
        case Question.DATE:
            told = parse_date(reading.date_words, now) if reading.date_words else None  # last year's, or none
            days = [*([told] if told else []), *_likely_days(reading, today, calendar)]
            return tuple(Option(label=short_day_words(day, today), value=day.isoformat()) for day in days)
        case Question.HELD:
            return (Option(label=DO_RECORD, value=ONLY),)
        case Question.ATTENDANCE:
            return (Option(label=AS_TYPED, value=KEEP),)
        case _:
            return ()


def _likely_days(reading: Reading, today: date, calendar: WorkCalendar) -> list[date]:
    """The last working days; where no day was hinted at, today and yesterday before them."""
    days = [] if reading.date_words else [today, today - DAY]
    while len(days) < DAYS_OFFERED:
        days.append(calendar.workday_on_or_before(min([today, *days]) - DAY))
    return days


def _chosen(draft: Draft, text: str) -> str:
    labelled = {option.label: option.value for option in draft.options}
    return labelled.get(text) or _AS_SAID.get(draft.question, {}).get(text.rstrip("。，,.!！"), text)


def _fill(draft: Draft, **told: object) -> Step:
    if not all(told.values()):
        return NoAnswer()
    return Filled(draft=_telling(draft, told))


def _telling(draft: Draft, told: Mapping[str, object]) -> Draft:
    """The draft with these values in the reading that is being asked about."""
    changed = replace(draft.readings[draft.about], **told)  # type: ignore[arg-type]  # fields of a reading
    readings = (*draft.readings[: draft.about], changed, *draft.readings[draft.about + 1 :])
    return replace(draft, readings=readings, options=())


def _fill_kind(draft: Draft, chosen: str, now: datetime) -> Step:
    if speaks_of_something_else(chosen, draft.readings[draft.about], now):
        return NoAnswer()
    kind = parse_kind(chosen)
    return Filled(draft=_telling(draft, {"kind": kind, "doubted": False})) if kind else NoAnswer()


def _fill_day(draft: Draft, chosen: str, now: datetime) -> Step:
    day, about = parse_date(chosen, now), draft.readings[draft.about]
    told = day is not None and not (names_day_to_come(chosen, now) or is_denied(chosen, now))
    besides = also_told(about.kind or ActivityKind.STUDY, chosen, now) is not None
    if day is None or not told or besides or speaks_of_something_else(chosen, about, now):
        return NoAnswer()
    dated = _telling(_dated_alike(draft, day), {"held_on": day})
    details = report_of(about.kind, chosen, now) or details_in(chosen, about.kind, now)
    return Filled(draft=amended(dated, details) if details else dated)


def _fill_held(draft: Draft, chosen: str, now: datetime) -> Step:
    """Whether it took place on the day that was told: yes, no, or on another day."""
    if denies(chosen):
        return Left()
    if chosen == ONLY or confirms(chosen):
        return Filled(draft=_telling(draft, {"doubted": False}))
    step = _fill_day(draft, chosen, now)
    return Filled(draft=_telling(step.draft, {"doubted": False})) if isinstance(step, Filled) else step


def _dated_alike(draft: Draft, day: date) -> Draft:
    """The draft with a day that several readings tell in the same words settled for all of them."""
    words = draft.readings[draft.about].date_words
    alike = [words is not None and each.held_on is None and each.date_words == words for each in draft.readings]
    readings = [replace(x, held_on=day) if same else x for x, same in zip(draft.readings, alike, strict=True)]
    return replace(draft, readings=tuple(readings))


def _fill_attendance(draft: Draft, chosen: str, now: datetime) -> Step:
    """Counts, read as if they stood behind the activity that they are about."""
    if chosen == KEEP:
        return Filled(draft=_accept(draft, Question.ATTENDANCE))
    reading = draft.readings[draft.about]
    behind = told_behind(reading.kind or ActivityKind.STUDY, chosen, now)
    told = None if tells_another(chosen, reading, now) or counts_something_else(chosen, now) else behind
    counts = {name: value for name in ATTENDANCE_FIELDS if told and (value := getattr(told, name)) not in (None, ())}
    return _fill(draft, **counts) if counts else NoAnswer()


def _fill_same(draft: Draft, chosen: str) -> Step:
    if chosen == SAME and draft.candidate_id is not None:
        merge = Merge(index=draft.about, activity_id=draft.candidate_id)
        return Filled(draft=replace(draft, merges=(*draft.merges, merge), candidate_id=None, options=()))
    if chosen == OTHER:
        return Filled(draft=replace(_accept(draft, Question.SAME), candidate_id=None))
    return NoAnswer()


def _pick(draft: Draft, chosen: str) -> Step:
    if chosen == NONE or (draft.question is Question.TARGET and leaves_as_it_is(chosen)):
        return Left()
    if draft.several:
        changing = draft.purpose is Purpose.CORRECT
        said = (AMEND_ALL if changing else UNDO_ALL) if chosen == ONLY else chosen
        places = places_chosen(said, len(draft.several), changing=changing)
        few = tuple(draft.several[place] for place in places)
        return Filled(draft=replace(draft, several=few, options=())) if few else NoAnswer()
    if chosen == ONLY and len(draft.options) == 1 and draft.purpose is Purpose.UNDO:
        chosen = draft.options[0].value
    if chosen not in {option.value for option in draft.options}:
        return NoAnswer()
    if draft.question is Question.ORGANISATION:
        return Filled(draft=replace(draft, organisation_id=OrganisationId(chosen), options=()))
    return Filled(draft=replace(draft, candidate_id=ActivityId(int(chosen)), options=()))


def _accept(draft: Draft, question: Question) -> Draft:
    accepted = Accepted(index=draft.about, question=question)
    return replace(draft, accepted=(*draft.accepted, accepted), options=())
