"""Chinese words that explain how an obligation stands."""

from datetime import date, datetime, timedelta

from schedules.calendar.periods import Cadence, Period
from schedules.calendar.zone import local_day_of
from schedules.duties.duty import Duty, DutyStep
from schedules.duties.source import cite
from schedules.duties.status import Assessment, Status
from schedules.duties.tally import counts_people
from schedules.ledger.activity import Activity, ActivityKind
from schedules.people.role import Role
from schedules.wording import short_day_words

FIELDS = {
    "place": "地点",
    "host": "主持人",
    "recorder": "记录人",
    "topic": "主题",
    "speaker": "主讲人",
    "speakers": "重点发言人",
    "expected": "应到人数",
    "present": "实到人数",
    "doc_title": "文件标题",
    "hours": "起止时间",
    "talker": "谈话人",
    "talkee": "谈话对象",
}
EVERY = {
    Cadence.MONTHLY: "每月",
    Cadence.QUARTERLY: "每季度",
    Cadence.HALF_YEARLY: "每半年",
    Cadence.YEARLY: "每年",
    Cadence.WINDOW: "时段内",
    Cadence.TERM: "任期届满前",
    Cadence.ANNIVERSARY: "逢期",
    Cadence.EVENT: "每有事由",
}
LECTURERS = {Role.SECRETARY: "书记", Role.DISCIPLINE_SECRETARY: "机关纪委书记"}
MARK_NAMES = {
    "proposal": "建议值",
    "unconfirmed": "待与原文核对",
    "unset": "待设定日期",
    "sensitive": "敏感，缺省关闭",
}
SPOKEN_OF_TOGETHER = {
    "三会一课": (
        ActivityKind.BRANCH_ASSEMBLY, ActivityKind.BRANCH_COMMITTEE, ActivityKind.GROUP_MEETING, ActivityKind.PARTY_LECTURE,
    ),
}  # fmt: skip
"""Kinds of activity that have one name together."""
SHOWN = 3


def why(assessment: Assessment) -> str:
    """One sentence: the rule and its clause, what counted, what is missing and until when."""
    duty = assessment.obligation.duty
    parts = [rule_words(duty) + _clause(duty), _done(assessment), _standing(assessment)]
    if "proposal" in duty.marks:
        parts.append("其中次数或时段为建议值，可由本组织设定")
    if "unconfirmed" in duty.marks:
        parts.append("此项依据通行做法，尚未与原文核对")
    return "；".join(part for part in parts if part) + "。"


def mark_words(duty: Duty) -> tuple[str, ...]:
    """建议值, 待与原文核对 …: what must be said wherever the duty is shown."""
    return tuple(word for mark, word in MARK_NAMES.items() if mark in duty.marks)


def explain(assessment: Assessment) -> str:
    """All that there is to say: why it stands so, which records an open duty leaves out, what could still be added."""
    reasons = [one.reason for one in assessment.uncounted if assessment.done < assessment.needed]
    more = f"等{len(reasons)}条" if len(reasons) > SHOWN else ""
    left_out = f"未计入：{'；'.join(reasons[-SHOWN:])}{more}。" if reasons else ""
    addable = f"可补充：{'、'.join(assessment.addable)}。" if assessment.addable else ""
    return f"{why(assessment)}{left_out}{addable}"


def quoted(name: str) -> str:
    """“‘七一’专题党课”: a name in quotation marks, with those inside it made single."""
    return f"“{name.replace('“', '‘').replace('”', '’')}”"


def rule_words(duty: Duty) -> str:
    """每季度至少1次."""
    return f"{EVERY[duty.cadence]}{_whom(duty)}至少{duty.min_count}{'学时' if duty.unit == 'hours' else '次'}"


def opening_words(duty: Duty) -> str:
    """What the record says that opens a duty."""
    return f"发起：{duty.name}"


def outside(activity: Activity, period: Period) -> str:
    """A record close to a window."""
    return f"{_day(activity)}不在规定时段（{_span(period)}）内；如确属补办，可注明所属周期 {period.label}"


def booked_elsewhere(activity: Activity, told: Period) -> str:
    """A record that names another period."""
    return f"{_day(activity)}的记录已注明计入 {told.label}"


def untagged(activity: Activity, tag: str) -> str:
    """A record without the tag."""
    return f"{_day(activity)}的记录主题中未体现“{tag}”"


def taken(activity: Activity, taker: Duty) -> str:
    """A record that another duty needs."""
    return f"{_day(activity)}的记录已计入{quoted(taker.name)}，本组织设定一次活动只计入一项"


def only_a_step(activity: Activity, step: DutyStep) -> str:
    """A record of a step."""
    return f"{_day(activity)}的记录是换届步骤“{step.name}”，不是选举本身"


def no_hours(activity: Activity) -> str:
    """A record of unknown length."""
    return f"{_day(activity)}的培训未登记起止时间，无法计算学时"


def no_lecturer(activity: Activity, role: Role) -> str:
    """A lecture of nobody."""
    return f"{_day(activity)}的记录未登记主讲人，此项须由{LECTURERS.get(role, role)}主讲"


def wrong_lecturer(activity: Activity, role: Role) -> str:
    """A lecture of somebody else."""
    return f"{_day(activity)}由{activity.lecturer}主讲，此项须由{LECTURERS.get(role, role)}主讲"


def _whom(duty: Duty) -> str:
    if duty.per == "pair":
        return "每两人之间"
    return "每人" if counts_people(duty) else ""


def _clause(duty: Duty) -> str:
    return f"（{cited}）" if (cited := cite(duty.source)) else ""


def _done(assessment: Assessment) -> str:
    duty, counted_on = assessment.obligation.duty, assessment.counted_on
    done, needed = assessment.done, assessment.needed
    unit = {"pair": "对", "member": "人"}.get(duty.per, "人" if counts_people(duty) else "次")
    if duty.unit == "hours":
        unit = "人"
    days = "、".join(f"{day.month}月{day.day}日" for day in counted_on[-SHOWN:])
    named = f"（{'最近' if len(counted_on) > SHOWN else ''}{days}）" if days and not counts_people(duty) else ""
    missing = f"，还差{needed - done}{unit}" if done < needed else ""
    return f"已完成{done}/{needed}{unit}{named}{missing}"


def _standing(assessment: Assessment) -> str:
    deadline, began = assessment.obligation.deadline, assessment.obligation.period.starts_on
    until, hard = _last_day(deadline.due_at), _last_day(deadline.grace_until)
    soft = f"，最迟{_short(hard, began)}" if hard != until else ""
    provisional = "（暂定，当年放假安排尚未公布）" if deadline.provisional else ""
    match assessment.status:
        case Status.MET:
            return "已按时完成"
        case Status.MET_LATE:
            return f"已于{_short(assessment.met_on or hard, began)}补办，晚于{_short(hard, began)}"
        case Status.WAIVED:
            return f"本期不作要求：{assessment.waiver.reason}" if assessment.waiver else ""
        case Status.OVERDUE:
            return f"应于{_short(hard, began)}前完成，现已逾期"
        case Status.UPCOMING:
            opens = local_day_of(deadline.opens_at)
            return f"{_short(opens, began)}起办理，请于{_short(until, began)}前完成{soft}{provisional}"
        case Status.OPEN | Status.DUE_SOON:
            return f"请于{_short(until, began)}前完成{soft}{provisional}"


def _last_day(instant: datetime) -> date:
    return local_day_of(instant - timedelta(days=1))


def _short(day: date, other: date) -> str:
    return short_day_words(day, other)


def _day(activity: Activity) -> str:
    return f"{activity.held_on.month}月{activity.held_on.day}日"


def _span(period: Period) -> str:
    return f"{_short(period.starts_on, period.last_on)}至{_short(period.last_on, period.last_on)}"
