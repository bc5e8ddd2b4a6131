"""The words of the ledger's table."""

from datetime import timedelta

from handlers.grammar.lexicon.kinds import name_of
from schedules.calendar.zone import SHANGHAI
from schedules.ledger.activity import Activity, ActivityState
from schedules.ledger.excerpt import Excerpt

COLUMNS = (
    "编号", "日期", "时间", "类型", "主题", "应到", "实到", "请假", "缺席",
    "主持人", "主讲人", "参加人或谈话对象", "记录人", "地点", "金额", "所属周期", "说明", "登记人", "登记时间",
)  # fmt: skip
PENDING, LATE = "待确认", "补录"
BETWEEN = "、"


def table_name(organisation: str, excerpt: Excerpt) -> str:
    """第一党支部台账 党课 2026-01-01至2026-06-30."""
    kinds = f" {BETWEEN.join(map(name_of, excerpt.kinds))}" if excerpt.kinds else ""
    return f"{organisation}台账{kinds} {excerpt.since}至{excerpt.until - timedelta(days=1)}"


def row_of(activity: Activity, reporter: str) -> tuple[str | int | None, ...]:
    """A record's row."""
    attendance = activity.attendance
    return (
        activity.id,
        _days(activity),
        _hours(activity),
        name_of(activity.kind),
        activity.topic,
        attendance.expected,
        attendance.present,
        BETWEEN.join(attendance.leave) or attendance.leave_count,
        BETWEEN.join(attendance.absent) or attendance.absent_count,
        activity.host,
        activity.lecturer,
        BETWEEN.join(activity.participants) or None,
        activity.recorder,
        activity.place,
        str(activity.amount) if activity.amount is not None else None,
        activity.counts_for,
        BETWEEN.join(_marks(activity)) or None,
        reporter,
        f"{activity.reported_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
    )


def _days(activity: Activity) -> str:
    ended_on = activity.ended_on
    return f"{activity.held_on}至{ended_on}" if ended_on and ended_on != activity.held_on else f"{activity.held_on}"


def _hours(activity: Activity) -> str | None:
    hours = [f"{hour:%H:%M}" for hour in (activity.starts, activity.ends) if hour]
    return "-".join(hours) or None


def _marks(activity: Activity) -> list[str]:
    pending = [PENDING] if activity.state is ActivityState.PENDING else []
    return pending + ([LATE] if activity.late else [])
