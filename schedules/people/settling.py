"""What an organisation may settle for itself, set by key and text."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from schedules.errors import Problem
from schedules.people.organisation import OrganisationSettings

SWITCHES = {"on": True, "off": False, "开": True, "关": False}
UNSET = "-"


def settle(settings: OrganisationSettings, key: str, value: str) -> OrganisationSettings | Problem:
    """The settings with one of them changed, or what is wrong.

    Keys: `weekly_digest`, `monthly_digest`, `escalations`, `confirm_records` (on/off), `send_at` (HH:MM), `duties_off`
    (ids with commas between; `-` for none), `min_counts.<duty>` (a number; `-` for the profile's own).
    """
    name, _, duty = key.partition(".")
    if name not in READERS or bool(duty) != (name == "min_counts"):
        return Problem(message=f"没有设置项 {key}", remedy=f"可用：{'、'.join(sorted(READERS))}")
    try:
        return READERS[name](settings, duty or name, value.strip())
    except ValueError as error:
        return Problem(where=key, message=f"值“{value}”不对", remedy=str(error))


def _switch(settings: OrganisationSettings, name: str, value: str) -> OrganisationSettings:
    if value not in SWITCHES:
        raise ValueError("请写 on 或 off")
    changed: dict[str, Any] = {name: SWITCHES[value]}
    return replace(settings, **changed)


def _hour(settings: OrganisationSettings, _: str, value: str) -> OrganisationSettings:
    if value == UNSET:
        return replace(settings, send_at=None)
    try:
        at = time.fromisoformat(value)
    except ValueError:
        raise ValueError("请写成 09:05 这样的时刻") from None
    return replace(settings, send_at=at.strftime("%H:%M"))


def _duties_off(settings: OrganisationSettings, _: str, value: str) -> OrganisationSettings:
    names = [] if value == UNSET else value.replace("，", ",").split(",")
    return replace(settings, duties_off=frozenset(name.strip() for name in names if name.strip()))


def _min_count(settings: OrganisationSettings, duty: str, value: str) -> OrganisationSettings:
    counts = {key: count for key, count in settings.min_counts.items() if key != duty}
    if value == UNSET:
        return replace(settings, min_counts=counts)
    if not value.isdecimal() or int(value) == 0:
        raise ValueError("请写大于 0 的整数；不办理请用 duties_off")
    return replace(settings, min_counts={**counts, duty: int(value)})


READERS: Mapping[str, Callable[[OrganisationSettings, str, str], OrganisationSettings]] = {
    **dict.fromkeys(("weekly_digest", "monthly_digest", "escalations", "confirm_records"), _switch),
    "send_at": _hour,
    "duties_off": _duties_off,
    "min_counts": _min_count,
}
