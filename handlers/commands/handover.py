"""Hand a duty over to somebody else."""

from collections.abc import Sequence

from handlers import reminder_wording as words
from handlers.commands.occurrence import notify, occurrence_of
from handlers.context import Answer, Context, say
from schedules.duties.status import Assessment
from schedules.people.member import Member, MemberId
from schedules.people.organisation import OrganisationId
from schedules.reminders.answering import hand_over

OFFERED = 6
"""As many as a card has buttons."""


def hand_on(context: Context, found: Assessment, chosen: str = "") -> Answer:
    """Ask who takes a duty over, or hand it to the one who was chosen by staff number."""
    if not _was_told(context, found):
        return say(words.NOT_REMINDED)
    people = _people_of(context, found.obligation.organisation_id)
    if not chosen:
        return Answer(replies=(words.choose_taker(found.obligation, people[:OFFERED]),))
    taker = next((person for person in people if person.id == MemberId(chosen)), None)
    if taker is None:
        return say(words.NO_SUCH_PERSON)
    if found.obligation.duty.id in context.uow.preferences.get(taker.id).stopped:
        return say(words.is_unwilling(taker))
    return _hand(context, found, taker)


def hand_to(context: Context, found: Assessment, name: str) -> Answer:
    """Hand a duty to somebody by name."""
    named = [person for person in _people_of(context, found.obligation.organisation_id) if person.name == name]
    if not named:
        return say(words.NO_SUCH_PERSON)
    if len(named) > 1:
        return Answer(replies=(words.choose_taker(found.obligation, named),))
    return hand_on(context, found, named[0].id)


def takers_named(context: Context, organisation_id: OrganisationId, name: str | None) -> list[MemberId]:
    """Those of that name who may take something over."""
    return [person.id for person in _people_of(context, organisation_id) if person.name == name]


def _hand(context: Context, found: Assessment, taker: Member) -> Answer:
    giver, book, obligation = context.sender.member, context.rulebook, found.obligation
    hand_over(context.uow, obligation, giver.id, taker.id, context.now, calendar=book.calendar, rules=book.rules)
    content = words.handed_to_you(found, giver, context.today)
    about = occurrence_of(obligation)
    key = f"handover:{about.organisation_id}:{about.duty_id}:{about.period}:{giver.id}:{context.message.key}"
    notify(context, taker.id, content, key)
    return say(words.handed_over(obligation, taker))


def _was_told(context: Context, found: Assessment) -> bool:
    """Who was reminded of it, or took it over."""
    owed, recipient = found.obligation, context.sender.member.id
    wanted = (owed.organisation_id, owed.duty.id, owed.period.label, recipient)
    known = context.uow.reminders.list(organisation_id=owed.organisation_id)
    return any(item.key.occurrence == wanted for item in known)


def _people_of(context: Context, organisation_id: OrganisationId) -> Sequence[Member]:
    """Who may take something over: who holds a post first, without the sender, and without those who left or are away."""
    today, uow = context.today, context.uow
    posted = [post.member_id for post in uow.posts.list(organisation_id=organisation_id) if post.is_held_on(today)]
    found = [uow.members.get(member_id) for member_id in dict.fromkeys(posted)]
    known = {one.id: one for one in (*filter(None, found), *uow.members.list(organisation_id=organisation_id))}
    away = {one.member_id for one in uow.preferences.list(organisation_id=organisation_id) if one.is_away(today)}
    return [
        one
        for one in known.values()
        if one.id not in away | {context.sender.member.id} and (one.left_on is None or one.left_on > today)
    ]
