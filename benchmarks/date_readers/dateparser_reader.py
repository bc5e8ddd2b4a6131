"""dateparser, told the language and, for a second reading, to prefer the past."""

import time
import warnings
from collections.abc import Iterator
from datetime import datetime

from answering import Days, serve

warnings.simplefilter("ignore")
start = time.perf_counter()
import dateparser

IMPORT_SECONDS = time.perf_counter() - start


def read(text: str, now: datetime) -> Iterator[Days]:
    """Its one reading for each preference."""
    for preferred in ("current_period", "past"):
        settings = {"RELATIVE_BASE": now.replace(tzinfo=None), "PREFER_DATES_FROM": preferred}
        found = dateparser.parse(text, languages=["zh"], settings=settings)
        if found is not None:
            yield found.date(), found.date()


serve(read, import_seconds=IMPORT_SECONDS)
