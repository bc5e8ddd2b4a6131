"""All commands together."""

import importlib
import io
import sys
from collections.abc import Sequence
from functools import reduce
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from bot.cli.opening import Refused, program
from bot.cli.words import SHOW_HELP, USAGE, reword
from bot.errors import BotError, StorageError
from bot.inspection import explain
from bot.settings import SettingsError
from schedules.errors import ScheduleError

ROOMS = {
    "serving": ("serve", "migrate", "check"),
    "reading": ("parse",),
    "ledger": ("record", "activities"),
    "duties": ("duties",),
    "plans": ("duties",),
    "occasions": ("duties",),
    "booking": ("activities",),
    "standing": ("status",),
    "rehearsing": ("rehearse",),
    "delivery": ("tick", "pump", "digest"),
    "outbox": ("outbox",),
    "roster": ("roster",),
    "contacts": ("roster",),
    "organisations": ("org",),
    "platforms": ("wecom", "dingtalk"),
    "posting": ("wecom", "dingtalk"),
    "keeping": ("backup", "restore"),
}
"""The modules of this folder and the commands that are in them."""


UsageError: Any = typer.BadParameter.__base__
"""What Typer raises for a wrong line; it keeps the name to itself, and the types of what follows."""


class InChinese:
    """A command whose help and complaints are Chinese throughout."""

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        """The option that shows help."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # of the command that this is mixed into
        if option is not None:
            option.help = SHOW_HELP
        return option

    def get_usage(self, ctx: Any) -> str:  # noqa: ANN401 - as above
        """The line that shows how it is written."""
        usage = str(super().get_usage(ctx))  # type: ignore[misc]  # as above
        return reduce(lambda line, words: line.replace(*words), USAGE.items(), usage)

    def make_context(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - as above
        """Read a line."""
        try:
            return super().make_context(*args, **options)  # type: ignore[misc]  # as above
        except UsageError as error:
            told = error.format_message()
            if (words := reword(told)) == told:
                raise
            raise UsageError(words, error.ctx) from error


class Command(InChinese, TyperCommand):
    """A command."""


class Group(InChinese, TyperGroup):
    """A group of commands."""


def main() -> NoReturn:
    """Run one command line and leave with its status."""
    _accept_any_terminal()
    _load(sys.argv[1:2])
    _use_own_classes(program)
    try:
        program()
    except SettingsError as error:
        _refuse(*error.problems)
    except StorageError as error:
        _refuse(explain(error))
    except (Refused, BotError, ScheduleError) as error:
        _refuse(error)
    except UnicodeDecodeError:
        _refuse("有文件不是 UTF-8 编码。请在编辑器中把方案等文件另存为 UTF-8")
    except BrokenPipeError:
        sys.stderr.close()
    except OSError as error:
        _refuse(f"不能读写 {error.filename or ''}（{error.strerror}）。请核对路径与权限")
    sys.exit(0)


def _accept_any_terminal() -> None:
    """What a terminal has no letters for is shown by its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _load(command: Sequence[str]) -> None:
    """Load the module of one command alone: all of them take a second that nobody should wait for."""
    wanted = [room for room, commands in ROOMS.items() if command and command[0] in commands]
    for room in wanted or ROOMS:
        importlib.import_module(f"bot.cli.{room}")


def _use_own_classes(group: typer.Typer) -> None:
    group.info.cls = Group
    for command in group.registered_commands:
        command.cls = Command
    for below in group.registered_groups:
        below.cls = Group
        if below.typer_instance is not None:
            _use_own_classes(below.typer_instance)


def _refuse(*faults: object) -> NoReturn:
    for fault in faults:
        typer.echo(str(fault), err=True)
    sys.exit(1)
