"""JioNLP's `parse_time`."""

import time
from collections.abc import Iterator
from datetime import date, datetime

from answering import Days, serve

start = time.perf_counter()
import jionlp

IMPORT_SECONDS = time.perf_counter() - start


def read(text: str, now: datetime) -> Iterator[Days]:
    """The days of a point or span of time; one that is blurred beyond a day is none."""
    base = {name: getattr(now, name) for name in ("year", "month", "day", "hour", "minute", "second")}
    try:
        found = jionlp.parse_time(text, time_base=base)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return
    if found["type"] in {"time_point", "time_span"}:
        first, last = (date.fromisoformat(instant[:10]) for instant in found["time"])
        if found["definition"] == "accurate" or first == last:
            yield first, last


serve(read, import_seconds=IMPORT_SECONDS)
