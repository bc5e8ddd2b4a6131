"""What a reader of date phrases has in common with the others: cases from standard input, answers and times to output.

A case is `{"text", "now"}`. An answer is the first and the last day, as ISO, or null: as the reader gives it (`raw`),
and as it is when what is told has taken place (`past`).
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

Span = tuple[date, date]
Days = Span | None
Reader = Callable[[str, datetime], Iterator[Days]]
"""Yields every reading, the preferred one first."""
ROUNDS = 3


def serve(read: Reader, *, import_seconds: float) -> None:
    """Answer every case, and time each at its best."""
    cases = [(case["text"], datetime.fromisoformat(case["now"])) for case in json.load(sys.stdin)]
    answers, times = [], []
    for text, now in cases:
        readings, seconds = min((_timed(read, text, now) for _ in range(ROUNDS)), key=lambda each: each[1])
        raw = readings[0] if readings else None
        answers.append({"raw": _iso(raw), "past": _iso(_past(readings, text, now.date()))})
        times.append(seconds)
    sys.stdout.write("\n" + json.dumps({"answers": answers, "seconds": times, "import_seconds": import_seconds}) + "\n")


def _timed(read: Reader, text: str, now: datetime) -> tuple[list[Span], float]:
    start = time.perf_counter()
    readings = [days for days in read(text, now) if days]
    return readings, time.perf_counter() - start


def _iso(days: Days) -> list[str] | None:
    return [day.isoformat() for day in days] if days else None


def _past(readings: list[Span], text: str, today: date) -> Days:
    """The latest reading that is over or today; where none is, the only one moved back by the unit it leaves open."""
    over = [days for days in readings if days[1] <= today]
    if over:
        return max(over)
    return _moved_back(readings[0], text) if readings else None


def _moved_back(days: Span, text: str) -> Span:
    if any(word in text for word in ("周", "星期", "礼拜")):
        return days[0] - timedelta(days=7), days[1] - timedelta(days=7)
    months = 12 if "月" in text or "." in text or "/" in text or "-" in text else 1
    try:
        return _months_before(days[0], months), _months_before(days[1], months)
    except ValueError:
        return days


def _months_before(day: date, months: int) -> date:
    at = day.year * 12 + day.month - 1 - months
    return day.replace(year=at // 12, month=at % 12 + 1)
