"""The operator's own duties and days off change while the robot runs; what has faults changes nothing."""

import logging
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import read_rulebook
from bot.clockwork import run_clockwork
from bot.rereading import Rereader
from bot.robot import Robot
from bot.settings import CalendarSettings, CatalogueSettings, Settings
from bot.storage.database import Database
from schedules.calendar.zone import SHANGHAI
from schedules.duties.duty import DutyId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from tests.waiting import until

NOW = datetime(2026, 6, 25, 18, 0, tzinfo=SHANGHAI)
LATER = datetime(2026, 7, 25, 18, 0, tzinfo=SHANGHAI)
OWN = """[profile]
id = "own"
name = "本单位"
extends = "base"

[[duties]]
id = "dushu"
name = "读书会"
owner_kinds = ["branch"]
cadence = "monthly"
kinds = ["study"]
audience = ["secretary"]
source = "本单位要点"
"""
READING = DutyId("dushu")
BRANCH = Organisation(id=OrganisationId("zb1"), name="第一党支部", kind=OrganisationKind.BRANCH, profile="own")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "own").mkdir()
    days_off = tmp_path / "days.toml"
    days_off.write_text("holidays = []\n", "utf-8")
    return Settings(
        catalogue=CatalogueSettings(folder=str(tmp_path / "own")), calendar=CalendarSettings(overrides=str(days_off))
    )


@pytest.fixture
async def robot(settings: Settings, database: Database) -> Robot:
    await database.write(lambda uow: uow.organisations.add(BRANCH, next_review_at=LATER))
    robot = Robot(database=database, rulebook=read_rulebook(settings), clock=lambda: NOW)
    robot.reread = Rereader(robot=robot, settings=settings, read=read_rulebook).reread
    return robot


async def reread(robot: Robot) -> None:
    assert robot.reread
    await robot.reread()


async def test_a_new_duty_is_owed_without_a_restart(robot: Robot, tmp_path: Path) -> None:
    assert robot.rulebook.catalogue.get(READING) is None
    (tmp_path / "own" / "own.toml").write_text(OWN, "utf-8")
    await reread(robot)
    assert robot.rulebook.catalogue.get(READING)
    assert await robot.database.read(lambda uow: uow.reviews.get()) == NOW


async def test_what_has_faults_leaves_the_last_good_books(
    robot: Robot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "own" / "own.toml").write_text(OWN, "utf-8")
    await reread(robot)
    good = robot.rulebook
    (tmp_path / "own" / "own.toml").write_text(OWN + "min_count = -1\n", "utf-8")
    with caplog.at_level(logging.ERROR):
        await reread(robot)
    assert robot.rulebook is good
    (told,) = caplog.records
    assert "own.toml 第14行：dushu min_count：数值过小。应不小于 1" in told.getMessage()
    (tmp_path / "own" / "own.toml").write_text(OWN + "min_count = 2\n", "utf-8")
    await reread(robot)
    duty = robot.rulebook.catalogue.get(READING)
    assert duty
    assert duty.min_count == 2


async def test_days_off_that_were_published_later_are_known(robot: Robot, tmp_path: Path) -> None:
    monday = date(2028, 5, 15)
    assert robot.rulebook.calendar.is_workday(monday)
    (tmp_path / "days.toml").write_text('holidays = ["2028-05-15"]\n', "utf-8")
    await reread(robot)
    assert not robot.rulebook.calendar.is_workday(monday)


async def test_the_clockwork_looks_by_itself(robot: Robot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.clockwork.REREAD_EVERY", timedelta(milliseconds=20))
    async with run_clockwork(robot):
        (tmp_path / "own" / "own.toml").write_text(OWN, "utf-8")
        await until(lambda: robot.rulebook.catalogue.get(READING))


async def test_nothing_is_read_where_nothing_changed(robot: Robot) -> None:
    before = robot.rulebook
    await reread(robot)
    assert robot.rulebook is before
    assert await robot.database.read(lambda uow: uow.reviews.get()) == LATER
