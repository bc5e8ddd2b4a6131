"""`zhibu.toml.example` shows every setting there is, with the default that there is."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.faults import places_of
from bot.settings import Settings, load_settings
from bot.sources import Place

EXAMPLE = Path(__file__).parents[2] / "deploy" / "zhibu.toml.example"
NO_DEFAULT = {
    *(("wecom", "agent_id"), ("wecom", "robots"), ("wecom", "mentions")),
    *(("dingtalk", "agent_id"), ("dingtalk", "robots")),
}
PLACES = frozenset(places_of(Settings))
SETTINGS = sorted(place for place in PLACES if not any(other[:-1] == place for other in PLACES))


def shown(place: Place) -> Any:  # noqa: ANN401 - whatever TOML holds
    value = tomllib.loads(re.sub("^#(?=[^# ])", "", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE))
    for key in place:
        value = value[key]
    return value


def keys_in(tree: dict[str, Any], place: Place = ()) -> Iterator[Place]:
    for key, value in tree.items():
        inner = (*place, key)
        if isinstance(value, dict) and inner not in SETTINGS:
            yield from keys_in(value, inner)
        else:
            yield inner


def test_every_setting_is_shown_and_no_other() -> None:
    assert sorted(keys_in(shown(()))) == SETTINGS


@pytest.mark.parametrize("place", sorted(set(SETTINGS) - NO_DEFAULT), ids=".".join)
def test_what_is_shown_is_the_default(place: Place, tmp_path: Path) -> None:
    *tables, key = place
    value = shown(place)
    path = tmp_path / "zhibu.toml"
    written = {str: f'"{value}"', bool: str(value).lower(), int: str(value)}.get(type(value), str(value))
    path.write_text(f"[{'.'.join(tables)}]\n{key} = {written}", "utf-8")

    assert load_settings(path, {}) == Settings()


def test_the_example_itself_can_be_loaded() -> None:
    assert load_settings(EXAMPLE, {}) == Settings()


def test_each_setting_has_words_to_it() -> None:
    blocks = re.split(r"\n(?=\[)", EXAMPLE.read_text("utf-8"))

    assert all(re.search("^# .*[\u4e00-\u9fff]", block, re.MULTILINE) for block in blocks)
