"""The roster."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import ConfigOption, Refused, opened, program, run
from bot.imports.roster_file import read_roster
from bot.robot import Robot
from schedules.calendar.zone import local_day_of
from schedules.enrolment import apply_roster, claim_roster, stored_roster
from schedules.newcomers import open_for_newcomers
from schedules.people.changes import differences, is_drastic
from schedules.people.roster import Roster, parse_roster
from schedules.people.wording import describe_changes
from schedules.ports import UnitOfWork

commands = typer.Typer(no_args_is_help=True)
program.add_typer(commands, name="roster", help="花名册")


@commands.command("import", help="导入花名册：.xlsx（组织、人员两表）或含 组织.csv、人员.csv 的文件夹")
def import_roster(
    path: Annotated[Path, typer.Argument(help="花名册")],
    *,
    apply: Annotated[bool, typer.Option("--apply", help="写入；不加则只列出差别")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="确认一次移出超过一成的人员")] = False,
    config: ConfigOption = None,
) -> None:
    """Show, and with --apply write, the differences."""
    for line in run(_import(config, path, apply=apply, yes=yes)):
        typer.echo(line)


async def _import(config: Path | None, path: Path, *, apply: bool, yes: bool) -> Sequence[str]:
    async with opened(config) as robot:
        profiles = {duty.profile for duty in robot.rulebook.catalogue.duties.values()}
        roster = checked_roster(path, profiles)
        return await robot.database.write(lambda uow: _compare(uow, robot, roster, apply=apply, yes=yes))


def checked_roster(path: Path, profiles: Collection[str] = ()) -> Roster:
    """The roster at a path.

    Raises:
        Refused: it has faults; all of them are told.
    """
    roster, problems = parse_roster(*read_roster(path), profiles=profiles)
    if problems:
        raise Refused("\n".join([*map(str, problems), f"共 {len(problems)} 处问题，没有写入任何内容。"]))
    return roster


def _compare(uow: UnitOfWork, robot: Robot, roster: Roster, *, apply: bool, yes: bool) -> Sequence[str]:
    now = robot.clock()
    if apply:
        claim_roster(uow)
    stored = stored_roster(uow, local_day_of(now))
    changes = differences(roster, stored)
    lines = describe_changes(changes, roster, stored)
    if not lines:
        return ("与已有内容一致，没有差别。",)
    if not apply:
        return (*lines, f"共 {len(lines)} 处差别，尚未写入。确认无误后加 --apply 再运行一次。")
    if is_drastic(changes, stored) and not yes:
        raise Refused("\n".join([*lines, "移出的人员超过一成，没有写入。确属如此请再加 --yes。"]))
    apply_roster(uow, changes, now)
    book = robot.rulebook
    begun = open_for_newcomers(uow, changes, book.catalogue, book.calendar, now)
    names = "、".join(dict.fromkeys(duty.name for duty in begun))
    return (*lines, f"已写入 {len(lines)} 处差别。" + (f"因有新成员，已发起：{names}。" if names else ""))
