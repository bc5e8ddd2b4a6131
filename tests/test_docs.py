"""The documents: what they name is there."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer
from typer.main import get_command

from bot.channels.dingtalk.settings import NEEDED as NEEDED_BY_DINGTALK
from bot.channels.dingtalk.settings import DingtalkSettings, GroupRobot, PrivateSettings
from bot.channels.wecom.settings import AibotSettings, ContactsSettings, WecomSettings
from bot.cli.program import ROOMS

ROOT = Path(__file__).parent.parent
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|[`\s/])zhibu(?: +zhibu)?((?: +[a-z][a-z-]*)+)", re.MULTILINE)
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
MARKS = re.compile(r"[^\w\- ]")


def pages() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.md"],  # noqa: S607 - whichever Git there is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.splitlines()]
    return [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


PAGES = pages()


def anchors_of(page: Path) -> set[str]:
    return {MARKS.sub("", heading.lower()).replace(" ", "-") for heading in HEADING.findall(page.read_text("utf-8"))}


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_leads_somewhere(page: Path) -> None:
    dead = []
    for link in LINK.findall(CODE.sub("", page.read_text("utf-8"))):
        target, _, anchor = unquote(link).partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        there = (page.parent / target).resolve() if target else page
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors_of(there)):
            dead.append(link)

    assert not dead


@cache
def commands() -> frozenset[str]:
    """All that may follow `zhibu`, groups with what is below them."""
    import importlib  # noqa: PLC0415 - loading the rooms registers their commands

    from bot.cli.opening import program  # noqa: PLC0415 - as above

    for room in ROOMS:
        importlib.import_module(f"bot.cli.{room}")
    return frozenset(_names_below(get_command(program), ()))


def _names_below(command: object, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(command, typer.core.TyperGroup):
        for name, below in command.commands.items():
            yield " ".join((*path, name))
            yield from _names_below(below, (*path, name))


def is_known(words: list[str]) -> bool:
    """Whether the words begin with a command; a group needs one of its own, everything later is its argument."""
    if words[0] not in commands():
        return False
    is_group = any(name.startswith(f"{words[0]} ") for name in commands())
    return not is_group or len(words) == 1 or " ".join(words[:2]) in commands()


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_quoted_command_exists(page: Path) -> None:
    quoted = [found.split() for code in CODE.findall(page.read_text("utf-8")) for found in COMMAND.findall(code)]

    assert not [" ".join(words) for words in quoted if not is_known(words)]


def test_a_command_that_is_not_there_would_be_noticed() -> None:
    assert is_known(["roster", "import"])
    assert not is_known(["roster", "export"])
    assert not is_known(["import"])


def test_the_page_on_wecom_names_the_settings_that_there_are() -> None:
    page = (ROOT / "docs" / "wecom.md").read_text("utf-8")
    table = page.partition("## 各项设置从哪里来")[2].partition("\n## ")[0]
    named = set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE))
    below = set(re.findall(r"^`\[wecom\.(\w+)\]`", table, re.MULTILINE))
    aibot = table.partition("`[wecom.aibot]`")[2].partition("）")[0]

    assert named | below == set(WecomSettings.model_fields)
    contacts = table.partition("`[wecom.contacts]`")[2].partition("）")[0]
    assert set(re.findall(r"`(\w+)`", aibot)) == set(AibotSettings.model_fields)
    assert set(re.findall(r"`(\w+)`", contacts)) == set(ContactsSettings.model_fields)
    assert {name for name in named if f"| `{name}` | 是 |" in table} == {
        *("corp_id", "agent_id", "secret", "token", "encoding_aes_key")
    }


def test_the_page_on_dingtalk_names_the_settings_that_there_are() -> None:
    page = (ROOT / "docs" / "dingtalk.md").read_text("utf-8")
    table = page.partition("## 各项设置从哪里来")[2].partition("\n## ")[0]
    named = set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE))
    robots = table.partition("`[dingtalk.robots]`")[2].partition("）")[0]

    private = table.partition("`[dingtalk.private]`")[2].partition("）")[0]

    assert named | {"robots", "private"} == set(DingtalkSettings.model_fields)
    assert set(re.findall(r"`(\w+)`", private)) == set(PrivateSettings.model_fields)
    assert set(re.findall(r"`(\w+)`", robots)) == set(GroupRobot.model_fields)
    assert {name for name in named if f"| `{name}` | 是 |" in table} == {"client_id", *NEEDED_BY_DINGTALK}


def test_the_page_on_reliability_names_tests_that_there_are() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text("utf-8")
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    files = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    named = set(re.findall(r"`(test_\w+)`", page))

    assert len(named) > 50
    assert not {name for name in named if f"def {name}(" not in written}
    assert not [name for name in re.findall(r"`(?:tests/[\w/]*/)?(test_\w+\.py)`", page) if name not in files]
