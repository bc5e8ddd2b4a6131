"""Quiet hours of the day."""

from dataclasses import dataclass
from datetime import time


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
