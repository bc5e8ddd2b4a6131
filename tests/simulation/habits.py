"""How people report: most in time and by themselves, some once they are reminded, some late, a few never."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import instant_at, last_day_before, local_day_of
from schedules.duties.duty import DutyId, Obligation
from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import OrganisationId

DAY = timedelta(days=1)
HOURS = (time(8, 40), time(10, 15), time(11, 30), time(15, 20), time(17, 5), time(20, 30))
WORDS = {
    ActivityKind.BRANCH_ASSEMBLY: "支部党员大会",
    ActivityKind.BRANCH_COMMITTEE: "支委会",
    ActivityKind.PARTY_LECTURE: "党课，{lecturer}主讲",
    ActivityKind.THEME_DAY: "主题党日",
    ActivityKind.STUDY: "集中学习",
    ActivityKind.ORG_LIFE: "组织生活会",
    ActivityKind.APPRAISAL: "民主评议党员",
    ActivityKind.WARNING_EDUCATION: "警示教育",
    ActivityKind.VOLUNTEER: "志愿服务",
    ActivityKind.TRAINING: "党员培训",
    ActivityKind.DUES: "党费已收齐",
    ActivityKind.ELECTION: "换届选举大会",
}
UNCOUNTED = (ActivityKind.DUES,)


class Habit(StrEnum):
    """How an occurrence is dealt with."""

    PROMPT = "prompt"
    REMINDED = "reminded"
    LATE = "late"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Somebody is going to say something."""

    at: datetime
    organisation_id: OrganisationId
    text: str


def habit_for(organisation_id: OrganisationId, duty_id: DutyId, period: str, seed: int) -> Habit:
    """The same for an occurrence whenever it is asked; some branches are more careful than others."""
    care = Random(f"{seed}:{organisation_id}").uniform(0.7, 1.3)
    drawn = Random(f"{seed}:{organisation_id}:{duty_id}:{period}").random() / care
    bounds = ((0.6, Habit.PROMPT), (0.85, Habit.REMINDED), (0.95, Habit.LATE))
    return next((habit for bound, habit in bounds if drawn < bound), Habit.NEVER)


def reports_of(
    obligation: Obligation, needed: int, habit: Habit, calendar: WorkCalendar, draw: Random
) -> Iterator[Report]:
    """What is said of an occurrence without being asked, each record a day or two after its day."""
    kind = next(iter(obligation.duty.kinds)) if len(obligation.duty.kinds) == 1 else None
    if kind not in WORDS or habit in {Habit.REMINDED, Habit.NEVER}:
        return
    opens_on = local_day_of(obligation.deadline.opens_at)
    due_on = last_day_before(obligation.deadline.due_at)
    for _ in range(min(needed, 4)):
        held_on = calendar.workday_on_or_before(opens_on + (due_on - opens_on) * draw.betavariate(3, 2))
        said_on = held_on + draw.choice((0, 0, 0, 1, 1, 3)) * DAY
        if habit is Habit.LATE:
            said_on = last_day_before(obligation.deadline.grace_until) + draw.randint(1, 20) * DAY
            held_on = draw.choice((held_on, said_on))
        yield Report(
            at=instant_at(said_on, draw.choice(HOURS)),
            organisation_id=obligation.organisation_id,
            text=_sentence(kind, held_on, said_on, draw),
        )


def _sentence(kind: ActivityKind, held_on: date, said_on: date, draw: Random) -> str:
    when = {0: "今天", 1: "昨天"}.get((said_on - held_on).days) or f"{held_on.month}月{held_on.day}日"
    away = draw.choice((0, 0, 1, 2, 3))
    counted = "" if kind in UNCOUNTED else f"，应到20人实到{20 - away}人" + (f"，请假{away}人" if away else "")
    return f"{when}{WORDS[kind]}{counted}"
