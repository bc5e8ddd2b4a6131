"""Rates (比率) for a committee: how many of how many, never who."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from schedules.duties.facts import Facts
from schedules.duties.status import Assessment, Status
from schedules.ledger.activity import Activity
from schedules.ledger.tags import is_tagged

DONE = frozenset({Status.MET, Status.MET_LATE})
WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A part of a whole."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 60 is never said of less; None of nothing."""
        return self.part * WHOLE // self.whole if self.whole else None

    def missing_to(self, percent: int) -> int:
        """How many more are needed to reach that share (最强党支部: 60 %)."""
        return max(0, ceil(self.whole * percent / WHOLE) - self.part)


def rate_met(assessments: Iterable[Assessment]) -> Rate:
    """Obligations met, late or not, of all that were not waived."""
    owed = [one for one in assessments if one.status is not Status.WAIVED]
    return Rate(part=sum(one.status in DONE for one in owed), whole=len(owed))


def rate_covered(assessments: Iterable[Assessment]) -> Rate:
    """What is done of what is needed, added up: pairs and members reached over all branches."""
    pairs = [(min(one.done, one.needed), one.needed) for one in assessments if one.status is not Status.WAIVED]
    return Rate(part=sum(done for done, _ in pairs), whole=sum(needed for _, needed in pairs))


def rate_attended(activities: Iterable[Activity]) -> Rate:
    """实到 of 应到, over the records that tell both."""
    counts = [(one.attendance.present, one.attendance.expected) for one in activities]
    told = [(present, expected) for present, expected in counts if present is not None and expected]
    return Rate(
        part=sum(min(present, expected) for present, expected in told), whole=sum(expected for _, expected in told)
    )


def rate_reaching(organisations: Iterable[Facts], tag: str) -> Rate:
    """Organisations with a record of that tag, of all (达标率)."""
    reached = [any(is_tagged(activity, tag) for activity in facts.activities) for facts in organisations]
    return Rate(part=sum(reached), whole=len(reached))
