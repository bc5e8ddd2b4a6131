from dataclasses import replace

from schedules.outbox import DeliveryState, MessageId, MessageKind, OutboundMessage
from schedules.people.member import MemberId
from schedules.reminders.merging import place, sent_on
from tests.schedules.reminders.office import at
from tests.schedules.reminders.values import day, reminder

FRIDAY = at("2026-06-26T09:05")
DUE = reminder(send_at=FRIDAY)
OTHER = reminder(lead_days=3, send_at=FRIDAY)
WAITING = OutboundMessage(
    key="reminder:1001:2026-06-24",
    kind=MessageKind.REMINDER,
    send_at=at("2026-06-24T09:05"),
    id=MessageId(1),
    recipient=MemberId("1001"),
)


def test_one_message_takes_all_of_a_day() -> None:
    placement = place([DUE, OTHER], [])
    assert [message.key for message in placement.messages] == ["reminder:1001:2026-06-26"]
    assert placement.messages[0].send_at == FRIDAY
    assert {item.message_key for item in placement.reminders} == {"reminder:1001:2026-06-26"}


def test_message_that_still_waits_from_before_takes_what_is_due_now() -> None:
    placement = place([DUE], [WAITING], at_once=True)
    assert placement.messages == ()
    assert placement.reminders[0].message_key == WAITING.key
    assert placement.reminders[0].send_at == WAITING.send_at


def test_what_was_put_off_does_not_join_a_message_of_an_earlier_day() -> None:
    assert place([DUE], [WAITING]).messages[0].key == "reminder:1001:2026-06-26"


def test_message_of_a_later_day_is_left_alone() -> None:
    later = replace(WAITING, key="reminder:1001:2026-06-30", send_at=at("2026-06-30T09:05"))
    assert place([DUE], [later], at_once=True).messages[0].key == "reminder:1001:2026-06-26"


def test_key_that_is_taken_gets_a_number() -> None:
    ended = replace(WAITING, key="reminder:1001:2026-06-26", send_at=FRIDAY, state=DeliveryState.SUPPRESSED)
    first = place([DUE], [ended]).messages[0]
    assert first.key == "reminder:1001:2026-06-26:2"
    assert place([DUE], [ended, replace(first, state=DeliveryState.SENT)]).messages[0].key.endswith(":3")


def test_count_of_a_day_is_by_when_it_was_sent() -> None:
    sent = replace(WAITING, state=DeliveryState.SENT, sent_at=FRIDAY)
    assert sent_on([sent, WAITING], day("2026-06-26")) == 1
    assert sent_on([sent, WAITING], day("2026-06-24")) == 0
