"""What the sandbox asks of the robot behind it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from schedules.outbox import OutboundMessage
from schedules.people.member import Member
from schedules.people.organisation import Organisation
from schedules.people.role import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody whom one can be in the sandbox: those who have left and posts that ended stay out."""

    organisations: Sequence[Organisation]
    members: Sequence[Member]
    posts: Sequence[Post]


class SandboxDesk(Protocol):
    """The robot, as seen from the sandbox page."""

    def now(self) -> datetime:
        """What the sandbox's clock shows."""
        ...

    def advance(self, until: datetime) -> AsyncIterator[datetime]:
        """Move the clock on to `until`, stopping at every due instant between: tick, pump, then yield that instant.

        When the iteration ends the clock shows `until`. Only one iteration runs at a time, and `until` is never past.
        """
        ...

    async def next_due_at(self) -> datetime | None:
        """The next instant at which something is due by itself, if anything is."""
        ...

    async def people(self) -> People:
        """Who there is now."""
        ...

    async def list_sent(self, *, limit: int) -> Sequence[OutboundMessage]:
        """The last messages of the outbox that were sent, in the order in which they were.

        `content`, or else `text`, is what was said; replies that were given at once may be among them or not.
        """
        ...
