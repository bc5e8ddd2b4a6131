"""Days, times and instants as text, where there may be none."""

from datetime import date, datetime, time

from bot.storage.codec import instant_text


def iso_or_none(value: date | time | None) -> str | None:
    """A day or a time of day as text."""
    return None if value is None else value.isoformat()


def day_or_none(text: str | None) -> date | None:
    """The day of a text."""
    return None if text is None else date.fromisoformat(text)


def time_or_none(text: str | None) -> time | None:
    """The time of day of a text."""
    return None if text is None else time.fromisoformat(text)


def instant_or_none(text: str | None) -> datetime | None:
    """The instant of a text."""
    return None if text is None else datetime.fromisoformat(text)


def text_or_none(instant: datetime | None) -> str | None:
    """An instant as text that sorts."""
    return None if instant is None else instant_text(instant)
