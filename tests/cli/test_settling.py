"""What an organisation may settle for itself, key by key."""

from datetime import date

import pytest

from schedules.errors import Problem
from schedules.people.organisation import OrganisationSettings
from schedules.people.settling import KEYS, duties_named, settle, write_settings

FULL = OrganisationSettings(
    duties_off=frozenset({"a"}),
    duties_on=frozenset({"b"}),
    min_counts={"c": 2},
    windows={"d": "06-15..07-15"},
    lead_days={"e": (7, 0, -3)},
    audiences={"f": ("secretary", "organiser")},
    weekly_digest=True,
    monthly_digest=True,
    escalations=True,
    confirm_records=True,
    single_use=True,
    tasks=True,
    calendar=True,
    owed_from=date(2026, 11, 22),
    send_at="09:05",
)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("weekly_digest", "on", OrganisationSettings(weekly_digest=True)),
        ("monthly_digest", "开", OrganisationSettings(monthly_digest=True)),
        ("escalations", "on", OrganisationSettings(escalations=True)),
        ("confirm_records", "on", OrganisationSettings(confirm_records=True)),
        ("single_use", "on", OrganisationSettings(single_use=True)),
        ("owed_from", "2026年11月22日", OrganisationSettings(owed_from=date(2026, 11, 22))),
        ("send_at", "8:40", OrganisationSettings(send_at="08:40")),
        ("send_at", "14：30", OrganisationSettings(send_at="14:30")),
        ("duties_off", "x，y, z", OrganisationSettings(duties_off=frozenset({"x", "y", "z"}))),
        ("duties_on", "x", OrganisationSettings(duties_on=frozenset({"x"}))),
        ("min_counts.x", "12", OrganisationSettings(min_counts={"x": 12})),
        ("windows.x", "12-01至02-28", OrganisationSettings(windows={"x": "12-01..02-28"})),
        ("lead_days.x", "0, 3，7,3", OrganisationSettings(lead_days={"x": (7, 3, 0)})),
        ("audiences.x", "书记、副书记,secretary", OrganisationSettings(audiences={"x": ("secretary", "deputy")})),
    ],
)
def test_a_value_is_settled(key: str, value: str, expected: OrganisationSettings) -> None:
    assert settle(OrganisationSettings(), key, value) == expected


@pytest.mark.parametrize(
    ("key", "value", "remedy"),
    [
        ("weekly_digest", "是", "on 或 off"),
        ("duties_off", "", "- 为没有"),
        ("duties_on", " ,", "- 为没有"),
        ("send_at", "25:00", "09:05"),
        ("owed_from", "2026-11-31", "2026-11-22"),
        ("send_at", "九点", "09:05"),
        ("min_counts.x", "0", "duties_off"),
        ("min_counts.x", "-1", "duties_off"),
        ("min_counts.x", "9" * 5000, "1 到 366"),
        ("windows.x", "06-15", "06-15..07-15"),
        ("windows.x", "06-31..07-15", "06-15..07-15"),
        ("lead_days.x", "", "7,3,0"),
        ("lead_days.x", "7,三", "7,3,0"),
        ("lead_days.x", "400", "7,3,0"),
        ("audiences.x", "书记,主席", "没有职务 主席"),
        ("audiences.x", "", "组织委员"),
    ],
)
def test_a_wrong_value_comes_back_with_its_remedy(key: str, value: str, remedy: str) -> None:
    problem = settle(OrganisationSettings(), key, value)

    assert isinstance(problem, Problem)
    assert problem.where == key
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    "key", ["", "colour", "weekly_digest.x", "min_counts", "windows", "lead_days.", "duties_off.x"]
)
def test_an_unknown_key_is_told_which_there_are(key: str) -> None:
    problem = settle(OrganisationSettings(), key, "on")

    assert isinstance(problem, Problem)
    assert all(known in problem.remedy for known in KEYS)


@pytest.mark.parametrize(
    "key", ["send_at", "owed_from", "duties_off", "duties_on", "min_counts.c", "windows.d", "lead_days.e"]
)
def test_a_setting_is_given_back_to_the_profile(key: str) -> None:
    before = write_settings(FULL)
    settled = settle(FULL, key, "-")

    assert isinstance(settled, OrganisationSettings)
    assert write_settings(settled) == {name: value for name, value in before.items() if name != key}


def test_what_is_written_is_read_back() -> None:
    settings = OrganisationSettings()
    for key, value in write_settings(FULL).items():
        settled = settle(settings, key, value)
        assert isinstance(settled, OrganisationSettings)
        settings = settled

    assert settings == FULL


def test_a_duty_is_not_both_on_and_off() -> None:
    settled = settle(FULL, "duties_on", "a,b")

    assert isinstance(settled, OrganisationSettings)
    assert (settled.duties_on, settled.duties_off) == (frozenset({"a", "b"}), frozenset())


def test_every_duty_that_is_named_can_be_checked() -> None:
    assert duties_named(FULL) == set("abcdef")


def test_every_key_is_explained() -> None:
    assert {key.partition(".")[0] for key in KEYS} == set(OrganisationSettings.__dataclass_fields__)
