"""One beat by hand; a digest on demand."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import AtOption, ConfigOption, instant_of, opened, program, run, settings_of, unknown_organisation
from schedules.people.organisation import OrganisationId
from schedules.ports import UnitOfWork
from schedules.reminders.digest import digest_of
from schedules.reminders.trend import Trend, trend_in


@program.command(help="手动走一拍：计算到期的提醒和简报，放入发件箱")
def tick(at: AtOption = None, config: ConfigOption = None) -> None:
    """Plan what is due."""
    run(_tick(config, at))
    typer.echo("已计算。用 zhibu outbox list 查看发件箱。")


@program.command(help="手动走一拍：发送发件箱中到时的消息")
def pump(at: AtOption = None, config: ConfigOption = None) -> None:
    """Send what is due."""
    typer.echo(f"已处理 {run(_pump(config, at))} 条。")


@program.command(help="打印一个组织的简报；--image 另画一张近半年办理情况的图")
def digest(
    org: Annotated[str, typer.Option("--org", help="组织编号")],
    period: Annotated[str, typer.Option("--period", help="2026-06 为月报，2026-W26 为周报，week 为本周")] = "week",
    image: Annotated[Path | None, typer.Option("--image", metavar="文件", help="图写入这个 PNG 文件")] = None,
    config: ConfigOption = None,
) -> None:
    """Print a digest, and draw what it tells of over the months."""
    text, trend = run(_digest(config, org, period, drawn=image is not None))
    typer.echo(text)
    if image and trend:
        from bot.charts.drawing import draw_trend  # noqa: PLC0415 - Pillow, only where a picture is asked for

        draw_trend(trend, image, font=settings_of(config).digest.font)


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


async def _digest(config: Path | None, org: str, period: str, *, drawn: bool) -> tuple[str, Trend | None]:
    async with opened(config) as robot:
        catalogue, calendar, now = robot.rulebook.catalogue, robot.rulebook.calendar, robot.clock()
        organisation_id, label = OrganisationId(org), None if period == "week" else period

        def look(uow: UnitOfWork) -> tuple[str, Trend | None]:
            if uow.organisations.get(organisation_id) is None:
                raise unknown_organisation(org)
            text = digest_of(uow, organisation_id, now, catalogue=catalogue, calendar=calendar, period=label)
            return text, trend_in(uow, organisation_id, now, catalogue=catalogue, calendar=calendar) if drawn else None

        return await robot.database.read(look)
