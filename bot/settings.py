"""All settings of the robot: read once, from one file and the environment, with every fault told at once."""

import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo

from bot.channels.dingtalk.settings import NEEDED as NEEDED_BY_DINGTALK
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.channels.wecom.settings import NEEDED as NEEDED_BY_WECOM
from bot.channels.wecom.settings import WecomSettings
from bot.errors import BotError
from bot.faults import places_of, problem_of
from bot.fields import OptionalFile, OptionalFolder, OptionalWebAddress, Secret, Section, TimeOfDay, parse_clock
from bot.imports.calendar_file import read_calendar
from bot.sources import Sources, read_sources
from schedules.calendar.quiet import QuietSpan
from schedules.errors import Problem
from schedules.reminders.rules import ReminderRules

DATABASES = {
    "sqlite": "sqlite+aiosqlite:///",
    "postgresql": "postgresql+asyncpg://",
    "postgres": "postgresql+asyncpg://",
}
RULES = ReminderRules()
OCCASIONS = {"weekly": "last-workday-of-week", "monthly": "last-workday-of-month"}


class SettingsError(BotError):
    """The settings cannot be used; `problems` are all that is wrong with them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def _parse_span(value: object) -> QuietSpan:
    text = re.sub("[–—~～至]", "-", value) if isinstance(value, str) else ""
    try:
        starts, ends = map(parse_clock, text.split("-"))
    except ValueError:
        starts = ends = time.min
    if starts == ends:
        raise ValueError(f'不是时段：{value}；请写成 "18:00-08:30" 这样的起止时刻')
    return QuietSpan(starts=starts, ends=ends)


def _parse_occasion(value: object, info: ValidationInfo) -> time:
    occasion = OCCASIONS[str(info.field_name)]
    name, _, clock = value.strip().partition(" ") if isinstance(value, str) else ("", "", "")
    if name != occasion or not clock.strip():
        raise ValueError(f'不认识的时间：{value}；请写成 "{occasion} 16:10"')
    return parse_clock(clock.strip())


def _name_switch(value: object) -> object:
    return ("off", "on")[value] if isinstance(value, bool) else value


def _check_database(value: str) -> str:
    dialect = re.split(r"[+:]", value, maxsplit=1)[0]
    wanted = DATABASES.get(dialect)
    if wanted is None or not value.startswith(wanted) or value.endswith((wanted, ":memory:")):
        example = "var/zhibu.db" if (wanted or "sqlite").startswith("sqlite") else "用户:口令@主机/库名"
        raise ValueError(f"数据库地址不可用；请写成 {wanted or DATABASES['sqlite']}{example}")
    return value


def _check_host(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", value):
        raise ValueError("不是主机名或 IP 地址；请写成 127.0.0.1 或 0.0.0.0，端口另写在 port")
    return value


Occasion = Annotated[time, BeforeValidator(_parse_occasion)]


class ServerSettings(Section):
    """`[server]`: where the robot listens, and how it is reached from outside."""

    host: Annotated[str, AfterValidator(_check_host)] = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: OptionalWebAddress = ""
    metrics_token: Secret = SecretStr("")

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


class DatabaseSettings(Section):
    """`[database]`: SQLite in a file, or PostgreSQL."""

    url: Annotated[str, AfterValidator(_check_database)] = Field(default="sqlite+aiosqlite:///var/zhibu.db", repr=False)


class ReminderSettings(Section):
    """`[reminders]`: when people hear from the robot."""

    send_at: TimeOfDay = RULES.send_at
    spread_minutes: int = Field(default=RULES.spread_minutes, ge=0, le=120)
    quiet: tuple[Annotated[QuietSpan, BeforeValidator(_parse_span)], ...] = RULES.quiet
    workdays_only: bool = RULES.workdays_only
    per_person_per_day: int = Field(default=RULES.per_person_per_day, ge=1, le=5)


class CalendarSettings(Section):
    """`[calendar]`: holidays that are newer than the library's."""

    overrides: OptionalFile = ""


class CatalogueSettings(Section):
    """`[catalogue]`: profiles of duties beside the shipped ones."""

    folder: OptionalFolder = ""


class EvidenceSettings(Section):
    """`[evidence]`: whether files are kept with records."""

    files: bool = False
    folder: str = "var/files"
    max_mb: int = Field(default=20, ge=1, le=100)


class DigestSettings(Section):
    """`[digest]`: the time of day of the digests, on the last working day of the week and of the month; charts' font."""

    weekly: Occasion = RULES.weekly_digest
    monthly: Occasion = RULES.monthly_digest
    font: OptionalFile = ""


class PrivacySettings(Section):
    """`[privacy]`: what is kept beyond the bare fact, and how long."""

    keep_chat_hours: int = Field(default=24, ge=1, le=24)
    talk_topics: bool = False


class SandboxSettings(Section):
    """`[sandbox]`: `auto` opens it wherever it is allowed; `on` makes it a fault where it is not."""

    enabled: Annotated[Literal["auto", "on", "off"], BeforeValidator(_name_switch)] = "auto"


class Settings(Section):
    """Everything that an operator can set."""

    server: ServerSettings = ServerSettings()
    database: DatabaseSettings = DatabaseSettings()
    wecom: WecomSettings = WecomSettings()
    dingtalk: DingtalkSettings = DingtalkSettings()
    reminders: ReminderSettings = ReminderSettings()
    calendar: CalendarSettings = CalendarSettings()
    catalogue: CatalogueSettings = CatalogueSettings()
    evidence: EvidenceSettings = EvidenceSettings()
    digest: DigestSettings = DigestSettings()
    privacy: PrivacySettings = PrivacySettings()
    sandbox: SandboxSettings = SandboxSettings()

    @property
    def has_channel(self) -> bool:
        """Whether a platform is connected."""
        return any((self.has_wecom, self.dingtalk.is_connected))

    @property
    def has_wecom(self) -> bool:
        """Whether WeCom is connected: by an app, by a 智能机器人 or by robots of groups."""
        return any((self.wecom.enabled, self.wecom.aibot.enabled, self.wecom.robots))

    @property
    def has_sandbox(self) -> bool:
        """Whether the sandbox is open: there everybody may say who he is, so never beside real people or a network."""
        return self.sandbox.enabled != "off" and not self.has_channel and self.server.is_local

    def reminder_rules(self) -> ReminderRules:
        """The rules of reminding.

        Raises:
            ValueError: the quiet spans leave no minute of the day.
        """
        return ReminderRules(
            send_at=self.reminders.send_at,
            spread_minutes=self.reminders.spread_minutes,
            quiet=self.reminders.quiet,
            workdays_only=self.reminders.workdays_only,
            per_person_per_day=self.reminders.per_person_per_day,
            weekly_digest=self.digest.weekly,
            monthly_digest=self.digest.monthly,
        )

    def calendar_overrides(self) -> Mapping[date, bool]:
        """The operator's own holidays (False) and make-up days (True), read from their file.

        Raises:
            SettingsError: it has faults.
        """
        overrides, problems = read_calendar(Path(self.calendar.overrides)) if self.calendar.overrides else ({}, ())
        if problems:
            raise SettingsError(problems)
        return overrides


def load_settings(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """The settings of `path`, else of `$ZHIBU_CONFIG`, else of `zhibu.toml`, else the defaults; `environ` wins.

    Raises:
        SettingsError: something is wrong with them; it carries every fault.
    """
    known = frozenset(places_of(Settings))
    sources = read_sources(path, environ, known)
    try:
        settings = Settings.model_validate(sources.tree)
    except ValidationError as error:
        faults = [problem_of(fault, sources, known) for fault in error.errors()]
        raise SettingsError([*sources.problems, *faults]) from None
    if problems := [*sources.problems, *_contradictions(settings, sources)]:
        raise SettingsError(problems)
    return settings


def _contradictions(settings: Settings, sources: Sources) -> Iterator[Problem]:
    yield from _half_channels(settings, sources)
    yield from _quiet_hours_broken(settings, sources)
    if settings.sandbox.enabled == "on" and not settings.has_sandbox:
        reason = "已接入渠道" if settings.has_channel else f"监听地址 {settings.server.host} 对外可达"
        yield Problem(
            where=sources.where(("sandbox", "enabled")),
            message=f"{reason}，不能打开沙盒",
            remedy='沙盒中人人可自选身份，请改为 "auto" 或 "off"',
        )
    if settings.evidence.files and not settings.evidence.folder:
        yield Problem(
            where=sources.where(("evidence", "folder")),
            message="已开启附件，但未指定文件夹",
            remedy='请写成 "var/files"',
        )
    try:
        settings.calendar_overrides()
    except SettingsError as error:
        yield from error.problems


def _half_channels(settings: Settings, sources: Sources) -> Iterator[Problem]:
    for channel, identity, section, needed in (
        ("wecom", "corp_id", settings.wecom, NEEDED_BY_WECOM),
        ("dingtalk", "client_id", settings.dingtalk, NEEDED_BY_DINGTALK),
    ):
        given = [key for key in needed if getattr(section, key)]
        if given and not section.enabled:
            yield Problem(
                where=sources.where((channel, identity)),
                message=f"已填写 {given[0]}，但缺少此项",
                remedy=f"请补上 {identity}，或删去 [{channel}] 的应用设置",
            )


def _quiet_hours_broken(settings: Settings, sources: Sources) -> Iterator[Problem]:
    try:
        rules = settings.reminder_rules()
    except ValueError:
        where = sources.where(("reminders", "quiet"))
        yield Problem(where=where, message="不打扰的时段占满了全天", remedy="请至少留出一段工作时间")
        return
    clocks = {
        ("reminders", "send_at"): rules.send_at,
        ("digest", "weekly"): rules.weekly_digest,
        ("digest", "monthly"): rules.monthly_digest,
    }
    for place, clock in clocks.items():
        if rules.is_quiet_at(clock):
            yield Problem(
                where=sources.where(place),
                message=f"{clock:%H:%M} 落在不打扰的时段内",
                remedy="请改时刻，或改 [reminders] quiet",
            )
