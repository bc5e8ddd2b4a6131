from dataclasses import replace
from datetime import date, time

from bot.storage.database import Database
from handlers.ports import UnitOfWork
from schedules.calendar.quiet import QuietSpan
from schedules.duties.duty import DutyId
from schedules.duties.handover import Handover
from schedules.people.preferences import Absence, Preferences
from schedules.people.role import Post, Role
from tests.storage.samples import BRANCH, COMMITTEE, LI, NOW, WANG

PREFERENCES = Preferences(
    member_id=LI,
    absence=Absence(starts_on=date(2026, 6, 1), ends_until=date(2026, 9, 1)),
    quiet=(QuietSpan(starts=time(12), ends=time(15, 30)),),
    stopped=frozenset({"dues"}),
)
HANDOVER = Handover(organisation_id=BRANCH, duty_id=DutyId("theme-day"), period="2026-06", giver=LI, taker=WANG, at=NOW)


async def test_preferences_come_back_as_they_were(settled: Database) -> None:
    async def keep(wanted: Preferences) -> None:
        await settled.write(lambda uow: uow.preferences.update(wanted))

    assert await settled.read(lambda uow: uow.preferences.get(LI)) == Preferences(member_id=LI)
    for wanted in (PREFERENCES, replace(PREFERENCES, absence=None), Preferences(member_id=LI)):
        await keep(wanted)
        assert await settled.read(lambda uow: uow.preferences.get(LI)) == wanted


async def test_preferences_are_listed_with_the_people_of_an_organisation_and_of_the_one_above(
    settled: Database,
) -> None:
    def settle(uow: UnitOfWork) -> None:
        uow.preferences.update(replace(PREFERENCES, member_id=WANG))
        for post in uow.posts.list(member_id=WANG):
            uow.posts.cancel(post)
        member = uow.members.get(WANG)
        assert member
        uow.members.update(replace(member, organisation_id=COMMITTEE))

    await settled.write(settle)
    assert await settled.read(lambda uow: uow.preferences.list(organisation_id=BRANCH)) == []
    assert len(await settled.read(lambda uow: uow.preferences.list(organisation_id=COMMITTEE))) == 1
    post = Post(member_id=WANG, organisation_id=COMMITTEE, role=Role.CLERK)
    await settled.write(lambda uow: uow.posts.add(post))
    found = await settled.read(lambda uow: uow.preferences.list(organisation_id=BRANCH))
    assert [one.member_id for one in found] == [WANG]


async def test_giver_hands_an_obligation_to_one_person_at_a_time(settled: Database) -> None:
    async def hand_over(one: Handover) -> None:
        await settled.write(lambda uow: uow.handovers.add(one))

    other = replace(HANDOVER, giver=WANG, taker=LI)
    for one in (replace(HANDOVER, taker=LI), HANDOVER, other):
        await hand_over(one)
    assert await settled.read(lambda uow: uow.handovers.list(organisation_id=BRANCH)) == [HANDOVER, other]
    await settled.write(lambda uow: uow.handovers.cancel(HANDOVER))
    assert await settled.read(lambda uow: uow.handovers.list(organisation_id=BRANCH)) == [other]
    assert await settled.read(lambda uow: uow.handovers.list(organisation_id=COMMITTEE)) == []
