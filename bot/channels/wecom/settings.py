"""Settings of the WeCom channel: `[wecom]` and `[wecom.robots]`."""

import re
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
)

AES_KEY = re.compile("[A-Za-z0-9]{43}")
TOKEN = re.compile("[A-Za-z0-9]{1,32}")
NEEDED = {
    "agent_id": "请填写应用的 AgentId（管理后台 → 应用管理 → 该应用）",
    "secret": "请填写应用的 Secret（管理后台 → 应用管理 → 该应用）",
    "token": "请填写接收消息的 Token（该应用 → 接收消息 → 设置API接收）",
    "encoding_aes_key": "请填写接收消息的 EncodingAESKey（该应用 → 接收消息 → 设置API接收）",
}


def _whole_number(value: Any) -> Any:  # noqa: ANN401  whatever stood in the file
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not str(value).strip().isdecimal():
        raise ValueError("agent_id 应为数字，如 1000002；请从管理后台的应用详情页复制")
    return int(value)


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("应为完整的网址，如 https://qyapi.weixin.qq.com；私有部署请填其接口地址")
    return value.rstrip("/")


def _proxy_address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme != "http" or not parts.hostname):
        raise ValueError("proxy 应为 http://主机:端口；不经代理时请留空")
    return value


def _existing_file(value: str) -> str:
    if value and not Path(value).is_file():
        raise ValueError(f"找不到证书文件 {value}；请核对路径与读取权限，或留空以使用系统证书")
    return value


def _filled(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().strip():
        raise ValueError("群机器人的 key 为空；请从群机器人的 Webhook 地址中复制 key= 之后的部分")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]


class WecomSettings(BaseModel):
    """What the channel needs to know. Without `corp_id` the app is off; the robots of groups stand on their own."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    corp_id: str = ""
    agent_id: Annotated[int | None, BeforeValidator(_whole_number)] = Field(default=None, validate_default=True)
    secret: SecretStr = Field(default=SecretStr(""), validate_default=True)
    token: SecretStr = Field(default=SecretStr(""), validate_default=True)
    encoding_aes_key: SecretStr = Field(default=SecretStr(""), validate_default=True)
    api_base: WebAddress = "https://qyapi.weixin.qq.com"
    proxy: Annotated[str, AfterValidator(_proxy_address)] = ""
    ca_file: Annotated[str, AfterValidator(_existing_file)] = ""
    oauth_base: WebAddress = "https://open.weixin.qq.com"
    text_only: bool = False
    replay_minutes: int = 10
    robots: dict[str, Annotated[SecretStr, AfterValidator(_filled)]] = Field(default_factory=dict)

    @property
    def enabled(self) -> bool:
        """Whether the app is connected."""
        return bool(self.corp_id)

    @field_validator(*NEEDED)
    @classmethod
    def _needed_with_app(cls, value: Any, info: ValidationInfo) -> Any:  # noqa: ANN401
        given = value.get_secret_value() if isinstance(value, SecretStr) else value
        if info.data.get("corp_id") and not given:
            raise ValueError(f"已填写 corp_id，但缺少 {info.field_name}；{NEEDED[str(info.field_name)]}")
        return value

    @field_validator("token")
    @classmethod
    def _token_of_letters(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("token 应为 32 位以内的字母和数字；请与管理后台“设置API接收”中的 Token 保持一致")
        return value

    @field_validator("encoding_aes_key")
    @classmethod
    def _key_of_43(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not AES_KEY.fullmatch(value.get_secret_value()):
            raise ValueError("encoding_aes_key 应为 43 位字母和数字；请从管理后台“设置API接收”中完整复制")
        return value

    @field_validator("replay_minutes")
    @classmethod
    def _sensible_window(cls, value: int) -> int:
        if not 1 <= value <= 120:  # noqa: PLR2004
            raise ValueError("replay_minutes 应在 1 到 120 之间；建议保留默认的 10")
        return value
