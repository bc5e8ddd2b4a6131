"""`zhibu.toml.example` shows every setting there is, with the default that there is."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.settings import Settings, load_settings

EXAMPLE = Path(__file__).parents[2] / "deploy" / "zhibu.toml.example"
NO_DEFAULT = {("wecom", "agent_id"), ("wecom", "robots"), ("dingtalk", "agent_id"), ("dingtalk", "robots")}


def shown() -> dict[str, Any]:
    return tomllib.loads(re.sub("^#(?=[^# ])", "", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE))


def settings_of(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    for table, section in model.model_fields.items():
        assert isinstance(section.annotation, type)
        yield from ((table, key) for key in section.annotation.model_fields)


def test_every_setting_is_shown_and_no_other() -> None:
    assert {(table, key) for table, keys in shown().items() for key in keys} == set(settings_of(Settings))


@pytest.mark.parametrize("place", sorted(set(settings_of(Settings)) - NO_DEFAULT), ids=".".join)
def test_what_is_shown_is_the_default(place: tuple[str, str], tmp_path: Path) -> None:
    table, key = place
    value = shown()[table][key]
    path = tmp_path / "zhibu.toml"
    written = {str: f'"{value}"', bool: str(value).lower(), int: str(value)}.get(type(value), str(value))
    path.write_text(f"[{table}]\n{key} = {written}", "utf-8")

    assert load_settings(path, {}) == Settings()


def test_the_example_itself_can_be_loaded() -> None:
    assert load_settings(EXAMPLE, {}) == Settings()


def test_each_setting_has_words_to_it() -> None:
    blocks = re.split(r"\n(?=\[)", EXAMPLE.read_text("utf-8"))

    assert all(re.search("^# .*[\u4e00-\u9fff]", block, re.MULTILINE) for block in blocks)
