"""Put reminders off."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers import reminder_wording as words
from handlers.context import Answer, Context, say
from schedules.duties.duty import Obligation
from schedules.duties.status import Assessment
from schedules.outbox import Content
from schedules.reminders.answering import postpone
from schedules.reminders.ladder import latest_day_of


def put_off(context: Context, found: Assessment, until: date | None = None) -> Answer:
    """Move the reminder to the next working day, or to the one that was named; the due day is the latest."""
    obligation, book = found.obligation, context.rulebook
    latest = latest_day_of(obligation, context.today, calendar=book.calendar, rules=book.rules)
    wished = _wished_day(context, until)
    day = min(wished, latest)
    postpone(context.uow, obligation, context.sender.member.id, day, rules=book.rules)
    monday = book.calendar.workday_on_or_after(context.today + timedelta(days=7 - context.today.weekday()))
    others = [other for other in dict.fromkeys((monday, latest)) if day != other <= latest]
    text = words.postponed(obligation, day, is_latest=wished > latest)
    return Answer(replies=(Content(text=text, buttons=words.other_days(obligation, others, context.today)),))


def put_off_all(context: Context, owed: Sequence[Assessment], until: date | None = None) -> Answer:
    """Move several reminders to one day, each no further than it can go."""
    if not owed:
        return say(words.NOTHING_OPEN)
    wished, book = _wished_day(context, until), context.rulebook
    moved: dict[date, list[Obligation]] = {}
    for obligation in (found.obligation for found in owed):
        day = min(wished, latest_day_of(obligation, context.today, calendar=book.calendar, rules=book.rules))
        postpone(context.uow, obligation, context.sender.member.id, day, rules=book.rules)
        moved.setdefault(day, []).append(obligation)
    return say(words.postponed_together(moved))


def _wished_day(context: Context, until: date | None) -> date:
    tomorrow = context.today + timedelta(days=1)
    return context.rulebook.calendar.workday_on_or_after(max(until or tomorrow, tomorrow))
