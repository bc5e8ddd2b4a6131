"""Settings of the channel: every fault told, with its remedy, and no secret."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.channels.wecom.settings import WecomSettings

APP = {
    "corp_id": "ww0123456789",
    "agent_id": "1000002",
    "secret": "S3cret",
    "token": "Token2026",
    "encoding_aes_key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}


def faults_of(table: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(ValidationError) as raised:
        WecomSettings.model_validate(table)
    return {
        ".".join(map(str, fault["loc"])): str(fault.get("ctx", {}).get("error", "")) for fault in raised.value.errors()
    }


def test_nothing_set_is_no_app() -> None:
    settings = WecomSettings()
    assert not settings.enabled
    assert settings.api_base == "https://qyapi.weixin.qq.com"


def test_a_whole_app() -> None:
    settings = WecomSettings.model_validate(APP | {"api_base": "http://10.0.0.1:8080/wecom/"})
    assert settings.enabled
    assert (settings.agent_id, settings.api_base) == (1000002, "http://10.0.0.1:8080/wecom")


def test_robots_stand_on_their_own() -> None:
    settings = WecomSettings.model_validate({"robots": {"委员会": "KEY"}})
    assert not settings.enabled
    assert settings.robots["委员会"].get_secret_value() == "KEY"


def test_half_an_app_names_everything_that_is_missing() -> None:
    faults = faults_of({"corp_id": "ww0123456789"})
    assert faults.keys() == {"agent_id", "secret", "token", "encoding_aes_key"}
    assert all("请填写" in fault for fault in faults.values())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("agent_id", "应用"),
        ("agent_id", -1),
        ("token", "有空格 的"),
        ("token", "a" * 33),
        ("encoding_aes_key", "short"),
        ("encoding_aes_key", "!" * 43),
        ("api_base", "qyapi.weixin.qq.com"),
        ("api_base", "ftp://10.0.0.1"),
        ("proxy", "proxy:3128"),
        ("ca_file", "/nowhere/ca.pem"),
        ("replay_minutes", 0),
        ("replay_minutes", 100000),
        ("nonsense", 1),
        ("robots", {"a": ""}),
    ],
)
def test_a_wrong_value_is_named(key: str, value: object) -> None:
    assert {place.partition(".")[0] for place in faults_of(APP | {key: value})} == {key}


def test_a_certificate_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.touch()
    assert WecomSettings.model_validate(APP | {"ca_file": str(file)}).ca_file == str(file)


def test_no_secret_is_shown() -> None:
    shown = repr(WecomSettings.model_validate(APP | {"robots": {"a": "R0bot"}}))
    with pytest.raises(ValidationError) as raised:
        WecomSettings.model_validate(APP | {"token": "wrong token", "nonsense": 1})
    for secret in ("S3cret", "Token2026", APP["encoding_aes_key"], "R0bot", "wrong token"):
        assert secret not in shown
        assert secret not in str(raised.value)


KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"aibot": {"token": "abc"}}, "须同时填写"),
        ({"aibot": {"bot_id": "b"}}, "须同时填写"),
        ({"aibot": {"token": "a", "encoding_aes_key": KEY, "bot_id": "b", "secret": "s"}}, "只能选一种"),
        ({"contacts": {"token": "abc"}}, "须同时填写"),
        ({"lacks": ["card"]}, "可以写 cards"),
    ],
)
def test_half_a_robot_and_an_unknown_feature_are_named(table: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        WecomSettings.model_validate(table)


def test_the_address_book_is_followed_with_the_app_alone() -> None:
    contacts = {"token": "abc", "encoding_aes_key": KEY}
    assert not WecomSettings.model_validate({"contacts": contacts}).follows_contacts
    app = {"corp_id": "ww1", "agent_id": 1, "secret": "s", "token": "t", "encoding_aes_key": KEY}
    assert WecomSettings.model_validate(app | {"contacts": contacts}).follows_contacts
