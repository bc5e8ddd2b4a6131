"""Starts servers in no time: everything is imported once, and each server is a fork that runs a command of `zhibu`.

`python -m tests.chaos.nursery`, then one JSON object a line: the `command`, its `config`, `failpoint`, `at` (where the
server's clock begins) and `log`. It answers each with the process's number. The dead need nobody to collect them.
"""

import importlib
import json
import os
import signal
import sys
from dataclasses import replace
from datetime import datetime
from unittest import mock

import asyncpg  # noqa: F401 - loaded here, so that no server needs the time for it
import uvloop  # noqa: F401 - as above

import bot.app
import bot.channels.wecom.callback
import bot.cli
import bot.cli.keeping
import bot.cli.serving
from bot import failpoints
from bot.clock import system_now
from bot.settings import Settings


def main() -> None:
    """Carry out orders until the end of the input."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    rulebook = bot.app.read_rulebook(Settings())
    bot.app.read_rulebook = lambda settings: replace(rulebook, rules=settings.reminder_rules())
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _run(**json.loads(line))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _run(command: list[str], config: str, failpoint: str, at: str, log: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(descriptor, stream)
    os.environ[failpoints.VARIABLE] = failpoint
    importlib.reload(failpoints)
    ahead = datetime.fromisoformat(at) - system_now()

    def shifted_now() -> datetime:
        return system_now() + ahead

    mock.patch.object(bot.app, "system_now", shifted_now).start()
    sys.argv = ["zhibu", *command, "--config", config]
    bot.cli.main()


if __name__ == "__main__":
    main()
