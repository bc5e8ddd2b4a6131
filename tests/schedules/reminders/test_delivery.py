"""Truth at the moment of sending, and what becomes of messages and of the reminders in them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from schedules.delivery import Failed, Sent, drop, revive, settle, word_message
from schedules.duties.duty import DutyId, Waiver
from schedules.ledger.activity import ActivityKind
from schedules.outbox import MAX_ATTEMPTS, Content, DeliveryState, MessageKind, OutboundMessage, pause_after
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId, OrganisationSettings
from schedules.people.role import Post, Role
from schedules.ports import UnitOfWork
from schedules.reminders.answering import postpone
from schedules.reminders.review import dossier_in, review_of
from schedules.reminders.stage import Reminder, ReminderState
from schedules.reminders.worded import Suppressed, Worded
from schedules.reminders.wording import Reason
from tests.schedules.reminders.office import BRANCH, COMMITTEE, Office, at

THEME_DAY, ORGANISER = DutyId("zhuti-dangri"), MemberId("1002")
MORNING = at("2026-06-23T08:00")
"""The first rung of June's theme day: its reminders are planned and wait for 09:05."""


async def planned(office: Office) -> None:
    """The office on the morning of 23 June, planned and not yet sent."""
    await office.found()
    await office.go_to(at("2026-06-22T18:00"))
    office.now = MORNING
    await office.tick()


async def of_theme_day(office: Office, recipient: MemberId = ORGANISER) -> list[Reminder]:
    found = [item for item in await office.reminders() if item.key.duty_id == THEME_DAY]
    return [item for item in found if item.key.recipient == recipient and item.key.period == "2026-06"]


async def states(office: Office, recipient: MemberId = ORGANISER) -> list[tuple[str, str]]:
    return [(item.state.value, item.reason) for item in await of_theme_day(office, recipient)]


async def message_to(office: Office, recipient: MemberId = ORGANISER) -> OutboundMessage:
    return (await office.messages(kind=MessageKind.REMINDER, recipient=recipient))[-1]


async def change_settings(office: Office, organisation_id: OrganisationId, settings: OrganisationSettings) -> None:
    def change(uow: UnitOfWork) -> None:
        organisation = uow.organisations.get(organisation_id)
        assert organisation
        uow.organisations.update(replace(organisation, settings=settings))

    await office.database.write(change)


async def test_what_was_planned_is_told_and_sent(office: Office) -> None:
    await planned(office)
    await office.go_to(at("2026-06-23T12:00"))
    assert office.told("1002", "主题党日（6月）") == [date(2026, 6, 23)]
    assert await states(office) == [("sent", "")]
    sent = await message_to(office)
    assert (sent.state, sent.sent_at) == (DeliveryState.SENT, sent.send_at)
    assert "主题党日（6月）" in sent.text


async def test_record_made_meanwhile_silences_the_reminder(office: Office) -> None:
    await planned(office)
    await office.record(ActivityKind.THEME_DAY)
    await office.go_to(at("2026-06-23T12:00"))
    assert not office.told("1002", "主题党日（6月）")
    assert await states(office) == [("suppressed", Reason.FULFILLED)]


async def test_waiver_made_meanwhile_silences_the_reminder(office: Office) -> None:
    await planned(office)
    waiver = Waiver(
        organisation_id=BRANCH, duty_id=THEME_DAY, period="2026-06", reason="集中培训", by=ORGANISER, at=office.now
    )
    await office.database.write(lambda uow: uow.waivers.add(waiver))
    await office.go_to(at("2026-06-23T12:00"))
    assert await states(office) == [("suppressed", Reason.WAIVED)]


async def test_duty_switched_off_meanwhile_is_not_told(office: Office) -> None:
    await planned(office)
    await change_settings(office, BRANCH, OrganisationSettings(duties_off=frozenset({THEME_DAY})))
    await office.go_to(at("2026-06-23T12:00"))
    assert await states(office) == [("suppressed", Reason.NOT_OWED)]


async def test_who_gave_up_the_post_meanwhile_is_not_told(office: Office) -> None:
    await planned(office)
    ended = Post(member_id=ORGANISER, organisation_id=BRANCH, role=Role.ORGANISER, ends_until=date(2026, 6, 23))
    successor = Post(
        member_id=MemberId("1003"), organisation_id=BRANCH, role=Role.ORGANISER, starts_on=date(2026, 6, 23)
    )

    def hand_over(uow: UnitOfWork) -> None:
        uow.posts.update(ended)
        uow.posts.add(successor)
        uow.reviews.update(BRANCH, next_review_at=office.now)

    await office.database.write(hand_over)
    await office.go_to(at("2026-06-23T12:00"))
    assert await states(office) == [("suppressed", Reason.NOT_IN_POST)]
    assert office.told("1003", "主题党日（6月）") == [date(2026, 6, 23)]


async def test_who_has_left_meanwhile_gets_nothing(office: Office) -> None:
    await planned(office)

    def leave(uow: UnitOfWork) -> None:
        member = uow.members.get(ORGANISER)
        assert member
        uow.members.update(replace(member, left_on=date(2026, 6, 23)))

    await office.database.write(leave)
    await office.go_to(at("2026-06-23T12:00"))
    assert (await message_to(office)).reason == Reason.LEFT
    assert await states(office) == [("suppressed", Reason.LEFT)]


async def test_message_in_which_nothing_is_left_tells_why(office: Office) -> None:
    await planned(office)
    message = await message_to(office)
    await office.database.write(
        lambda uow: uow.reminders.update(
            [
                replace(item, state=ReminderState.SUPPRESSED, reason="手动")
                for item in uow.reminders.list(message_key=message.key)
            ]
        )
    )
    await office.go_to(at("2026-06-23T12:00"))
    ended = await message_to(office)
    assert (ended.state, ended.reason) == (DeliveryState.SUPPRESSED, Reason.EMPTY)


async def test_after_an_outage_in_the_evening_messages_wait_for_the_morning(office: Office) -> None:
    await planned(office)
    office.now = at("2026-06-23T20:00")
    await office.pump()
    message = await message_to(office)
    assert (message.state, message.attempts) == (DeliveryState.PENDING, 0)
    assert message.send_at == at("2026-06-24T09:24")
    await office.go_to(at("2026-06-24T12:00"))
    assert office.told("1002") == [*office.told("1002")[:-1], date(2026, 6, 24)]


async def test_after_days_without_sending_one_message_says_what_still_holds(office: Office) -> None:
    await planned(office)
    for moment in ("2026-06-24T00:00", "2026-06-25T00:00", "2026-06-26T00:00", "2026-06-29T00:00"):
        office.now = at(moment)
        await office.tick()
    waiting = await office.messages(kind=MessageKind.REMINDER, recipient=ORGANISER, states=(DeliveryState.PENDING,))
    assert len(waiting) == 1, "what became due later joined the message that waits"
    office.arrived.clear()
    office.now = at("2026-06-29T10:00")
    await office.beat()
    (only,) = (item for item in office.arrived if item.recipient == "1002")
    assert "（补发）王芳同志" in only.text
    assert only.text.count("主题党日（6月）") == 1
    told = {item.key.lead_days: (item.state.value, item.reason) for item in await of_theme_day(office)}
    assert told == {7: ("suppressed", Reason.OVERTAKEN), 2: ("sent", "")}


async def second_message(office: Office) -> OutboundMessage:
    """One more for the organiser, half an hour after the day's first was sent."""
    await planned(office)
    await office.go_to(at("2026-06-23T10:00"))
    (told,) = await of_theme_day(office)
    extra = OutboundMessage(
        key="reminder:1002:2026-06-23:2",
        kind=MessageKind.REMINDER,
        send_at=office.now,
        organisation_id=BRANCH,
        recipient=ORGANISER,
    )

    def add(uow: UnitOfWork) -> None:
        uow.reminders.update([replace(told, state=ReminderState.PLANNED, message_key=extra.key)])
        uow.outbox.add(extra)

    await office.database.write(add)
    await office.pump()
    return await message_to(office)


async def test_second_message_of_a_day_waits_for_the_next_one(office: Office) -> None:
    message = await second_message(office)
    assert (message.state, message.reason) == (DeliveryState.PENDING, Reason.ENOUGH)
    assert message.send_at == at("2026-06-24T09:24")


async def test_second_message_of_a_day_is_sent_where_the_rules_allow_two(office: Office) -> None:
    office.book = replace(office.book, rules=replace(office.book.rules, per_person_per_day=2))
    assert (await second_message(office)).state is DeliveryState.SENT


async def test_failure_is_tried_again_later_each_time(office: Office) -> None:
    await planned(office)
    office.broken = Failed(reason="timeout")
    office.now = (await message_to(office)).send_at
    await office.pump()
    message = await message_to(office)
    assert (message.state, message.attempts, message.reason) == (DeliveryState.PENDING, 1, "timeout")
    assert message.rests_until == office.now + pause_after(1)
    assert await states(office) == [("planned", "")]

    office.broken = Failed(reason="busy", pause=timedelta(minutes=10))
    office.now = message.rests_until
    await office.pump()
    again = await message_to(office)
    assert again.rests_until == office.now + timedelta(minutes=10)
    assert again.send_at == message.send_at

    office.broken = None
    await office.go_to(at("2026-06-23T12:00"))
    assert await states(office) == [("sent", "")]


async def test_message_is_given_up_after_many_failures_with_its_reminders(office: Office) -> None:
    await planned(office)
    office.broken = Failed(reason="timeout")
    await office.go_to(at("2026-06-23T18:00"))
    message = await message_to(office)
    assert (message.state, message.attempts) == (DeliveryState.DEAD, MAX_ATTEMPTS)
    assert await states(office) == [("dead", "timeout")]

    await office.database.write(lambda uow: revive(uow, message, at("2026-06-24T09:00")))
    assert await states(office) == [("planned", "")]
    office.broken = None
    await office.go_to(at("2026-06-24T12:00"))
    assert await states(office) == [("sent", "")]


async def test_permanent_failure_is_not_tried_again(office: Office) -> None:
    await planned(office)
    office.broken = Failed(reason="没有可用的账号", permanent=True)
    await office.go_to(at("2026-06-23T12:00"))
    assert (await message_to(office)).attempts == 1
    assert await states(office) == [("dead", "没有可用的账号")]


async def test_message_dropped_by_hand_takes_its_reminders_along(office: Office) -> None:
    await planned(office)
    message = await message_to(office)
    await office.database.write(lambda uow: drop(uow, message, "不再需要"))
    assert (await message_to(office)).state is DeliveryState.SUPPRESSED
    assert await states(office) == [("suppressed", "不再需要")]


async def claim(office: Office) -> OutboundMessage:
    """The organiser's message, on its way."""
    messages = await office.database.write(
        lambda uow: uow.outbox.claim(due_by=office.now, leased_until=office.now + timedelta(minutes=2), limit=50)
    )
    return next(item for item in messages if item.recipient == ORGANISER)


async def word(office: Office, message: OutboundMessage) -> Worded | Suppressed:
    book = office.book
    return await office.database.write(
        lambda uow: word_message(
            uow, message, office.now, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules
        )
    )


async def add_late(office: Office) -> None:
    """Plan something more into the organiser's message."""
    (first,) = await of_theme_day(office)
    late = replace(first, key=replace(first.key, lead_days=3), state=ReminderState.PLANNED, reason="")
    await office.database.write(lambda uow: uow.reminders.add([late]))


async def test_what_is_planned_while_a_message_is_on_its_way_goes_into_the_next_one(office: Office) -> None:
    await planned(office)
    office.now = at("2026-06-23T09:30")
    claimed = await claim(office)
    worded = await word(office, claimed)
    assert isinstance(worded, Worded)
    await add_late(office)
    sent = Sent(text=worded.text, told=worded.told)
    await office.database.write(lambda uow: settle(uow, claimed, sent, office.now))
    found = {item.key.lead_days: item for item in await of_theme_day(office)}
    assert (found[7].state, found[3].state) == (ReminderState.SENT, ReminderState.PLANNED)
    assert found[3].message_key == "reminder:1002:2026-06-24"
    await office.go_to(at("2026-06-24T12:00"))
    assert office.told("1002", "主题党日（6月）")[-1] == date(2026, 6, 24)


async def test_what_is_planned_into_a_message_that_proves_empty_is_not_lost(office: Office) -> None:
    await planned(office)
    office.now = at("2026-06-23T09:30")
    claimed = await claim(office)
    for kind in (ActivityKind.THEME_DAY, ActivityKind.BRANCH_ASSEMBLY, ActivityKind.VOLUNTEER, ActivityKind.DUES):
        await office.record(kind)
    verdict = await word(office, claimed)
    assert isinstance(verdict, Suppressed)
    await add_late(office)
    await office.database.write(lambda uow: settle(uow, claimed, verdict, office.now))
    found = {item.key.lead_days: item for item in await of_theme_day(office)}
    assert (found[7].state, found[7].reason) == (ReminderState.SUPPRESSED, Reason.FULFILLED)
    assert (found[3].state, found[3].message_key) == (ReminderState.PLANNED, "reminder:1002:2026-06-24")


async def put_off(office: Office, day: date) -> None:
    def move(uow: UnitOfWork) -> None:
        dossier = dossier_in(uow, BRANCH, office.now)
        assert dossier
        book = office.book
        judged = review_of(dossier, catalogue=book.catalogue, calendar=book.calendar, now=office.now).assessments
        obligation = next(
            item.obligation
            for item in judged
            if (item.obligation.duty.id, item.obligation.period.label) == (THEME_DAY, "2026-06")
        )
        postpone(uow, obligation, ORGANISER, day, rules=book.rules)

    await office.database.write(move)


async def test_what_is_put_off_comes_on_that_day_and_later_stages_stay(office: Office) -> None:
    await planned(office)
    await office.go_to(at("2026-06-23T12:00"))
    await put_off(office, date(2026, 6, 25))
    await office.go_to(at("2026-07-03T18:00"))
    assert [str(on) for on in office.told("1002", "主题党日（6月）")] == [
        "2026-06-23",
        "2026-06-25",
        "2026-06-26",
        "2026-06-30",
        "2026-07-01",
    ]


async def test_what_is_put_off_before_it_was_sent_is_not_told_twice(office: Office) -> None:
    await planned(office)
    await put_off(office, date(2026, 6, 24))
    await put_off(office, date(2026, 6, 25))
    await put_off(office, date(2026, 6, 24))
    await office.go_to(at("2026-06-25T18:00"))
    assert [str(on) for on in office.told("1002", "主题党日（6月）")] == ["2026-06-24"]


async def test_what_is_put_off_and_then_done_stays_silent(office: Office) -> None:
    await planned(office)
    await put_off(office, date(2026, 6, 25))
    await office.record(ActivityKind.THEME_DAY)
    await office.go_to(at("2026-07-10T18:00"))
    assert not office.told("1002", "主题党日（6月）")


@pytest.mark.parametrize("kind", [MessageKind.REPLY, MessageKind.NOTICE])
async def test_answers_go_out_as_written_at_any_hour(office: Office, kind: MessageKind) -> None:
    await office.found()
    office.now = at("2026-06-20T23:30")
    message = OutboundMessage(
        key="n1", kind=kind, send_at=office.now, recipient=ORGANISER, content=Content(text="已登记")
    )
    await office.database.write(lambda uow: uow.outbox.add(message))
    await office.pump()
    assert [(item.recipient, item.text) for item in office.arrived] == [("1002", "已登记")]


async def test_digest_switched_off_or_rebound_meanwhile_is_not_sent(office: Office) -> None:
    await office.found()
    office.now = at("2026-06-05T08:00")
    await office.tick()
    await change_settings(office, COMMITTEE, OrganisationSettings())
    await office.go_to(at("2026-06-05T17:00"))
    (digest,) = await office.messages(kind=MessageKind.DIGEST)
    assert (digest.state, digest.reason) == (DeliveryState.SUPPRESSED, Reason.SWITCHED_OFF)


async def test_digest_that_nobody_could_send_for_a_week_is_left_to_the_next(office: Office) -> None:
    await office.found()
    office.now = at("2026-06-05T08:00")
    await office.tick()
    office.now = at("2026-06-11T10:00")
    await office.pump()
    digest = (await office.messages(kind=MessageKind.DIGEST))[0]
    assert (digest.state, digest.reason) == (DeliveryState.SUPPRESSED, Reason.STALE)


async def test_digest_after_hours_waits_for_the_next_working_day(office: Office) -> None:
    await office.found()
    office.now = at("2026-06-05T08:00")
    await office.tick()
    office.now = at("2026-06-05T19:00")
    await office.pump()
    digest = (await office.messages(kind=MessageKind.DIGEST))[0]
    assert (digest.state, digest.attempts, digest.send_at) == (DeliveryState.PENDING, 0, at("2026-06-08T16:10"))


async def test_sums_hold_whatever_happens(office: Office) -> None:
    await planned(office)
    office.broken = Failed(reason="timeout")
    await office.go_to(at("2026-06-26T09:30"))
    office.broken = None
    await office.record(ActivityKind.DUES)
    await office.go_to(at("2026-07-10T18:00"))
    for organisation_id in (BRANCH, COMMITTEE):
        waiting = {item.key for item in await office.messages(states=(DeliveryState.PENDING,))}
        for item in await office.reminders(organisation_id):
            assert item.state is not ReminderState.PLANNED or item.message_key in waiting
            assert bool(item.reason) is (item.state in {ReminderState.SUPPRESSED, ReminderState.DEAD})


async def test_message_without_words_is_suppressed(office: Office) -> None:
    message = OutboundMessage(key="n2", kind=MessageKind.NOTICE, send_at=office.now, recipient=ORGANISER)
    book = office.book
    worded = await office.database.read(
        lambda uow: word_message(
            uow, message, office.now, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules
        )
    )
    assert worded == Suppressed(reason=Reason.EMPTY)
