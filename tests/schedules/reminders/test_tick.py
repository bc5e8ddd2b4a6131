from dataclasses import replace
from datetime import date

import pytest

from bot import robot
from schedules.ledger.activity import ActivityKind
from schedules.outbox import MessageKind
from schedules.people.member import MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind, OrganisationSettings
from schedules.people.role import Post, Role
from tests.schedules.reminders.office import BRANCH, COMMITTEE, Office, at

JUNE_23 = date(2026, 6, 23)


async def test_beat_without_anything_due_does_nothing(office: Office) -> None:
    await office.found()
    await office.tick()
    (outcome,) = await office.tick()
    assert (outcome.reviewed, outcome.planned, outcome.messages) == (0, 0, 0)


async def test_organisation_is_looked_at_again_when_something_is_due(office: Office) -> None:
    await office.found()
    await office.go_to(at("2026-06-19T12:00"))
    assert await office.database.read(lambda uow: uow.reviews.get()) == at("2026-06-23T00:00")


async def test_beats_repeated_at_one_moment_plan_once(office: Office) -> None:
    await office.found()
    office.now = at("2026-06-23T08:00")
    first = await office.tick()
    reminders, messages = await office.reminders(), await office.messages()
    await office.database.write(lambda uow: uow.reviews.update(BRANCH, next_review_at=office.now))
    again = await office.tick()
    assert sum(item.planned for item in first) > 0
    assert [item.planned + item.suppressed + item.messages for item in again] == [0, 0]
    assert (await office.reminders(), await office.messages()) == (reminders, messages)


async def test_person_with_posts_in_two_organisations_gets_one_message(office: Office) -> None:
    await office.found()
    post = Post(member_id=MemberId("1002"), organisation_id=COMMITTEE, role=Role.SECRETARY)
    await office.database.write(lambda uow: uow.posts.add(post))
    await office.go_to(at("2026-06-30T18:00"))
    days = [item.day for item in office.arrived if item.recipient == "1002"]
    assert len(days) == len(set(days))
    assert any("市统计局机关党委" in item.text and "第一党支部" in item.text for item in office.arrived)


async def test_review_that_fails_is_put_off_and_stops_nobody(office: Office) -> None:
    broken = OrganisationId("broken")
    await office.found()
    organisation = Organisation(
        id=broken,
        name="第九党支部",
        kind=OrganisationKind.BRANCH,
        profile="neimenggu-shizhi-2023",
        settings=OrganisationSettings(send_at="nonsense"),
    )
    await office.database.write(lambda uow: uow.organisations.add(organisation, next_review_at=office.now))
    outcomes = await office.tick()
    (problem,) = (problem for outcome in outcomes for problem in outcome.problems)
    assert problem.where == "broken"
    assert "nonsense" in problem.message
    assert await office.reminders(), "the branch was planned all the same"
    assert await office.database.read(lambda uow: uow.reviews.get()) == at("2026-06-01T09:00")


async def test_digest_goes_to_each_group(office: Office) -> None:
    await office.found()
    committee = await office.database.read(lambda uow: uow.organisations.get(COMMITTEE))
    assert committee
    both = replace(committee, groups={"sandbox": "jgdw", "wecom": "机关党委群"})
    await office.database.write(lambda uow: uow.organisations.update(both))
    office.now = at("2026-06-05T00:00")
    await office.tick()
    digests = await office.messages(kind=MessageKind.DIGEST)
    assert [(item.key, item.address.account if item.address else "", item.send_at) for item in digests] == [
        ("digest:jgdw:W:2026-W23:sandbox", "jgdw", at("2026-06-05T16:10")),
        ("digest:jgdw:W:2026-W23:wecom", "机关党委群", at("2026-06-05T16:10")),
    ]


async def test_digest_that_was_missed_by_a_day_still_comes_and_an_older_one_does_not(office: Office) -> None:
    await office.found()
    office.now = at("2026-06-15T09:30")
    await office.tick()
    assert not await office.messages(kind=MessageKind.DIGEST), "that of Friday the 12th is past its use"
    office.now = at("2026-06-27T09:30")
    await office.tick()
    digests = await office.messages(kind=MessageKind.DIGEST)
    assert [(item.key.split(":")[3], item.send_at) for item in digests] == [("2026-W26", at("2026-06-29T16:10"))]


async def test_after_nine_days_without_a_beat_each_person_gets_one_message(office: Office) -> None:
    await office.found()
    await office.go_to(at("2026-06-12T18:00"))
    before = len(office.arrived)
    office.now = at("2026-06-23T10:00")
    await office.beat()
    await office.go_to(at("2026-06-23T11:00"))
    caught_up = [item for item in office.arrived[before:] if item.kind is MessageKind.REMINDER]
    assert {item.day for item in caught_up} == {JUNE_23}
    assert len(caught_up) == len({item.recipient for item in caught_up}) > 0
    await office.go_to(at("2026-06-23T18:00"))
    assert len([item for item in office.arrived if item.recipient == "1002" and item.day == JUNE_23]) == 1


async def test_beats_with_gaps_leave_the_keys_of_daily_beats(office: Office, other_office: Office) -> None:
    await office.found()
    await office.go_to(at("2026-07-08T13:00"))
    await other_office.found()
    for moment in ("2026-06-01T08:00", "2026-06-10T23:00", "2026-06-20T05:00", "2026-07-08T13:00"):
        other_office.now = at(moment)
        await other_office.beat()
    daily, with_gaps = await office.reminders(), await other_office.reminders()
    assert {item.key for item in with_gaps} == {item.key for item in daily}
    assert len(other_office.arrived) < len(office.arrived)


async def test_record_of_the_day_keeps_the_message_from_being_made(office: Office) -> None:
    await office.found()
    office.now = at("2026-06-22T10:00")
    await office.record(ActivityKind.THEME_DAY)
    await office.go_to(at("2026-07-10T18:00"))
    assert not office.told("1002", "主题党日（6月）")


async def test_planning_that_takes_long_tells_how_far_it_is(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await office.found()
    monkeypatch.setattr(robot, "TOLD_EVERY", 2)
    caplog.set_level("INFO", logger="bot.robot")
    await robot.Robot(database=office.database, rulebook=office.book, clock=lambda: office.now).tick()
    assert [record.__dict__["reviewed"] for record in caplog.records] == [2]
