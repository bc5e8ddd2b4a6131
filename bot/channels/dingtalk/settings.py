"""Settings of the DingTalk channel: `[dingtalk]` and `[dingtalk.robots]`."""

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from bot.fields import AesKey, OptionalFile, OptionalWebAddress, Secret, Section, Token, WebAddress

NO_SECRET = SecretStr("")
MOST_CALLED = 50
"""By one message."""
NEEDED = {
    "client_secret": "请填写应用的 Client Secret（开放平台 → 应用开发 → 凭证与基础信息）",
    "robot_code": "请填写机器人的 RobotCode（开放平台 → 应用开发 → 机器人）",
}

NEEDED_IN_PRIVATE = {
    "app_secret": "请填写应用的 App Secret（专有钉钉开放平台 → 该应用 → 凭证）",
    "tenant_id": "请填写租户 ID（由平台管理员提供）",
}


class GroupRobot(Section):
    """A group's robot: `secret` where it is guarded by a signature (加签), `mentions` whom it calls each time (@)."""

    access_token: Secret
    secret: Secret = NO_SECRET
    mentions: tuple[str, ...] = Field(default=(), max_length=MOST_CALLED)

    @field_validator("access_token")
    @classmethod
    def _is_token(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[\w-]+", value.get_secret_value(), re.ASCII):
            raise ValueError("不是 access_token；请从群机器人的 Webhook 地址中复制 access_token= 之后的部分")
        return value

    @field_validator("secret")
    @classmethod
    def _is_secret(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith("SEC"):
            raise ValueError("加签密钥以 SEC 开头；请从群设置 → 机器人 → 安全设置 → 加签 复制，没有加签的留空")
        return value


class PrivateSettings(Section):
    """`[dingtalk.private]`: a private DingTalk (专有钉钉、浙政钉), which is a platform of its own."""

    api_base: WebAddress = "https://openplatform.dg-work.cn"
    app_key: str = ""
    app_secret: Secret = Field(default=NO_SECRET, validate_default=True)
    tenant_id: str = Field(default="", validate_default=True)
    ip: str = "127.0.0.1"
    mac: str = "00:00:00:00:00:00"

    @property
    def enabled(self) -> bool:
        """Whether such a platform is connected."""
        return bool(self.app_key)

    @field_validator(*NEEDED_IN_PRIVATE)
    @classmethod
    def _needed_with_key(cls, value: SecretStr | str, info: ValidationInfo) -> SecretStr | str:
        if info.data.get("app_key") and not value:
            raise ValueError(f"已填写 app_key，但缺少此项；{NEEDED_IN_PRIVATE[str(info.field_name)]}")
        return value


class DingtalkSettings(Section):
    """What the channel needs to know. Without `client_id` the app is off; the robots of groups stand on their own."""

    client_id: str = ""
    client_secret: Secret = Field(default=NO_SECRET, validate_default=True)
    robot_code: str = Field(default="", validate_default=True)
    corp_id: str = ""
    agent_id: int | None = Field(default=None, ge=1)
    mode: Literal["http", "stream"] = "http"
    event_token: Token = NO_SECRET
    event_aes_key: AesKey = NO_SECRET
    card_template_id: str = ""
    monthly_calls: int = Field(default=5000, ge=1)
    monthly_pushes: int = Field(default=3000, ge=1)
    api_base: WebAddress = "https://api.dingtalk.com"
    oapi_base: WebAddress = "https://oapi.dingtalk.com"
    login_base: WebAddress = "https://login.dingtalk.com"
    proxy: OptionalWebAddress = ""
    ca_file: OptionalFile = ""
    robots: Mapping[str, GroupRobot] = Field(default_factory=dict)
    private: PrivateSettings = PrivateSettings()

    @property
    def is_connected(self) -> bool:
        """Whether anything of the platform is there to be used."""
        return bool(self.client_id or self.robots or self.private.enabled)

    @property
    def enabled(self) -> bool:
        """Whether the app is connected."""
        return bool(self.client_id)

    @field_validator(*NEEDED)
    @classmethod
    def _needed_with_app(cls, value: SecretStr | str, info: ValidationInfo) -> SecretStr | str:
        if info.data.get("client_id") and not value:
            raise ValueError(f"已填写 client_id，但缺少此项；{NEEDED[str(info.field_name)]}")
        return value
