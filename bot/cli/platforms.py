"""What is set up on a platform once."""

from pathlib import Path

import typer

from bot.cli.opening import ConfigOption, Refused, program, run, settings_of
from bot.clock import system_now

wecom = typer.Typer(no_args_is_help=True)
program.add_typer(wecom, name="wecom", help="企业微信")


@wecom.callback()
def of_wecom() -> None:
    """Keep the name of the command though one alone is there."""


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
