"""Our own grammar."""

import time
from collections.abc import Iterator
from datetime import datetime

from answering import Days, serve

start = time.perf_counter()
from handlers.grammar.days.dates import parse_date
from handlers.grammar.parse import parse
from handlers.intents import RecordActivities, Unclear

IMPORT_SECONDS = time.perf_counter() - start


def read(text: str, now: datetime) -> Iterator[Days]:
    """A day as a bare answer names it; a span of days as a message tells of it."""
    if day := parse_date(text, now):
        yield day, day
        return
    match parse(f"{text}，支委会，5人参加", now).intent:
        case RecordActivities(readings=(told,)) | Unclear(readings=(told,)) if told.held_on:
            yield told.held_on, told.ended_on or told.held_on


serve(read, import_seconds=IMPORT_SECONDS)
