"""Answers to a reminder, by words and by buttons: done, later, handed over, not applicable, no more of this kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers import reminder_wording as words
from handlers import replies
from handlers.commands.fulfilment import assess_organisation
from handlers.commands.handover import hand_on, hand_to, takers_named
from handlers.commands.later import put_off, put_off_all
from handlers.commands.occurrence import Occurrence, find_assessment, parse_occurrence
from handlers.commands.pausing import choose_whom, keep_quiet_hours, pause_all, resume_all, stop_kind
from handlers.commands.record import proceed
from handlers.commands.waiving import confirm, reason_code, refuse, waive
from handlers.context import Answer, Context, say
from handlers.conversation import Draft, Purpose
from handlers.grammar.requests.short_answers import short_answer_of
from handlers.intents import Plan, Reading, Remind, RemindWish
from handlers.sender import is_officer
from schedules.calendar.written import parse_day
from schedules.duties.assessing import OWED, records_since
from schedules.duties.duty import Obligation
from schedules.duties.election import steps_of
from schedules.duties.status import Assessment, Status
from schedules.ledger.activity import ActivityKind
from schedules.outbox import Button, Content, DeliveryState, MessageKind, OutboundMessage
from schedules.reminders.example_wording import kind_of
from schedules.reminders.stage import Reminder, ReminderState, Stage
from schedules.reminders.wording import MAX_BUTTONS, Verb, action_of, duty_words

WISHES = {
    RemindWish.DONE: Verb.DONE,
    RemindWish.LATER: Verb.LATER,
    RemindWish.HAND_OVER: Verb.HAND_OVER,
    RemindWish.NOT_APPLICABLE: Verb.NOT_APPLICABLE,
    RemindWish.STOP: Verb.STOP,
}
OF_A_PERSON: Mapping[RemindWish, Callable[[Context, Remind], Answer]] = {
    RemindWish.PAUSE: pause_all,
    RemindWish.RESUME: resume_all,
    RemindWish.QUIET: keep_quiet_hours,
}
BEFOREHAND = frozenset({RemindWish.LATER, RemindWish.NOT_APPLICABLE})
REMINDED_BACK = timedelta(days=90)
LATER_ALL = "later_all"
PAPERS = (ActivityKind.OTHER, ActivityKind.REPORT)


def answer_in_words(context: Context, wish: Remind) -> Answer:
    """An answer said in words: about the last reminder and what was taken over, or what of it is of one kind."""
    if wish.wish in OF_A_PERSON:
        return OF_A_PERSON[wish.wish](context, wish)
    return say(words.HINT) if wish.wish is RemindWish.ADD else _answer_told(context, wish)


def answer_shortly(context: Context, text: str) -> Answer | None:
    """An answer in a word or two: only while something of the last reminder is open."""
    meant = short_answer_of(text, context.now) if context.is_private else None
    if meant is None:
        return None
    if context.conversation.draft is not None:
        return _leave_unheld(context, context.conversation.draft, meant)
    if not _open_told(context):
        return None
    return answer_in_words(context, meant) if isinstance(meant, Remind) else say(words.NOT_YET)


def _leave_unheld(context: Context, draft: Draft, meant: Remind | Plan) -> Answer | None:
    """没开成下周补, asked for the day: there is nothing to record, and what was reminded of is put off or not owed."""
    is_done = isinstance(meant, Remind) and meant.wish is RemindWish.DONE
    if draft.purpose is not Purpose.RECORD or is_done:
        return None
    kind = draft.readings[draft.about].kind
    owed = _open_told(context, lambda found: kind in found.obligation.duty.kinds)
    answer = answer_in_words(context, replace(meant, kind=kind)) if isinstance(meant, Remind) and owed else None
    left = replace(context.conversation, draft=None, files=())
    return replace(answer or say(replies.CANCELLED), conversation=left)


def press_answer(context: Context, verb: str, rest: str) -> Answer:
    """Answer a pressed button: `<verb>:<organisation>:<duty>:<period>` and what was chosen."""
    if verb in ON_PERSON:
        return choose_whom(context, verb, rest)
    if verb == LATER_ALL:
        return put_off_all(context, _open_told(context), parse_day(rest))
    parsed = parse_occurrence(rest)
    found = find_assessment(context, parsed[0]) if parsed else None
    if parsed is None or found is None:
        return say(replies.EXPIRED)
    if found.status not in OWED and verb != Verb.STOP:
        return say(_settled_words(found))
    return ANSWERS[verb](context, found, parsed[1])


def last_told(context: Context) -> Sequence[Occurrence]:
    """What the sender's last reminder was about, and what was handed to him."""
    own = context.sender.member.id
    found = map(_occurrence_told, _told_by(context, last_reminder(context)))
    taken = [
        Occurrence(organisation_id=item.organisation_id, duty_id=item.duty_id, period=item.period)
        for organisation_id in context.sender.organisation_ids
        for item in context.uow.handovers.list(organisation_id=organisation_id)
        if item.taker == own
    ]
    return tuple(dict.fromkeys((*found, *taken)))


def _told_by(context: Context, sent: OutboundMessage | None) -> Sequence[Reminder]:
    reminders = context.uow.reminders.list(message_key=sent.key) if sent else ()
    return [item for item in reminders if item.state is ReminderState.SENT]


def _occurrence_told(reminder: Reminder) -> Occurrence:
    key = reminder.key
    return Occurrence(organisation_id=key.organisation_id, duty_id=key.duty_id, period=key.period)


def last_reminder(context: Context) -> OutboundMessage | None:
    """The last reminder that the sender got."""
    sent = context.uow.outbox.list(
        states=(DeliveryState.SENT,),
        kind=MessageKind.REMINDER,
        recipient=context.sender.member.id,
        since=context.now - REMINDED_BACK,
    )
    # One that was put off is older than those that were sent in the meantime.
    return max(sent, key=lambda message: message.sent_at or message.send_at, default=None)


def last_offer(context: Context) -> OutboundMessage | None:
    """The last message of the robot's own that gives the sender a choice."""
    since, own = context.now - REMINDED_BACK, context.sender.member.id
    sent = context.uow.outbox.list(states=(DeliveryState.SENT,), recipient=own, since=since)
    offers = (message for message in sent if message.content and message.content.buttons)
    return max(offers, key=lambda message: message.sent_at or message.send_at, default=None)


def finish(context: Context, found: Assessment) -> Answer:
    """Open the record that fulfils the duty, filled in as far as it can be."""
    reading = Reading(kind=_kind_of(found), topic=_topic_of(context, found), lecturer=_lecturer_of(context, found))
    return proceed(context, Draft(readings=(reading,), organisation_id=found.obligation.organisation_id))


def postpone_planned(context: Context, plan: Plan) -> Answer | None:
    """Put off what is open of a gathering that is to be held later; None where nothing is, or it was not to be earlier."""
    if not (plan.postponed and plan.kind and plan.planned_on):
        return None
    kind = plan.kind
    owed = _open_told(context, lambda found: _asks_for(found, kind)) or _open_at_home(context, kind)
    if not owed:
        return None
    return put_off_all(context, owed, plan.planned_on) if len(owed) > 1 else put_off(context, owed[0], plan.planned_on)


def _open_at_home(context: Context, kind: ActivityKind) -> list[Assessment]:
    """What an officer's own organisation owes of a kind."""
    home = context.sender.home
    judged = assess_organisation(context, home.id) if is_officer(context.uow, context.sender, home) else ()
    return [found for found in judged if found.status in OWED and _asks_for(found, kind)]


def _asks_for(found: Assessment, kind: ActivityKind) -> bool:
    """Whether gatherings of this kind are what is owed, and not one that may also be a part of something particular."""
    duty = found.obligation.duty
    return duty.tag is None and kind_of(duty) is kind


def _open_told(context: Context, fits: Callable[[Assessment], bool] = lambda _: True) -> list[Assessment]:
    """What is open of it; what he was told of to help others with, only where nothing is his own."""
    told = _told_by(context, last_reminder(context))
    helped = {_occurrence_told(item) for item in told if item.key.stage is Stage.ESCALATED}
    found = [(item in helped, found) for item in last_told(context) if (found := find_assessment(context, item))]
    owed = [(is_help, item) for is_help, item in found if item.status in OWED and fits(item)]
    own = [item for is_help, item in owed if not is_help]
    return sorted(own or [item for _, item in owed], key=_urgency)


def _open_item(context: Context, nth: int) -> Sequence[Assessment]:
    """The item of the last reminder with this number, if it is still open."""
    own = [item for item in _told_by(context, last_reminder(context)) if item.key.stage is not Stage.ESCALATED]
    found = [found for item in own if (found := find_assessment(context, _occurrence_told(item)))]
    return [item for item in sorted(found, key=_urgency)[nth - 1 : nth] if item.status in OWED]


def _answer_told(context: Context, wish: Remind) -> Answer:
    told = _open_item(context, wish.nth) if wish.nth else _open_told(context, lambda found: _is_meant(found, wish))
    owed = [found for found in told if _is_meant(found, wish)] or _open_untold(context, wish)
    if wish.wish is RemindWish.STOP:
        # What is stopped is the duty, whichever period it was told of.
        owed = list({found.obligation.duty.id: found for found in owed}.values())
    if not owed:
        return say(words.NOTHING_TO_STOP if wish.wish is RemindWish.STOP else words.NOTHING_OPEN)
    if len(owed) > 1 and wish.wish is RemindWish.LATER and (wish.kind or wish.every):
        return put_off_all(context, owed, wish.on)
    if len(owed) > 1:
        return Answer(replies=(_which(context, owed, wish),))
    if wish.wish is RemindWish.LATER:
        return put_off(context, owed[0], wish.on)
    if wish.wish is RemindWish.HAND_OVER and wish.name:
        return hand_to(context, owed[0], wish.name)
    return ANSWERS[WISHES[wish.wish]](context, owed[0], [reason_code(wish.reason)] if wish.reason else [])


def _open_untold(context: Context, wish: Remind) -> list[Assessment]:
    """What an officer speaks of before he was reminded of it: what is put off, or not owed, is so before that too."""
    return _open_at_home(context, wish.kind) if wish.kind and wish.wish in BEFOREHAND else []


def _put_off_to(context: Context, found: Assessment, chosen: Sequence[str]) -> Answer:
    return put_off(context, found, parse_day(chosen[0]) if chosen else None)


def _tell_more(context: Context, found: Assessment, _: Sequence[str]) -> Answer:
    return Answer(replies=(words.choose_answer(found, context.today),))


def _is_meant(found: Assessment, wish: Remind) -> bool:
    """Whether it is of the kind that was named."""
    return wish.kind is None or wish.kind in found.obligation.duty.kinds


def _which(context: Context, owed: Sequence[Assessment], wish: Remind) -> Content:
    buttons = tuple(
        Button(label=duty_words(item.obligation), action=_action_on(context, item.obligation, wish))
        for item in owed[:MAX_BUTTONS]
    )
    if wish.wish is RemindWish.LATER:
        buttons = (*buttons, Button(label=words.ALL_LATER, action=f"{LATER_ALL}:{wish.on or ''}"))
    return Content(text=replies.WHICH_DUTY, buttons=buttons)


def _action_on(context: Context, obligation: Obligation, wish: Remind) -> str:
    """What was wished, with the day, the person or the reason that was named."""
    action = action_of(WISHES[wish.wish], obligation)
    if wish.wish is RemindWish.LATER and wish.on:
        return f"{action}:{wish.on}"
    if wish.wish is RemindWish.NOT_APPLICABLE and wish.reason:
        return f"{action}:{reason_code(wish.reason)}"
    takers = takers_named(context, obligation.organisation_id, wish.name)
    return f"{action}:{takers[0]}" if wish.wish is RemindWish.HAND_OVER and len(takers) == 1 else action


def _urgency(item: Assessment) -> tuple[datetime, str, str]:
    """The order in which a reminder tells of them."""
    obligation = item.obligation
    return obligation.deadline.due_at, obligation.organisation_id, obligation.duty.id


def _settled_words(found: Assessment) -> str:
    named = duty_words(found.obligation)
    return replies.waived(named) if found.status is Status.WAIVED else replies.finished(named)


def _kind_of(found: Assessment) -> ActivityKind | None:
    """The duty's own kind; what is no gathering is kept as a paper."""
    duty = found.obligation.duty
    paper = next((kind for kind in PAPERS if kind in duty.kinds), None)
    return kind_of(duty) or paper or next(iter(sorted(duty.kinds)), None)


def _topic_of(context: Context, found: Assessment) -> str | None:
    """What makes the record count: the tag of the duty, or of an election's next step."""
    obligation = found.obligation
    facts = context.uow.facts.get(obligation.organisation_id, since=records_since(context.now))
    steps = steps_of(obligation, facts, context.rulebook.calendar, today=context.today) if facts else ()
    coming = (step.step.tag for step in steps if step.done_by is None and step.due_on >= context.today)
    return next(coming, None) or obligation.duty.tag


def _lecturer_of(context: Context, found: Assessment) -> str | None:
    role, posts = found.obligation.duty.lecturer_role, context.uow.posts
    held = [
        post.member_id
        for post in posts.list(organisation_id=found.obligation.organisation_id)
        if post.role is role and post.is_held_on(context.today)
    ]
    lecturer = context.uow.members.get(held[0]) if held else None
    return lecturer.name if lecturer else None


ANSWERS: Mapping[str, Callable[[Context, Assessment, Sequence[str]], Answer]] = {
    Verb.DONE: lambda context, found, _: finish(context, found),
    Verb.LATER: _put_off_to,
    Verb.HAND_OVER: lambda context, found, chosen: hand_on(context, found, *chosen[:1]),
    Verb.NOT_APPLICABLE: lambda context, found, chosen: waive(context, found, *chosen[:1]),
    Verb.STOP: lambda context, found, _: stop_kind(context, found),
    Verb.MORE: _tell_more,
    "waive": lambda context, found, chosen: confirm(context, found, *(*chosen, "", "")[:2]),
    "refuse": lambda context, found, chosen: refuse(context, found, (*chosen, "", "")[1]),
}
"""The verbs of a reminder's buttons."""

ON_PERSON = frozenset({"pause", "resume"})
VERBS = ON_PERSON | ANSWERS.keys() | {LATER_ALL}
