"""What an officer posts in a group through its robot, so that nobody else need know the robot's key."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import ConfigOption, Refused, opened, run, settings_of
from bot.cli.platforms import wecom

if TYPE_CHECKING:
    from bot.channels.wecom.robots import GroupRobot

Say = Callable[["GroupRobot"], Awaitable[None]]


@wecom.command("post", help="由群机器人向群里发一条：文字、Markdown、图片、文件，或一个链接")
def post(  # noqa: PLR0913 - one parameter for each option
    *,
    name: Annotated[str, typer.Argument(metavar="名称", help="[wecom.robots] 中的名称")],
    text: Annotated[str, typer.Option("--text", help="文字，@ [wecom.mentions] 中的成员；与 --link 同用时是说明")] = "",
    markdown: Annotated[Path | None, typer.Option("--markdown", metavar="文件", help="Markdown 文件")] = None,
    image: Annotated[Path | None, typer.Option("--image", metavar="文件", help="JPG 或 PNG，至多 2 MB")] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="文件", help="文件，至多 20 MB")] = None,
    link: Annotated[str, typer.Option("--link", metavar="URL", help="网页地址，须有 --title")] = "",
    title: Annotated[str, typer.Option("--title", help="链接的标题")] = "",
    card: Annotated[bool, typer.Option("--card", help="链接发成通知卡片，缺省发成图文")] = False,
    config: ConfigOption = None,
) -> None:
    """Post one message in a group."""
    mentions = settings_of(config).wecom.mentions.get(name, ())
    ways: dict[str, Say] = {}
    if markdown:
        ways["--markdown"] = lambda robot: robot.say_markdown(markdown.read_text("utf-8-sig"))
    if image:
        ways["--image"] = lambda robot: robot.show_image(image.read_bytes())
    if file:
        ways["--file"] = lambda robot: robot.give_file(file.name, file.read_bytes())
    if link:
        ways["--link"] = _link(link, title, text, is_card=card)
    elif text:
        ways["--text"] = lambda robot: robot.say(text, mentions=mentions)
    run(_post(config, name, _only(ways)))
    typer.echo(f"已发到群“{name}”。")


def _link(url: str, title: str, text: str, *, is_card: bool) -> Say:
    if not title:
        raise Refused("--link 须有 --title。请写明链接的标题")
    if is_card:
        return lambda robot: robot.show_notice(title, text, url)
    return lambda robot: robot.show_news([{"title": title, "description": text, "url": url}])


def _only(ways: dict[str, Say]) -> Say:
    if len(ways) != 1:
        raise Refused("请在 --text、--markdown、--image、--file、--link 中写一种，一次发一条")
    return next(iter(ways.values()))


async def _post(config: Path | None, name: str, say: Say) -> None:
    from bot.channels.base import SendError  # noqa: PLC0415 - heavy imports, for this command alone
    from bot.channels.wecom.channel import WecomChannel  # noqa: PLC0415 - as above

    async with opened(config) as robot:
        channel = robot.channels.get("wecom")
        if not isinstance(channel, WecomChannel):
            raise Refused("企业微信还没有配置。请在 zhibu.toml 的 [wecom.robots] 中填写群机器人")
        try:
            await say(await channel.group_robot(name))
        except SendError as error:
            raise Refused(f"没有发出：{error.reason}") from error
