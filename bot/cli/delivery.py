"""One beat by hand; a digest on demand."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import AtOption, ConfigOption, instant_of, opened, program, run, unknown_organisation
from schedules.people.organisation import OrganisationId
from schedules.reminders.digest import digest_of


@program.command(help="手动走一拍：计算到期的提醒和简报，放入发件箱")
def tick(at: AtOption = None, config: ConfigOption = None) -> None:
    """Plan what is due."""
    run(_tick(config, at))
    typer.echo("已计算。用 zhibu outbox list 查看发件箱。")


@program.command(help="手动走一拍：发送发件箱中到时的消息")
def pump(at: AtOption = None, config: ConfigOption = None) -> None:
    """Send what is due."""
    typer.echo(f"已处理 {run(_pump(config, at))} 条。")


@program.command(help="打印一个组织的简报")
def digest(
    org: Annotated[str, typer.Option("--org", help="组织编号")],
    period: Annotated[str, typer.Option("--period", help="2026-06 为月报，2026-W26 为周报，week 为本周")] = "week",
    config: ConfigOption = None,
) -> None:
    """Print a digest."""
    typer.echo(run(_digest(config, org, period)))


async def _tick(config: Path | None, at: str | None) -> None:
    async with opened(config) as robot:
        now = instant_of(at, robot.clock())
        robot.clock = lambda: now
        await robot.tick()


async def _pump(config: Path | None, at: str | None) -> int:
    async with opened(config) as robot:
        now = instant_of(at, robot.clock())
        robot.clock = lambda: now
        return await robot.pump()


async def _digest(config: Path | None, org: str, period: str) -> str:
    async with opened(config) as robot:
        book, now = robot.rulebook, robot.clock()
        organisation_id = OrganisationId(org)
        if await robot.database.read(lambda uow: uow.organisations.get(organisation_id)) is None:
            raise unknown_organisation(org)
        label = None if period == "week" else period
        return await robot.database.read(
            lambda uow: digest_of(
                uow, organisation_id, now, catalogue=book.catalogue, calendar=book.calendar, period=label
            )
        )
