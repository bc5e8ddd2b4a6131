"""Help is Chinese, and tells what there is."""

import re
from pathlib import Path

import pytest

from schedules.people.settling import KEYS
from tests.cli.conftest import Zhibu

ROOT = Path(__file__).parents[2]
ENGLISH = re.compile(r"Show this message|Usage|Options|OPTIONS|Command|COMMAND|Argument|Missing|Invalid|No such|Got ")


@pytest.mark.parametrize("words", KEYS)
def test_every_setting_of_an_organisation_is_told(words: str, zhibu: Zhibu) -> None:
    assert words in zhibu("org", "set", "--help").out
    assert f"`{words}`" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("line", ["", "duties", "duties propose", "org", "wecom", "check", "record", "rehearse"])
def test_help_is_chinese(line: str, zhibu: Zhibu) -> None:
    done = zhibu(*line.split(), "--help")

    assert done.status == 0
    assert "显示帮助" in done.out
    assert not ENGLISH.search(done.out)


def test_every_command_is_listed(zhibu: Zhibu) -> None:
    told = zhibu("--help").out
    rows = "serve migrate check parse record activities duties status rehearse tick pump digest outbox roster org wecom"

    assert all(f" {name} " in told for name in rows.split())
