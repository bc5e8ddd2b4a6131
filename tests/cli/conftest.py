"""The command line, called in this process: the same `main` as in a terminal, without half a second of imports each."""

import asyncio
import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.demo.load import load_demo
from bot.storage.database import Database

LOADED_AT = datetime(2026, 6, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self.out)
        return rows


Zhibu = Callable[..., Done]


@pytest.fixture
def zhibu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Zhibu:
    """Run one command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name in [name for name in os.environ if name.startswith("ZHIBU_")]:
        monkeypatch.delenv(name)

    def call(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["zhibu", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return Done(status=int(left.value.code or 0), out=told.out, err=told.err)

    return call


@pytest.fixture(scope="session")
def demo_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo organisation."""
    path = tmp_path_factory.mktemp("demo") / "zhibu.db"
    shutil.copy(sqlite_template, path)

    async def load() -> None:
        database = await Database.open(f"sqlite+aiosqlite:///{path}")
        await database.write(lambda uow: load_demo(uow, date(2026, 6, 1), LOADED_AT))
        await database.close()

    with asyncio.Runner() as runner:
        runner.run(load())
    return path


@pytest.fixture
def office(zhibu: Zhibu, demo_template: Path, tmp_path: Path) -> Zhibu:
    """The same, in a folder with the demo organisation."""
    folder = tmp_path / "var"
    folder.mkdir()
    for part in demo_template.parent.glob("zhibu.db*"):
        shutil.copy(part, folder / part.name)
    return zhibu
