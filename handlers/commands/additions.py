"""What is said behind a report completes it: bare values, while a question is open or right after it was kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers import drafting, replies
from handlers.assignment import named_organisation, organisation_told
from handlers.bare_values import also_told, bare_day_in, details_in
from handlers.commands.change import ask_which, change
from handlers.commands.record import DRAFT_LIVES, proceed, record
from handlers.commands.target import find_targets
from handlers.context import Answer, Context, say
from handlers.conversation import Draft, Purpose
from handlers.grammar.judgement.late_names import names_added_in
from handlers.grammar.moods.mood import Mood
from handlers.grammar.requests.commands import AROUND
from handlers.grammar.requests.targets import number_before
from handlers.intents import Correct, Reading, Target
from handlers.parsed import Parsed
from handlers.records import besides_those_of, emptied, told_in
from schedules.ledger.activity import Activity, ActivityId, ActivityKind
from schedules.outbox import Content

LONGEST_NAMING = 8
"""Of characters that hold the name of one's own organisation (机关党委的) and nothing else."""
_TALK = ActivityKind.TALK
_HEARD = f"mood:{Mood.HEARD}"
RIGHT_AFTER = timedelta(minutes=30)
"""How long a bare value may still be meant for the record that was kept last."""


def correct_draft(context: Context, wanted: Correct, changes: Reading) -> Answer | None:
    """Correct the report that a question is open about, unless another record is named; who is only named besides joins it."""
    if changes == Reading() and (joined := add_names(context)):
        return joined  # 小孙也参加了,忘写了
    draft = _open_report(context)
    places = _places_in(draft, wanted) if draft else ()
    if draft is None or None in places:
        return None
    noted: Mapping[str, str | None] = {}
    for at in places:
        draft, noted = _corrected(replace(draft, about=at or 0), wanted, changes)
    answer = proceed(context, draft)
    return _noting(answer, replies.noted(noted)) if noted else answer


def _corrected(draft: Draft, wanted: Correct, changes: Reading) -> tuple[Draft, Mapping[str, str | None]]:
    """The report with the changes in the reading that it is about, and what is now told there, or is not any more."""
    changes = besides_those_of(draft.readings[draft.about], changes) if wanted.besides else changes
    if not wanted.cleared:
        return drafting.amended(draft, changes), told_in(changes)
    draft = drafting.amended(draft, changes)
    told = draft.readings[draft.about]
    left = emptied(told, wanted.cleared, wanted.struck)
    before, after = told_in(told), told_in(left)
    gone = {name: after.get(name) for name in before if before[name] != after.get(name)}
    return replace(draft, readings=(*draft.readings[: draft.about], left, *draft.readings[draft.about + 1 :])), gone


def _places_in(draft: Draft, wanted: Correct) -> Sequence[int | None]:
    if wanted.last:
        return [*range(wanted.last)] if wanted.last == len(draft.readings) else [None]
    return [_place_in(draft, target) for target in (wanted.target, *wanted.others)]


def _place_in(draft: Draft, target: Target) -> int | None:
    """Which of its readings is meant: the one that is asked about, or the first of the kind and day that are named."""
    if target == Target():
        return draft.about
    for at, reading in enumerate(draft.readings):
        named = target.kind in {None, reading.kind} and target.held_on in {None, reading.held_on}
        if named and target.number is None and _is_held_within(reading, target):
            return at
    return None


def _is_held_within(reading: Reading, target: Target) -> bool:
    if target.since is None or target.until is None:
        return True
    return reading.held_on is not None and target.since <= reading.held_on < target.until


def place_report(context: Context, name: str | None) -> Answer | None:
    """第二党支部的: put the report that a question is open about to an organisation that is named, and no more."""
    draft, said = _open_report(context), context.message.text.strip(AROUND)
    if draft is None or not (name or len(said) <= LONGEST_NAMING):
        return None
    organisation = named_organisation(context, name) if name else organisation_told(context)
    if organisation is None:
        return None
    return _noting(proceed(context, replace(draft, organisation_id=organisation.id)), replies.placed(organisation))


def complete_report(context: Context, told: Sequence[Reading]) -> Answer | None:
    """支委会, where it is asked which organisation 昨天开了个会 is about: the kind of that report, and no other report."""
    draft = _open_report(context)
    if draft is None or len(told) != 1 or draft.readings[draft.about].kind or told[0].held_on or told[0].date_words:
        return None
    return proceed(context, drafting.amended(draft, told[0]))


def leave_report(context: Context, *targets: Target) -> Answer | None:
    """Leave the report that a question is open about, rather than withdraw a record before it, or those of its kinds."""
    draft = _open_report(context)
    told = {Target(kind=reading.kind) for reading in draft.readings} if draft else set()
    if draft is None or not targets or (targets != (Target(),) and set(targets) != told):
        return None
    words = replies.left(draft.purpose, len(draft.readings))
    return say(words, conversation=replace(context.conversation, draft=None))


def keep_open(context: Context, answer: Answer, told: Sequence[Reading] = ()) -> Answer:
    """Ask once more what was open when something else was done; another report of its kind takes its place."""
    draft, after = _open_report(context), answer.conversation
    if draft is None or after is None or after.draft is draft:
        return answer
    kinds = {reading.kind for reading in draft.readings}
    if None in kinds or not kinds.isdisjoint(
        each.kind for each in (*told, *(after.draft.readings if after.draft else ()))
    ):
        return answer
    before, *rest = answer.replies
    if after.draft is not None:
        words = f"{replies.put_aside(draft.readings)}\n{before.text}"
        return replace(answer, replies=(replace(before, text=words), *rest))
    words = replies.unrecorded(draft.readings, drafting.question_of(draft, context.today))
    question = Content(text=words, buttons=replies.buttons_of(draft.options))
    conversation = replace(after, draft=draft, expires_at=context.conversation.expires_at)
    return replace(answer, replies=(*answer.replies, question), conversation=conversation)


def complete(context: Context, parsed: Parsed) -> Answer | None:
    """Take what completes a report: where it belongs, or bare values; nothing of what others did."""
    if _HEARD in parsed.rules:
        return None
    completed = place_report(context, parsed.organisation) or add_names(context)
    return completed or (None if parsed.dropped else _add_details(context, context.message.text.strip()))


def _add_details(context: Context, text: str) -> Answer | None:
    """Put bare values (到场5人) into the record of a number before them, the open report, or in private the record kept just before."""
    if numbered := number_before(text):
        return _add_to(context, ActivityId(numbered[0]), numbered[1])
    draft = _open_report(context)
    if another := _tell_another(context, draft, text):
        return another
    if draft is not None:
        details = details_in(text, draft.readings[draft.about].kind, context.now)
        details = details or bare_day_in(text, context.now)
        return _amend(context, draft, details) if details else None
    last = _kept_just_before(context) if context.is_private else ()
    fitting = [(each, told) for each in last if (told := details_in(text, each.kind, context.now))]
    if not fitting:
        return None
    correction = Draft(purpose=Purpose.CORRECT, readings=(fitting[0][1],))
    if len(fitting) == 1:
        return change(context, correction, fitting[0][0].id)
    words = replies.choice_question(Purpose.CORRECT)
    return ask_which(context, [each for each, _ in fitting], correction, words)


def add_names(context: Context) -> Answer | None:
    """还有李强: who was there besides, in the open report or in private the record kept just before; of a talk nobody is."""
    names, draft = names_added_in(context.message.text), _open_report(context)
    if not names:
        return None
    told = Reading(participants=names)
    if draft is not None:
        about = draft.readings[draft.about]
        return None if about.kind is _TALK else _amend(context, draft, besides_those_of(about, told))
    last = [each for each in _kept_just_before(context) if each.kind is not _TALK] if context.is_private else []
    correction = Draft(purpose=Purpose.CORRECT, readings=(told,), besides=True)
    if len(last) > 1:
        return ask_which(context, last, correction, replies.choice_question(Purpose.CORRECT))
    return change(context, correction, last[0].id) if last else None


def _tell_another(context: Context, draft: Draft | None, text: str) -> Answer | None:
    """Take one more of the kind that is asked about, or that was kept just before; a question that is open stays so."""
    before = [each.kind for each in _kept_just_before(context)] if context.is_private else []
    asked = [draft.readings[draft.about].kind] if draft else []
    kinds = [*before, *asked] if _is_kept_since_asking(context) else [*asked, *before]
    told = (also_told(kind, text, context.now) for kind in kinds if kind)
    another = next(filter(None, told), None)
    if another is None:
        return None
    if draft is None:
        return record(context, [another], None)
    return _noting(proceed(context, replace(draft, readings=(*draft.readings, another))), replies.told_besides(another))


def _is_kept_since_asking(context: Context) -> bool:
    """Whether another record was kept while the question was open."""
    until = context.conversation.expires_at
    return until is not None and any(each.reported_at > until - DRAFT_LIVES for each in _kept_just_before(context))


def _add_to(context: Context, activity_id: ActivityId, text: str) -> Answer | None:
    """#12 主持人是李强: put bare values into that record and no other."""
    found = context.uow.activities.get(activity_id)
    details = details_in(text, found.kind, context.now) if found else None
    return change(context, Draft(purpose=Purpose.CORRECT, readings=(details,)), activity_id) if details else None


def _amend(context: Context, draft: Draft, changes: Reading) -> Answer:
    """Go on with the changed report; where a question stays open, say first what was changed."""
    return _noting(proceed(context, drafting.amended(draft, changes)), replies.noted(told_in(changes)))


def _noting(answer: Answer, noted: str) -> Answer:
    """The answer; where a question stays open, behind what was noted."""
    if answer.conversation is None or answer.conversation.draft is None:
        return answer
    question, *rest = answer.replies
    return replace(answer, replies=(replace(question, text=f"{noted}\n{question.text}"), *rest))


def _open_report(context: Context) -> Draft | None:
    draft = context.conversation.draft
    return draft if draft is not None and draft.purpose is Purpose.RECORD and draft.readings else None


def _kept_just_before(context: Context) -> Sequence[Activity]:
    """The record that was kept last, with those that the same message told of."""
    last = find_targets(context, Target()) if context.conversation.recent else ()
    return [each for each in last if context.now - each.reported_at <= RIGHT_AFTER]
