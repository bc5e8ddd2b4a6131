"""The words of what those above can do to help."""

from collections.abc import Iterator

from schedules.duties.duty import Duty
from schedules.duties.election import ElectionStage
from schedules.ledger.activity import ActivityKind
from schedules.reminders.bulletin import Digest
from schedules.reminders.wording import name_words
from schedules.wording import plain_words

MAX_OFFERS = 3

OFFERS = {
    ActivityKind.PARTY_LECTURE: "请班子成员到支部讲党课，或几个支部合并开讲",
    ActivityKind.THEME_DAY: "牵头联合开展，或协调场地、讲解",
    ActivityKind.STUDY: "提供学习材料，或合并组织学习",
    ActivityKind.CENTER_GROUP: "协助排定时间和研讨专题",
    ActivityKind.SEMINAR: "协助确定研讨专题",
    ActivityKind.BRANCH_ASSEMBLY: "协助排定时间，提供议题参考",
    ActivityKind.BRANCH_COMMITTEE: "协助排定时间，提供议题参考",
    ActivityKind.GROUP_MEETING: "协助排定时间，提供议题参考",
    ActivityKind.ORG_LIFE: "派员列席指导，提供方案范本",
    ActivityKind.DEMOCRATIC_LIFE: "提供方案范本，协助征求意见",
    ActivityKind.APPRAISAL: "提供测评表和方案范本",
    ActivityKind.WARNING_EDUCATION: "提供警示教育材料，或统一组织",
    ActivityKind.VOLUNTEER: "协调社区对接志愿服务项目",
    ActivityKind.TRAINING: "通报培训班次，预留名额",
    ActivityKind.DUES: "协助核对应交名单和基数",
    ActivityKind.ELECTION: "指导准备请示和候选人推荐",
}
"""What an office has in its hands, by what is asked for."""

UNBEGUN = frozenset({ElectionStage.NOTICED, ElectionStage.REGULAR, ElectionStage.OVERDUE})
BEGIN_ELECTION = "提醒启动换届，指导准备请示"


def offers_in(digest: Digest) -> Iterator[str]:
    """What can be offered for what is late, the matter of most organisations first, and for elections not yet begun."""
    offers = dict(_offers(digest))
    yield from (f"· {matter}：{offer}" for matter, offer in list(offers.items())[:MAX_OFFERS])


def _offers(digest: Digest) -> Iterator[tuple[str, str]]:
    for term in digest.terms:
        if term.stage in UNBEGUN:
            yield f"{plain_words(term.organisation)}换届", BEGIN_ELECTION
    for entry in sorted(digest.late, key=lambda entry: -len(entry.organisations)):
        if offer := _offer_for(entry.obligation.duty):
            yield plain_words(name_words(entry.obligation.duty)), offer


def _offer_for(duty: Duty) -> str | None:
    kinds = sorted(duty.kinds)
    return OFFERS.get(kinds[0]) if len(kinds) == 1 else None
