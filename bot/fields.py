"""What a setting may hold: field types whose faults are told in Chinese, as `fault；remedy`."""

import re
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, SecretStr

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")


class Section(BaseModel):
    """A table of the settings file: fixed once read; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def parse_clock(value: object) -> time:
    """The time of day behind `HH:MM`; TOML's own local times pass.

    Raises:
        ValueError: it is no time of day.
    """
    if isinstance(value, time):
        return value
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'不是时刻：{value}；请写成 "09:05" 这样的 24 小时制时刻')
    return time(int(match[1]), int(match[2]))


def parse_web_address(value: str) -> str:
    """A whole web address without its closing slash.

    Raises:
        ValueError: it is none.
    """
    try:
        parts = urlsplit(value)
        complete = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        complete = False
    if not complete or parts.query or parts.fragment or re.search(r"\s", value):
        raise ValueError("不是完整的网址；请写成 https://主机 或 http://主机:端口")
    return value.rstrip("/")


def _parse_optional_web_address(value: str) -> str:
    return parse_web_address(value) if value else ""


def _check_file(value: str) -> str:
    if value and not Path(value).is_file():
        raise ValueError(f"找不到文件 {value}；请核对路径与读取权限，或留空")
    return value


def _check_folder(value: str) -> str:
    if value and not Path(value).is_dir():
        raise ValueError(f"找不到文件夹 {value}；请核对路径与读取权限，或留空")
    return value


def _matching(pattern: str, explanation: str) -> Callable[[SecretStr], SecretStr]:
    def check(value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(pattern, value.get_secret_value()):
            raise ValueError(explanation)
        return value

    return check


TimeOfDay = Annotated[time, BeforeValidator(parse_clock)]
WebAddress = Annotated[str, AfterValidator(parse_web_address)]
OptionalWebAddress = Annotated[str, AfterValidator(_parse_optional_web_address)]
OptionalFile = Annotated[str, AfterValidator(_check_file)]
OptionalFolder = Annotated[str, AfterValidator(_check_folder)]
Secret = Annotated[SecretStr, AfterValidator(_matching(r"\S+", "不能含空格；请从管理后台重新复制"))]
Token = Annotated[
    SecretStr,
    AfterValidator(_matching("[A-Za-z0-9]{1,32}", "应为 32 位以内的字母和数字；请与管理后台所填的 Token 保持一致")),
]
AesKey = Annotated[
    SecretStr, AfterValidator(_matching("[A-Za-z0-9]{43}", "应为 43 位字母和数字；请从管理后台完整复制"))
]
