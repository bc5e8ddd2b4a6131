"""Opening what nobody can see coming: a duty that follows an event (发起)."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.duties import commands
from bot.cli.opening import ConfigOption, Refused, day_of, opened, run
from bot.cli.standing import facts_of
from bot.robot import Robot
from handlers.replies import last_day_in
from schedules.calendar.zone import local_day_of
from schedules.duties.catalogue import Catalogue
from schedules.duties.duty import Duty, DutyId
from schedules.duties.event import Event
from schedules.duties.facts import Facts
from schedules.duties.opening import Refusal, make_opening
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId
from schedules.people.role import OFFICERS
from schedules.ports import UnitOfWork
from schedules.wording import day_words


@commands.command("open", help="发起一项因事而办的事项（如案例申报、任免报批），从此计入应办并提醒")
def open_duty(
    duty_id: Annotated[str, typer.Argument(metavar="编号", help="编号，如 zhengji-anli")],
    *,
    org: Annotated[str, typer.Option("--org", help="组织编号")],
    on: Annotated[str | None, typer.Option("--on", help="事由发生的日期，缺省为今天")] = None,
    until: Annotated[str | None, typer.Option("--until", help="办理到这一天（含），缺省为三十天")] = None,
    config: ConfigOption = None,
) -> None:
    """Open a duty that follows an event."""
    duty, last = run(_open(config, DutyId(duty_id), OrganisationId(org), on, until))
    typer.echo(f"已发起：{duty.name}，请于{day_words(last)}前完成。误发的，撤销台账中的这条记录即可。")


async def _open(
    config: Path | None, duty_id: DutyId, organisation_id: OrganisationId, on: str | None, until: str | None
) -> tuple[Duty, date]:
    async with opened(config) as robot:
        now = robot.clock()
        event = Event(day=day_of(on) if on else local_day_of(now), until=day_of(until) if until else None)
        return await robot.database.write(lambda uow: _write(uow, robot, duty_id, organisation_id, event, now))


def _write(  # noqa: PLR0913, PLR0917 - what the options say
    uow: UnitOfWork, robot: Robot, duty_id: DutyId, organisation_id: OrganisationId, event: Event, now: datetime
) -> tuple[Duty, date]:
    (facts,) = facts_of(uow, [organisation_id], now)
    duty = _openable(robot.rulebook.catalogue, facts, duty_id)
    by = officer_in(facts, local_day_of(now))
    opening = make_opening(duty, event, facts, robot.rulebook.calendar, by=by, now=now)
    if isinstance(opening, Refusal):
        raise Refused(_refusal_words(opening, duty, event))
    uow.activities.add(opening)
    uow.reviews.update(organisation_id, next_review_at=now)
    return duty, last_day_in(opening)


def _refusal_words(refusal: Refusal, duty: Duty, event: Event) -> str:
    match refusal:
        case Refusal.NO_EVENT:
            return f"{duty.name}按期自动计办，不必发起"
        case Refusal.AHEAD:
            return f"--on {event.day} 还没有到。事由发生后再发起"
        case Refusal.BACKWARDS:
            return f"--until {event.until} 在 --on {event.day} 之前。请核对"
        case Refusal.TOO_LONG:
            return "办理时限超过一年。请缩短 --until"
        case Refusal.OVER:
            return "办理时限已过。请用 --until 写明新的时限"
        case Refusal.TWICE:
            return f"{duty.name}：{day_words(event.day)}已经发起过"


def _openable(catalogue: Catalogue, facts: Facts, duty_id: DutyId) -> Duty:
    duty = catalogue.get(duty_id)
    if duty is None:
        raise Refused(f"没有编号为 {duty_id} 的应办事项。用 zhibu duties list 查看全部编号")
    if duty.trigger is None:
        raise Refused(_refusal_words(Refusal.NO_EVENT, duty, Event(day=date.min)))
    owed = next((one for one in catalogue.duties_of(facts) if one.id == duty_id), None)
    if owed is None:
        advice = f"要办请先 zhibu org set {facts.organisation.id} duties_on {duty_id}，或核对方案与组织类型"
        raise Refused(f"{facts.organisation.name}不办理{duty.name}。{advice}")
    return owed


def officer_in(facts: Facts, day: date) -> MemberId:
    """Whoever is taken to write in an organisation's ledger from the command line.

    Raises:
        Refused: it has no officer.
    """
    held = (post for post in facts.posts if post.role in OFFICERS and post.is_held_on(day))
    here = (post.member_id for post in held if post.organisation_id == facts.organisation.id)
    if (officer := next(here, None)) is None:
        raise Refused(f"{facts.organisation.name}没有书记、委员或党务干事，无法确定由谁登记")
    return officer
