"""Correct or withdraw an earlier record; its history stays."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers import replies
from handlers.commands.fulfilment import report_booked
from handlers.commands.record import DRAFT_LIVES
from handlers.commands.target import (
    FRESH,
    LOOKED_BACK,
    changeable,
    find_barred,
    find_last,
    find_targets,
    is_barred,
    is_withdrawn,
)
from handlers.context import Answer, Context, say
from handlers.conversation import Conversation, Draft, Option, Purpose, Question
from handlers.intents import Correct, Reading, Target
from handlers.records import (
    changes_between,
    cleared,
    is_attendance_off,
    is_booked_ahead,
    may_hold,
    reading_of,
    told_in,
    with_besides,
)
from handlers.records import correct as corrected_record
from handlers.sender import KEEPERS
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, ActivityState, Amendment
from schedules.outbox import Content, MessageKind, OutboundMessage
from schedules.people.organisation import OrganisationId
from schedules.people.role import Role

CHOICES = 5
TALKERS = frozenset({"host", "participants"})


def correct(context: Context, wanted: Correct, changes: Reading, name: str | None = None) -> Answer:
    """Put new values in place of a record's own; where that is not `sure`, once the sender has seen which record it is.

    `name` is the organisation that is spoken of, unless it is part of a new value.
    """
    if changes.held_on is not None and changes.held_on > context.today:
        return say(replies.PLANNED)
    about = _spoken_of(changes, name)
    targets, draft = _meant(context, wanted.target, changes, about), _draft_of(wanted, changes)
    if wanted.last and len(found := find_last(context, wanted.last)) > 1:
        return _correct_each(context, wanted, draft, [(Target(number=each.id), [each]) for each in found])
    if wanted.others:
        others = [(other, _meant(context, other, changes, about)) for other in wanted.others]
        return _correct_each(context, wanted, draft, [(wanted.target, targets), *others])
    if targets and not wanted.sure and changes != Reading():
        return ask_which(context, targets, draft, replies.target_question(replies.AMEND))
    return (
        _aim(context, targets, draft)
        if targets
        else _refuse(context, draft.purpose, _barred(context, wanted.target, about))
    )


def _spoken_of(changes: Reading, name: str | None) -> str | None:
    """The organisation that is named, unless its name is part of a new value."""
    return None if name and any(name in value for value in told_in(changes).values()) else name


def _meant(context: Context, target: Target, changes: Reading, name: str | None) -> Sequence[Activity]:
    found = find_targets(context, target, name)
    return [each for each in found if may_hold(each, changes)] or found


def _draft_of(wanted: Correct, changes: Reading) -> Draft:
    return Draft(
        purpose=Purpose.CORRECT,
        readings=(changes,),
        besides=wanted.besides,
        cleared=wanted.cleared,
        struck=wanted.struck,
    )


def _correct_each(
    context: Context, wanted: Correct, draft: Draft, found: Sequence[tuple[Target, Sequence[Activity]]]
) -> Answer:
    """Change one record for each that is named; where one is missing or may be another, once the sender has seen which."""
    last = {each.id: each for each in (max(some, key=lambda one: one.held_on) for _, some in found if some)}
    several = tuple(last)
    if wanted.sure and all(len(some) == 1 for _, some in found):
        return change_each(context, replace(draft, several=several))
    if not several:
        return say(replies.NOT_YOURS)
    left = [replies.named_target(target, context.today) for target, some in found if not some]
    options = (Option(label=replies.AMEND if len(several) == 1 else replies.AMEND_ALL, value=replies.AMEND_ALL),)
    draft = replace(draft, question=Question.TARGET, options=options, several=several)
    values = {**told_in(draft.readings[0]), **(dict.fromkeys(draft.cleared) if not draft.struck else {})}
    words = replies.to_correct([*last.values()], values, context.today, left=left)
    content = Content(text=words, buttons=replies.buttons_of(options), is_spare=True)
    conversation = replace(context.conversation, draft=draft, expires_at=context.now + DRAFT_LIVES)
    return Answer(replies=(content,), conversation=conversation)


def change_each(context: Context, draft: Draft) -> Answer:
    """Carry out what a draft says with each of the records that were chosen."""
    lines, conversation = [], context.conversation
    for number, activity_id in enumerate(draft.several, 1):
        message = replace(context.message, key=f"{context.message.key}:{number}")
        answer = change(replace(context, message=message, conversation=conversation), draft, activity_id)
        conversation = answer.conversation or conversation
        lines += [reply.text for reply in answer.replies]
    return say("\n".join(lines), conversation=replace(conversation, draft=None))


def undo(context: Context, target: Target, name: str | None = None, *, sure: bool = True) -> Answer:
    """Withdraw a record; once the sender has seen which, where it is not `sure` or one that nothing names is old or not the last.

    `name` is the organisation that is spoken of.
    """
    targets, draft = find_targets(context, target, name), Draft(purpose=Purpose.UNDO)
    if target == Target() and len(targets) == 1:
        if context.now - targets[0].reported_at > FRESH:
            return ask_which(context, targets, draft, replies.UNDO_OLD)
        if _has_withdrawn_since(context, targets[0]):
            return ask_which(context, targets, draft, replies.UNDO_NEXT)
    if targets and not sure:
        return ask_which(context, targets, draft, replies.target_question(replies.UNDO))
    return _aim(context, targets, draft) if targets else _refuse(context, draft.purpose, _barred(context, target, name))


def _barred(context: Context, target: Target, name: str | None) -> Activity | None:
    """What is meant and may not be changed; nothing where an organisation is spoken of."""
    return None if name else find_barred(context, target)


def _refuse(context: Context, purpose: Purpose, meant: Activity | None) -> Answer:
    """Change nothing; of a record that the sender may know of, tell who may change it, or that it is withdrawn."""
    if meant is not None and is_withdrawn(context, meant):
        return say(replies.gone_before(meant, context.today))
    if meant is None or not is_barred(context, meant):
        return say(replies.NOT_YOURS)
    keepers = [
        post.member_id
        for post in context.uow.posts.list(organisation_id=meant.organisation_id)
        if post.role in KEEPERS and post.is_held_on(context.today)
    ]
    own, reporter = context.sender.member.id, context.uow.members.get(meant.reported_by)
    others = [context.uow.members.get(one) for one in dict.fromkeys((meant.reported_by, *keepers)) if one != own]
    names = [one.name for one in others if one and one.left_on is None]
    told_by = replies.YOU if meant.reported_by == own else reporter.name if reporter else replies.SOMEBODY
    return say(replies.not_yours(meant, told_by, names, purpose, context.today))


def _has_withdrawn_since(context: Context, activity: Activity) -> bool:
    """Whether the sender has withdrawn what he reported after a record: said twice, 撤销 need not mean that one too."""
    own = context.uow.activities.list(reported_by=context.sender.member.id, since=context.today - LOOKED_BACK)
    return any(each.state is ActivityState.VOID and each.reported_at > activity.reported_at for each in own)


def change(context: Context, draft: Draft, activity_id: ActivityId) -> Answer:
    """Carry out what a draft says with the record that was chosen."""
    activity = context.uow.activities.get(activity_id)
    if activity is None or not changeable(context, [activity]):
        return _refuse(context, draft.purpose, activity)
    if draft.purpose is Purpose.UNDO:
        return store(context, activity, replace(activity, state=ActivityState.VOID))
    if (draft.readings[0] == Reading() and not draft.cleared) or _is_needed(activity, draft.cleared):
        return explain_correction(context, activity_id)
    if not may_hold(activity, draft.readings[0]):
        return say(replies.NO_ATTENDANCE)
    told = with_besides if draft.besides else corrected_record
    changed = cleared(told(activity, draft.readings[0]), draft.cleared, draft.struck)
    if is_booked_ahead(reading_of(changed)):
        return say(replies.booked_ahead(reading_of(changed), context.today))
    return store(context, activity, changed)


def _is_needed(activity: Activity, fields: Sequence[str]) -> bool:
    """Whether a record of its kind is none without one of these: a talk without the two who talked."""
    return activity.kind is ActivityKind.TALK and not TALKERS.isdisjoint(fields)


def explain_correction(context: Context, activity_id: ActivityId) -> Answer:
    """What to type to correct a record, which is from now on the last one spoken of."""
    activity = context.uow.activities.get(activity_id)
    if activity is None or not changeable(context, [activity]):
        return _refuse(context, Purpose.CORRECT, activity)
    recent = tuple(dict.fromkeys((activity_id, *context.conversation.recent)))
    conversation = replace(context.conversation, recent=recent, draft=None)
    return say(replies.how_to_correct(activity, context.today), conversation=conversation)


def _aim(context: Context, targets: Sequence[Activity], draft: Draft) -> Answer:
    if len(targets) == 1:
        return change(context, draft, targets[0].id)
    return ask_which(context, targets, draft, replies.choice_question(draft.purpose))


def ask_which(context: Context, targets: Sequence[Activity], draft: Draft, words: str) -> Answer:
    """Ask which of several records a draft is about."""
    options = replies.choices_among(targets[:CHOICES], context.today)
    draft = replace(draft, question=Question.TARGET, options=options)
    content = Content(text=words, buttons=replies.buttons_of(options))
    conversation = replace(context.conversation, draft=draft, expires_at=context.now + DRAFT_LIVES)
    return Answer(replies=(content,), conversation=conversation)


def store(context: Context, old: Activity, new: Activity) -> Answer:
    """Keep a changed record with what was changed, and tell who has to know."""
    before, after = changes_between(old, new)
    if not before:
        return say(replies.nothing_changed(old, context.today))
    keep_changed(context, old, new)
    gone = new.state is ActivityState.VOID
    words = replies.withdrawn([new], context.today) if gone else replies.corrected(new, before, after)
    tell_branches_concerned(context, [new], lambda _: words)
    words += f"\n{replies.HOW_TO_RESTORE}" if gone else ""
    if "counts_for" in after and not gone:
        words = "\n".join([words, *report_booked(context, [new])])
    if not gone and is_attendance_off(reading_of(new)):
        words += "\n" + replies.attendance_hint(reading_of(new))
    if gone:
        return say(words, conversation=without_withdrawn(context, [new]))
    recent = tuple(item for item in context.conversation.recent if item != new.id)
    conversation = replace(context.conversation, draft=None, recent=(new.id, *recent))
    content = Content(text=words, buttons=replies.record_buttons((new.id,)), is_spare=True)
    return Answer(replies=(content,), conversation=conversation)


def keep_changed(context: Context, old: Activity, new: Activity) -> None:
    """Keep a record as it now is, with what was changed."""
    before, after = changes_between(old, new)
    amendment = Amendment(activity_id=old.id, by=context.sender.member.id, at=context.now, before=before, after=after)
    context.uow.activities.update(new, amendment)
    context.uow.reviews.update(new.organisation_id, next_review_at=context.now)


def without_withdrawn(context: Context, gone: Sequence[Activity]) -> Conversation:
    """The conversation after these were withdrawn together: nothing is asked, and they can be restored."""
    first, *others = (activity.id for activity in gone)
    recent = tuple(item for item in context.conversation.recent if item not in {first, *others})
    return replace(context.conversation, draft=None, recent=recent, withdrawn=first, withdrawn_with=tuple(others))


def tell_branches_concerned(
    context: Context, changed: Sequence[Activity], words_of: Callable[[Sequence[Activity]], str]
) -> None:
    """Tell a branch's secretary when somebody from above changed its records."""
    sender = context.sender
    own = {sender.home.id, *sender.organisation_ids}
    others = [one for one in changed if one.organisation_id not in own and one.reported_by != sender.member.id]
    for organisation_id in dict.fromkeys(one.organisation_id for one in others):
        words = words_of([one for one in others if one.organisation_id == organisation_id])
        _tell_secretary(context, organisation_id, replies.changed_by_superior(words, sender.member.name))


def _tell_secretary(context: Context, organisation_id: OrganisationId, words: str) -> None:
    for post in context.uow.posts.list(organisation_id=organisation_id):
        if post.role is Role.SECRETARY and post.is_held_on(context.today):
            notice = OutboundMessage(
                key=f"change:{context.message.key}:{organisation_id}:{post.member_id}",
                kind=MessageKind.NOTICE,
                send_at=context.now,
                organisation_id=organisation_id,
                recipient=post.member_id,
                content=Content(text=words),
            )
            context.uow.outbox.add(notice)
