"""What an officer posts by hand: in a group, through its robot or the app, or to one member; nobody need know a key."""

from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from bot.cli.opening import ConfigOption, Refused, opened, run, settings_of
from bot.cli.platforms import dingtalk, wecom
from schedules.people.address import Address
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId
from schedules.people.wording import CHANNELS
from schedules.ports import UnitOfWork

if TYPE_CHECKING:
    from bot.channels.base import Voice

APPS = {"wecom": wecom, "dingtalk": dingtalk}

Say = Callable[["Voice"], Awaitable[object]]


def _offer(channel: str, app: typer.Typer) -> None:
    @app.command("post", help="向群里或个人发一条：文字、Markdown、图片、文件，或一个链接")
    def post(  # noqa: PLR0913 - one parameter for each option
        *,
        name: Annotated[
            str,
            typer.Argument(metavar="发给谁", help="群机器人的名称、组织编号（它的群），或工号"),
        ],
        text: Annotated[
            str, typer.Option("--text", help="文字，群机器人会 @ 设置中的成员；与 --link 同用时是说明")
        ] = "",
        markdown: Annotated[Path | None, typer.Option("--markdown", metavar="文件", help="Markdown 文件")] = None,
        image: Annotated[Path | None, typer.Option("--image", metavar="文件", help="JPG 或 PNG，至多 2 MB")] = None,
        file: Annotated[Path | None, typer.Option("--file", metavar="文件", help="文件，至多 20 MB")] = None,
        link: Annotated[str, typer.Option("--link", metavar="URL", help="网页地址，须有 --title")] = "",
        title: Annotated[str, typer.Option("--title", help="链接的标题")] = "",
        card: Annotated[bool, typer.Option("--card", help="链接发成卡片")] = False,
        config: ConfigOption = None,
    ) -> None:
        """Post one message."""
        mentions = settings_of(config).wecom.mentions.get(name, ()) if channel == "wecom" else ()
        ways: dict[str, Say] = {}
        if markdown:
            ways["--markdown"] = lambda voice: voice.say_markdown(markdown.read_text("utf-8-sig"))
        if image:
            ways["--image"] = lambda voice: voice.show_image(image.name, image.read_bytes())
        if file:
            ways["--file"] = lambda voice: voice.give_file(file.name, file.read_bytes())
        if link and not title:
            raise Refused("--link 须有 --title。请写明链接的标题")
        if link:
            ways["--link"] = lambda voice: voice.show_link(title, text, link, is_card=card)
        elif text:
            ways["--text"] = lambda voice: voice.say(text, mentions=mentions)
        typer.echo(f"已发给{run(_post(config, channel, name, _only(ways)))}。")


for _channel, _app in APPS.items():
    _offer(_channel, _app)


def _only(ways: dict[str, Say]) -> Say:
    if len(ways) != 1:
        raise Refused("请在 --text、--markdown、--image、--file、--link 中写一种，一次发一条")
    return next(iter(ways.values()))


async def _post(config: Path | None, channel: str, name: str, say: Say) -> str:
    from bot.channels.base import SendError, Speaking  # noqa: PLC0415 - heavy imports, for this command alone

    settings = settings_of(config)
    robots = {"wecom": settings.wecom.robots, "dingtalk": settings.dingtalk.robots}[channel]
    async with opened(config) as robot:
        speaking = robot.channels.get(channel)
        if speaking is None or not isinstance(speaking, Speaking):
            raise Refused(
                f"{CHANNELS[channel]}还没有配置。请在 zhibu.toml 的 [{channel}] 中填写应用，或在 [{channel}.robots] 中填写群机器人"
            )
        address, told = await robot.database.read(lambda uow: _find(uow, channel, name, robots))
        try:
            await say(await speaking.voice_at(address, key=f"post:{uuid4()}"))
        except SendError as error:
            raise Refused(f"没有发出：{error.reason}") from error
        return told


def _find(uow: UnitOfWork, channel: str, name: str, robots: Collection[str]) -> tuple[Address, str]:
    """Where a name leads to: a robot's group, an organisation's, or a member; and what he is called."""
    if name in robots:
        return Address(channel=channel, account=name, is_group=True), f"群“{name}”"
    organisation = uow.organisations.get(OrganisationId(name))
    if organisation and (group := organisation.groups.get(channel)):
        return Address(channel=channel, account=group, is_group=True), f"{organisation.name}的群"
    member = uow.members.get(MemberId(name))
    accounts = uow.accounts.list(member_id=member.id) if member and member.left_on is None else ()
    for account in accounts:
        if member and account.address.channel == channel:
            return account.address, f"{member.name}同志"
    raise Refused(f"“{name}”不是群机器人的名称、有群的组织编号，也不是有{CHANNELS[channel]}账号的工号")
