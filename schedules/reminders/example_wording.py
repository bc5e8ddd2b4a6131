"""Sentences that would fulfil a duty, as people type them."""

from datetime import date

from schedules.duties.duty import Duty
from schedules.duties.election import StepDue
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
    ActivityKind.IDEOLOGY: ("意识形态专题研究会", "，到6人"),
    ActivityKind.ELECTION: ("换届选举大会", "，选举产生新一届委员会，到12人"),
    ActivityKind.VOLUNTEER: ("志愿服务", "，到8人"),
    ActivityKind.VISIT: ("走访慰问", "老党员2人"),
    ActivityKind.DUES: ("党费", "已收齐"),
    ActivityKind.TRAINING: ("党员培训", "，到12人"),
}
SPOKEN_OF = {ActivityKind.ELECTION: "换届", ActivityKind.IDEOLOGY: "意识形态"}
"""What a kind is called in an answer, where the example's own word is too narrow."""

PAPERS = frozenset({ActivityKind.OTHER, ActivityKind.REPORT, ActivityKind.RECTIFICATION, ActivityKind.DEVELOPMENT})
"""Kinds without a sentence of their own: what is asked for is a paper, a list, a step."""

HOURS = "4学时"


def example_of(duty: Duty, today: date, step: StepDue | None = None) -> str | None:
    """A sentence that reports the duty, or the next step of it, as done today; None where only the button is sure to."""
    kind, day = kind_of(duty), f"{today.month}月{today.day}日"
    if kind is None or (kind is ActivityKind.TALK and duty.tag):
        return None
    if kind is ActivityKind.TALK:
        return f"{day}和张三谈心谈话了"
    if kind is ActivityKind.ELECTION and step and step.step.tag:
        return f"{day}换届选举，主题《{step.step.tag}》"
    name, rest = EXAMPLES[kind]
    topic = f"，主题《{duty.tag}》" if duty.tag and duty.tag not in name + rest else ""
    return f"{day}{name}{HOURS if duty.unit == 'hours' else ''}{topic}{rest}"


def short_name_of(duty: Duty) -> str | None:
    """What the duty is called in a short answer; None where it has no kind of its own."""
    kind = kind_of(duty)
    return SPOKEN_OF.get(kind, EXAMPLES[kind][0]) if kind else None


def kind_of(duty: Duty) -> ActivityKind | None:
    """The kind that the duty's name says, or the first that there is; None where a paper would do as well."""
    known = [kind for kind in sorted(duty.kinds) if kind in EXAMPLES]
    named = [kind for kind in known if EXAMPLES[kind][0] in duty.name]
    if named and not (duty.tag and duty.kinds & PAPERS):
        return named[0]
    return known[0] if known and not duty.kinds & PAPERS else None
