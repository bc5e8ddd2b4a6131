"""What commands share: the program, its settings, the robot opened for one command, printing."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.settings import Settings, load_settings
from schedules.calendar.zone import SHANGHAI

if TYPE_CHECKING:
    from bot.robot import Robot  # not when it runs: half a second of imports

Result = TypeVar("Result")
Item = TypeVar("Item")

YEARS = range(1921, 2100)
"""The years that a command may name."""


class Refused(Exception):  # noqa: N818 - what happened, not a fault of the program
    """A command cannot be carried out; the message is the one line that a person reads."""


program = typer.Typer(
    name="zhibu",
    help="支部助手：机关党建的提醒与台账机器人",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@program.callback()
def zhibu() -> None:
    """Keep the name of the command even where one alone is loaded."""


ConfigOption = Annotated[Path | None, typer.Option("--config", help="设置文件，缺省为 zhibu.toml")]
AtOption = Annotated[str | None, typer.Option("--at", help="以此时刻为准，如 2026-06-24T09:05，缺省为现在")]
OrganisationOption = Annotated[str | None, typer.Option("--org", help="组织编号，缺省为全部")]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON")]


def settings_of(config: Path | None) -> Settings:
    """The settings of one command."""
    import os  # noqa: PLC0415 - the environment is read here and nowhere else

    return load_settings(config, os.environ)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run one command's work to its end."""
    with asyncio.Runner() as runner:
        return runner.run(work)


@contextlib.asynccontextmanager
async def opened(config: Path | None) -> "AsyncIterator[Robot]":
    """The robot without its clockwork, over a migrated database."""
    from bot.app import open_app  # noqa: PLC0415 - heavy imports, for the commands that need them

    async with open_app(settings_of(config)) as app:
        try:
            yield app.robot
        finally:
            for channel in app.robot.channels.values():
                await channel.close()


def instant_of(text: str | None, default: datetime) -> datetime:
    """The instant that an option names; without a zone it is Shanghai's.

    Raises:
        Refused: it is none.
    """
    if text is None:
        return default
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.year not in YEARS:
        raise Refused(f"看不懂时刻“{text}”。请写成 2026-06-24T09:05 或 2026-06-24")
    return instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)


def day_of(text: str) -> date:
    """The day that an option names.

    Raises:
        Refused: it is none.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise Refused(f"看不懂日期“{text}”。请写成 2026-06-24")
    return day


def iso(instant: datetime | None) -> str | None:
    """An instant as other programs read it: ISO with +08:00."""
    return instant.astimezone(SHANGHAI).isoformat(timespec="seconds") if instant else None


def show(
    items: Sequence[Item],
    *,
    row: Callable[[Item], Mapping[str, Any]],
    line: Callable[[Item], str],
    as_json: bool,
    empty: str,
) -> None:
    """Print items as one JSON array of rows or as lines, or that there are none."""
    if as_json:
        typer.echo(json.dumps([row(item) for item in items], ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(map(line, items)) or empty)


def unknown_organisation(organisation_id: str) -> Refused:
    """What is said of an organisation that there is not."""
    return Refused(f"没有编号为 {organisation_id} 的组织。用 zhibu org list 查看全部编号")
