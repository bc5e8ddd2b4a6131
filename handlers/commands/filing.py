"""Files that wait for their record, and how many a record has."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.context import Context
from schedules.ledger.activity import Activity, ActivityId
from schedules.ledger.attachment import AttachmentState


def file_waiting(context: Context, activity_id: ActivityId) -> int:
    """Put the files that wait in the conversation to a record; how many there were."""
    attachments = context.uow.attachments
    found = [file for file_id in context.conversation.files if (file := attachments.get(file_id))]
    for file in found:
        attachments.update(replace(file, activity_id=activity_id))
    return len(found)


def count_files(context: Context, activities: Sequence[Activity]) -> Mapping[ActivityId, int]:
    """How many files each record has, or will have once they are fetched."""
    if not context.rulebook.keeps_files:
        return {}
    return {activity.id: count_files_of(context, activity.id) for activity in activities}


def count_files_of(context: Context, activity_id: ActivityId) -> int:
    """How many files one record has."""
    files = context.uow.attachments.list(activity_id=activity_id)
    return sum(file.state is not AttachmentState.LOST for file in files)
