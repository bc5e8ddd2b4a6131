"""An organisation none of whose people has an account is seen by the one above it, once a week."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from schedules.outbox import DeliveryState, MessageKind
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind, OrganisationSettings
from schedules.ports import UnitOfWork
from schedules.reminders.wording import Reason
from tests.schedules.reminders.office import BRANCH, COMMITTEE, Office, at

CLERK, SECRETARY, MEMBER = "2002", "2001", "1004"
QUIET = OrganisationSettings()
WITH_DIGEST = OrganisationSettings(weekly_digest=True)
FRIDAYS = [date(2026, 6, 5), date(2026, 6, 12), date(2026, 6, 18), date(2026, 6, 26)]


def bind(*numbers: str) -> Callable[[UnitOfWork], None]:
    def add(uow: UnitOfWork) -> None:
        for number in numbers:
            address = Address(channel="sandbox", account=number)
            uow.accounts.add(Account(member_id=MemberId(number), address=address))

    return add


async def opened(office: Office, *numbers: str, settings: OrganisationSettings = QUIET) -> Office:
    """The office with these people's accounts, on the eve of its first Friday."""
    await office.found(settings)
    await office.database.write(bind(*numbers))
    return office


def notes(office: Office) -> list[tuple[str, date]]:
    return [(item.recipient, item.day) for item in office.arrived if item.kind is MessageKind.DIGEST]


async def test_office_above_gets_one_line_a_week(office: Office) -> None:
    await opened(office, CLERK, SECRETARY)
    await office.go_to(at("2026-06-19T18:00"))
    assert notes(office) == [(CLERK, day) for day in FRIDAYS[:3]]
    last = [item for item in office.arrived if item.kind is MessageKind.DIGEST][-1]
    assert last.at == at("2026-06-18T16:10"), "the week of 端午 ends on Thursday"
    assert "· 第一党支部，近期到期：按月交纳党费（6月）、" in last.text
    assert last.text.startswith("【支部助手】韩冬同志，以下组织尚无人绑定账号")


async def test_one_bound_person_ends_it(office: Office) -> None:
    await opened(office, CLERK, MEMBER)
    await office.go_to(at("2026-06-30T18:00"))
    assert notes(office) == []


async def test_person_bound_meanwhile_ends_it_before_it_is_sent(office: Office) -> None:
    await opened(office, CLERK)
    office.now = at("2026-06-05T08:00")
    await office.tick()
    await office.database.write(bind(MEMBER))
    await office.go_to(at("2026-06-05T18:00"))
    (message,) = await office.messages(kind=MessageKind.DIGEST)
    assert (message.state, message.reason) == (DeliveryState.SUPPRESSED, Reason.EMPTY)


async def test_secretary_hears_where_no_clerk_can(office: Office) -> None:
    await opened(office, SECRETARY)
    await office.go_to(at("2026-06-06T18:00"))
    assert notes(office) == [(SECRETARY, FRIDAYS[0])]


async def test_group_that_is_told_each_week_is_told_this_too_and_nobody_else(office: Office) -> None:
    await opened(office, CLERK, settings=WITH_DIGEST)
    await office.go_to(at("2026-06-06T18:00"))
    assert notes(office) == [("jgdw", FRIDAYS[0])]
    (digest,) = [item for item in office.arrived if item.kind is MessageKind.DIGEST]
    assert "尚无人绑定账号、收不到提醒：第一党支部。" in digest.text


async def test_who_was_reminded_that_day_hears_it_on_the_next_one(office: Office) -> None:
    await opened(office, CLERK, settings=replace(QUIET, escalations=True))
    await office.go_to(at("2026-06-30T18:00"))
    reminded = {item.day for item in office.arrived if item.recipient == CLERK and item.kind is MessageKind.REMINDER}
    assert reminded, "the committee's own duties and what was escalated to it"
    assert not reminded & {day for _, day in notes(office)}, "one message a person and day"
    keys = [item.key for item in await office.messages(kind=MessageKind.DIGEST)]
    assert [key.split(":")[3] for key in keys] == ["2026-W23", "2026-W24", "2026-W25", "2026-W26"], "one a week"


@pytest.mark.parametrize(("numbers", "told"), [((CLERK,), True), ((CLERK, "3001"), False)])
async def test_nobody_nearer_tells_of_those_below_a_silent_one(
    office: Office, numbers: tuple[str, ...], *, told: bool
) -> None:
    await opened(office)
    below = OrganisationId("xz1")

    def add(uow: UnitOfWork) -> None:
        group = Organisation(id=below, name="第一党小组", kind=OrganisationKind.GROUP, parent_id=BRANCH)
        uow.organisations.add(group, next_review_at=office.now)
        uow.members.add(Member(id=MemberId("3001"), name="钱多", organisation_id=BRANCH))
        bind(*numbers)(uow)

    await office.database.write(add)
    await office.go_to(at("2026-06-05T18:00"))
    texts = [item.text for item in office.arrived if item.recipient == CLERK and item.kind is MessageKind.DIGEST]
    assert any("第一党小组" in text for text in texts) is told
    assert COMMITTEE not in {item.recipient for item in office.arrived}
