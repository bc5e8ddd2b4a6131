"""Duties and how they stand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.opening import (
    AtOption,
    ConfigOption,
    JsonOption,
    OrganisationOption,
    Refused,
    day_of,
    instant_of,
    iso,
    opened,
    program,
    run,
    settings_of,
    show,
)
from bot.robot import Robot
from handlers.replies import STATUS_NAMES
from schedules.duties.assessing import assess, records_since
from schedules.duties.duty import Duty, DutyId
from schedules.duties.facts import Facts
from schedules.duties.status import Assessment
from schedules.people.organisation import OrganisationId
from schedules.ports import UnitOfWork
from schedules.reminders.rehearsal import Rehearsed, rehearse

commands = typer.Typer(no_args_is_help=True)
program.add_typer(commands, name="duties", help="应办事项清单")


@commands.command("list", help="列出应办事项；给出 --org 时只列该组织要办的")
def list_duties(
    *,
    org: OrganisationOption = None,
    profile: Annotated[str | None, typer.Option("--profile", help="只列这个方案的")] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """List duties."""
    duties = run(_owed(config, org)) if org else _catalogue(config)
    rows = [_row_of(duty) for duty in duties if profile is None or duty.profile == profile]
    show(rows, _line_of, as_json=as_json, empty="没有应办事项。")


@commands.command("show", help="一项应办事项的全部内容")
def show_duty(
    duty_id: Annotated[str, typer.Argument(help="编号，如 zhuti-dangri")], config: ConfigOption = None
) -> None:
    """Show one duty."""
    for duty in _catalogue(config):
        if duty.id == DutyId(duty_id):
            for name, value in _row_of(duty).items():
                typer.echo(f"{name}: {'、'.join(value) if isinstance(value, list) else value}")
            return
    raise Refused(f"没有编号为 {duty_id} 的应办事项。用 zhibu duties list 查看全部编号")


@program.command(help="每个组织的每项应办事项本期完成情况")
def status(
    *,
    org: OrganisationOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Judge every obligation of the current periods."""
    rows = run(_statuses(config, org, at))
    show(rows, _status_line, as_json=as_json, empty="没有应办事项。")


@program.command("rehearse", help="预演：若不再登记，这段时间会发出哪些提醒和简报；不写入任何内容")
def rehearse_span(
    *,
    start: Annotated[str, typer.Option("--from", help="从这一天起（含）")],
    end: Annotated[str, typer.Option("--to", help="到这一天止（含）")],
    org: OrganisationOption = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Tell what would go out."""
    rows = [_rehearsed_row(item) for item in run(_rehearse(config, org, start, end))]
    show(
        rows,
        lambda row: f"{row['at']} → {row['recipient']}\n{row['text']}\n",
        as_json=as_json,
        empty="这段时间没有提醒。",
    )


def _catalogue(config: Path | None) -> Sequence[Duty]:
    from bot.app import read_rulebook  # noqa: PLC0415 - heavy imports, for the commands that need them

    return tuple(read_rulebook(settings_of(config)).catalogue.duties.values())


async def _owed(config: Path | None, org: str) -> Sequence[Duty]:
    async with opened(config) as robot:
        facts = await robot.database.read(lambda uow: _facts(uow, [org], robot.clock()))
        return robot.rulebook.catalogue.duties_of(facts[0])


def _facts(uow: UnitOfWork, ids: Sequence[str], now: datetime) -> Sequence[Facts]:
    since = records_since(now)
    chosen = ids or [organisation.id for organisation in uow.organisations.list()]
    found = {item: uow.facts.get(OrganisationId(item), since=since) for item in chosen}
    missing = [item for item, facts in found.items() if facts is None]
    if missing:
        raise Refused(f"没有编号为 {missing[0]} 的组织")
    return [facts for facts in found.values() if facts is not None]


async def _statuses(config: Path | None, org: str | None, at: str | None) -> Sequence[Mapping[str, Any]]:
    async with opened(config) as robot:
        now = instant_of(at, robot.clock())
        every = await robot.database.read(lambda uow: _facts(uow, [org] if org else [], now))
        return [_status_row(item) for facts in every for item in _judged(robot, facts, now)]


def _judged(robot: Robot, facts: Facts, now: datetime) -> Sequence[Assessment]:
    return assess(facts, robot.rulebook.catalogue, robot.rulebook.calendar, now=now)


async def _rehearse(config: Path | None, org: str | None, start: str, end: str) -> Sequence[Rehearsed]:
    async with opened(config) as robot:
        book = robot.rulebook
        every = await robot.database.read(lambda uow: _facts(uow, [], robot.clock()))
        found = rehearse(
            every, day_of(start), day_of(end), catalogue=book.catalogue, calendar=book.calendar, rules=book.rules
        )
        return [item for item in found if org is None or item.organisation_id == org]


def _row_of(duty: Duty) -> Mapping[str, Any]:
    return {
        "id": duty.id,
        "name": duty.name,
        "cadence": duty.cadence.value,
        "min_count": duty.min_count,
        "profile": duty.profile,
        "source": duty.source,
        "owner_kinds": sorted(kind.value for kind in duty.owner_kinds),
        "marks": sorted(duty.marks),
    }


def _line_of(row: Mapping[str, Any]) -> str:
    marks = f"（{'、'.join(row['marks'])}）" if row["marks"] else ""
    return f"{row['id']:32} {row['cadence']:12} ≥{row['min_count']:<3} {row['name']}{marks}  〔{row['source']}〕"


def _status_row(item: Assessment) -> Mapping[str, Any]:
    obligation = item.obligation
    return {
        "org": obligation.organisation_id,
        "duty": obligation.duty.id,
        "period": obligation.period.label,
        "status": item.status.value,
        "done": item.done,
        "needed": item.needed,
        "due_at": iso(obligation.deadline.due_at),
        "why": item.why,
    }


def _status_line(row: Mapping[str, Any]) -> str:
    from schedules.duties.status import Status  # noqa: PLC0415

    name = STATUS_NAMES[Status(row["status"])]
    return f"{row['org']:10} {row['duty']:28} {row['period']:24} {name:8} {row['done']}/{row['needed']}  {row['why']}"


def _rehearsed_row(item: Rehearsed) -> Mapping[str, Any]:
    return {
        "at": iso(item.at),
        "recipient": item.recipient,
        "channel": item.channel,
        "kind": item.kind.value,
        "duties": list(item.duties),
        "text": item.text,
    }
