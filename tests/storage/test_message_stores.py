"""Reminders and the outbox: alike on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.duties.duty import DutyId
from schedules.outbox import DeliveryState, MessageId, MessageKind, OutboundMessage
from schedules.people.member import Member, MemberId
from schedules.people.organisation import OrganisationId
from schedules.reminders.stage import Reminder, ReminderState
from tests.storage.samples import (
    BRANCH,
    COMMITTEE,
    HOUR,
    LI,
    MEMBER,
    MESSAGE,
    NOW,
    ORGANISATION,
    PARENT,
    POST,
    REMINDER,
    WANG,
)

PLANNED = replace(REMINDER, state=ReminderState.PLANNED, reason="")
LATER = timedelta(minutes=2)


def reminders(count: int) -> list[Reminder]:
    return [replace(PLANNED, key=replace(PLANNED.key, lead_days=number)) for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 127, 128, 300])
async def test_all_reminders_that_are_new_are_stored_once(database: Database, count: int) -> None:
    assert await database.write(lambda uow: uow.reminders.add(reminders(count))) == count
    assert await database.write(lambda uow: uow.reminders.add(reminders(count + 5))) == 5
    stored = await database.read(lambda uow: uow.reminders.list(organisation_id=BRANCH))
    assert stored == reminders(count + 5)


async def test_a_reminder_that_is_there_stays_as_it_is(database: Database) -> None:
    again = replace(REMINDER, message_key="another", state=ReminderState.PLANNED, send_at=NOW + HOUR)
    assert await database.write(lambda uow: uow.reminders.add([REMINDER])) == 1
    assert await database.write(lambda uow: uow.reminders.add([again, again])) == 0
    assert await database.read(lambda uow: uow.reminders.list(message_key=REMINDER.message_key)) == [REMINDER]


async def test_reminders_are_listed_as_filtered(database: Database) -> None:
    sent = replace(REMINDER, message_key="other", send_at=NOW - HOUR)
    planned = replace(PLANNED, key=replace(PLANNED.key, organisation_id=COMMITTEE))

    def scenario(uow: SqlUnitOfWork) -> None:
        uow.reminders.add([planned, sent])
        assert uow.reminders.list() == [sent, planned]
        assert uow.reminders.list(state=ReminderState.PLANNED) == [planned]
        assert uow.reminders.list(message_key="other", state=ReminderState.PLANNED) == []
        assert uow.reminders.list(organisation_id=COMMITTEE) == [planned]

    await database.write(scenario)


async def test_the_keys_of_an_organisation_since_a_moment(database: Database) -> None:
    old, new = reminders(2)
    old = replace(old, send_at=NOW - HOUR)
    elsewhere = replace(PLANNED, key=replace(PLANNED.key, organisation_id=COMMITTEE))

    def scenario(uow: SqlUnitOfWork) -> None:
        uow.reminders.add([old, new, elsewhere])
        assert uow.reminders.list_keys(organisation_id=BRANCH, since=NOW - HOUR) == {old.key, new.key}
        assert uow.reminders.list_keys(organisation_id=BRANCH, since=new.send_at) == {new.key}
        assert uow.reminders.list(organisation_id=BRANCH, since=new.send_at) == [new]

    await database.write(scenario)


async def test_what_became_of_reminders_is_kept(database: Database) -> None:
    one, two = reminders(2)
    dead = replace(one, state=ReminderState.DEAD, reason="81013")

    def scenario(uow: SqlUnitOfWork) -> None:
        uow.reminders.add([one, two])
        uow.reminders.update([dead])
        assert set(uow.reminders.list()) == {dead, two}

    await database.write(scenario)


async def test_only_what_is_planned_for_these_duties_is_cancelled(database: Database) -> None:
    other = replace(PLANNED, key=replace(PLANNED.key, duty_id=DutyId("study")))
    third = replace(PLANNED, key=replace(PLANNED.key, duty_id=DutyId("dues")))
    elsewhere = replace(PLANNED, key=replace(PLANNED.key, organisation_id=COMMITTEE))
    met = replace(PLANNED, key=replace(PLANNED.key, lead_days=7))

    def scenario(uow: SqlUnitOfWork) -> None:
        uow.reminders.add([REMINDER, other, third, elsewhere, met])
        duties = [PLANNED.key.duty_id, DutyId("study"), DutyId("none")]
        assert uow.reminders.cancel(organisation_id=BRANCH, duty_ids=duties, reason="已登记") == 2
        suppressed = uow.reminders.list(state=ReminderState.SUPPRESSED)
        assert {(one.key.duty_id, one.reason) for one in suppressed} == {("theme-day", "已登记"), ("study", "已登记")}
        assert set(uow.reminders.list(state=ReminderState.PLANNED)) == {third, elsewhere}
        assert uow.reminders.list(state=ReminderState.SENT) == [REMINDER]

    await database.write(scenario)


async def test_the_duties_are_told_of_which_a_reminder_waits_or_was_sent(database: Database) -> None:
    def of(duty_id: str, state: ReminderState, period: str = "2026-06") -> Reminder:
        return replace(PLANNED, key=replace(PLANNED.key, duty_id=DutyId(duty_id), period=period), state=state)

    several = [
        of("study", ReminderState.PLANNED),
        of("study", ReminderState.PLANNED, "2026-07"),
        of("dues", ReminderState.SENT),
        of("lecture", ReminderState.SUPPRESSED),
        of("report", ReminderState.DEAD),
        replace(PLANNED, key=replace(PLANNED.key, organisation_id=COMMITTEE)),
    ]

    def scenario(uow: SqlUnitOfWork) -> None:
        uow.reminders.add(several)
        asked = [DutyId(name) for name in ("report", "dues", "lecture", "study", "visit")]
        assert sorted(uow.reminders.list_duties(organisation_id=BRANCH, among=asked)) == ["dues", "study"]
        many = [DutyId(f"duty-{number}") for number in range(20)]
        assert uow.reminders.list_duties(organisation_id=BRANCH, among=[*many, DutyId("study")]) == ["study"]
        assert uow.reminders.list_duties(organisation_id=BRANCH, among=[DutyId("dues")]) == ["dues"]

    await database.write(scenario)


def message(key: str, **changes: object) -> OutboundMessage:
    return replace(OutboundMessage(key=key, kind=MessageKind.REMINDER, send_at=NOW), **changes)  # type: ignore[arg-type]  # any of its fields


async def test_messages_come_back_whole(database: Database) -> None:
    plain = message("plain")

    def scenario(uow: SqlUnitOfWork) -> None:
        assert uow.outbox.add(MESSAGE)
        assert uow.outbox.add(plain)
        first, second = uow.outbox.list()
        assert first == replace(MESSAGE, id=first.id)
        assert second == replace(plain, id=second.id)
        assert uow.outbox.get(first.id) == first
        assert uow.outbox.get(MessageId(999)) is None

    await database.write(scenario)


async def test_a_message_is_added_once(database: Database) -> None:
    assert await database.write(lambda uow: uow.outbox.add(message("one", text="erst")))
    assert not await database.write(lambda uow: uow.outbox.add(message("one", text="dann")))
    (only,) = await database.read(lambda uow: uow.outbox.list())
    assert only.text == "erst"


async def test_messages_are_listed_by_id_as_filtered(database: Database) -> None:
    def keys(found: Sequence[OutboundMessage]) -> list[str]:
        return [one.key for one in found]

    def scenario(uow: SqlUnitOfWork) -> None:
        uow.outbox.add(message("c", state=DeliveryState.SENT, recipient=LI))
        uow.outbox.add(message("b", kind=MessageKind.DIGEST))
        uow.outbox.add(message("a", recipient=LI, send_at=NOW - HOUR))
        listed = uow.outbox.list
        assert keys(listed()) == ["c", "b", "a"]
        assert keys(listed(limit=2)) == ["c", "b"]
        assert keys(listed(states=[DeliveryState.PENDING])) == ["b", "a"]
        assert keys(listed(states=list(DeliveryState))) == ["c", "b", "a"]
        assert keys(listed(states=[DeliveryState.DEAD, DeliveryState.SENT])) == ["c"]
        assert keys(listed(kind=MessageKind.DIGEST)) == ["b"]
        assert keys(listed(recipient=LI, since=NOW)) == ["c"]
        assert keys(listed(recipient=WANG)) == []

    await database.write(scenario)


async def test_the_newest_of_a_state_in_the_order_of_sending(database: Database) -> None:
    def scenario(uow: SqlUnitOfWork) -> None:
        for key, hours in (("c", 3), ("a", 1), ("b", 2)):
            uow.outbox.add(message(key, state=DeliveryState.SENT, sent_at=NOW + hours * HOUR))
        uow.outbox.add(message("waits"))
        assert [one.key for one in uow.outbox.list_newest(state=DeliveryState.SENT, limit=2)] == ["b", "c"]
        assert uow.outbox.count() == {DeliveryState.SENT: 3, DeliveryState.PENDING: 1}

    await database.write(scenario)


async def test_what_was_sent_is_counted_for_whoever_lives_or_serves_there(database: Database) -> None:
    office = Member(id=WANG, name="王芳", organisation_id=COMMITTEE)
    told = {"recipient": LI, "state": DeliveryState.SENT}
    messages = [
        message("1", **told),
        message("2", **told),
        message("too old", **told, send_at=NOW - HOUR),
        message("a digest", **told, kind=MessageKind.DIGEST),
        message("waiting", recipient=LI),
        message("to a guest", **told | {"recipient": WANG}),
    ]

    def count(uow: SqlUnitOfWork, organisation_id: OrganisationId) -> dict[MemberId, int]:
        return dict(uow.outbox.count_sent(organisation_id=organisation_id, kind=MessageKind.REMINDER, since=NOW))

    def scenario(uow: SqlUnitOfWork) -> None:
        for organisation in (PARENT, ORGANISATION):
            uow.organisations.add(organisation, next_review_at=NOW)
        uow.members.add(MEMBER)
        uow.members.add(office)
        assert all(uow.outbox.add(one) for one in messages)
        assert [count(uow, one) for one in (BRANCH, COMMITTEE)] == [{LI: 2}, {WANG: 1}]
        uow.posts.add(replace(POST, member_id=WANG))
        assert count(uow, BRANCH) == {LI: 2, WANG: 1}

    await database.write(scenario)


async def test_due_messages_are_claimed_oldest_first_and_leased(database: Database) -> None:
    def scenario(uow: SqlUnitOfWork) -> None:
        uow.outbox.add(message("young"))
        uow.outbox.add(message("old", send_at=NOW - HOUR))
        uow.outbox.add(message("future", send_at=NOW + timedelta(microseconds=1)))
        uow.outbox.add(message("sent", state=DeliveryState.SENT))
        first = uow.outbox.claim(due_by=NOW, leased_until=NOW + LATER, limit=1)
        assert [(one.key, one.attempts) for one in first] == [("old", 1)]
        rest = uow.outbox.claim(due_by=NOW, leased_until=NOW + LATER, limit=9)
        assert [one.key for one in rest] == ["young"]
        assert uow.outbox.claim(due_by=NOW, leased_until=NOW + LATER, limit=9) == []

    await database.write(scenario)


async def test_what_a_dead_process_leased_is_claimed_again(database: Database) -> None:
    def scenario(uow: SqlUnitOfWork) -> None:
        uow.outbox.add(message("a"))
        uow.outbox.claim(due_by=NOW, leased_until=NOW + LATER, limit=9)
        assert uow.outbox.get_next_due_at() == NOW + LATER
        (again,) = uow.outbox.claim(due_by=NOW + LATER, leased_until=NOW + HOUR, limit=9)
        assert again.attempts == 2

    await database.write(scenario)


async def test_an_update_ends_the_lease(database: Database) -> None:
    def scenario(uow: SqlUnitOfWork) -> None:
        uow.outbox.add(message("a", recipient=MemberId("1001")))
        (claimed,) = uow.outbox.claim(due_by=NOW, leased_until=NOW + HOUR, limit=9)
        later = replace(claimed, send_at=NOW + LATER, reason="45009", attempts=5, text="words")
        uow.outbox.update(later)
        assert uow.outbox.get(claimed.id) == later
        assert uow.outbox.get_next_due_at() == NOW + LATER
        assert uow.outbox.claim(due_by=NOW, leased_until=NOW + HOUR, limit=9) == []
        (again,) = uow.outbox.claim(due_by=NOW + LATER, leased_until=NOW + HOUR, limit=9)
        sent = replace(again, state=DeliveryState.SENT, sent_at=NOW + LATER)
        uow.outbox.update(sent)
        assert uow.outbox.get(claimed.id) == sent
        assert uow.outbox.get_next_due_at() is None

    await database.write(scenario)


async def test_the_next_due_instant_is_the_earliest_of_what_waits_and_what_is_leased(database: Database) -> None:
    def scenario(uow: SqlUnitOfWork) -> None:
        assert uow.outbox.get_next_due_at() is None
        uow.outbox.add(message("soon", send_at=NOW))
        uow.outbox.add(message("later", send_at=NOW + HOUR))
        assert uow.outbox.get_next_due_at() == NOW
        uow.outbox.claim(due_by=NOW, leased_until=NOW + 2 * HOUR, limit=9)
        assert uow.outbox.get_next_due_at() == NOW + HOUR

    await database.write(scenario)


def to_do(organisation_id: str, state: DeliveryState = DeliveryState.SENT) -> OutboundMessage:
    key = f"task:{organisation_id}:d:2026:1001"
    return replace(MESSAGE, key=key, kind=MessageKind.TASK, state=state, send_at=NOW - HOUR)


async def test_a_to_do_is_open_and_kept_until_its_end_is_planned(database: Database) -> None:
    ended = replace(MESSAGE, key="end:task:zb1:d:2026:1001", kind=MessageKind.TASK_END, send_at=NOW + HOUR)

    def open_in(uow: SqlUnitOfWork, organisation_id: str) -> list[str]:
        return [task.key for task in uow.outbox.list_open_tasks(organisation_id=OrganisationId(organisation_id))]

    def scenario(uow: SqlUnitOfWork) -> None:
        uow.outbox.add(to_do("zb1"), to_do("zb10"), to_do("zb", DeliveryState.SUPPRESSED))
        assert open_in(uow, "zb1") == ["task:zb1:d:2026:1001"]
        assert open_in(uow, "zb") == []
        uow.outbox.cancel(ended_before=NOW)
        assert open_in(uow, "zb1") == ["task:zb1:d:2026:1001"]
        uow.outbox.add(ended)
        assert open_in(uow, "zb1") == []
        uow.outbox.cancel(ended_before=NOW)
        assert [message.key for message in uow.outbox.list()] == ["task:zb10:d:2026:1001", ended.key]

    await database.write(scenario)
