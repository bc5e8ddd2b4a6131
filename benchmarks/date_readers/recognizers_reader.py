"""Microsoft's recognizers-text."""

import time
import warnings
from collections.abc import Iterator
from datetime import date, datetime

from answering import Days, serve

warnings.simplefilter("ignore")
start = time.perf_counter()
from recognizers_date_time import Culture, recognize_datetime

IMPORT_SECONDS = time.perf_counter() - start


def read(text: str, now: datetime) -> Iterator[Days]:
    """Every value of the first day found, else of the first span."""
    found = recognize_datetime(text, Culture.Chinese, reference=now.replace(tzinfo=None))
    resolved = sorted(
        (each.resolution["values"] for each in found if each.resolution), key=lambda each: "end" in each[0]
    )
    for value in resolved[0] if resolved else ():
        first = value.get("value") or value.get("start") or ""
        last = value.get("end") or first
        try:
            yield date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
        except ValueError:
            continue


serve(read, import_seconds=IMPORT_SECONDS)
