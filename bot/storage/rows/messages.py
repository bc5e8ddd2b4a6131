"""Reminders and messages to send."""

from datetime import datetime

from bot.storage.codec import Codec, instant_text
from bot.storage.rows.optional import instant_or_none, text_or_none
from bot.storage.statements import Row
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage, Receipt
from schedules.people.address import Address
from schedules.reminders.stage import Reminder, ReminderKey, ReminderState, Stage

Values = dict[str, object]

_CONTENT = Codec(Content)
_RECEIPT = Codec(Receipt)
_STAGES = {stage.value: stage for stage in Stage}


def reminder_key(key: ReminderKey) -> Values:
    """The columns that make a reminder the same one."""
    return {
        "organisation_id": key.organisation_id,
        "duty_id": key.duty_id,
        "period": key.period,
        "stage": key.stage.value,
        "lead_days": key.lead_days,
        "recipient": key.recipient,
    }


def reminder_row(reminder: Reminder) -> Values:
    """A reminder's columns."""
    return {
        **reminder_key(reminder.key),
        "send_at": instant_text(reminder.send_at),
        "message_key": reminder.message_key,
        "state": reminder.state.value,
        "reason": reminder.reason,
    }


def key_of(row: Row) -> ReminderKey:
    """The key of a row of columns that make a reminder the same one."""
    organisation_id, duty_id, period, stage, lead_days, recipient = row
    return ReminderKey(
        organisation_id=organisation_id,
        duty_id=duty_id,
        period=period,
        stage=_STAGES[stage],
        lead_days=lead_days,
        recipient=recipient,
    )


def reminder_of(row: Row) -> Reminder:
    """The reminder of a row."""
    *key, send_at, message_key, state, reason = row
    return Reminder(
        key=key_of(key),
        send_at=datetime.fromisoformat(send_at),
        message_key=message_key,
        state=ReminderState(state),
        reason=reason,
    )


def message_row(message: OutboundMessage) -> Values:
    """A message's columns, all but `id`. Its rest is a lease that nobody holds."""
    address = message.address
    return {
        "key": message.key,
        "kind": message.kind.value,
        "send_at": instant_text(message.send_at),
        "organisation_id": message.organisation_id,
        "recipient": message.recipient,
        "channel": address.channel if address else None,
        "account": address.account if address else None,
        "is_group": int(address.is_group) if address else 0,
        "content": _CONTENT.dumps(message.content) if message.content else None,
        "state": message.state.value,
        "attempts": message.attempts,
        "reason": message.reason,
        "text": message.text,
        "sent_at": text_or_none(message.sent_at),
        "leased_until": text_or_none(message.rests_until),
        "leased_by": None,
        "doubts": message.doubts,
        "receipt": _RECEIPT.dumps(message.receipt) if message.receipt else None,
    }


def message_of(row: Row) -> OutboundMessage:
    """The message of a row."""
    id_, key, kind, send_at, organisation_id, recipient, channel, account, is_group, *rest = row
    content, state, attempts, reason, text, sent_at, leased_until, leased_by, doubts, receipt = rest
    return OutboundMessage(
        id=id_,
        key=key,
        kind=MessageKind(kind),
        send_at=datetime.fromisoformat(send_at),
        organisation_id=organisation_id,
        recipient=recipient,
        address=Address(channel=channel, account=account, is_group=bool(is_group)) if channel else None,
        content=_CONTENT.loads(content) if content else None,
        state=DeliveryState(state),
        attempts=attempts,
        reason=reason,
        text=text,
        sent_at=instant_or_none(sent_at),
        doubts=doubts,
        rests_until=instant_or_none(leased_until) if leased_by is None else None,
        receipt=_RECEIPT.loads(receipt) if receipt else None,
    )
