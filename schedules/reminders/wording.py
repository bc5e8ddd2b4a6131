"""The words of reminders."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from schedules.calendar.periods import Cadence, Period
from schedules.calendar.zone import SHANGHAI, last_day_before, local_day_of
from schedules.duties.duty import Duty, Obligation
from schedules.duties.source import cite
from schedules.duties.status import Assessment
from schedules.duties.wording import mark_words
from schedules.outbox import Button, Content
from schedules.reminders.example_wording import example_of, short_name_of
from schedules.reminders.stage import Stage
from schedules.reminders.told import Told
from schedules.wording import said_once, short_day_words

MAX_ITEMS = 5
FEW = 3
"""Of more than that, so many are told at length."""

MAX_BYTES = 1900
"""Below WeCom's 2048, where longer texts are cut."""

MAX_BUTTONS = 6
MAX_NAMES = 6
TODAY = "今天"
SOURCE_LENGTH = 60
OWN_RULE = "本单位事项清单"
FREQUENCY = re.compile(r"（(每.+?|.+?一次)）$")


TICKED_BY = "办理之后告诉支部助手一句话，登记后自动勾除"


class Reason(StrEnum):
    """Why a reminder or a message was not sent."""

    FULFILLED = "事项已完成"
    WAIVED = "本期不适用"
    NOT_OWED = "事项已停用或不再适用"
    NOT_IN_POST = "已不担任相应职务"
    LEFT = "收件人已转出"
    AWAY = "收件人请假或借调在外"
    STOPPED = "收件人已停止这一类提醒"
    HANDED_OVER = "已转交他人办理"
    TOLD_BY_GIVER = "转交时已告知"
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
    HAND_OVER = "hand"
    NOT_APPLICABLE = "na"
    STOP = "stop"
    MORE = "more"


LABELS = {
    Verb.DONE: "已完成",
    Verb.LATER: "推迟",
    Verb.HAND_OVER: "转交",
    Verb.NOT_APPLICABLE: "不适用",
    Verb.STOP: "不再提醒",
    Verb.MORE: "其他",
}
ANSWERS = (Verb.DONE, Verb.LATER, Verb.HAND_OVER, Verb.NOT_APPLICABLE, Verb.STOP)
"""What can be answered about one duty."""

UNITS = {"organisation": "次", "member": "人", "pair": "对"}


def word_reminders(items: Sequence[Told], *, name: str, today: date, delayed: bool = False) -> Content:
    """One message for all that a person is to be told, most urgent first, within the platform's bytes."""
    most = MAX_ITEMS if len(items) <= MAX_ITEMS else FEW
    layouts = [(shown, True) for shown in range(most, 0, -1)] + [(1, False)]
    for shown, names_rest in layouts:
        text = _text_of(items, shown, name, today, delayed=delayed, names_rest=names_rest)
        if len(text.encode()) <= MAX_BYTES:
            break
    return Content(text=text, buttons=_buttons_of([item for item in items[:shown] if not _is_escalated(item)]))


def name_words(duty: Duty) -> str:
    """主题党日: the name without a frequency at its end, which the period tells."""
    return FREQUENCY.sub("", duty.name)


def duty_words(obligation: Obligation) -> str:
    """主题党日（6月）."""
    duty = obligation.duty
    return f"{name_words(duty)}{period_words(duty.cadence, obligation.period)}"


def due_words(obligation: Obligation, today: date) -> str:
    """6月30日（周二）前; past the day that was asked for 最迟7月15日（周三）, past the end 6月30日（周二）到期."""
    due_on = last_day_before(obligation.deadline.due_at)
    ends_on = last_day_before(obligation.deadline.grace_until)
    if today > ends_on:
        return f"{short_day_words(ends_on, today)}到期"
    provisional = "（暂定）" if obligation.deadline.provisional else ""
    if today > due_on:
        return f"最迟{short_day_words(ends_on, today)}{provisional}"
    return TODAY if today == due_on else f"{short_day_words(due_on, today)}前{provisional}"


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


def _text_of(  # noqa: PLR0913 - a layout of one text
    items: Sequence[Told], shown: int, name: str, today: date, *, delayed: bool, names_rest: bool
) -> str:
    own = [item for item in items if not _is_escalated(item)]
    below = list(_by_occurrence(item for item in items if _is_escalated(item)).values())
    several = len({item.organisation.id for item in own}) > 1
    lines = [f"【支部助手】{'（补发）' if delayed else ''}{name}同志，{_summary(own, below, several=several)}："]
    for number, item in enumerate(own[:shown], start=1):
        lines += _own_lines(item, number if len(own) > 1 else None, today, several=several)
    if rest := [_title_of(item, several=several) for item in own[shown:]]:
        lines.append(f"{_rest_words(rest, names=names_rest)}。回复“全部待办”查看。")
    if own and below:
        lines.append("所属党组织有逾期未登记的事项，请予督促帮助：")
    lines += [_below_line(group, today) for group in below[: 2 * shown]]
    if rest := [duty_words(group[0].assessment.obligation) for group in below[2 * shown :]]:
        lines.append(f"· {_rest_words(rest, names=names_rest)}")
    return "\n".join((*lines, *_closing(own, today)))


def _rest_words(rest: Sequence[str], *, names: bool) -> str:
    told = f"另有{len(rest)}项"
    if not names:
        return told
    return f"{told}：{'、'.join(rest[:MAX_NAMES])}{'等' if len(rest) > MAX_NAMES else ''}"


def _title_of(item: Told, *, several: bool) -> str:
    told = duty_words(item.assessment.obligation)
    return said_once(item.organisation.name, told) if several else told


def _is_escalated(item: Told) -> bool:
    return item.reminder.key.stage is Stage.ESCALATED


def _summary(own: Sequence[Told], below: Sequence[Sequence[Told]], *, several: bool) -> str:
    if not own:
        return f"所属党组织有{len(below)}项逾期未登记的事项，请予督促帮助"
    return f"{'您' if several else own[0].organisation.name}有{len(own)}项待办"


def _own_lines(item: Told, number: int | None, today: date, *, several: bool) -> list[str]:
    obligation = item.assessment.obligation
    begin = f"{number}. " if number else ""
    lines = [f"{begin}{_title_of(item, several=several)}：{_state_words(item, today)}"]
    if step := item.next_step:
        lines.append(f"下一步：{step.step.name}，{short_day_words(step.due_on, today)}前")
    return [*lines, f"依据：{_source_words(obligation.duty)}", _how_words(item, number, today)]


def _how_words(item: Told, number: int | None, today: date) -> str:
    """What to type; where no sentence is sure to be understood, what to choose."""
    if example := example_of(item.assessment.obligation.duty, today, item.next_step):
        return f"办完回复：“{example}”"
    return f"办完回复“{number or LABELS[Verb.DONE]}”登记"


def _by_occurrence(items: Iterable[Told]) -> dict[tuple[str, str], list[Told]]:
    groups: dict[tuple[str, str], list[Told]] = {}
    for item in items:
        groups.setdefault((item.reminder.key.duty_id, item.reminder.key.period), []).append(item)
    return groups


def _below_line(items: Sequence[Told], today: date) -> str:
    obligation = items[0].assessment.obligation
    names = [item.organisation.name for item in items]
    told = "、".join(names[:MAX_NAMES]) + (f"等{len(names)}个组织" if len(names) > MAX_NAMES else "")
    return f"· {duty_words(obligation)}，{due_words(obligation, today)}：{told}"


def _state_words(item: Told, today: date) -> str:
    obligation = item.assessment.obligation
    missing, due = missing_words(item.assessment), due_words(obligation, today)
    if today > last_day_before(obligation.deadline.grace_until):
        return f"已于{due}，{missing}，请尽快补办；已经开展的，补录即可。"
    if today > last_day_before(obligation.deadline.due_at):
        return f"{missing}，{due}完成。"
    return f"请于{due}完成，{missing}。"


def _source_words(duty: Duty) -> str:
    source = cite(duty.source) or OWN_RULE
    cited = source if len(source) <= SOURCE_LENGTH else f"{source[:SOURCE_LENGTH]}…"
    return "，".join((cited, *mark_words(duty)))


def _closing(own: Sequence[Told], today: date) -> list[str]:
    if not own:
        return []
    names = (short_name_of(item.assessment.obligation.duty) for item in own)
    named = next(filter(None, names), "") if len(own) > 1 else ""
    later = f"推迟回复“推迟{named}”，转给他人回复“转交{named}”"
    never = f"本期没有回复“{named}不适用”，不再提醒回复“停止提醒{named}”"
    return [*_private_first(own, today), f"{later}，{never}。"]


def _private_first(own: Sequence[Told], today: date) -> list[str]:
    coming = [item.digest_at for item in own if item.digest_at]
    if not coming:
        return []
    at = min(coming)
    days = (local_day_of(at) - today).days
    until = f"{days}天内" if days else f"今天{at.astimezone(SHANGHAI):%H:%M}前"
    return [f"还差{len(coming)}项，{until}补上就不会列入群简报的待办。"]


def _buttons_of(own: Sequence[Told]) -> tuple[Button, ...]:
    """Of one duty every answer; of several 已完成 for each, so that its number is the choice's, then what else there is."""
    obligations = [item.assessment.obligation for item in own]
    if len(obligations) == 1:
        return answer_buttons(obligations[0])
    pressed = [(verb, number) for verb in (Verb.DONE, Verb.MORE) for number in range(1, len(obligations) + 1)]
    return tuple(
        Button(label=f"第{number}项{LABELS[verb]}", action=action_of(verb, obligations[number - 1]))
        for verb, number in pressed[:MAX_BUTTONS]
    )


def answer_buttons(obligation: Obligation) -> tuple[Button, ...]:
    """All that can be answered about one duty."""
    return tuple(Button(label=LABELS[verb], action=action_of(verb, obligation)) for verb in ANSWERS)
