"""The roster, and what organisations have settled."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.opening import ConfigOption, Refused, opened, run
from bot.imports.roster_file import read_roster
from bot.robot import Robot
from schedules.calendar.zone import local_day_of
from schedules.enrolment import apply_roster, stored_roster
from schedules.errors import Problem
from schedules.people.address import Account
from schedules.people.changes import Change, Changes, differences, is_drastic
from schedules.people.member import Member
from schedules.people.organisation import Organisation, OrganisationId
from schedules.people.role import Post
from schedules.people.roster import Roster
from schedules.people.settling import settle
from schedules.ports import UnitOfWork

commands = typer.Typer(no_args_is_help=True)
organisations = typer.Typer(no_args_is_help=True)

FIELD_WORDS = {
    "name": "名称", "kind": "类型", "parent_id": "上级", "profile": "方案", "term": "任期", "groups": "群", "standing": "政治面貌",
    "organisation_id": "所在组织", "joined_on": "入党日期", "confirmed_on": "转正日期", "left_on": "离开日期", "member_id": "人员",
}  # fmt: skip


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


@organisations.command("set", help="改一项设置，如 zhibu org set zb1 weekly_digest on")
def set_organisation(
    org: Annotated[str, typer.Argument(help="组织编号")],
    key: Annotated[str, typer.Argument(help="设置项")],
    value: Annotated[str, typer.Argument(help="值")],
    config: ConfigOption = None,
) -> None:
    """Settle one thing for an organisation."""
    run(_set(config, OrganisationId(org), key, value))
    typer.echo("已保存。")


async def _import(config: Path | None, path: Path, *, apply: bool, yes: bool) -> Sequence[str]:
    async with opened(config) as robot:
        profiles = {duty.profile for duty in robot.rulebook.catalogue.duties.values()}
        roster, problems = read_roster(path, profiles=profiles)
        if problems:
            raise Refused("\n".join([*map(str, problems), f"共 {len(problems)} 处问题，没有写入任何内容。"]))
        return await robot.database.write(lambda uow: _compare(uow, robot, roster, apply=apply, yes=yes))


def _compare(uow: UnitOfWork, robot: Robot, roster: Roster, *, apply: bool, yes: bool) -> Sequence[str]:
    now = robot.clock()
    stored = stored_roster(uow, local_day_of(now))
    changes = differences(roster, stored)
    lines = list(_lines_of(changes))
    if not lines:
        return ("与已有内容一致，没有差别。",)
    if not apply:
        return (*lines, f"共 {len(lines)} 处差别，尚未写入。确认无误后加 --apply 再运行一次。")
    if is_drastic(changes, stored) and not yes:
        raise Refused("\n".join([*lines, "移出的人员超过一成，没有写入。确属如此请再加 --yes。"]))
    apply_roster(uow, changes, now)
    return (*lines, f"已写入 {len(lines)} 处差别。")


def _lines_of(changes: Changes) -> Iterator[str]:
    every: Sequence[Change[Any]] = (*changes.organisations, *changes.members, *changes.posts, *changes.accounts)
    for change in every:
        match change.before, change.after:
            case None, after:
                yield f"新增 {_name_of(after)}"
            case before, None:
                yield f"移出 {_name_of(before)}"
            case before, after:
                yield f"变更 {_name_of(after)}：{'；'.join(_differing(before, after))}"


def _differing(before: Any, after: Any) -> Iterator[str]:  # noqa: ANN401 - two values of one kind
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            yield f"{FIELD_WORDS.get(field.name, field.name)} {_words(old)} → {_words(new)}"


def _words(value: Any) -> str:  # noqa: ANN401 - a field of any kind
    return "（空）" if value in (None, "", {}) else str(getattr(value, "ends_on", value))


def _name_of(item: Any) -> str:  # noqa: ANN401 - whatever a roster lists
    match item:
        case Organisation():
            return f"组织 {item.id} {item.name}"
        case Member():
            return f"人员 {item.id} {item.name}"
        case Post():
            return f"职务 {item.member_id} 在 {item.organisation_id} 任 {item.role.value}"
        case Account():
            return f"账号 {item.member_id} {item.address.channel} {item.address.account}"
        case _:
            raise TypeError(item)


async def _set(config: Path | None, organisation_id: OrganisationId, key: str, value: str) -> None:
    async with opened(config) as robot:
        now = robot.clock()

        def change(uow: UnitOfWork) -> None:
            organisation = uow.organisations.get(organisation_id)
            if organisation is None:
                raise Refused(f"没有编号为 {organisation_id} 的组织")
            settings = settle(organisation.settings, key, value)
            if isinstance(settings, Problem):
                raise Refused(str(settings))
            uow.organisations.update(replace(organisation, settings=settings))
            uow.reviews.update(organisation_id, next_review_at=now)

        await robot.database.write(change)
