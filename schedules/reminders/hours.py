"""The moments at which a message may go out."""

from datetime import date, datetime, time, timedelta
from zlib import crc32

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import instant_at, local_day_of
from schedules.people.organisation import Organisation
from schedules.people.preferences import Preferences
from schedules.reminders.rules import DAY, ReminderRules, keep_quiet, leave_quiet


def hour_of(organisation: Organisation, rules: ReminderRules) -> time:
    """The organisation's hour of reminders."""
    own = organisation.settings.send_at
    return time.fromisoformat(own) if own else rules.send_at


def rules_of(person: Preferences | None, rules: ReminderRules) -> ReminderRules:
    """The rules with a person's own quiet hours."""
    return keep_quiet(rules, person.quiet) if person else rules


def spread_of(name: str, rules: ReminderRules) -> timedelta:
    """The minutes by which a recipient's messages stand back, the same on every machine."""
    return timedelta(minutes=crc32(name.encode()) % rules.spread_minutes if rules.spread_minutes else 0)


def works_on(day: date, calendar: WorkCalendar, rules: ReminderRules) -> bool:
    """Whether messages go out on `day`."""
    return not rules.workdays_only or calendar.is_workday(day)


def may_send_at(instant: datetime, calendar: WorkCalendar, rules: ReminderRules) -> bool:
    """Whether a message nobody asked for may go out at `instant`."""
    return works_on(local_day_of(instant), calendar, rules) and leave_quiet(instant, rules) == instant


def moment_from(
    instant: datetime, hour: time, *, calendar: WorkCalendar, rules: ReminderRules, spread: timedelta = timedelta()
) -> datetime:
    """The first allowed moment from `instant` on: at `hour` and `spread` of a working day, or `spread` later on that day."""
    day = local_day_of(instant)
    while True:
        wished = moment_on(day, hour, rules, spread)
        moment = wished if wished >= instant else _stand_back(instant, rules, spread)
        if local_day_of(moment) == day and works_on(day, calendar, rules):
            return moment
        day += DAY


def moment_on(day: date, hour: time, rules: ReminderRules, spread: timedelta = timedelta()) -> datetime:
    """The moment of `hour` on `day`; an hour inside a quiet span gives way to the span's end, also that of the night."""
    return instant_at(day, _stand_back(instant_at(day, hour), rules, spread).time())


def _stand_back(instant: datetime, rules: ReminderRules, spread: timedelta) -> datetime:
    """So that not everybody is told in the minute in which a quiet span ends."""
    moment = leave_quiet(instant, rules) + spread
    return leave_quiet(leave_quiet(moment, rules) + spread, rules) if rules.is_quiet_at(moment.time()) else moment
