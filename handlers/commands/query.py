"""Answer questions about records and open duties: short, with numbers, a date and the next step."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers import replies
from handlers.assignment import organisation_asked
from handlers.commands.agenda import tell_due, tell_late, tell_owed
from handlers.commands.branches import asks_of_each, count_in_branches, tell_branches
from handlers.commands.due_days import is_called, tell_due_days
from handlers.commands.filing import count_files
from handlers.commands.fulfilment import assess_organisation
from handlers.commands.plain_answers import answer_plainly
from handlers.commands.record import reporter_of
from handlers.commands.remind import last_reminder
from handlers.commands.target import LOOKED_BACK
from handlers.context import Answer, Context, say
from handlers.conversation import Asked
from handlers.grammar.requests.due_days import asks_due
from handlers.grammar.requests.follow_ups import thing_asked
from handlers.grammar.requests.lookups import asks_each_month, asks_who_told
from handlers.grammar.requests.query_topics import counts_own
from handlers.grammar.text.normalise import normalise
from handlers.grammar.text.organisation_names import organisations_in
from handlers.intents import Query, QueryTopic
from handlers.sender import is_officer
from schedules.calendar.zone import local_day_of
from schedules.duties.assessing import OWED
from schedules.duties.status import Assessment
from schedules.ledger.activity import Activity, ActivityKind, ActivityState
from schedules.people.member import MemberId
from schedules.people.organisation import Organisation
from schedules.reminders.audience import NO_POSTS
from schedules.reminders.digest import digest_of

LISTED = 10
WEEK = timedelta(days=7)
ABOUT_AN_ORGANISATION = frozenset(QueryTopic) - {
    QueryTopic.MY_RECORDS,
    QueryTopic.WHY_REMINDED,
    QueryTopic.STORED_ABOUT_ME,
}
REMEMBERED = (ABOUT_AN_ORGANISATION | {QueryTopic.MY_RECORDS}) - {QueryTopic.UNKNOWN}
"""What may be asked again with something exchanged."""


def inquire(context: Context, query: Query, name: str | None) -> Answer:
    """Answer a question about each organisation that is named, else the group's, else the sender's own; kind by kind."""
    if plain := answer_plainly(context, name):
        return plain
    if query.others:
        kinds = dict.fromkeys((query.kind, *query.others))
        return _one_by_one([inquire(context, replace(query, kind=kind, others=()), name) for kind in kinds])
    names = organisations_in(normalise(context.message.text)) if name and query.topic in ABOUT_AN_ORGANISATION else ()
    return _one_by_one([_inquire_of(context, query, one) for one in (names if names[1:] else (name,))])


def _one_by_one(answers: Sequence[Answer]) -> Answer:
    told = tuple(reply for answer in answers for reply in answer.replies)
    remembered = [answer.conversation for answer in answers if answer.conversation]
    return Answer(replies=told, conversation=remembered[-1] if remembered else None)


def _inquire_of(context: Context, query: Query, name: str | None) -> Answer:
    organisation = organisation_asked(context, name)
    if name and organisation is None and query.topic in ABOUT_AN_ORGANISATION:
        return say(replies.not_to_be_asked(name))
    if query.topic is QueryTopic.COUNT and not query.names and counts_own(normalise(context.message.text).text):
        query = replace(query, names=(context.sender.member.name,))
    about = organisation or context.sender.home
    asked = Asked(
        query=query, organisation_id=about.id, of_each=asks_of_each(context, name), alone=bool(name), at=context.now
    )
    return answered(context, asked, about)


def inquire_due(context: Context, name: str | None, *, known: bool) -> Answer | None:
    """Answer when something is to be done that only the catalogue may know; where it must be `known`, nothing else.

    A name that the catalogue does not know is not remembered.
    """
    if context.is_private and (plain := answer_plainly(context, name)):
        return plain
    said, before = normalise(context.message.text).text, context.conversation.asked
    called = asks_due(said)
    if called is None and before and before.query.topic is QueryTopic.DUE:
        called, known = thing_asked(said), True
        about = context.uow.organisations.get(before.organisation_id)
    else:
        before, about = None, organisation_asked(context, name) if called else None
    if called is None or about is None:
        return None
    query, alone = Query(topic=QueryTopic.DUE, called=called), before.alone if before else bool(name)
    asked = Asked(query=query, organisation_id=about.id, alone=alone, at=context.now)
    owing = _asked_about(context, asked, about)
    if is_called(context, called, owing):
        return answered(context, asked, about)
    return None if known or not context.is_private else say(tell_due_days(context, query, owing))


def answered(context: Context, asked: Asked, organisation: Organisation) -> Answer:
    """The answer to a question, and what is remembered of it."""
    query = asked.query
    if query.topic is QueryTopic.UNKNOWN and (query.kind or query.since or query.names):
        asked = replace(asked, query=replace(query, topic=QueryTopic.RECORDS))
    remembered = replace(context.conversation, asked=asked) if asked.query.topic in REMEMBERED else None
    return say(_words_for(context, asked, organisation), conversation=remembered)


def _words_for(context: Context, asked: Asked, organisation: Organisation) -> str:  # noqa: C901, PLR0911 - one case for each topic
    query = asked.query
    match query.topic:
        case QueryTopic.OPEN_DUTIES:
            return _open_duties(context, asked, organisation)
        case QueryTopic.COUNT:
            return _count(context, asked, organisation)
        case QueryTopic.RECORDS:
            return _count(context, asked, organisation) if asked.of_each else _records(context, query, organisation)
        case QueryTopic.UNKNOWN:
            return replies.NO_ANSWER
        case QueryTopic.MY_RECORDS:
            return _my_records(context, query)
        case QueryTopic.TALKS_LEFT:
            return _talks_left(context, organisation)
        case QueryTopic.DUE:
            return tell_due_days(context, query, _asked_about(context, asked, organisation))
        case QueryTopic.TERM:
            return replies.term(organisation, context.today)
        case QueryTopic.WHY_REMINDED:
            return _why_reminded(context)
        case QueryTopic.STORED_ABOUT_ME:
            return _stored_about_me(context)
        case QueryTopic.DIGEST:
            return _digest(context, query, organisation)


def _asked_about(context: Context, asked: Asked, organisation: Organisation) -> Sequence[Organisation]:
    """In private, who names none is told of every organisation that he answers for, as his reminders do."""
    if asked.alone or not context.is_private or organisation.id != context.sender.home.id:
        return [organisation]
    held = {post.organisation_id for post in context.sender.posts if post.role not in NO_POSTS}
    others = (context.uow.organisations.get(one) for one in context.sender.organisation_ids if one in held)
    return list({one.id: one for one in (organisation, *filter(None, others))}.values())


def _open_duties(context: Context, asked: Asked, organisation: Organisation) -> str:
    """What is owed, or was in a past time, of all kinds or of the kind that was named, organisation by organisation."""
    kind, since, until = asked.query.kind, asked.query.since, asked.query.until
    span = (since, until) if since and until else None
    if asked.of_each:
        return tell_branches(context, kind, span)
    about = _asked_about(context, asked, organisation)
    if asked.query.late and (until is None or until > context.today):
        return tell_late(context, about, kind)
    if span:
        return tell_due(context, about, span, kind, whole=asked.query.whole)
    return tell_owed(context, about, kind, whole=asked.query.whole)


def _span(context: Context, asked: Query) -> tuple[date, date]:
    until = min(asked.until or context.today + timedelta(days=1), context.today + timedelta(days=1))
    return asked.since or date(context.today.year, 1, 1), until


def _found(context: Context, asked: Query, organisation: Organisation) -> Sequence[Activity]:
    since, until = _span(context, asked)
    found = context.uow.activities.list(organisation_id=organisation.id, kind=asked.kind, since=since, until=until)
    kept = [activity for activity in found if activity.state is not ActivityState.VOID]
    return [activity for activity in kept if _is_about(activity, asked.names)] if asked.names else kept


def _is_about(activity: Activity, names: Sequence[str]) -> bool:
    """张晓今年谈过了吗: whether all who are named had a part in it, or were away."""
    roles = {activity.host, activity.lecturer, activity.recorder}
    away = (*activity.attendance.leave, *activity.attendance.absent)
    return roles.union(activity.participants, away).issuperset(names)


def _count(context: Context, asked: Asked, organisation: Organisation) -> str:
    """Of the organisation that is asked about, and of those of the sender's own that have any; or of each branch."""
    query = asked.query
    since, until = _span(context, query)
    last = until - timedelta(days=1)
    if asked.of_each:
        return count_in_branches(context, query, (since, last), lambda one: _found(context, query, one))
    counts = [(one, _found(context, query, one)) for one in _asked_about(context, asked, organisation)]
    told = [(one, found) for one, found in counts if found or one.id == organisation.id]
    monthly = query.kind is not None and asks_each_month(normalise(context.message.text).text)
    return "\n".join(
        replies.counted(one, query, since, last, found)
        + (replies.months_without(_months_without(since, last, found)) if monthly else "")
        for one, found in told
    )


def _months_without(since: date, last: date, found: Sequence[Activity]) -> Sequence[date]:
    """The months of a time, by their first days, in which none was held."""
    held = {activity.held_on.replace(day=1) for activity in found}
    days = (since + timedelta(days=number) for number in range((last - since).days + 1))
    return [month for month in dict.fromkeys(day.replace(day=1) for day in days) if month not in held]


def _records(context: Context, asked: Query, organisation: Organisation) -> str:
    found = [item for item in _found(context, asked, organisation) if _may_see(context, item, organisation)]
    if not found:
        since, until = _span(context, asked)
        return replies.no_records(organisation, asked, since, until - timedelta(days=1))
    title = replies.records_title(organisation, len(found))
    files = count_files(context, found[:LISTED])
    told_by = asks_who_told(normalise(context.message.text).text)
    reporters = {each.id: reporter_of(context, each) for each in found[:LISTED]} if told_by else None
    return replies.record_list(
        title, found[:LISTED], context.today, more=len(found) - LISTED, files=files, reporters=reporters
    )


def _may_see(context: Context, activity: Activity, organisation: Organisation) -> bool:
    """Who talked with whom is for the two, and for the branch's officers in private."""
    if activity.kind is not ActivityKind.TALK:
        return True
    own = context.sender.member.name in {activity.host, *activity.participants}
    return context.is_private and (own or is_officer(context.uow, context.sender, organisation))


def _my_records(context: Context, asked: Query) -> str:
    """What the sender reported, the last first; of a time, what took place or was reported in it."""
    since, until = asked.since or context.today - LOOKED_BACK, asked.until or context.today + timedelta(days=1)
    mine = context.uow.activities.list(
        reported_by=context.sender.member.id, kind=asked.kind, since=since - LOOKED_BACK, until=until
    )
    found = [item for item in mine if since <= item.held_on or since <= local_day_of(item.reported_at) < until]
    seen = [item for item in found if context.is_private or item.kind is not ActivityKind.TALK]
    seen.sort(key=lambda item: (item.reported_at, item.id), reverse=True)
    if not seen:
        return replies.NO_RECORDS
    files = count_files(context, seen[:LISTED])
    return replies.record_list(replies.MY_RECORDS, seen[:LISTED], context.today, more=len(seen) - LISTED, files=files)


def _talks_left(context: Context, organisation: Organisation) -> str:
    if not is_officer(context.uow, context.sender, organisation):
        return replies.NOT_ALLOWED
    if not context.is_private:
        return replies.IN_PRIVATE
    assessments = _about_talks(context, organisation)
    return replies.talks_left(organisation, [(item, _names_missing(context, item)) for item in assessments])


def _names_missing(context: Context, assessment: Assessment) -> Sequence[str]:
    """Who is still to be reached; a pair by both its names."""
    if assessment.status not in OWED:
        return ()
    units = [unit if isinstance(unit, frozenset) else (unit,) for unit in assessment.missing]
    return sorted(replies.PAIR.join(sorted(_name_of(context, one) for one in unit)) for unit in units)


def _name_of(context: Context, member_id: Hashable) -> str:
    member = context.uow.members.get(MemberId(str(member_id)))
    return member.name if member else replies.SOMEBODY


def _about_talks(context: Context, organisation: Organisation) -> Sequence[Assessment]:
    assessments = assess_organisation(context, organisation.id)
    return [item for item in assessments if ActivityKind.TALK in item.obligation.duty.kinds]


def _why_reminded(context: Context) -> str:
    sent = last_reminder(context)
    if sent is None:
        return replies.NO_REMINDER
    reminders = context.uow.reminders.list(message_key=sent.key)
    duties = [context.rulebook.catalogue.get(reminder.key.duty_id) for reminder in reminders]
    return replies.why_reminded(sent.sent_at or sent.send_at, [duty for duty in duties if duty])


def _stored_about_me(context: Context) -> str:
    member = context.sender.member
    own = context.uow.activities.list(reported_by=member.id)
    talks = sum(activity.kind is ActivityKind.TALK for activity in own)
    accounts = [item.address for item in context.uow.accounts.list(member_id=member.id)]
    if not context.is_private:
        return replies.IN_PRIVATE
    files = sum(len(context.uow.attachments.list(sender=address)) for address in accounts)
    return replies.stored_about(member, context.sender.home, len(own), talks, accounts, files=files)


def _digest(context: Context, asked: Query, organisation: Organisation) -> str:
    """Of this week, or of the week or month that was named."""
    catalogue, calendar = context.rulebook.catalogue, context.rulebook.calendar
    is_week = asked.since and asked.until and asked.until - asked.since <= WEEK
    period = f"{asked.since:{'%G-W%V' if is_week else '%Y-%m'}}" if asked.since else None
    return digest_of(context.uow, organisation.id, context.now, catalogue=catalogue, calendar=calendar, period=period)
