from datetime import date, time

import pytest

from bot.demo import demo_organisation, load_demo
from bot.storage.database import Database
from schedules.calendar.zone import instant_at
from schedules.people.address import Address
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId

TODAY = date(2026, 6, 1)
NOW = instant_at(TODAY, time(8))


async def test_the_demo_is_stored_whole_and_once(database: Database) -> None:
    assert await database.write(lambda uow: load_demo(uow, TODAY, NOW)) is True
    assert await database.write(lambda uow: load_demo(uow, TODAY, NOW)) is False
    demo = demo_organisation(TODAY)
    stored = await database.read(
        lambda uow: (
            list(uow.organisations.list()),
            list(uow.members.list()),
            len(uow.posts.list()),
            len(uow.activities.list()),
            uow.reviews.get(),
        )
    )
    assert stored == (
        sorted(demo.organisations, key=lambda o: o.id),
        sorted(demo.members, key=lambda m: m.id),
        len(demo.posts),
        len(demo.activities),
        NOW,
    )


@pytest.mark.parametrize("organisation", ["jgdw", "zb1"])
async def test_everybody_has_an_account_and_every_group_speaks_for_its_organisation(
    database: Database, organisation: str
) -> None:
    await database.write(lambda uow: load_demo(uow, TODAY, NOW))
    group = Address(channel="sandbox", account=organisation, is_group=True)
    person = Address(channel="sandbox", account="1004")
    bound, account = await database.read(lambda uow: (uow.chats.get(group), uow.accounts.get(person)))
    assert bound == OrganisationId(organisation)
    assert account is not None
    assert account.member_id == MemberId("1004")
