"""Booking a record to the period that it belongs to: a January meeting to last year (所属周期)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.ledger import activities
from bot.cli.occasions import officer_in
from bot.cli.opening import ConfigOption, Refused, opened, run
from bot.cli.standing import facts_of
from bot.robot import Robot
from handlers.records import changes_between
from schedules.calendar.periods import Period, parse_period
from schedules.calendar.zone import local_day_of
from schedules.duties.serving import duties_served_by
from schedules.ledger.activity import ActivityId, ActivityState, Amendment
from schedules.ports import UnitOfWork

BY_ITS_DAY = "-"


@activities.command("book", help="把一条记录计入它所属的周期，如一月召开的上年度组织生活会计入 2025")
def book_activity(
    number: Annotated[int, typer.Argument(metavar="编号", help="记录编号，见 zhibu activities list")],
    label: Annotated[
        str, typer.Argument(metavar="周期", help="所属周期，如 2025、2025H2、2025Q4、2025-12；- 为按日期")
    ],
    config: ConfigOption = None,
) -> None:
    """Book a record to a period."""
    names = run(_book(config, ActivityId(number), label))
    where = "按日期计" if label == BY_ITS_DAY else f"计入 {label}"
    typer.echo(f"#{number} 已{where}。" + (f"因此计数的事项：{'、'.join(names)}。" if names else ""))


async def _book(config: Path | None, activity_id: ActivityId, label: str) -> Sequence[str]:
    period = None if label == BY_ITS_DAY else parse_period(label)
    if period is None and label != BY_ITS_DAY:
        raise Refused(f"看不懂周期“{label}”。请写成 2025、2025H2、2025Q4、2025-12 或 2025-11-01..2026-01-31")
    async with opened(config) as robot:
        now = robot.clock()
        return await robot.database.write(lambda uow: _write(uow, robot, activity_id, period, now))


def _write(
    uow: UnitOfWork, robot: Robot, activity_id: ActivityId, period: Period | None, now: datetime
) -> Sequence[str]:
    old = uow.activities.get(activity_id)
    if old is None or old.state is ActivityState.VOID:
        raise Refused(f"台账中没有编号为 {activity_id} 的有效记录。用 zhibu activities list 查看")
    if period and period.starts_on > old.held_on:
        raise Refused(f"{period.label} 在活动日期 {old.held_on} 时还没有开始，不能计入")
    (facts,) = facts_of(uow, [old.organisation_id], now)
    new = replace(old, counts_for=period.label if period else None)
    before, after = changes_between(old, new)
    if before:
        by = officer_in(facts, local_day_of(now))
        uow.activities.update(new, Amendment(activity_id=old.id, by=by, at=now, before=before, after=after))
        uow.reviews.update(old.organisation_id, next_review_at=now)
    book = robot.rulebook
    return [duty.name for duty in duties_served_by(new, facts, book.catalogue, book.calendar, now=now)]
