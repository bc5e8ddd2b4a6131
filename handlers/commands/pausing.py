"""Stop the reminders of one kind, or all of somebody's for a while, or keep some hours quiet."""

from collections.abc import Iterator, Sequence
from datetime import date

from handlers import reminder_wording as words
from handlers.commands.occurrence import notify
from handlers.context import Answer, Context, say
from handlers.intents import Remind
from handlers.sender import KEEPERS, is_officer
from schedules.calendar.quiet import QuietSpan
from schedules.calendar.written import parse_day
from schedules.duties.status import Assessment
from schedules.outbox import Content
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation
from schedules.people.preferences import Absence
from schedules.reminders.answering import come_back, keep_hours, others_told, pause, resume, stop
from schedules.reminders.rules import keep_quiet

PAUSE, RESUME = "pause", "resume"


def stop_kind(context: Context, found: Assessment) -> Answer:
    """No more reminders of a duty to the sender, where there is anybody else to be told."""
    obligation, own = found.obligation, context.sender.member
    book = context.rulebook
    others = others_told(context.uow, obligation, own.id, context.now, calendar=book.calendar, rules=book.rules)
    if not others and any(post.organisation_id == obligation.organisation_id for post in context.sender.posts):
        return say(words.NOBODY_ELSE)
    stop(context.uow, own.id, obligation.duty.id, obligation.organisation_id, context.now)
    known = [one for member_id in others if (one := context.uow.members.get(member_id))]
    return say(words.stopped(obligation, known))


def pause_all(context: Context, wish: Remind) -> Answer:
    """Leave the sender, or somebody whom he answers for, alone until a day."""
    return _about(context, PAUSE, wish.name, wish.on)


def resume_all(context: Context, wish: Remind) -> Answer:
    """Remind the sender, or somebody whom he answers for, of everything again."""
    return _about(context, RESUME, wish.name, None)


def choose_whom(context: Context, verb: str, rest: str) -> Answer:
    """The same for one of several people of one name."""
    number, _, day = rest.partition(":")
    whom = next((one for one, _ in _answered_for(context) if one.id == MemberId(number)), None)
    return _settle(context, verb, whom, parse_day(day)) if whom else say(words.NOT_YOURS_TO_PAUSE)


def keep_quiet_hours(context: Context, wish: Remind) -> Answer:
    """Set the sender's own quiet hours, or tell them."""
    uow, own = context.uow, context.sender.member
    if wish.at is None or wish.until is None:
        return say(words.quiet_hours(uow.preferences.get(own.id).quiet))
    if wish.at == wish.until:
        keep_hours(uow, own.id, ())
        return say(words.ALWAYS_LOUD)
    quiet = (QuietSpan(starts=wish.at, ends=wish.until),)
    if keep_quiet(context.rulebook.rules, quiet) == context.rulebook.rules:
        return say(words.NO_TIME_LEFT)
    keep_hours(uow, own.id, quiet)
    return say(words.quiet_hours(quiet))


def _about(context: Context, verb: str, name: str | None, until: date | None) -> Answer:
    own = context.sender.member
    if name is None or name == own.name:
        return _settle(context, verb, own, until)
    named = [(one, place) for one, place in _answered_for(context) if one.name == name]
    if len(named) > 1:
        offered = [(one, place.name) for one, place in named]
        return Answer(replies=(words.choose_person(verb, offered, until),))
    return _settle(context, verb, named[0][0], until) if named else say(words.NOT_YOURS_TO_PAUSE)


def _settle(context: Context, verb: str, whom: Member, until: date | None) -> Answer:
    book, keeper = context.rulebook, context.sender.member
    is_own = whom.id == keeper.id
    if verb == PAUSE and until and until <= context.today:
        come_back(context.uow, whom, context.now, calendar=book.calendar, rules=book.rules)
        told, notice = words.back(whom.name, is_own=is_own), words.resumed_by(keeper)
    elif verb == PAUSE:
        absence = Absence(starts_on=context.today, ends_until=until)
        pause(context.uow, whom, absence, context.now, calendar=book.calendar, rules=book.rules)
        told, notice = words.paused(whom.name, until, is_own=is_own), words.paused_by(keeper, until)
    else:
        resume(context.uow, whom, context.now, calendar=book.calendar, rules=book.rules)
        told, notice = words.resumed(whom.name, is_own=is_own), words.resumed_by(keeper)
    if not is_own:
        notify(context, whom.id, Content(text=notice), f"{verb}:{context.message.key}")
    return say(told)


def _answered_for(context: Context) -> Iterator[tuple[Member, Organisation]]:
    """Those at home in the organisations that the sender may keep records for."""
    for organisation in _kept_by(context):
        for member in context.uow.members.list(organisation_id=organisation.id):
            if member.left_on is None or member.left_on > context.today:
                yield member, organisation


def _kept_by(context: Context) -> Sequence[Organisation]:
    own = [context.uow.organisations.get(one) for one in context.sender.organisation_ids]
    kept = [one for one in own if one and is_officer(context.uow, context.sender, one, KEEPERS)]
    below = [child for one in kept for child in context.uow.organisations.list(parent_id=one.id)]
    return list({one.id: one for one in (*kept, *below)}.values())
