"""The words of reminders."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from schedules.calendar.periods import Cadence, Period
from schedules.calendar.zone import last_day_before
from schedules.duties.duty import Duty, Obligation
from schedules.duties.source import cite
from schedules.duties.status import Assessment
from schedules.ledger.activity import ActivityKind
from schedules.outbox import Button, Content
from schedules.reminders.stage import Stage
from schedules.wording import short_day_words

if TYPE_CHECKING:
    from schedules.reminders.recheck import Told

MAX_ITEMS = 5
MAX_BYTES = 1900
"""Below WeCom's 2048, where longer texts are cut."""

MAX_BUTTONS = 6
SOURCE_LENGTH = 60


class Reason(StrEnum):
    """Why a reminder or a message was not sent."""

    FULFILLED = "事项已完成"
    WAIVED = "本期不适用"
    NOT_OWED = "事项已停用或不再适用"
    NOT_IN_POST = "已不担任相应职务"
    LEFT = "收件人已转出"
    OVERTAKEN = "已有后一次提醒"
    STALE = "提醒日期已过去太久"
    PUT_OFF = "已推迟"
    EMPTY = "已无待提醒事项"
    SWITCHED_OFF = "已关闭或没有绑定群"
    QUIET = "不在发送时段，顺延"
    ENOUGH = "当日已提醒，顺延"


class Verb(StrEnum):
    """What a button of a reminder does. Its action is `<verb>:<organisation>:<duty>:<period>`."""

    DONE = "done"
    LATER = "later"
    NOT_APPLICABLE = "na"


LABELS = {Verb.DONE: "已完成", Verb.LATER: "推迟", Verb.NOT_APPLICABLE: "不适用"}

UNITS = {"organisation": "次", "member": "人", "pair": "对"}

EXAMPLES = {
    ActivityKind.BRANCH_ASSEMBLY: "支部党员大会，到{n}人",
    ActivityKind.BRANCH_COMMITTEE: "支委会，到5人",
    ActivityKind.GROUP_MEETING: "党小组会，到6人",
    ActivityKind.PARTY_LECTURE: "党课，书记主讲，到{n}人",
    ActivityKind.THEME_DAY: "主题党日，到{n}人",
    ActivityKind.STUDY: "集中学习，到{n}人",
    ActivityKind.CENTER_GROUP: "中心组学习，到8人",
    ActivityKind.SEMINAR: "专题研讨，到{n}人",
    ActivityKind.ORG_LIFE: "组织生活会，到{n}人",
    ActivityKind.DEMOCRATIC_LIFE: "民主生活会，到6人",
    ActivityKind.APPRAISAL: "民主评议党员，到{n}人",
    ActivityKind.TALK: "与张三同志谈心谈话",
    ActivityKind.WARNING_EDUCATION: "警示教育，到{n}人",
    ActivityKind.IDEOLOGY: "意识形态工作研究，到5人",
    ActivityKind.ELECTION: "换届选举大会，到{n}人",
    ActivityKind.VOLUNTEER: "志愿服务，到8人",
    ActivityKind.VISIT: "走访慰问2人",
    ActivityKind.DUES: "党费已收齐",
    ActivityKind.TRAINING: "党员培训，到{n}人",
}
PRESENT = 12


def word_reminders(items: "Sequence[Told]", *, name: str, today: date, delayed: bool = False) -> Content:
    """One message for all that a person is to be told, most urgent first, within the platform's bytes."""
    shown = min(len(items), MAX_ITEMS)
    while len((text := _text_of(items, shown, name, today, delayed=delayed)).encode()) > MAX_BYTES and shown > 1:
        shown -= 1
    return Content(text=text, buttons=_buttons_of(items[:shown]))


def duty_words(obligation: Obligation) -> str:
    """“主题党日”（6月）."""
    name = obligation.duty.name.strip("“”")
    return f"“{name}”{period_words(obligation.duty.cadence, obligation.period)}".replace("““", "“")


def period_words(cadence: Cadence, period: Period) -> str:
    """（6月）, （第二季度）, （上半年）, （2026年）; nothing for spans that the name itself tells."""
    month = period.starts_on.month
    match cadence:
        case Cadence.MONTHLY:
            return f"（{month}月）"
        case Cadence.QUARTERLY:
            return f"（第{'一二三四'[(month - 1) // 3]}季度）"
        case Cadence.HALF_YEARLY:
            return f"（{'上' if month == 1 else '下'}半年）"
        case Cadence.YEARLY:
            return f"（{period.starts_on.year}年）"
        case Cadence.WINDOW | Cadence.TERM | Cadence.ANNIVERSARY | Cadence.EVENT:
            return ""


def missing_words(assessment: Assessment) -> str:
    """尚未登记, or 已登记1次，还差2次."""
    unit = UNITS.get(assessment.obligation.duty.per, "次")
    if assessment.done == 0:
        return "尚未登记" if assessment.needed <= 1 else f"尚未登记，共需{assessment.needed}{unit}"
    return f"已登记{assessment.done}{unit}，还差{assessment.needed - assessment.done}{unit}"


def action_of(verb: Verb, obligation: Obligation) -> str:
    """What comes back when a button of a reminder is pressed."""
    return f"{verb}:{obligation.organisation_id}:{obligation.duty.id}:{obligation.period.label}"


def _text_of(items: "Sequence[Told]", shown: int, name: str, today: date, *, delayed: bool) -> str:
    several = len({item.organisation.id for item in items}) > 1
    lines = [_greeting(items, name, several=several, delayed=delayed)]
    for number, item in enumerate(items[:shown], start=1):
        lines += _item_lines(item, number if len(items) > 1 else None, today, several=several)
    if len(items) > shown:
        lines.append(f"另有{len(items) - shown}项，回复“本月待办”查看。")
    lines += _closing(items, today)
    return "\n".join(lines)


def _greeting(items: "Sequence[Told]", name: str, *, several: bool, delayed: bool) -> str:
    who = f"{name}同志" if name else "同志"
    whose = "您" if several else items[0].organisation.name
    late = "（补发）" if delayed else ""
    return f"【支部助手】{late}{who}，{whose}有{len(items)}项待办："


def _item_lines(item: "Told", number: int | None, today: date, *, several: bool) -> list[str]:
    obligation = item.assessment.obligation
    lead = f"{number}. " if number else ""
    owner = f"{item.organisation.name}" if several else ""
    lines = [f"{lead}{owner}{duty_words(obligation)}：{_state_words(item, today)}"]
    if source := _source_words(obligation.duty):
        lines.append(f"依据：{source}")
    return lines


def _state_words(item: "Told", today: date) -> str:
    obligation = item.assessment.obligation
    due_on = last_day_before(obligation.deadline.due_at)
    ends_on = last_day_before(obligation.deadline.grace_until)
    missing = missing_words(item.assessment)
    if item.reminder.key.stage is Stage.ESCALATED:
        return f"{short_day_words(ends_on, today)}到期，{missing}，请予督促帮助。"
    if today > ends_on:
        return f"已于{short_day_words(ends_on, today)}到期，{missing}，请尽快补办；已经开展的，补录即可。"
    if today > due_on:
        return f"{missing}，最迟{short_day_words(ends_on, today)}前完成。"
    day = "今天" if today == due_on else f"{short_day_words(due_on, today)}前"
    provisional = "（暂定）" if obligation.deadline.provisional else ""
    return f"请于{day}{provisional}完成，{missing}。"


def _source_words(duty: Duty) -> str:
    source = cite(duty.source)
    return source if len(source) <= SOURCE_LENGTH else f"{source[:SOURCE_LENGTH]}…"


def _closing(items: "Sequence[Told]", today: date) -> list[str]:
    own = [item for item in items if item.reminder.key.stage is not Stage.ESCALATED]
    if not own:
        return ["以上事项由所属党组织登记后自动停止提醒。"]
    later = short_day_words(today + timedelta(days=1), today).split("（")[0]
    return [
        f"完成后回复一句即可，如“{_example_of(own, today)}”。",
        f"需要推迟请回复“推迟到{later}”，本期没有此项请回复“不适用”。",
    ]


def _example_of(items: "Sequence[Told]", today: date) -> str:
    kinds = [kind for item in items for kind in sorted(item.assessment.obligation.duty.kinds) if kind in EXAMPLES]
    example = EXAMPLES[kinds[0]] if kinds else "{duty}已完成"
    duty = items[0].assessment.obligation.duty.name.strip("“”")
    return f"{today.month}月{today.day}日{example.format(n=PRESENT, duty=duty)}"


def _buttons_of(items: "Sequence[Told]") -> tuple[Button, ...]:
    """All three for the most urgent one, 已完成 for the others."""
    own = [
        (number, item.assessment.obligation)
        for number, item in enumerate(items, start=1)
        if item.reminder.key.stage is not Stage.ESCALATED
    ]
    pressed = [(number, verb, obligation) for number, obligation in own[:1] for verb in Verb]
    pressed += [(number, Verb.DONE, obligation) for number, obligation in own[1:]]
    return tuple(
        Button(
            label=LABELS[verb] if len(items) == 1 else f"{number} {LABELS[verb]}", action=action_of(verb, obligation)
        )
        for number, verb, obligation in pressed[:MAX_BUTTONS]
    )
