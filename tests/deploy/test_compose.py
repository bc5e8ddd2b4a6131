"""The composition against the published schema, and what it promises."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "deploy" / "compose.yaml"
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(COMPOSE.read_text("utf-8"))["services"]
    return found


@pytest.mark.parametrize(
    "command",
    [
        ["check-jsonschema", "--builtin-schema", "vendor.compose-spec"],
        ["yamllint", "--strict", "-d", "{extends: default, rules: {document-start: disable}}"],
    ],
    ids=lambda command: command[0],
)
def test_the_file_is_sound(command: list[str]) -> None:
    subprocess.run([BIN / command[0], *command[1:], str(COMPOSE)], check=True)  # noqa: S603 - our own tools


def test_only_the_proxy_is_reached_from_outside(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}
    assert services["database"]["networks"] == ["inside"]


def test_the_robot_has_nothing_it_does_not_need(services: dict[str, Any]) -> None:
    robot = services["zhibu"]

    assert robot["read_only"]
    assert robot["cap_drop"] == ["ALL"]
    assert all("no-new-privileges:true" in service["security_opt"] for service in services.values())


def test_no_secret_stands_in_the_environment(services: dict[str, Any]) -> None:
    given = {key for service in services.values() for key in service.get("environment", {})}

    assert not [
        key for key in given if any(word in key for word in ("SECRET", "PASSWORD", "TOKEN")) and "_FILE" not in key
    ]


def test_every_image_has_a_version(services: dict[str, Any]) -> None:
    assert all(":" in service["image"] and "latest" not in service["image"] for service in services.values())
