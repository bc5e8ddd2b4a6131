"""Serve, migrate, check."""

import asyncio
import contextlib
import errno
import gc
import logging
import signal
import sys
from datetime import datetime
from typing import Annotated

import typer

from bot.cli.opening import AtOption, ConfigOption, Refused, instant_of, program, run, settings_of
from bot.clock import system_now
from bot.inspection import inspect
from bot.settings import ServerSettings, Settings

HostOption = Annotated[str | None, typer.Option("--host", help="监听地址")]
PortOption = Annotated[int | None, typer.Option("--port", help="监听端口", min=0, max=65535)]


@program.command(help="启动机器人：回调、页面、定时与发送")
def serve(config: ConfigOption = None, host: HostOption = None, port: PortOption = None, at: AtOption = None) -> None:
    """Serve until told to stop."""
    settings = _listening_on(settings_of(config), host, port)
    start = instant_of(at, system_now()) if at else None
    if start and not settings.has_sandbox:
        raise Refused("--at 只用于沙盒。已配置真实渠道时请去掉它")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    import uvloop  # noqa: PLC0415 - only the server needs it

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, start))


def _listening_on(settings: Settings, host: str | None, port: int | None) -> Settings:
    chosen = {"host": host, "port": port}
    given = {name: value for name, value in chosen.items() if value is not None}
    try:
        server = ServerSettings.model_validate({**settings.server.model_dump(), **given})
    except ValueError:
        raise Refused(f"--host {host} 不是主机名或 IP 地址。请写成 127.0.0.1 或 0.0.0.0，端口另写在 --port") from None
    return settings.model_copy(update={"server": server})


async def _serve(settings: Settings, start: datetime | None) -> None:
    from bot.app import serving  # noqa: PLC0415 - heavy imports, for the commands that need them

    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    try:
        async with serving(settings, at=start) as address:
            _settle_memory()
            _tell(f"支部助手已启动：{address}")
            if settings.has_sandbox:
                _tell(f"沙盒（在浏览器中打开试用）：{address}/sandbox")
            _tell("按 Ctrl+C 停止。")
            await stopped.wait()
    except OSError as error:
        remedy = "端口已被占用。请换一个 --port" if error.errno == errno.EADDRINUSE else "请核对 --host 与 --port"
        raise Refused(f"不能监听 {settings.server.host}:{settings.server.port}。{remedy}") from error
    _tell("已停止。")


def _tell(words: str) -> None:
    # A server whose log has no room left serves on.
    with contextlib.suppress(OSError):
        typer.echo(words)


def _settle_memory() -> None:
    """Spare what was loaded from every later collection of garbage, which would stop all for a tenth of a second."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@program.command(help="把数据库升级到最新结构")
def migrate(config: ConfigOption = None) -> None:
    """Bring the schema to its head."""
    from bot.storage.migration import migrate as migrate_database  # noqa: PLC0415 - loads Alembic

    run(migrate_database(settings_of(config).database.url))
    typer.echo("数据库结构已是最新。")


@program.command(help="检查设置、数据库、时钟与节假日数据，逐项给出处理办法")
def check(
    platform: Annotated[
        str | None, typer.Argument(metavar="[wecom|dingtalk]", help="只检查这个平台的凭证与连接")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Print what is in order and what is not."""
    from bot.app import read_rulebook  # noqa: PLC0415 - heavy imports, for the commands that need them

    settings = settings_of(config)
    read_rulebook(settings)
    findings = run(inspect(settings, platform))
    for finding in findings:
        typer.echo(f"{'✓' if finding.in_order else '✗'} {finding.text}")
    if not all(finding.in_order for finding in findings):
        raise typer.Exit(1)
