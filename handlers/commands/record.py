"""Keep what took place: at once where it is clear, after a question where it is not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers import drafting, replies
from handlers.assignment import choose_organisation, named_organisation, organisation_options
from handlers.commands.filing import file_waiting
from handlers.commands.fulfilment import report_booked, report_fulfilled, review_events
from handlers.context import Answer, Context, say
from handlers.conversation import Accepted, Conversation, Draft, Question
from handlers.grammar.text.likeness import likeness_of
from handlers.intents import Reading
from handlers.records import (
    activity_of,
    are_same_event,
    are_same_pair,
    changes_between,
    is_booked_ahead,
    supplement,
    tells_nothing_new,
)
from handlers.sender import may_change
from handlers.titles import with_names
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, ActivityState, Amendment
from schedules.outbox import Content
from schedules.people.organisation import Organisation, OrganisationId

DRAFT_LIVES = timedelta(days=1)
REMEMBERED = 5


def record(context: Context, readings: Sequence[Reading], organisation_name: str | None) -> Answer:
    """Start a report."""
    readings = tuple(reading for reading in readings if reading.held_on is None or reading.held_on <= context.today)
    if not readings:
        return say(replies.PLANNED)
    if organisation_name is None:
        organisation_id = context.settled or choose_organisation(context, readings)
        return proceed(context, Draft(readings=readings, organisation_id=organisation_id))
    named = named_organisation(context, organisation_name)
    if named is None:
        return say(replies.unknown_organisation(organisation_name))
    return proceed(context, Draft(readings=readings, organisation_id=named.id))


def proceed(context: Context, draft: Draft) -> Answer:
    """Ask the next question of a draft, or keep what it holds."""
    if draft.organisation_id is None:
        return _settle_organisation(context, draft)
    organisation_id = draft.organisation_id
    draft = replace(draft, readings=tuple(with_names(context, one, organisation_id) for one in draft.readings))
    gap = drafting.missing_in(draft)
    if gap is not None:
        return _ask(context, drafting.ask(draft, gap[1], gap[0], context.now, context.rulebook.calendar), gap[1])
    ahead = next((reading for reading in draft.readings if is_booked_ahead(reading)), None)
    if ahead is not None:
        return say(replies.booked_ahead(ahead, context.today), conversation=replace(context.conversation, draft=None))
    for index, reading in enumerate(draft.readings):
        twin = _twin_of(context, draft, index, reading)
        if twin is None:
            continue
        if _is_repetition(twin, reading):
            return _repeated(context, draft, index, twin)
        asking = drafting.ask_same(draft, index, twin)
        words = replies.same_question(twin, reporter_of(context, twin), context.today)
        return _answer(context, words, asking)
    return _keep(context, draft, organisation_id)


def _settle_organisation(context: Context, draft: Draft) -> Answer:
    """Go on where only one organisation may be meant; else ask."""
    organisation_id = choose_organisation(context, draft.readings)
    if organisation_id is None:
        options = organisation_options(context, draft.readings)
        return _ask(context, replace(draft, options=options), Question.ORGANISATION)
    return proceed(context, replace(draft, organisation_id=organisation_id))


def _ask(context: Context, draft: Draft, question: Question) -> Answer:
    draft = replace(draft, question=question)
    words = replies.question_words(question, draft.readings[draft.about], context.today)
    return _answer(context, words, draft)


def _answer(context: Context, words: str, draft: Draft) -> Answer:
    content = Content(text=words, buttons=replies.buttons_of(draft.options))
    conversation = replace(context.conversation, draft=draft, expires_at=context.now + DRAFT_LIVES)
    return Answer(replies=(content,), conversation=conversation)


def _keep(context: Context, draft: Draft, organisation_id: OrganisationId) -> Answer:
    home = context.sender.home
    organisation = home if home.id == organisation_id else context.uow.organisations.get(organisation_id)
    if organisation is None:
        return say(replies.EXPIRED)
    merged = {merge.index: merge.activity_id for merge in draft.merges}
    added = [
        _add(context, organisation, reading) for index, reading in enumerate(draft.readings) if index not in merged
    ]
    supplemented = [
        _supplement(context, activity_id, draft.readings[index]) for index, activity_id in sorted(merged.items())
    ]
    lines = [replies.recorded(added, organisation, context.today)] if added else []
    lines += [replies.supplemented(activity, context.today) for activity in supplemented]
    review_events(context, organisation, added)
    lines += _doubtful_names(context, added)
    kept = (*added, *supplemented)
    lines += report_booked(context, kept)
    lines += report_fulfilled(context, organisation_id, kept)
    recent = tuple(activity.id for activity in kept)
    lines += _file_waiting(context, recent[0])
    own = all(may_change(context.uow, context.sender, activity, context.now) for activity in kept)
    buttons = replies.record_buttons(recent) if own else ()
    content = Content(text="\n".join(lines), buttons=buttons, is_spare=True)
    return Answer(replies=(content,), conversation=_remembering(context.conversation, recent))


def _doubtful_names(context: Context, activities: Sequence[Activity]) -> Sequence[str]:
    """Whom a talk was with decides what it fulfils: a name that nobody has and somebody nearly has is pointed out."""
    names = [name for each in activities if each.kind is ActivityKind.TALK for name in each.participants]
    known = context.names if names else ()
    meant = {name: likeness_of(name, known) for name in names}
    return [replies.doubtful_name(name, likeness) for name, likeness in meant.items() if likeness]


def _file_waiting(context: Context, activity_id: ActivityId) -> Sequence[str]:
    """Put the files that waited for this report to its record, and say so."""
    return [replies.files_added(file_waiting(context, activity_id))] if context.conversation.files else []


def _remembering(conversation: Conversation, recent: Sequence[ActivityId]) -> Conversation:
    remembered = dict.fromkeys((*reversed(recent), *conversation.recent))
    return replace(conversation, draft=None, expires_at=None, files=(), recent=tuple(remembered)[:REMEMBERED])


def _add(context: Context, organisation: Organisation, reading: Reading) -> Activity:
    if reading.kind is None or reading.held_on is None:
        raise ValueError(reading)
    record = activity_of(
        reading,
        kind=reading.kind,
        held_on=reading.held_on,
        organisation_id=organisation.id,
        by=context.sender.member,
        now=context.now,
    )
    if reading.kind is ActivityKind.TALK and not context.rulebook.keeps_talk_topics:
        record = replace(record, topic=None, tags=frozenset())
    if organisation.settings.confirm_records:
        record = replace(record, state=ActivityState.PENDING)
    return replace(record, id=context.uow.activities.add(record))


def _supplement(context: Context, activity_id: ActivityId, reading: Reading) -> Activity:
    old = context.uow.activities.get(activity_id)
    if old is None:
        raise LookupError(activity_id)
    new = supplement(old, reading)
    before, after = changes_between(old, new)
    amendment = Amendment(activity_id=old.id, by=context.sender.member.id, at=context.now, before=before, after=after)
    context.uow.activities.update(new, amendment)
    return new


def _twin_of(context: Context, draft: Draft, index: int, reading: Reading) -> Activity | None:
    decided = Accepted(index=index, question=Question.SAME) in draft.accepted
    if decided or any(merge.index == index for merge in draft.merges) or reading.held_on is None:
        return None
    if draft.organisation_id:
        # Of two who report the same meeting at once, the second sees what the first has reported.
        context.uow.organisations.claim(draft.organisation_id)
    same_day = context.uow.activities.list(
        organisation_id=draft.organisation_id, since=reading.held_on, until=reading.held_on + timedelta(days=1)
    )
    talker = context.sender.member.name
    for activity in same_day:
        if activity.state is ActivityState.VOID or not are_same_event(activity, reading):
            continue
        if activity.kind is not ActivityKind.TALK or are_same_pair(activity, reading, talker):
            return activity
    return None


def _is_repetition(twin: Activity, reading: Reading) -> bool:
    return twin.kind is ActivityKind.TALK or tells_nothing_new(twin, reading)


def _repeated(context: Context, draft: Draft, index: int, twin: Activity) -> Answer:
    already = replies.already(twin, reporter_of(context, twin), context.today)
    words = "\n".join([already, *_file_waiting(context, twin.id)])
    rest = draft.readings[:index] + draft.readings[index + 1 :]
    if not rest:
        return say(words, conversation=_remembering(context.conversation, (twin.id,)))
    others = proceed(context, Draft(readings=rest, organisation_id=draft.organisation_id))
    return replace(others, replies=(Content(text=words), *others.replies))


def reporter_of(context: Context, activity: Activity) -> str:
    """Who reported a record, as the sender is told it."""
    if activity.reported_by == context.sender.member.id:
        return replies.YOU
    member = context.uow.members.get(activity.reported_by)
    return member.name if member else replies.SOMEBODY
