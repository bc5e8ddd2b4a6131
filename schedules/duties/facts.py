"""What is known of one organisation when its duties are judged."""

from collections.abc import Sequence
from dataclasses import dataclass

from schedules.duties.duty import Waiver
from schedules.ledger.activity import Activity
from schedules.people.member import Member
from schedules.people.organisation import Organisation
from schedules.people.role import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of one organisation: its members, the posts held in it, its records that are not void, its waivers."""

    organisation: Organisation
    members: Sequence[Member] = ()
    posts: Sequence[Post] = ()
    activities: Sequence[Activity] = ()
    waivers: Sequence[Waiver] = ()
    children: Sequence[Organisation] = ()
    parent: Organisation | None = None
    posts_below: Sequence[Post] = ()
    """The posts held in its children, for what it owes those who hold them."""
    records_below: Sequence[Activity] = ()
    """The records of its children that it must answer: a branch has taken somebody in, the committee is to approve it."""
    leading: Sequence[Post] = ()
    """The posts that its members hold in a 党组 or 党委: who leads takes part in his branch's life all the same."""
    veterans: Sequence[Member] = ()
    """Those at home below it who have been in the party for nearly fifty years."""
