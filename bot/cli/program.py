"""All commands together."""

import sys
from typing import NoReturn

import typer

from bot.cli import delivery, duties, ledger, outbox, reading, roster, serving
from bot.cli.opening import Refused, program
from bot.errors import BotError
from bot.settings import SettingsError

program.add_typer(outbox.commands, name="outbox", help="发件箱：等待发送的、没有发出的及其原因")
program.add_typer(duties.commands, name="duties", help="应办事项清单")
program.add_typer(roster.commands, name="roster", help="花名册")
program.add_typer(ledger.activities, name="activities", help="台账")
program.add_typer(roster.organisations, name="org", help="组织的设置")
program.add_typer(serving.wecom, name="wecom", help="企业微信")
COMMAND_MODULES = (delivery, reading)


def main() -> NoReturn:
    """Run one command line and leave with its status."""
    try:
        program()
    except SettingsError as error:
        _refuse(*error.problems)
    except (Refused, BotError) as error:
        _refuse(error)
    except BrokenPipeError:
        sys.stderr.close()
    sys.exit(0)


def _refuse(*faults: object) -> NoReturn:
    for fault in faults:
        typer.echo(str(fault), err=True)
    sys.exit(1)
