"""What an answer says of what is owed: the most pressing first, a line for each sort, the whole on request."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from handlers.grammar.lexicon.kinds import name_of
from schedules.calendar.zone import last_day_before
from schedules.duties.duty import Duty
from schedules.duties.source import cite
from schedules.duties.status import Assessment, Status
from schedules.duties.wording import rule_words
from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import Organisation
from schedules.wording import day_words, short_day_words

STATUS_NAMES = {
    Status.UPCOMING: "未到办理时间", Status.OPEN: "待办", Status.DUE_SOON: "临近到期", Status.MET: "已完成",
    Status.MET_LATE: "已完成（逾期）", Status.OVERDUE: "已逾期", Status.WAIVED: "不适用",
}  # fmt: skip

SETTLED = frozenset({Status.MET, Status.MET_LATE, Status.WAIVED})
MOST_LINES = 12
"""What a telephone shows at once."""
LISTED = 8
NAMED = 4
"""Of what was left undone, so many are told in a line each, and so many more by their names."""

_LEFT_OVER = "另有 {} 项，回复“全部待办”查看。"
_HOW_TO_REPORT = "办完后回复一句即可登记。"
_PART = "："
"""What stands between the name of a sort and the part of it that one duty is (谈心谈话：支委之间)."""

Owed = Sequence[tuple[Organisation, Sequence[Assessment]]]
Sort = list[Assessment]
Span = tuple[date, date]


def open_duties(owed: Owed, today: date, kind: ActivityKind | None = None, *, called: str = "待办") -> str:
    """What is still owed, of one kind if it is asked for, as far as a telephone shows it: of each organisation something."""
    sorts = [(one, _sorts_of(items)) for one, items in owed]
    leads = [found[0] for _, found in sorts if found]
    others = sorted((sort for _, found in sorts for sort in found[1:]), key=_urgency)
    room = max(MOST_LINES - len(owed) - len(leads) - 2, 0)
    shown, left = {id(sort) for sort in (*leads, *others[:room])}, sum(map(len, others[room:]))
    lines = []
    for organisation, found in sorts:
        lines.append(_heading(organisation, sum(map(len, found)), kind, called))
        lines += [f"· {_sort_line(sort, today)}" for sort in found if id(sort) in shown]
    lines += [_LEFT_OVER.format(left)] if left else []
    return "\n".join([*lines, *([_HOW_TO_REPORT] if leads else [])])


def overdue(late: Owed, today: date, kind: ActivityKind | None = None) -> str:
    """The same of what is late and nothing else."""
    return open_duties(late, today, kind, called="逾期")


def all_duties(owed: Owed, today: date, kind: ActivityKind | None = None) -> str:
    """All of it, an obligation a line: what is late, what is due this month, what comes later."""
    parts = []
    for organisation, items in owed:
        lines = [_heading(organisation, len(items), kind)]
        for title, is_in in SECTIONS.items():
            if found := [item for item in items if is_in(item, today)]:
                lines += [f"{title}（{len(found)} 项）：", *(f"· {duty_line(item, today)}" for item in found)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + (f"\n{_HOW_TO_REPORT}" if any(items for _, items in owed) else "")


def _heading(organisation: Organisation, count: int, kind: ActivityKind | None, called: str = "待办") -> str:
    if not count:
        return f"{organisation.name}：目前没有{name_of(kind) if kind else ''}{called}事项。"
    return f"{organisation.name} {called} {count} 项："


def _sorts_of(items: Iterable[Assessment]) -> list[Sort]:
    """Obligations of one sort together, each sort where its most pressing one stands."""
    found: dict[str, Sort] = {}
    for item in sorted(items, key=lambda one: _urgency([one])):
        found.setdefault(item.obligation.duty.name.partition(_PART)[0], []).append(item)
    return list(found.values())


def _urgency(sort: Sort) -> tuple[bool, datetime, str]:
    """What is late comes first, then what is due first."""
    first = sort[0]
    return first.status is not Status.OVERDUE, first.obligation.deadline.due_at, first.obligation.duty.id


def _sort_line(sort: Sort, today: date) -> str:
    """Obligations of one sort in one line: what is late, then the rest."""
    names = {item.obligation.duty.name: _called(item.obligation.duty) for item in sort}
    name = next(iter(names.values())) if len(names) == 1 else next(iter(names)).partition(_PART)[0]
    parts = groupby(sort, key=lambda item: item.status is Status.OVERDUE)
    return f"{name}：{'；'.join(_together(list(part), today) for _, part in parts)}"


def _together(items: Sequence[Assessment], today: date) -> str:
    if len(items) == 1:
        return _standing(items[0], today)
    return f"{STATUS_NAMES[items[0].status]} {len(items)} 项，最早截止{short_day_words(last_day_of(items[0]), today)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A duty with its obligations, those of the last two months, of now and of the next year, as they stand `now`."""

    duty: Duty
    items: tuple[Assessment, ...]
    now: datetime

    @property
    def late(self) -> Sequence[Assessment]:
        """What is overdue."""
        return [item for item in self.items if item.status is Status.OVERDUE]

    @property
    def settled(self) -> Assessment | None:
        """What of the current period is done, or not owed."""
        return next((item for item in self._lasting if item.status in SETTLED), None)

    @property
    def coming(self) -> Assessment | None:
        """What is to be done next."""
        return next((item for item in self._lasting if item.status not in SETTLED), None)

    @property
    def _lasting(self) -> Sequence[Assessment]:
        return [item for item in self.items if item.obligation.deadline.grace_until > self.now]


def rules(organisation: Organisation, duties: Sequence[Duty]) -> str:
    """How often these are to be done, and where that is laid down."""
    lines = [f"· {_called(duty)}：{rule_words(duty)}，依据{cite(duty.source)}" for duty in duties[:LISTED]]
    return "\n".join([f"{organisation.name}：", *lines])


def due_days(told: Sequence[tuple[Organisation, Sequence[Standing]]], today: date) -> str:
    """Until when duties are to be done, a line each."""
    lines = []
    for organisation, standings in told:
        lines += [f"{organisation.name}：", *(f"· {_due_line(one, today)}" for one in standings)]
    return "\n".join(lines)


def _due_line(one: Standing, today: date) -> str:
    parts = []
    if one.settled:
        done_on = short_day_words(one.settled.met_on, today) if one.settled.met_on else ""
        parts.append(f"本期{done_on}{STATUS_NAMES[one.settled.status]}")
    if one.coming:
        words = f"下一次{_until(one.coming, today)}" if one.settled else _standing(one.coming, today)
        parts.append(f"{words}{_days_left(last_day_of(one.coming), today)}")
    if one.late:
        parts.append(f"以前的{_together(one.late, today)}")
    elif not parts:
        parts.append("因事而办，目前没有要办的" if one.duty.trigger else "目前没有要办的")
    return f"{_called(one.duty)}：{'；'.join(parts)}"


def _days_left(last_on: date, today: date) -> str:
    days = (last_on - today).days
    return f"，还有 {days} 天" if days > 0 else "，就是今天" if days == 0 else ""


def no_such_duty(name: str, nearest: Sequence[Duty]) -> str:
    """No duty is called so; the names that are like it."""
    alike = f"名称相近的有：{'、'.join(duty.name for duty in nearest)}。" if nearest else ""
    return f"您所在组织的应办事项中没有“{name}”。{alike}全部事项可发送“全部待办”查看。"


def branches(due: Owed, settled: Sequence[Organisation], today: date, span: tuple[date, date] | None = None) -> str:
    """What organisations owe, or owe of a time, a line each, in the order given, and which owe nothing."""
    owed = "待办" if span is None else "未完成" if span[1] <= today else "到期"
    title = f"各支部 {_span_words(*span)}{owed}" if span else f"各支部{owed}"
    lines = [f"· {one.name}：{_owed_words(items, today, owed)}" for one, items in due]
    lines += [f"· {one.name}：没有{owed}{'的事项' if span else ''}" for one in settled]
    lines += ["此前逾期的不在内，看全部请发送“各支部还差什么”。"] if span and span[0] <= today < span[1] else []
    return "\n".join([f"{title}，先到期的在前：", *lines, "要看一个支部的，如“第一党支部待办”。"])


def _span_words(since: date, until: date) -> str:
    """From the first day to the last; a single day by itself."""
    last = until - timedelta(days=1)
    return f"{day_words(since)}至{day_words(last)}" if last > since else day_words(since)


def _owed_words(items: Sequence[Assessment], today: date, owed: str) -> str:
    late = sum(item.status is Status.OVERDUE for item in items)
    first = items[0]
    overdue = f"，已逾期 {late} 项" if late else ""
    due = short_day_words(last_day_of(first), today)
    return f"{owed} {len(items)} 项{overdue}，最早的是{first.obligation.duty.name}，截止{due}"


def left_undone(organisation: Organisation, assessments: Sequence[Assessment], since: date, until: date) -> str:
    """What of a time that is over was not done."""
    then = f"{organisation.name} {_span_words(since, until)}"
    if not assessments:
        return f"{then}：没有未完成的事项。"
    lines = _first_of(assessments, until)
    return "\n".join([f"{then}未完成 {len(assessments)} 项：", *lines, "已经办过的，回复一句（带上日期）即可补录。"])


def due_within(
    organisation: Organisation, assessments: Sequence[Assessment], span: Span, *, late: int = 0, whole: bool = False
) -> str:
    """What falls due in a time that is not over: the first, or the `whole`; and how much is late that was due before it."""
    then, since = f"{organisation.name} {_span_words(*span)}", span[0]
    head = f"{then}到期 {len(assessments)} 项：" if assessments else f"{then}：没有到期的事项。"
    tail = [f"此前已逾期 {late} 项，看全部请发送“全部待办”。"] if late else []
    if whole or len(assessments) <= MOST_LINES:
        return "\n".join([head, *(f"· {duty_line(item, since)}" for item in assessments), *tail])
    sorts = _sorts_of(assessments)
    lines = [f"· {_sort_line(sort, since)}" for sort in sorts[:MOST_LINES]]
    left = sum(map(len, sorts[MOST_LINES:]))
    more = f"另有 {left} 项；" if left else ""
    return "\n".join([head, *lines, f"{more}逐项看请在时间后面说“全部待办”，如“明年全部待办”。", *tail])


def _first_of(items: Sequence[Assessment], today: date) -> list[str]:
    shown = [f"· {duty_line(item, today)}" for item in items[:LISTED]]
    names = "、".join(item.obligation.duty.name for item in items[LISTED : LISTED + NAMED])
    more = len(items) - LISTED
    return shown + ([f"· 另有 {more} 项：{names}{'等' if more > NAMED else ''}"] if more > 0 else [])


def _is_due_later(item: Assessment, today: date) -> bool:
    due_on = last_day_of(item)
    return item.status is not Status.OVERDUE and (due_on.year, due_on.month) > (today.year, today.month)


SECTIONS: Mapping[str, Callable[[Assessment, date], bool]] = {
    "已逾期": lambda item, _: item.status is Status.OVERDUE,
    "本月到期": lambda item, today: item.status is not Status.OVERDUE and not _is_due_later(item, today),
    "以后到期": _is_due_later,
}


def duty_line(item: Assessment, today: date) -> str:
    """One obligation in one line."""
    return f"{_called(item.obligation.duty)}：{_standing(item, today)}"


def _called(duty: Duty) -> str:
    return f"{duty.name}{'（建议频次）' if 'proposal' in duty.marks else ''}"


def _standing(item: Assessment, today: date) -> str:
    count = f"，{item.done}/{item.needed}" if item.needed > 1 else ""
    return f"{STATUS_NAMES[item.status]}{count}，{_until(item, today)}"


def _until(item: Assessment, today: date) -> str:
    return f"截止{short_day_words(last_day_of(item), today)}"


def last_day_of(item: Assessment) -> date:
    """The last day on which an obligation is asked for."""
    return last_day_before(item.obligation.deadline.due_at)
