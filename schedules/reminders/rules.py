"""The rules of reminding: hours, quiet spans, how much is too much."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from schedules.calendar.quiet import QuietSpan
from schedules.calendar.zone import SHANGHAI, instant_at

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRules:
    """When reminders and digests go out. An organisation's own hour wins over `send_at`.

    ValueError where the quiet spans leave no minute of the day.
    """

    send_at: time = time(9, 5)
    spread_minutes: int = 20
    quiet: tuple[QuietSpan, ...] = (
        QuietSpan(starts=time(12), ends=time(14)),
        QuietSpan(starts=time(18), ends=time(8, 30)),
    )
    workdays_only: bool = True
    per_person_per_day: int = 1
    weekly_digest: time = time(16, 10)
    monthly_digest: time = time(10, 10)

    def __post_init__(self) -> None:
        if not _leave_time(self.quiet):
            raise ValueError("the quiet spans leave no time to send")

    def is_quiet_at(self, clock: time) -> bool:
        """Whether nothing may go out when clocks in Shanghai show `clock`."""
        return any(span.covers(clock) for span in self.quiet)


def keep_quiet(rules: ReminderRules, spans: Sequence[QuietSpan]) -> ReminderRules:
    """The rules with a person's own quiet spans, as far as they leave any minute of the day."""
    quiet = (*rules.quiet, *spans)
    return replace(rules, quiet=quiet) if spans and _leave_time(quiet) else rules


def _leave_time(quiet: Sequence[QuietSpan]) -> bool:
    candidates = (time.min, *(span.ends for span in quiet))
    return not all(any(span.covers(clock) for span in quiet) for clock in candidates)


def leave_quiet(instant: datetime, rules: ReminderRules) -> datetime:
    """The first instant from `instant` on that no quiet span covers."""
    moment = instant.astimezone(SHANGHAI)
    while True:
        span = next((span for span in rules.quiet if span.covers(moment.time())), None)
        if span is None:
            return moment
        end = instant_at(moment.date(), span.ends)
        moment = end if end > moment else end + DAY
