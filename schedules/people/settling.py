"""What an organisation may settle for itself: set by key and text, and told in the same way."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from schedules.calendar.spans import parse_span
from schedules.calendar.written import parse_day
from schedules.errors import Problem
from schedules.people.columns import ROLES
from schedules.people.organisation import OrganisationSettings
from schedules.people.role import Role

SWITCHES: Final = {"on": True, "off": False, "开": True, "关": False}
UNSET: Final = "-"
PLATFORMS: Final = {"wecom": "wecom", "企业微信": "wecom", "dingtalk": "dingtalk", "钉钉": "dingtalk", UNSET: None}
BETWEEN: Final = re.compile(r"[,，、;；\s]+")
MOST_TIMES = 366
MOST_DAYS = 366

KEYS: Final[Mapping[str, str]] = {
    "weekly_digest": "on 或 off：每周向本组织的群发简报",
    "monthly_digest": "on 或 off：每月向本组织的群发简报",
    "digest_chart": "on 或 off：每月简报之后另发一张近半年办理情况的图，群须能收图片；缺省 off",
    "escalations": "on 或 off：下级逾期未办的事项告知本组织",
    "confirm_records": "on 或 off：登记须经书记、委员或党务干事确认",
    "single_use": "on 或 off：一次活动只计入一项应办事项，不作一会多用；缺省 off",
    "tasks": "on 或 off：提醒过的事项同时列入本人的待办，登记后自动勾除（钉钉）；缺省 off",
    "calendar": "on 或 off：说到将要开展的活动时，可按一下记入本人的日程（钉钉）；缺省 off",
    "owed_from": "从哪天起计办，如 2026-11-22，此前结束的周期不作要求；导入时为当天，- 为不限",
    "send_at": "几点提醒，如 09:05；- 为统一时刻",
    "platform": "wecom 或 dingtalk：两边都有账号、还没有对机器人说过话的人，先发到哪边；- 为不限",
    "duties_off": "不办的事项，编号之间用逗号；- 为没有",
    "duties_on": "要办的缺省关闭事项，编号之间用逗号；- 为没有",
    "min_counts.事项": "每期几次，如 2；- 为方案所定",
    "windows.事项": "办理时段，如 06-15..07-15；- 为方案所定",
    "lead_days.事项": "截止前几天提醒，如 7,3,0（负数为截止之后）；- 为方案所定",
    "audiences.事项": "提醒哪些职务，如 书记,组织委员；- 为方案所定",
}
"""Every key as a person types it, with what may follow."""

_ROLES: Final[Mapping[str, Role]] = {
    **ROLES,
    "党员": Role.MEMBER,
    "本人": Role.SUBJECT,
    "上级": Role.SUPERIOR,
    **{role.value: role for role in Role},
}
_BY_DUTY: Final = ("min_counts", "windows", "lead_days", "audiences")


def settle(settings: OrganisationSettings, key: str, value: str) -> OrganisationSettings | Problem:
    """The settings with one of them changed, or what is wrong. `KEYS` are the keys; ids of duties are not looked up."""
    name, _, duty = key.partition(".")
    if name not in _READERS or bool(duty) != (name in _BY_DUTY):
        return Problem(message=f"没有设置项 {key}", remedy=f"可用：{'、'.join(KEYS)}")
    try:
        return _READERS[name](settings, name, duty, value.strip())
    except ValueError as error:
        return Problem(where=key, message=f"值“{value}”不对", remedy=str(error))


def duties_named(settings: OrganisationSettings) -> frozenset[str]:
    """The ids of all duties that the settings speak of."""
    by_duty = (getattr(settings, name) for name in _BY_DUTY)
    return settings.duties_off.union(settings.duties_on, *by_duty)


def write_settings(settings: OrganisationSettings) -> Mapping[str, str]:
    """What is settled, by key, each value as `settle` reads it; what is left to the profile is left out."""
    switches = {name: "on" for name in KEYS if getattr(settings, name, None) is True}
    words = {name: word for name in ("send_at", "platform") if (word := getattr(settings, name))}
    lists = {name: ",".join(sorted(ids)) for name in ("duties_off", "duties_on") if (ids := getattr(settings, name))}
    first = {"owed_from": settings.owed_from.isoformat()} if settings.owed_from else {}
    return {**switches, **first, **words, **lists, **dict(_write_by_duty(settings))}


def _write_by_duty(settings: OrganisationSettings) -> Iterator[tuple[str, str]]:
    for name in _BY_DUTY:
        for duty, value in sorted(getattr(settings, name).items()):
            parts = [value] if isinstance(value, str | int) else value
            yield f"{name}.{duty}", ",".join(map(str, parts))


def _switch(settings: OrganisationSettings, name: str, _: str, value: str) -> OrganisationSettings:
    if value not in SWITCHES:
        raise ValueError("请写 on 或 off")
    return _with(settings, name, SWITCHES[value])


def _hour(settings: OrganisationSettings, name: str, _: str, value: str) -> OrganisationSettings:
    if value == UNSET:
        return _with(settings, name, None)
    try:
        at = datetime.strptime(value.replace("：", ":"), "%H:%M")  # noqa: DTZ007 - the hour alone is used
    except ValueError:
        raise ValueError("请写成 09:05 这样的时刻") from None
    return _with(settings, name, at.strftime("%H:%M"))


def _platform(settings: OrganisationSettings, name: str, _: str, value: str) -> OrganisationSettings:
    if value not in PLATFORMS:
        raise ValueError("请写 wecom 或 dingtalk；- 为不限")
    return _with(settings, name, PLATFORMS[value])


def _day(settings: OrganisationSettings, name: str, _: str, value: str) -> OrganisationSettings:
    day = parse_day(value)
    if day is None and value != UNSET:
        raise ValueError("请写成 2026-11-22 这样的日期；- 为不限")
    return _with(settings, name, day)


def _switched_off(settings: OrganisationSettings, _: str, __: str, value: str) -> OrganisationSettings:
    duties = _parse_duties(value)
    return replace(settings, duties_off=duties, duties_on=settings.duties_on - duties)


def _switched_on(settings: OrganisationSettings, _: str, __: str, value: str) -> OrganisationSettings:
    duties = _parse_duties(value)
    return replace(settings, duties_on=duties, duties_off=settings.duties_off - duties)


def _by_duty(parse: Callable[[str], object]) -> Callable[[OrganisationSettings, str, str, str], OrganisationSettings]:
    def read(settings: OrganisationSettings, name: str, duty: str, value: str) -> OrganisationSettings:
        others = {key: kept for key, kept in getattr(settings, name).items() if key != duty}
        return _with(settings, name, others if value == UNSET else {**others, duty: parse(value)})

    return read


def _parse_duties(value: str) -> frozenset[str]:
    duties = _listed(value)
    if not duties:
        raise ValueError("请写事项编号，如 dangke,zhuti-dangri；- 为没有")
    return frozenset(duties) - {UNSET}


def _parse_count(value: str) -> int:
    if not re.fullmatch(r"\d{1,3}", value) or not 1 <= int(value) <= MOST_TIMES:
        raise ValueError(f"请写 1 到 {MOST_TIMES} 的整数；不办理请用 duties_off")
    return int(value)


def _parse_window(value: str) -> str:
    window = re.sub("至|到|~|—+", "..", value)
    if parse_span(window) is None:
        raise ValueError("请写成 06-15..07-15 这样的起止日，可以跨年")
    return window


def _parse_days(value: str) -> tuple[int, ...]:
    parts = _listed(value)
    if not parts or any(not re.fullmatch(r"-?\d{1,3}", part) or abs(int(part)) > MOST_DAYS for part in parts):
        raise ValueError("请写天数，如 7,3,0；0 为截止当天，-3 为截止之后第3天")
    return tuple(sorted({int(part) for part in parts}, reverse=True))


def _parse_roles(value: str) -> tuple[str, ...]:
    parts = _listed(value)
    if not parts or (unknown := [part for part in parts if part not in _ROLES]):
        told = f"没有职务 {'、'.join(unknown)}；" if parts else ""
        raise ValueError(f"{told}可用：{'、'.join(word for word in _ROLES if not word.isascii())}")
    return tuple(dict.fromkeys(_ROLES[part].value for part in parts))


def _listed(value: str) -> list[str]:
    return list(filter(None, BETWEEN.split(value)))


def _with(settings: OrganisationSettings, name: str, value: object) -> OrganisationSettings:
    changed: dict[str, Any] = {name: value}
    return replace(settings, **changed)


_READERS: Final[Mapping[str, Callable[[OrganisationSettings, str, str, str], OrganisationSettings]]] = {
    **dict.fromkeys(
        (
            *("weekly_digest", "monthly_digest", "digest_chart", "escalations"),
            *("confirm_records", "single_use", "tasks", "calendar"),
        ),
        _switch,
    ),
    "owed_from": _day,
    "send_at": _hour,
    "platform": _platform,
    "duties_off": _switched_off,
    "duties_on": _switched_on,
    "min_counts": _by_duty(_parse_count),
    "windows": _by_duty(_parse_window),
    "lead_days": _by_duty(_parse_days),
    "audiences": _by_duty(_parse_roles),
}
