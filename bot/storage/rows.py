"""Values to rows and back. A row is read in the order of its table's columns."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from bot.storage.codec import Codec, instant_text
from bot.storage.statements import Row
from handlers.conversation import Conversation, ConversationKey
from schedules.duties.duty import Waiver
from schedules.ledger.activity import Activity, ActivityKind, ActivityState, Amendment, Attendance
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Account, Address
from schedules.people.member import Member, Standing
from schedules.people.organisation import Organisation, OrganisationKind, OrganisationSettings
from schedules.people.role import Post, Role
from schedules.people.term import Term
from schedules.reminders.stage import Reminder, ReminderKey, ReminderState, Stage

Values = dict[str, object]

_NAMES = Codec(tuple[str, ...], remembers=True)
_TAGS = Codec(frozenset[str], remembers=True)
_SETTINGS = Codec(OrganisationSettings, remembers=True)
_GROUPS = Codec(Mapping[str, str], remembers=True)  # type: ignore[type-abstract]
_CHANGES = Codec(Mapping[str, str | None])  # type: ignore[type-abstract]
_CONTENT = Codec(Content)
_CONVERSATION = Codec(Conversation)
_CONVERSATION_KEY = Codec(ConversationKey)

REPLIES = Codec(tuple[Content, ...])


def _iso(value: date | time | None) -> str | None:
    return None if value is None else value.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)


def _instant_or_none(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _text_or_none(instant: datetime | None) -> str | None:
    return None if instant is None else instant_text(instant)


def organisation_row(organisation: Organisation) -> Values:
    """An organisation's columns, all but `next_review_at`."""
    term = organisation.term
    return {
        "id": organisation.id,
        "name": organisation.name,
        "kind": organisation.kind.value,
        "parent_id": organisation.parent_id,
        "profile": organisation.profile,
        "term_starts_on": _iso(term.starts_on) if term else None,
        "term_ends_on": _iso(term.ends_on) if term else None,
        "settings": _SETTINGS.dumps(organisation.settings),
        "groups": _GROUPS.dumps(organisation.groups),
        "founded_on": _iso(organisation.founded_on),
    }


def organisation_of(row: Row) -> Organisation:
    """The organisation of a row."""
    id_, name, kind, parent_id, profile, term_starts_on, term_ends_on, settings, groups, founded_on, _ = row
    ends_on = _day(term_ends_on)
    return Organisation(
        id=id_,
        name=name,
        kind=OrganisationKind(kind),
        parent_id=parent_id,
        profile=profile,
        term=Term(starts_on=_day(term_starts_on), ends_on=ends_on) if ends_on else None,
        settings=_SETTINGS.loads(settings),
        groups=_GROUPS.loads(groups),
        founded_on=_day(founded_on),
    )


def member_row(member: Member) -> Values:
    """A member's columns."""
    return {
        "id": member.id,
        "name": member.name,
        "organisation_id": member.organisation_id,
        "standing": member.standing.value,
        "joined_on": _iso(member.joined_on),
        "confirmed_on": _iso(member.confirmed_on),
        "left_on": _iso(member.left_on),
    }


def member_of(row: Row) -> Member:
    """The member of a row."""
    id_, name, organisation_id, standing, joined_on, confirmed_on, left_on = row
    return Member(
        id=id_,
        name=name,
        organisation_id=organisation_id,
        standing=Standing(standing),
        joined_on=_day(joined_on),
        confirmed_on=_day(confirmed_on),
        left_on=_day(left_on),
    )


def post_key(post: Post) -> Values:
    """The columns that make a post the same one."""
    return {
        "member_id": post.member_id,
        "organisation_id": post.organisation_id,
        "role": post.role.value,
        "starts_on": _iso(post.starts_on) or "",
    }


def post_row(post: Post) -> Values:
    """A post's columns."""
    return {**post_key(post), "ends_until": _iso(post.ends_until)}


def post_of(row: Row) -> Post:
    """The post of a row."""
    member_id, organisation_id, role, starts_on, ends_until = row
    return Post(
        member_id=member_id,
        organisation_id=organisation_id,
        role=Role(role),
        starts_on=_day(starts_on or None),
        ends_until=_day(ends_until),
    )


def account_key(address: Address) -> Values:
    """The columns that find an account, in whatever case its name is written."""
    return {
        "channel": address.channel,
        "account_folded": address.account.casefold(),
        "is_group": int(address.is_group),
    }


def account_row(account: Account) -> Values:
    """An account's columns."""
    return {
        **account_key(account.address),
        "account": account.address.account,
        "member_id": account.member_id,
        "last_seen_at": _text_or_none(account.last_seen_at),
    }


def account_of(row: Row) -> Account:
    """The account of a row."""
    channel, _, is_group, account, member_id, last_seen_at = row
    return Account(
        member_id=member_id,
        address=Address(channel=channel, account=account, is_group=bool(is_group)),
        last_seen_at=_instant_or_none(last_seen_at),
    )


def activity_row(activity: Activity) -> Values:
    """An activity's columns, all but `id`."""
    attendance = activity.attendance
    return {
        "organisation_id": activity.organisation_id,
        "kind": activity.kind.value,
        "held_on": activity.held_on.isoformat(),
        "reported_by": activity.reported_by,
        "reported_at": instant_text(activity.reported_at),
        "ended_on": _iso(activity.ended_on),
        "starts": _iso(activity.starts),
        "ends": _iso(activity.ends),
        "topic": activity.topic,
        "expected": attendance.expected,
        "present": attendance.present,
        "leave": _NAMES.dumps(attendance.leave),
        "absent": _NAMES.dumps(attendance.absent),
        "leave_count": attendance.leave_count,
        "absent_count": attendance.absent_count,
        "host": activity.host,
        "lecturer": activity.lecturer,
        "recorder": activity.recorder,
        "place": activity.place,
        "participants": _NAMES.dumps(activity.participants),
        "amount": None if activity.amount is None else str(activity.amount),
        "tags": _TAGS.dumps(activity.tags),
        "state": activity.state.value,
        "late": int(activity.late),
        "counts_for": activity.counts_for,
    }


def activity_of(row: Row) -> Activity:
    """The activity of a row."""
    id_, organisation_id, kind, held_on, reported_by, reported_at, ended_on, starts, ends, topic, *rest = row
    *attendance, host, lecturer, recorder, place, participants, amount, tags, state, late, counts_for = rest
    return Activity(
        id=id_,
        organisation_id=organisation_id,
        kind=ActivityKind(kind),
        held_on=date.fromisoformat(held_on),
        reported_by=reported_by,
        reported_at=datetime.fromisoformat(reported_at),
        ended_on=_day(ended_on),
        starts=_time(starts),
        ends=_time(ends),
        topic=topic,
        attendance=_attendance_of(attendance),
        host=host,
        lecturer=lecturer,
        recorder=recorder,
        place=place,
        participants=_NAMES.loads(participants),
        amount=None if amount is None else Decimal(amount),
        tags=_TAGS.loads(tags),
        state=ActivityState(state),
        late=bool(late),
        counts_for=counts_for,
    )


def _attendance_of(row: Row) -> Attendance:
    expected, present, leave, absent, leave_count, absent_count = row
    return Attendance(
        expected=expected,
        present=present,
        leave=_NAMES.loads(leave),
        absent=_NAMES.loads(absent),
        leave_count=leave_count,
        absent_count=absent_count,
    )


def amendment_row(amendment: Amendment) -> Values:
    """An amendment's columns, all but `id`."""
    return {
        "activity_id": amendment.activity_id,
        "by": amendment.by,
        "at": instant_text(amendment.at),
        "before": _CHANGES.dumps(amendment.before),
        "after": _CHANGES.dumps(amendment.after),
    }


def amendment_of(row: Row) -> Amendment:
    """The amendment of a row."""
    _, activity_id, by, at, before, after = row
    return Amendment(
        activity_id=activity_id,
        by=by,
        at=datetime.fromisoformat(at),
        before=_CHANGES.loads(before),
        after=_CHANGES.loads(after),
    )


def waiver_row(waiver: Waiver) -> Values:
    """A waiver's columns."""
    return {
        "organisation_id": waiver.organisation_id,
        "duty_id": waiver.duty_id,
        "period": waiver.period,
        "reason": waiver.reason,
        "by": waiver.by,
        "at": instant_text(waiver.at),
    }


def waiver_of(row: Row) -> Waiver:
    """The waiver of a row."""
    organisation_id, duty_id, period, reason, by, at = row
    return Waiver(
        organisation_id=organisation_id,
        duty_id=duty_id,
        period=period,
        reason=reason,
        by=by,
        at=datetime.fromisoformat(at),
    )


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


def reminder_of(row: Row) -> Reminder:
    """The reminder of a row."""
    organisation_id, duty_id, period, stage, lead_days, recipient, send_at, message_key, state, reason = row
    return Reminder(
        key=ReminderKey(
            organisation_id=organisation_id,
            duty_id=duty_id,
            period=period,
            stage=Stage(stage),
            lead_days=lead_days,
            recipient=recipient,
        ),
        send_at=datetime.fromisoformat(send_at),
        message_key=message_key,
        state=ReminderState(state),
        reason=reason,
    )


def message_row(message: OutboundMessage) -> Values:
    """A message's columns, all but `id`, and not leased."""
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
        "sent_at": _text_or_none(message.sent_at),
        "leased_until": None,
    }


def message_of(row: Row) -> OutboundMessage:
    """The message of a row."""
    id_, key, kind, send_at, organisation_id, recipient, channel, account, is_group, *rest = row
    content, state, attempts, reason, text, sent_at, _ = rest
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
        sent_at=_instant_or_none(sent_at),
    )


def conversation_key(key: ConversationKey) -> str:
    """The text by which a conversation is found."""
    return _CONVERSATION_KEY.dumps(key)


def conversation_row(conversation: Conversation) -> Values:
    """A conversation's columns."""
    return {
        "key": conversation_key(conversation.key),
        "state": _CONVERSATION.dumps(conversation),
        "expires_at": _text_or_none(conversation.expires_at),
    }


def conversation_of(row: Row) -> Conversation:
    """The conversation of a row."""
    _, state, _ = row
    return _CONVERSATION.loads(state)
