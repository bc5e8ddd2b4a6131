"""All commands together."""

import sys
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from bot.cli import delivery, duties, ledger, outbox, reading, roster, serving
from bot.cli.opening import Refused, program
from bot.cli.words import SHOW_HELP
from bot.errors import BotError
from bot.settings import SettingsError

program.add_typer(outbox.commands, name="outbox", help="发件箱：等待发送的、没有发出的及其原因")
program.add_typer(duties.commands, name="duties", help="应办事项清单")
program.add_typer(roster.commands, name="roster", help="花名册")
program.add_typer(ledger.activities, name="activities", help="台账")
program.add_typer(roster.organisations, name="org", help="组织的设置")
COMMAND_MODULES = (delivery, reading, serving)


class Command(TyperCommand):
    """A command whose help is Chinese throughout."""

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - a type that Typer keeps to itself
        """The option that shows help."""
        return _in_chinese(super().get_help_option(ctx))


class Group(TyperGroup):
    """The same for a group of commands."""

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        """The option that shows help."""
        return _in_chinese(super().get_help_option(ctx))


def main() -> NoReturn:
    """Run one command line and leave with its status."""
    _use_own_classes(program)
    try:
        program()
    except SettingsError as error:
        _refuse(*error.problems)
    except (Refused, BotError) as error:
        _refuse(error)
    except BrokenPipeError:
        sys.stderr.close()
    sys.exit(0)


def _in_chinese(option: Any) -> Any:  # noqa: ANN401 - as above
    if option is not None:
        option.help = SHOW_HELP
    return option


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
