"""Help is Chinese, and tells what there is."""

import re
from pathlib import Path

import pytest

from bot.cli.program import ROOMS
from schedules.people.settling import KEYS
from tests.cli.conftest import Zhibu
from tests.test_docs import commands

ROOT = Path(__file__).parents[2]
ENGLISH = re.compile(r"Show this message|Usage|Options|OPTIONS|Command|COMMAND|Argument|Missing|Invalid|No such|Got ")


@pytest.mark.parametrize("words", KEYS)
def test_every_setting_of_an_organisation_is_told(words: str, zhibu: Zhibu) -> None:
    assert words in zhibu("org", "set", "--help").out
    assert f"`{words}`" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("line", ["", *sorted(commands())])
def test_help_is_chinese_and_whole_in_a_narrow_terminal(
    line: str, zhibu: Zhibu, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = zhibu(*line.split(), "--help")

    assert done.status == 0
    assert "显示帮助" in done.out
    assert not ENGLISH.search(done.out)
    assert "…" not in done.out.replace("命令 …", "")


def test_every_command_is_listed(zhibu: Zhibu) -> None:
    told = zhibu("--help").out

    assert not [name for names in ROOMS.values() for name in names if f" {name} " not in told]
