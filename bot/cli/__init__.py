"""The command line `zhibu`. Help and messages are Chinese; a user's mistake is one clear line and exit status 1."""

import bot.cli.words  # noqa: F401 - before Typer is imported
from bot.cli.program import main

__all__ = ["main"]
