"""What an operator does once in WeCom's own rooms."""

import typer

from bot.cli.opening import ConfigOption, Refused, program, run, settings_of
from bot.settings import Settings

commands = typer.Typer(no_args_is_help=True)
program.add_typer(commands, name="wecom", help="企业微信")


@commands.callback()
def wecom() -> None:
    """Keep the name of the command though it is the only one."""


@commands.command(help="设置应用底部的菜单：本月待办、我的数据、帮助")
def menu(config: ConfigOption = None) -> None:
    """Set the app's menu."""
    settings = settings_of(config)
    if not settings.wecom.enabled:
        raise Refused("企业微信还没有配置。请在 zhibu.toml 的 [wecom] 中填写 corp_id 等项")
    run(_set_menu(settings))
    typer.echo("已设置菜单。成员重新进入应用后可见。")


async def _set_menu(settings: Settings) -> None:
    from bot.channels.base import SendError  # noqa: PLC0415 - heavy imports, for the commands that need them
    from bot.channels.wecom.channel import WecomChannel  # noqa: PLC0415 - as above
    from bot.clock import system_now  # noqa: PLC0415 - as above

    channel = WecomChannel(settings.wecom, now=system_now)
    try:
        await channel.set_menu()
    except SendError as error:
        raise Refused(f"没有设置菜单。{error.reason}") from error
    finally:
        await channel.close()
