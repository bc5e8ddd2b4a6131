"""What somebody has settled about his own reminders."""

from dataclasses import dataclass
from datetime import date

from schedules.calendar.quiet import QuietSpan
from schedules.people.member import MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Days on which somebody is away (请假、借调、挂职); which of them, and why, is not kept."""

    starts_on: date
    ends_until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether he is away on `day`; an open end has no limit."""
        return self.starts_on <= day and (self.ends_until is None or day < self.ends_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """A person's own rules of reminding: when he is away, his quiet hours, the ids of duties that he is not to be told of."""

    member_id: MemberId
    absence: Absence | None = None
    quiet: tuple[QuietSpan, ...] = ()
    stopped: frozenset[str] = frozenset()

    def is_away(self, day: date) -> bool:
        """Whether he is away on `day`."""
        return self.absence is not None and self.absence.covers(day)
