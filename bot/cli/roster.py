"""The roster, and what organisations have settled."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import ConfigOption, run

commands = typer.Typer(no_args_is_help=True)
organisations = typer.Typer(no_args_is_help=True)


@commands.command("import", help="导入花名册：.xlsx（组织、人员两表）或含 组织.csv、人员.csv 的文件夹")
def import_roster(
    path: Annotated[Path, typer.Argument(help="花名册")],
    apply: Annotated[bool, typer.Option("--apply", help="写入；不加则只列出差别")] = False,  # noqa: FBT002 - an option
    yes: Annotated[bool, typer.Option("--yes", help="确认一次移出超过一成的人员")] = False,  # noqa: FBT002 - an option
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
    run(_set(config, org, key, value))
    typer.echo("已保存。")
