"""Settings of the WeCom channel: `[wecom]`, `[wecom.aibot]` and `[wecom.robots]`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bot.fields import AesKey, OptionalFile, OptionalWebAddress, Secret, Section, Token, WebAddress

NO_SECRET = SecretStr("")
NEEDED = {
    "agent_id": "请填写应用的 AgentId（管理后台 → 应用管理 → 该应用）",
    "secret": "请填写应用的 Secret（管理后台 → 应用管理 → 该应用）",
    "token": "请填写接收消息的 Token（该应用 → 接收消息 → 设置API接收）",
    "encoding_aes_key": "请填写接收消息的 EncodingAESKey（该应用 → 接收消息 → 设置API接收）",
}


class Feature(StrEnum):
    """What a private deployment may lack: cards, the check for duplicates, and whole families of calls."""

    CARDS = "cards"
    DUPLICATE_CHECK = "duplicate_check"
    ROBOTS = "robots"
    APPCHAT = "appchat"
    MEDIA = "media"
    RECALL = "recall"
    MENU = "menu"
    CONTACTS = "contacts"
    LOGIN = "login"


def _parse_feature(value: object) -> object:
    if value not in {*Feature}:
        raise ValueError(f"没有名为“{value}”的功能；可以写 {'、'.join(Feature)}")
    return value


def _check_robot_key(value: SecretStr) -> SecretStr:
    if not value.get_secret_value():
        raise ValueError("为空；请从群机器人的 Webhook 地址中复制 key= 之后的部分")
    return value


RobotKey = Annotated[Secret, AfterValidator(_check_robot_key)]
LackedFeature = Annotated[Feature, BeforeValidator(_parse_feature)]


class AibotSettings(Section):
    """`[wecom.aibot]`: the 智能机器人, by callback (`token`, `encoding_aes_key`) or by long connection."""

    token: Token = NO_SECRET
    encoding_aes_key: AesKey = NO_SECRET
    bot_id: str = ""
    secret: Secret = NO_SECRET
    ws_url: str = Field(default="wss://openws.work.weixin.qq.com", pattern="^wss?://.+$")

    @property
    def is_called(self) -> bool:
        """Whether the platform calls us for it."""
        return bool(self.token.get_secret_value())

    @property
    def keeps_connection(self) -> bool:
        """Whether we go to the platform for it."""
        return bool(self.bot_id)

    @property
    def enabled(self) -> bool:
        """Whether it is connected, in one way or the other."""
        return self.is_called or self.keeps_connection

    @model_validator(mode="after")
    def _one_way_and_whole(self) -> Self:
        if self.is_called and self.keeps_connection:
            raise ValueError("回调与长连接只能选一种；请保留 token 与 encoding_aes_key，或保留 bot_id 与 secret")
        for given, needed, name, other in (
            (self.token, self.encoding_aes_key, "token", "encoding_aes_key"),
            (SecretStr(self.bot_id), self.secret, "bot_id", "secret"),
        ):
            if bool(given.get_secret_value()) != bool(needed.get_secret_value()):
                raise ValueError(f"{name} 与 {other} 须同时填写；请从智能机器人的“API 模式”页复制")
        return self


class ContactsSettings(Section):
    """`[wecom.contacts]`: the address book's own secret and callback (管理工具 → 通讯录同步)."""

    secret: Secret = NO_SECRET
    token: Token = NO_SECRET
    encoding_aes_key: AesKey = NO_SECRET

    @property
    def is_called(self) -> bool:
        """Whether the platform tells us of changes."""
        return bool(self.token.get_secret_value())

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.token.get_secret_value()) != bool(self.encoding_aes_key.get_secret_value()):
            raise ValueError("token 与 encoding_aes_key 须同时填写；请从“通讯录同步”的“设置接收事件服务器”页复制")
        return self


class WecomSettings(Section):
    """What the channel needs to know. Without `corp_id` the app is off; the robots of groups stand on their own."""

    corp_id: str = ""
    agent_id: int | None = Field(default=None, ge=1, validate_default=True)
    secret: Secret = Field(default=NO_SECRET, validate_default=True)
    token: Token = Field(default=NO_SECRET, validate_default=True)
    encoding_aes_key: AesKey = Field(default=NO_SECRET, validate_default=True)
    api_base: WebAddress = "https://qyapi.weixin.qq.com"
    proxy: OptionalWebAddress = ""
    ca_file: OptionalFile = ""
    oauth_base: WebAddress = "https://open.weixin.qq.com"
    login_base: WebAddress = "https://login.work.weixin.qq.com"
    text_only: bool = False
    text_only_accounts: tuple[str, ...] = ()
    lacks: tuple[LackedFeature, ...] = ()
    replay_minutes: int = Field(default=10, ge=1, le=120)
    aibot: AibotSettings = AibotSettings()
    contacts: ContactsSettings = ContactsSettings()
    robots: Mapping[str, RobotKey] = Field(default_factory=dict)
    mentions: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def enabled(self) -> bool:
        """Whether the app is connected."""
        return bool(self.corp_id)

    @property
    def tells_who(self) -> bool:
        """Whether it can tell pages who is at a browser."""
        return self.enabled and Feature.LOGIN not in self.lacks

    @property
    def follows_contacts(self) -> bool:
        """Whether the platform tells us of changes in the address book."""
        return self.enabled and self.contacts.is_called

    def takes_cards(self, user: str) -> bool:
        """Whether a member sees cards: those who read in the WeChat plug-in do not."""
        plain = {account.casefold() for account in self.text_only_accounts}
        return not (self.text_only or Feature.CARDS in self.lacks or user.casefold() in plain)

    @field_validator(*NEEDED)
    @classmethod
    def _needed_with_app(cls, value: SecretStr | int | None, info: ValidationInfo) -> SecretStr | int | None:
        if info.data.get("corp_id") and not value:
            raise ValueError(f"已填写 corp_id，但缺少此项；{NEEDED[str(info.field_name)]}")
        return value
