"""Where one may answer for a while after somebody spoke."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A webhook that answers one message where it was said, for a while; `mention` is who is called by it."""

    webhook: str
    expires_at: datetime
    mention: str = ""
