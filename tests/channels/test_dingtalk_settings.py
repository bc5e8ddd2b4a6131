"""Settings of the channel: every fault told, with its remedy, and no secret."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.channels.dingtalk.settings import DingtalkSettings

APP = {"client_id": "dingappkey0001", "client_secret": "S3cret", "robot_code": "dingappkey0001"}
ROBOT = {"access_token": "0123456789abcdef", "secret": "SEC0123456789abcdef"}


def faults_of(table: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(ValidationError) as raised:
        DingtalkSettings.model_validate(table)
    return {
        ".".join(map(str, fault["loc"])): str(fault.get("ctx", {}).get("error", "")) for fault in raised.value.errors()
    }


def test_nothing_set_is_no_app() -> None:
    settings = DingtalkSettings()
    assert not settings.enabled
    assert (settings.api_base, settings.mode) == ("https://api.dingtalk.com", "http")


def test_a_whole_app() -> None:
    settings = DingtalkSettings.model_validate(APP | {"oapi_base": "http://10.0.0.1:8080/ding/"})
    assert settings.enabled
    assert settings.oapi_base == "http://10.0.0.1:8080/ding"


def test_robots_stand_on_their_own() -> None:
    settings = DingtalkSettings.model_validate({"robots": {"委员会": ROBOT}})
    assert not settings.enabled
    assert settings.robots["委员会"].secret.get_secret_value() == ROBOT["secret"]


def test_half_an_app_names_everything_that_is_missing() -> None:
    faults = faults_of({"client_id": "dingappkey0001"})
    assert faults.keys() == {"client_secret", "robot_code"}
    assert all("请填写" in fault for fault in faults.values())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("mode", "websocket"),
        ("agent_id", "应用"),
        ("event_token", "有空格 的"),
        ("event_aes_key", "short"),
        ("api_base", "api.dingtalk.com"),
        ("oapi_base", "ftp://10.0.0.1"),
        ("proxy", "proxy:3128"),
        ("ca_file", "/nowhere/ca.pem"),
        ("nonsense", 1),
        ("robots", {"a": {}}),
        ("robots", {"a": ROBOT | {"access_token": ""}}),
        ("robots", {"a": ROBOT | {"access_token": "https://oapi.dingtalk.com/robot/send?access_token=abc"}}),
        ("robots", {"a": ROBOT | {"secret": "0123456789abcdef"}}),
    ],
)
def test_a_wrong_value_is_named(key: str, value: object) -> None:
    assert {place.partition(".")[0] for place in faults_of(APP | {key: value})} == {key}


def test_a_whole_address_in_place_of_its_token_is_told_how_to_mend() -> None:
    [fault] = faults_of({"robots": {"a": {"access_token": "https://x/robot/send?access_token=abc"}}}).values()
    assert "access_token=" in fault


def test_a_certificate_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.touch()
    assert DingtalkSettings.model_validate(APP | {"ca_file": str(file)}).ca_file == str(file)


def test_no_secret_is_shown() -> None:
    shown = repr(DingtalkSettings.model_validate(APP | {"robots": {"a": ROBOT}}))
    with pytest.raises(ValidationError) as raised:
        DingtalkSettings.model_validate(APP | {"event_token": "wrong token", "nonsense": 1})
    for secret in ("S3cret", ROBOT["access_token"], ROBOT["secret"], "wrong token"):
        assert secret not in shown
        assert secret not in str(raised.value)
