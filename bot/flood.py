"""What one person may send in a minute: what is beyond is not read, so that everybody else is answered as before.

Each process counts for itself: it is its own time that it spares.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from schedules.people.address import Address

MOST_A_MINUTE = 60
"""Nobody types so fast, and whoever sends the photos of a meeting stays below."""
MINUTE = timedelta(minutes=1)
MOST_SENDERS = 10_000


@dataclass(slots=True)
class _Minute:
    begun_at: datetime
    count: int = 0


@dataclass(slots=True)
class Floodgate:
    """Counts what each person sends."""

    minutes: dict[Address, _Minute] = field(default_factory=dict)

    def count(self, sender: Address, now: datetime) -> int:
        """Count a message; which one of its sender's minute it is."""
        minute = self.minutes.get(sender)
        if minute is None or not minute.begun_at <= now < minute.begun_at + MINUTE:
            minute = self._begin(sender, now)
        minute.count += 1
        return minute.count

    def _begin(self, sender: Address, now: datetime) -> _Minute:
        if len(self.minutes) >= MOST_SENDERS:
            self.minutes = {who: minute for who, minute in self.minutes.items() if now - minute.begun_at < MINUTE}
        self.minutes[sender] = _Minute(now)
        return self.minutes[sender]
