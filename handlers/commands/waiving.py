"""Say that a duty is not owed in this period: with a reason, and an officer's word."""

import re
from collections.abc import Sequence

from handlers import reminder_wording as words
from handlers import replies
from handlers.commands.fulfilment import end_tasks_soon
from handlers.commands.occurrence import notify, occurrence_of
from handlers.context import Answer, Context, say
from handlers.sender import KEEPERS, is_officer
from schedules.duties.duty import Obligation, Waiver
from schedules.duties.status import Assessment
from schedules.outbox import Content
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId
from schedules.reminders.answering import forget
from schedules.reminders.wording import Reason

MARKS = re.compile(r"[\s:|⟨⟩]+")
"""What the actions of buttons are told apart by."""

LONGEST_REASON = 60


def waive(context: Context, found: Assessment, code: str = "") -> Answer:
    """Ask for the reason; with it, the word of who may decide is enough, and that of anybody else is passed on to him.

    The reason is one of `words.REASONS`, or was said in words.
    """
    if not code:
        return Answer(replies=(words.choose_reason(found.obligation),))
    if _may_decide(context, found.obligation):
        return say(_store(context, found.obligation, code, context.sender.member))
    return _ask_keepers(context, found, code)


def reason_code(said: str | None) -> str:
    """A reason said in words as a button can carry it."""
    return MARKS.sub("，", said or "")[:LONGEST_REASON]


def confirm(context: Context, found: Assessment, code: str, asker_id: str) -> Answer:
    """Let a duty be waived that somebody else said is not owed."""
    asker = context.uow.members.get(MemberId(asker_id))
    if asker is None or not code or not _may_decide(context, found.obligation):
        return say(replies.NOT_KEEPER)
    _tell(context, found.obligation, asker, words.waiver_confirmed(found.obligation, context.sender.member))
    return say(_store(context, found.obligation, code, asker))


def refuse(context: Context, found: Assessment, asker_id: str) -> Answer:
    """Let it stay owed."""
    asker = context.uow.members.get(MemberId(asker_id))
    if asker is None or not _may_decide(context, found.obligation):
        return say(replies.NOT_KEEPER)
    _tell(context, found.obligation, asker, words.waiver_refused(found.obligation, context.sender.member))
    return say(words.refused(found.obligation))


def _may_decide(context: Context, obligation: Obligation) -> bool:
    organisation = context.uow.organisations.get(obligation.organisation_id)
    return organisation is not None and is_officer(context.uow, context.sender, organisation, KEEPERS)


def _store(context: Context, obligation: Obligation, code: str, asker: Member) -> str:
    reason = words.confirmed_reason(code, asker, context.sender.member)
    waiver = Waiver(
        organisation_id=obligation.organisation_id,
        duty_id=obligation.duty.id,
        period=obligation.period.label,
        reason=reason,
        by=context.sender.member.id,
        at=context.now,
    )
    context.uow.waivers.add(waiver)
    forget(context.uow, obligation, Reason.WAIVED)
    end_tasks_soon(context, obligation.organisation_id)
    return words.waived(obligation, reason)


def _ask_keepers(context: Context, found: Assessment, code: str) -> Answer:
    keepers = _keepers_of(context, found.obligation.organisation_id)
    if not keepers:
        return say(words.NO_CONFIRMER)
    asker = context.sender.member
    content = words.confirm_waiver(found, asker, code, context.today)
    about = occurrence_of(found.obligation)
    for keeper in keepers:
        key = f"waiver:{about.organisation_id}:{about.duty_id}:{about.period}:{code}:{asker.id}"
        notify(context, keeper.id, content, key)
    return say(words.asked_to_confirm(found.obligation, keepers))


def _keepers_of(context: Context, organisation_id: OrganisationId) -> Sequence[Member]:
    """Who may decide, in the nearest organisation that has anybody."""
    above: Organisation | None = context.uow.organisations.get(organisation_id)
    while above is not None:
        if found := _holders(context, above.id):
            return found
        above = context.uow.organisations.get(above.parent_id) if above.parent_id else None
    return []


def _holders(context: Context, organisation_id: OrganisationId) -> Sequence[Member]:
    posts = context.uow.posts.list(organisation_id=organisation_id)
    held = [post.member_id for post in posts if post.role in KEEPERS and post.is_held_on(context.today)]
    found = (context.uow.members.get(member_id) for member_id in dict.fromkeys(held))
    return [one for one in found if one is not None and (one.left_on is None or one.left_on > context.today)]


def _tell(context: Context, obligation: Obligation, asker: Member, text: str) -> None:
    about = occurrence_of(obligation)
    key = f"waived:{about.organisation_id}:{about.duty_id}:{about.period}:{context.message.key}"
    notify(context, asker.id, Content(text=text), key)
