"""Which duties people mean by a name: the catalogue's own, a part of it, what its tag says, or a kind of activity."""

import re
from collections.abc import Collection, Iterable, Sequence

from schedules.duties.duty import Duty
from schedules.duties.opening import says
from schedules.duties.wording import SPOKEN_OF_TOGETHER
from schedules.ledger.activity import ActivityKind

NEAREST, ALIKE = 3, 2
FEW_KINDS = 2
"""A duty that records of more kinds fulfil is not what one of these kinds is called by."""
_MARKS = re.compile(r"（[^）]*）|[“”‘’《》：／、·\s]")


def duties_called(name: str, kind: ActivityKind | None, duties: Iterable[Duty]) -> Sequence[Duty]:
    """Those that are meant by a name and by the kind that it says; none where it says no duty at all."""
    duties, bare = tuple(duties), _bare(name)
    if bare in SPOKEN_OF_TOGETHER:
        return _plain(SPOKEN_OF_TOGETHER[bare], duties)
    plain = _plain([kind] if kind else [], duties)
    part = [duty for duty in duties if bare in _bare(duty.name)]
    tagged = [duty for duty in duties if duty.tag and says(bare, duty.tag)]
    ways = (
        [duty for duty in part if _bare(duty.name) == bare],
        [duty for duty in part if duty in plain],
        [duty for duty in part if len(bare) * 2 >= len(_bare(duty.name))],
        [duty for duty in duties if _bare(duty.name) in bare],
        [duty for duty in tagged if kind in duty.kinds],
        plain,
        part,
    )
    return next(filter(None, ways), tagged)


def nearest_to(name: str, duties: Iterable[Duty]) -> Sequence[Duty]:
    """The few whose names have most in common with a name that says none of them."""
    scored = [(_likeness(_bare(name), _bare(duty.name)), duty) for duty in duties]
    alike = [(score, duty) for score, duty in scored if score >= ALIKE]
    return [duty for _, duty in sorted(alike, key=lambda one: (-one[0], len(one[1].name), one[1].id))[:NEAREST]]


def _plain(kinds: Collection[ActivityKind], duties: Iterable[Duty]) -> list[Duty]:
    """Where gatherings of one of the kinds are what is owed, and nothing particular among them."""
    return [
        duty
        for duty in duties
        if not duty.kinds.isdisjoint(kinds) and len(duty.kinds) <= FEW_KINDS and not (duty.tag or duty.lecturer_role)
    ]


def _bare(name: str) -> str:
    return _MARKS.sub("", name)


def _likeness(name: str, other: str) -> int:
    """How many characters they have in common; those that stand together count twice."""
    return len(set(name) & set(other)) + len(_pairs(name) & _pairs(other))


def _pairs(name: str) -> frozenset[str]:
    return frozenset(name[at : at + 2] for at in range(len(name) - 1))
