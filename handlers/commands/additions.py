"""What is said behind a report completes it: bare values, while a question is open or right after it was kept."""

from dataclasses import replace
from datetime import timedelta

from handlers import drafting, replies
from handlers.commands.change import change
from handlers.commands.record import proceed
from handlers.context import Answer, Context, say
from handlers.conversation import Draft, Purpose
from handlers.intents import Reading, Target
from handlers.records import told_in
from schedules.ledger.activity import Activity

RIGHT_AFTER = timedelta(minutes=30)
"""How long a bare value may still be meant for the record that was kept last."""


def correct_draft(context: Context, changes: Reading, target: Target) -> Answer | None:
    """Correct the report that a question is open about, unless another record is named."""
    draft = _open_report(context)
    if draft is None or target != Target():
        return None
    return _amend(context, draft, changes)


def leave_report(context: Context, target: Target) -> Answer | None:
    """Leave the report that a question is open about, rather than withdraw the record before it."""
    if _open_report(context) is None or target != Target():
        return None
    return say(replies.CANCELLED, conversation=replace(context.conversation, draft=None))


def add_details(context: Context, text: str) -> Answer | None:
    """Put bare values (到场5人) into the open report, or in private into the record that was kept just before."""
    draft = _open_report(context)
    if draft is not None:
        details = drafting.details_in(text, draft.readings[draft.about].kind, context.now)
        return _amend(context, draft, details) if details else None
    last = _kept_just_before(context) if context.is_private else None
    details = drafting.details_in(text, last.kind, context.now) if last else None
    return change(context, Draft(purpose=Purpose.CORRECT, readings=(details,)), last.id) if last and details else None


def _amend(context: Context, draft: Draft, changes: Reading) -> Answer:
    """Go on with the changed report; where a question stays open, say first what was changed."""
    answer = proceed(context, drafting.amended(draft, changes))
    if answer.conversation is None or answer.conversation.draft is None:
        return answer
    question, *rest = answer.replies
    words = "\n".join([replies.noted(told_in(changes)), question.text])
    return replace(answer, replies=(replace(question, text=words), *rest))


def _open_report(context: Context) -> Draft | None:
    draft = context.conversation.draft
    return draft if draft is not None and draft.purpose is Purpose.RECORD and draft.readings else None


def _kept_just_before(context: Context) -> Activity | None:
    recent = context.conversation.recent
    activity = context.uow.activities.get(recent[0]) if recent else None
    return activity if activity and context.now - activity.reported_at <= RIGHT_AFTER else None
