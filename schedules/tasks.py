"""What stands in a person's own lists on his platform: to-dos for what is owed, and events that he asked for."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A to-do (待办): what it is about, until when, and how it is done."""

    subject: str
    due_at: datetime
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEnd:
    """The end of a to-do: ticked off where it is done, otherwise taken away; `names` are the platform's for it."""

    names: tuple[str, ...]
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event (日程) that takes a day."""

    title: str
    on: date


Errand = Task | TaskEnd | Event
"""What is done in somebody's lists instead of being said to him."""
