"""Terms of office."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of office (任期). The stored end decides when the next election is due, never a formula."""

    starts_on: date | None = None
    ends_on: date
