"""A photo or a file: it goes with the record that it follows, else it is asked about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers import drafting, replies
from handlers.commands.filing import count_files_of, file_waiting
from handlers.commands.record import DRAFT_LIVES
from handlers.context import Answer, Context, say
from handlers.conversation import Conversation, Draft, Purpose, Question
from handlers.sender import may_change
from schedules.ledger.activity import Activity, ActivityId, ActivityState
from schedules.ledger.attachment import Attachment, AttachmentId
from schedules.outbox import Content

FOLLOWS_FOR = timedelta(minutes=30)
"""How soon after its record a file still follows it."""
CHOICES = 3
MOST_WAITING = 20
MOST_FOR_A_RECORD = 50


def attach(context: Context) -> Answer:
    """Take a file to the sender's open or last record."""
    if not context.rulebook.keeps_files:
        return say(replies.NO_FILES)
    followed = None if context.conversation.draft else _followed(context)
    if followed is not None:
        return _attach_to(context, followed)
    if len(context.conversation.files) >= MOST_WAITING:
        return say(replies.TOO_MANY_FILES)
    files = (*context.conversation.files, _add(context, None))
    conversation = replace(context.conversation, files=files, expires_at=context.now + DRAFT_LIVES)
    draft = conversation.draft
    reported = draft is not None and draft.purpose is Purpose.RECORD
    return _with_draft(context, conversation, draft) if draft and reported else _ask(context, conversation)


def place(context: Context, activity_id: ActivityId) -> Answer:
    """Put the files that wait to the record that was chosen."""
    activity = context.uow.activities.get(activity_id)
    if activity is None or not _is_open(context, activity):
        return say(replies.NOT_YOURS)
    file_waiting(context, activity_id)
    conversation = replace(context.conversation, draft=None, expires_at=None, files=())
    return _attached(context, activity, conversation)


def _attach_to(context: Context, activity: Activity) -> Answer:
    if count_files_of(context, activity.id) >= MOST_FOR_A_RECORD:
        return say(replies.TOO_MANY_FILES)
    _add(context, activity.id)
    return _attached(context, activity, context.conversation)


def _attached(context: Context, activity: Activity, conversation: Conversation) -> Answer:
    words = replies.attached(activity, count_files_of(context, activity.id), context.today)
    return say(words, conversation=conversation)


def _add(context: Context, activity_id: ActivityId | None) -> AttachmentId:
    message = context.message
    file = Attachment(
        id=AttachmentId(0),
        sender=message.sender,
        sent_at=context.now,
        media_id=message.media,
        due_at=context.now,
        activity_id=activity_id,
    )
    return context.uow.attachments.add(file)


def _followed(context: Context) -> Activity | None:
    """The last record spoken of, if it is fresh."""
    last = next(iter(context.conversation.recent), None)
    activity = context.uow.activities.get(last) if last else None
    if activity is None or not _is_open(context, activity):
        return None
    return activity if context.now - activity.reported_at <= FOLLOWS_FOR else None


def _with_draft(context: Context, conversation: Conversation, draft: Draft) -> Answer:
    """The file waits with the report that is being asked about; the question stands."""
    question = replies.file_waits(drafting.question_of(draft, context.today))
    content = Content(text=question, buttons=replies.buttons_of(draft.options))
    return Answer(replies=(content,), conversation=conversation)


def _ask(context: Context, conversation: Conversation) -> Answer:
    choices = _choices(context)
    if not choices:
        return say(replies.FILE_WITHOUT_RECORD, conversation=replace(conversation, draft=None))
    options = replies.choices_among(choices, context.today)
    draft = Draft(purpose=Purpose.ATTACH, question=Question.TARGET, options=options)
    content = Content(text=replies.WHICH_RECORD, buttons=replies.buttons_of(options))
    return Answer(replies=(content,), conversation=replace(conversation, draft=draft))


def _choices(context: Context) -> Sequence[Activity]:
    """The records that one reported or spoke of last."""
    spoken_of = [context.uow.activities.get(activity_id) for activity_id in context.conversation.recent]
    own = context.uow.activities.list(reported_by=context.sender.member.id, limit=CHOICES)
    known = {item.id: item for item in (*spoken_of, *own) if item and _is_open(context, item)}
    return list(known.values())[:CHOICES]


def _is_open(context: Context, activity: Activity) -> bool:
    return activity.state is not ActivityState.VOID and may_change(context.uow, context.sender, activity, context.now)
