"""Sentences that would fulfil a duty, as people type them."""

from datetime import date

from schedules.duties.duty import Duty
from schedules.ledger.activity import ActivityKind

EXAMPLES = {
    ActivityKind.BRANCH_ASSEMBLY: ("支部党员大会", "，到12人"),
    ActivityKind.BRANCH_COMMITTEE: ("支委会", "，到5人"),
    ActivityKind.GROUP_MEETING: ("党小组会", "，到6人"),
    ActivityKind.PARTY_LECTURE: ("党课", "，书记主讲，到12人"),
    ActivityKind.THEME_DAY: ("主题党日", "，到12人"),
    ActivityKind.STUDY: ("集中学习", "，到12人"),
    ActivityKind.CENTER_GROUP: ("中心组学习", "，到8人"),
    ActivityKind.SEMINAR: ("专题研讨", "，到12人"),
    ActivityKind.ORG_LIFE: ("组织生活会", "，到12人"),
    ActivityKind.DEMOCRATIC_LIFE: ("民主生活会", "，到6人"),
    ActivityKind.APPRAISAL: ("民主评议党员", "，到12人"),
    ActivityKind.TALK: ("谈心谈话", "，对象张三"),
    ActivityKind.WARNING_EDUCATION: ("警示教育", "，到12人"),
    ActivityKind.ELECTION: ("换届选举大会", "，到12人"),
    ActivityKind.VOLUNTEER: ("志愿服务", "，到8人"),
    ActivityKind.VISIT: ("走访慰问", "2人"),
    ActivityKind.DUES: ("党费", "已收齐"),
    ActivityKind.TRAINING: ("党员培训", "，到12人"),
}


def example_of(duty: Duty, name: str, today: date) -> str:
    """A sentence that reports the duty as done today."""
    kind = _kind_of(duty)
    told = "".join(EXAMPLES[kind]) if kind else f"{name}已完成"
    return f"{today.month}月{today.day}日{told}"


def short_name_of(duty: Duty, name: str) -> str:
    """What the duty is called in a short answer."""
    kind = _kind_of(duty)
    return EXAMPLES[kind][0] if kind else name.replace("“", "").replace("”", "")


def _kind_of(duty: Duty) -> ActivityKind | None:
    """The kind that the duty's name says, or the only one that there is."""
    known = [kind for kind in sorted(duty.kinds) if kind in EXAMPLES]
    named = [kind for kind in known if EXAMPLES[kind][0] in duty.name]
    if named:
        return named[0]
    return known[0] if len(duty.kinds) == 1 and known else None
