"""The rules of reminding: hours, quiet spans, how much is too much."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from schedules.calendar.zone import SHANGHAI, instant_at

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietSpan:
    """Hours of the day in which nothing goes out: from `starts` up to, not including, `ends`, across midnight if need be."""

    starts: time
    ends: time

    def covers(self, clock: time) -> bool:
        """Whether `clock` lies in the span."""
        if self.starts <= self.ends:
            return self.starts <= clock < self.ends
        return clock >= self.starts or clock < self.ends


def parse_quiet(text: str) -> QuietSpan:
    """A span from `12:00-14:00`; ValueError for anything else."""
    starts, ends = (time.fromisoformat(part.strip()) for part in text.split("-"))
    return QuietSpan(starts=starts, ends=ends)


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
        if all(self.is_quiet_at(candidate) for candidate in (time.min, *(span.ends for span in self.quiet))):
            raise ValueError("the quiet spans leave no time to send")

    def is_quiet_at(self, clock: time) -> bool:
        """Whether nothing may go out when clocks in Shanghai show `clock`."""
        return any(span.covers(clock) for span in self.quiet)


def leave_quiet(instant: datetime, rules: ReminderRules) -> datetime:
    """The first instant from `instant` on that no quiet span covers."""
    moment = instant.astimezone(SHANGHAI)
    while True:
        span = next((span for span in rules.quiet if span.covers(moment.time())), None)
        if span is None:
            return moment
        end = instant_at(moment.date(), span.ends)
        moment = end if end > moment else end + DAY
