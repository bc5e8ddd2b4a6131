"""Put a record to another organisation: it is withdrawn where it stands, and stands anew there."""

from dataclasses import replace
from datetime import timedelta

from handlers import replies
from handlers.assignment import HOLDERS, named_organisation, organisation_told
from handlers.commands.change import keep_changed
from handlers.commands.fulfilment import report_fulfilled
from handlers.commands.record import reporter_of
from handlers.commands.target import find_targets
from handlers.context import Answer, Context, say
from handlers.intents import Target
from handlers.records import are_same_event, are_same_pair, reading_of
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, ActivityState
from schedules.people.organisation import Organisation


def move(context: Context, target: Target, name: str | None) -> Answer:
    """Move the one record that is meant, with its files, to an organisation that the sender may report for and that holds such."""
    organisation = named_organisation(context, name) if name else organisation_told(context)
    if organisation is None:
        return say(replies.NOWHERE_TO_MOVE)
    targets = find_targets(context, target)
    if len(targets) != 1:
        return say(replies.WHICH_TO_MOVE if targets else replies.NOT_YOURS)
    (old,) = targets
    if old.organisation_id == organisation.id:
        return say(replies.nothing_changed(old, context.today))
    if organisation.kind not in HOLDERS.get(old.kind, {organisation.kind}):
        return say(replies.not_held_there(old, organisation))
    if twin := _twin_of(context, old, organisation):
        already = replies.already(twin, reporter_of(context, twin), context.today)
        return say(f"{already}\n{replies.left_where_it_is(old)}")
    return _move(context, old, organisation)


def _move(context: Context, old: Activity, organisation: Organisation) -> Answer:
    keep_changed(context, old, replace(old, state=ActivityState.VOID))
    anew = replace(old, organisation_id=organisation.id)
    new = replace(anew, id=context.uow.activities.add(replace(anew, id=ActivityId(0))))
    for file in context.uow.attachments.list(activity_id=old.id):
        context.uow.attachments.update(replace(file, activity_id=new.id))
    words = [replies.moved(old, new, organisation, context.today), *report_fulfilled(context, organisation.id, [new])]
    recent = tuple(one for one in context.conversation.recent if one != old.id)
    conversation = replace(context.conversation, draft=None, recent=(new.id, *recent))
    return say("\n".join(words), conversation=conversation)


def _twin_of(context: Context, old: Activity, organisation: Organisation) -> Activity | None:
    """The same event, if it is told of there already."""
    told, until = reading_of(old), old.held_on + timedelta(days=1)
    there = context.uow.activities.list(organisation_id=organisation.id, since=old.held_on, until=until)
    alike = (each for each in there if each.state is not ActivityState.VOID and are_same_event(each, told))
    return next((each for each in alike if each.kind is not ActivityKind.TALK or are_same_pair(each, told, "")), None)
