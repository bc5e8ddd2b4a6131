"""What is set up on a platform once."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import ConfigOption, Refused, opened, program, run, settings_of, unknown_organisation
from bot.clock import system_now
from schedules.calendar.zone import local_day_of
from schedules.people.address import Address
from schedules.people.organisation import Organisation, OrganisationId
from schedules.people.role import Role
from schedules.ports import UnitOfWork

if TYPE_CHECKING:
    from bot.robot import Robot  # not when it runs: half a second of imports

FEWEST_IN_GROUP = 2

wecom = typer.Typer(no_args_is_help=True)
program.add_typer(wecom, name="wecom", help="企业微信")
dingtalk = typer.Typer(no_args_is_help=True)
program.add_typer(dingtalk, name="dingtalk", help="钉钉")


@wecom.command("menu", help="设置应用底部的菜单")
def set_menu(config: ConfigOption = None) -> None:
    """Set the app's menu."""
    names = run(_set_menu(config))
    typer.echo(f"菜单已设置：{names}。成员重新进入应用即可看到。")


async def _set_menu(config: Path | None) -> str:
    from bot.channels.base import SendError  # noqa: PLC0415 - heavy imports, for this command alone
    from bot.channels.wecom.channel import WecomChannel  # noqa: PLC0415 - as above
    from bot.channels.wecom.menu import menu_buttons, names_of  # noqa: PLC0415 - as above

    settings = settings_of(config).wecom
    if not settings.enabled:
        raise Refused("企业微信应用还没有配置。请在 zhibu.toml 的 [wecom] 中填写 corp_id 等项")
    channel = WecomChannel(settings, now=system_now)
    try:
        await channel.set_menu()
    except SendError as error:
        raise Refused(f"菜单没有设置成功：{error.reason}。可用 zhibu check wecom 逐项检查") from error
    finally:
        await channel.close()
    return "、".join(names_of(menu_buttons()))


@wecom.command("group", help="由应用为一个组织建群，拉入本组织有账号的人，简报随后发到这个群")
def make_group(
    organisation_id: Annotated[str, typer.Argument(metavar="编号", help="组织编号，见 zhibu org list")],
    config: ConfigOption = None,
) -> None:
    """Make a group chat of an organisation's people."""
    name, count = run(_make_group(config, OrganisationId(organisation_id)))
    typer.echo(f"已建群：{name}，{count} 人。开了简报的，以后发到这个群；群里的话应用听不到。")


async def _make_group(config: Path | None, organisation_id: OrganisationId) -> tuple[str, int]:
    from bot.channels.base import SendError  # noqa: PLC0415 - heavy imports, for this command alone
    from bot.channels.wecom.channel import WecomChannel  # noqa: PLC0415 - as above

    async with opened(config) as robot:
        channel = robot.channels.get("wecom")
        if not isinstance(channel, WecomChannel):
            raise Refused("企业微信应用还没有配置。请在 zhibu.toml 的 [wecom] 中填写 corp_id 等项")
        organisation, accounts = await robot.database.read(lambda uow: _people_of(uow, robot, organisation_id))
        if len(accounts) < FEWEST_IN_GROUP:
            raise Refused(
                f"{organisation.name} 有企业微信账号的不足 {FEWEST_IN_GROUP} 人，不能建群。请先补全花名册中的账号"
            )
        try:
            group = await channel.make_group(organisation.name, accounts)
        except SendError as error:
            raise Refused(f"没有建成群：{error.reason}。应用的可见范围须包含全公司，才能建群") from error
        await robot.database.write(lambda uow: _bind(uow, organisation_id, group))
        return organisation.name, len(accounts)


def _people_of(uow: UnitOfWork, robot: "Robot", organisation_id: OrganisationId) -> tuple[Organisation, Sequence[str]]:
    """An organisation and its people's accounts, its secretary's first."""
    organisation = uow.organisations.get(organisation_id)
    if organisation is None:
        raise unknown_organisation(organisation_id)
    today = local_day_of(robot.clock())
    posts = uow.posts.list(organisation_id=organisation_id)
    held = [post for post in posts if post.is_held_on(today)]
    heads = [post.member_id for post in sorted(held, key=lambda post: post.role is not Role.SECRETARY)]
    home = [member.id for member in uow.members.list(organisation_id=organisation_id) if member.left_on is None]
    known = {
        account.member_id: account.address for account in uow.accounts.list() if account.address.channel == "wecom"
    }
    return organisation, [known[member].account for member in dict.fromkeys((*heads, *home)) if member in known]


def _bind(uow: UnitOfWork, organisation_id: OrganisationId, group: Address) -> None:
    organisation = uow.organisations.get(organisation_id)
    if organisation is not None:
        groups = {**organisation.groups, group.channel: group.account}
        uow.organisations.update(replace(organisation, groups=groups))
