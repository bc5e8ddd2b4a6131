"""What is rehearsed is what then happens."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from schedules.calendar.zone import local_day_of
from schedules.duties.duty import DutyId, Waiver
from schedules.ledger.activity import ActivityKind
from schedules.outbox import MessageKind
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId
from schedules.people.preferences import Absence, Preferences
from schedules.reminders.rehearsal import Rehearsal, Rehearsed, burden_of, rehearse
from schedules.reminders.review import dossiers_in
from schedules.reminders.wording import Reason
from tests.schedules.reminders.office import BRANCH, Office, at

START, END = date(2026, 6, 2), date(2026, 7, 10)


async def played(office: Office, start: date = START, end: date = END) -> Rehearsal:
    every = await office.database.read(lambda uow: dossiers_in(uow, office.now))
    book = office.book
    return rehearse(every, start, end, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules)


async def rehearsed(office: Office, start: date = START, end: date = END) -> Sequence[Rehearsed]:
    return (await played(office, start, end)).messages


async def test_rehearsal_tells_what_then_arrives(office: Office) -> None:
    await office.found()
    await office.go_to(at("2026-06-01T18:00"))
    office.arrived.clear()
    foretold = await rehearsed(office)
    await office.go_to(at("2026-07-10T18:00"))
    arrived = sorted(office.arrived, key=lambda item: (item.at, item.recipient))
    assert [(item.at, item.kind, item.recipient) for item in foretold] == [
        (item.at, item.kind, item.recipient) for item in arrived
    ]
    for told, then in zip(foretold, arrived, strict=True):
        assert then.text.startswith(told.text)
        rest = then.text.removeprefix(told.text).strip().splitlines()
        assert not rest or then.kind is MessageKind.DIGEST, "of a digest, what hangs on accounts and on what was sent"
        assert len(rest) <= 2


async def test_rehearsal_writes_nothing(office: Office) -> None:
    await office.found()
    await rehearsed(office)
    assert not await office.reminders()
    assert not await office.messages()


async def test_one_message_a_person_and_day(office: Office) -> None:
    await office.found()
    foretold = await rehearsed(office, date(2026, 1, 1), date(2026, 12, 31))
    reminders = [item for item in foretold if item.kind is MessageKind.REMINDER]
    assert max(Counter((item.recipient, local_day_of(item.at)) for item in reminders).values()) == 1
    assert {item.organisation_id for item in reminders} >= {BRANCH}
    assert all(item.duties for item in reminders)
    assert not [item for item in foretold if not office.book.calendar.is_workday(local_day_of(item.at))]


async def test_past_is_not_told_again(office: Office) -> None:
    await office.found()
    foretold = await rehearsed(office, date(2026, 6, 24), date(2026, 6, 29))
    theme_day = [item.at for item in foretold if item.recipient == "1002" and "主题党日（6月）" in item.text]
    assert theme_day == [at("2026-06-26T09:24")], "and not the rung of the 23rd"


async def test_groups_are_told_with_their_channel(office: Office) -> None:
    await office.found()
    digests = [item for item in await rehearsed(office) if item.kind is MessageKind.DIGEST]
    assert {(item.recipient, item.channel, item.organisation_id) for item in digests} == {
        ("jgdw", "sandbox", OrganisationId("jgdw"))
    }
    assert MemberId("jgdw") not in {
        item.recipient for item in await rehearsed(office) if item.kind is MessageKind.REMINDER
    }


async def test_burden_is_counted_by_person_and_month(office: Office) -> None:
    await office.found()
    rehearsal = await played(office)
    reminders = [item for item in rehearsal.messages if item.kind is MessageKind.REMINDER]
    burden = burden_of(rehearsal)
    assert sum(burden.values()) == len(reminders)
    assert burden[date(2026, 7, 1), "1002"] == len(
        [item for item in reminders if item.recipient == "1002" and local_day_of(item.at).month == 7]
    )


async def test_what_is_met_or_waived_spares_reminders(office: Office) -> None:
    await office.found()
    waiver = Waiver(
        organisation_id=BRANCH,
        duty_id=DutyId("dangke"),
        period="2026Q2",
        reason="防汛",
        by=MemberId("1001"),
        at=office.now,
    )
    await office.database.write(lambda uow: uow.waivers.add(waiver))
    await office.record(ActivityKind.THEME_DAY)
    spared = {(item.key.duty_id, item.key.period, item.reason) for item in (await played(office)).silences}
    assert {("dangke", "2026Q2", Reason.WAIVED), ("zhuti-dangri", "2026-06", Reason.FULFILLED)} <= spared


async def test_what_is_not_said_is_told_with_its_reason(office: Office) -> None:
    await office.found()
    away = Preferences(
        member_id=MemberId("1002"), absence=Absence(starts_on=date(2026, 6, 1), ends_until=date(2026, 7, 1))
    )
    await office.database.write(lambda uow: uow.preferences.update(away))
    silences = (await played(office)).silences
    back = {(item.key.duty_id, item.reason) for item in silences if item.key.recipient == "1002"}
    assert ("zhuti-dangri", Reason.OVERTAKEN) in back, "once he is back he hears the last word only"
    assert all(item.reason and item.send_at >= at("2026-06-02T00:00") for item in silences)
