"""The form machine: which question a draft still has, and what an answer to it changes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from handlers.conversation import Accepted, Draft, Merge, Option, Purpose, Question
from handlers.grammar.days.dates import parse_date
from handlers.grammar.judgement.plainness import is_plainly_said, tells_of_another
from handlers.grammar.lexicon.kinds import name_of, parse_kind
from handlers.grammar.lexicon.persons import is_foreign, is_personal
from handlers.grammar.moods.ahead import MOST_OF_YEAR
from handlers.grammar.moods.mood import Mood
from handlers.grammar.parse import parse
from handlers.grammar.people.names import parse_names
from handlers.grammar.requests.choosing import places_chosen
from handlers.grammar.requests.leaving import leaves, leaves_as_it_is
from handlers.intents import Correct, Nothing, Plan, Reading, RecordActivities, RecordTalks, Unclear
from handlers.records import ATTENDANCE_FIELDS, PLAIN_FIELDS, is_attendance_off
from handlers.replies import AS_TYPED, OTHER_ONE, UNDO_ALL, YES_SAME, choice_question, question_words
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
"""Said of a choice of one."""
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
_DETAILS = (
    *ATTENDANCE_FIELDS,
    *(name for name in PLAIN_FIELDS if name not in {"held_on", "ended_on", "topic", "counts_for"}),
)
_DETAILS_OF_TALKS = tuple(name for name in _DETAILS if name not in {*ATTENDANCE_FIELDS, "participants"})
DAYS_OFFERED = 3
_TOPIC_WORDS = ("主题", "内容", "题目", "议题")
_TO_COME = ("明天", "后天", "下周", "下星期", "下个月", "改天")
_LONGEST_DETAIL = 40


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
            return _fill(draft, kind=parse_kind(chosen))
        case Question.DATE:
            return _fill_day(draft, chosen, now)
        case Question.PARTICIPANTS:
            return _fill(draft, participants=parse_names(chosen))
        case Question.ATTENDANCE:
            return _fill_attendance(draft, chosen, now)
        case Question.SAME:
            return _fill_same(draft, chosen)
        case Question.ORGANISATION | Question.TARGET:
            return _pick(draft, chosen)


def amended(draft: Draft, changes: Reading) -> Draft:
    """The draft with other values in the reading that is being asked about."""
    names = (field.name for field in fields(Reading) if field.name != "date_words")
    return _telling(draft, {name: value for name in names if (value := getattr(changes, name)) not in (None, ())})


def details_in(text: str, kind: ActivityKind | None, now: datetime) -> Reading | None:
    """The bare values in a text that names no activity (到场5人, 主持人李强), read as if they stood behind theirs."""
    if text.isdecimal() or len(text) > _LONGEST_DETAIL or any(word in text for word in _TO_COME):
        return None  # a number alone may mean anything
    told = _told_behind(kind or ActivityKind.STUDY, text, now)
    if told is None or (kind and tells_of_another(text, kind, now)):
        return None
    known = _DETAILS_OF_TALKS if kind is ActivityKind.TALK else _DETAILS
    names = (*known, "topic") if text.startswith(_TOPIC_WORDS) else known
    details = Reading(**{name: getattr(told, name) for name in names})
    people = (*details.participants, *details.leave, *details.absent)
    are_people = all(is_personal(name) or is_foreign(name) for name in people)
    return details if are_people and details != Reading() else None


def bare_day_in(text: str, now: datetime) -> Reading | None:
    """A day and nothing else, told where something else is asked."""
    day = parse_date(text, now) if is_plainly_said(text, now) and not names_day_to_come(text, now) else None
    return Reading(held_on=day) if day else None


def _told_behind(kind: ActivityKind, text: str, now: datetime) -> Reading | None:
    match parse(f"{name_of(kind)}，{text}", now).intent:
        case RecordActivities(readings=(told,)) | Unclear(readings=(told,)):
            return told
        case Correct(changes=told):
            return told
        case _:
            return None


def _gap_of(reading: Reading) -> Question | None:
    if reading.kind is None:
        return Question.KIND
    if reading.held_on is None:
        return Question.DATE
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


def names_day_to_come(text: str, now: datetime) -> bool:
    """Whether the day in a text has not come: 1月10日, said at the end of December, is no day of almost a year ago."""
    day, today = parse_date(text, now), local_day_of(now)
    if day is None or day > today:
        return day is not None
    return today - day > MOST_OF_YEAR and f"mood:{Mood.PLANNED}" in parse(text, now).rules


def _fill_day(draft: Draft, chosen: str, now: datetime) -> Step:
    day, kind = parse_date(chosen, now), draft.readings[draft.about].kind
    if day is None or names_day_to_come(chosen, now) or _speaks_of_something_else(chosen, draft, now):
        return NoAnswer()
    dated = _telling(draft, {"held_on": day})
    details = _report_of(kind, chosen, now) or details_in(chosen, kind, now)
    return Filled(draft=amended(dated, details) if details else dated)


def _report_of(kind: ActivityKind | None, text: str, now: datetime) -> Reading | None:
    """What an answer tells that is the whole report once more."""
    match parse(text, now).intent:
        case RecordActivities(readings=(told,)) | RecordTalks(readings=(told,)) if (
            kind is not None and told.kind is kind
        ):
            return told
        case _:
            return None


def _speaks_of_something_else(text: str, draft: Draft, now: datetime) -> bool:
    """Whether a text with a day in it is a message of its own: another report, a correction, a question."""
    match parse(text, now).intent:
        case RecordActivities(readings=told) | RecordTalks(readings=told) | Unclear(readings=told):
            return len(told) > 1 or any(each.kind not in {None, draft.readings[draft.about].kind} for each in told)
        case Plan(kind=kind, postponed=postponed) if postponed or kind not in {None, draft.readings[draft.about].kind}:
            return True
        case Nothing() | Plan():
            return not is_plainly_said(text, now)
        case _:
            return True


def _fill_attendance(draft: Draft, chosen: str, now: datetime) -> Step:
    """Counts, read as if they stood behind the activity that they are about."""
    if chosen == KEEP:
        return Filled(draft=_accept(draft, Question.ATTENDANCE))
    told = _told_behind(draft.readings[draft.about].kind or ActivityKind.STUDY, chosen, now)
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
        places = places_chosen(UNDO_ALL if chosen == ONLY else chosen, len(draft.several))
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
