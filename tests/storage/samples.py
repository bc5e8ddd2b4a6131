"""Values with nothing left at its default, and what they need around them."""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.conversation import (
    Accepted,
    Asked,
    Conversation,
    ConversationKey,
    Draft,
    Merge,
    Option,
    Purpose,
    Question,
)
from handlers.intents import Query, QueryTopic, Reading
from schedules.duties.duty import DutyId, Waiver
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, ActivityState, Amendment, Attendance
from schedules.ledger.attachment import AttachmentId
from schedules.outbox import Button, Content, DeliveryState, MessageId, MessageKind, OutboundMessage, Receipt
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId, Standing
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind, OrganisationSettings
from schedules.people.role import Post, Role
from schedules.people.term import Term
from schedules.reminders.stage import Reminder, ReminderKey, ReminderState, Stage

NOW = datetime(2026, 6, 28, 1, 5, 0, 123456, tzinfo=UTC)
DAY = date(2026, 6, 25)
HOUR = timedelta(hours=1)

COMMITTEE, BRANCH = OrganisationId("jgdw"), OrganisationId("zb1")
LI, WANG = MemberId("1001"), MemberId("1002")

SETTINGS = OrganisationSettings(
    duties_off=frozenset({"theme-day", "dues"}),
    duties_on=frozenset({"report"}),
    min_counts={"study": 2},
    windows={"july-first": "06-01..07-10"},
    lead_days={"study": (7, 0, -3)},
    audiences={"study": ("secretary", "member")},
    weekly_digest=True,
    monthly_digest=True,
    escalations=True,
    confirm_records=True,
    single_use=True,
    tasks=True,
    calendar=True,
    owed_from=date(2026, 1, 1),
    send_at="08:45",
)
ORGANISATION = Organisation(
    id=BRANCH,
    name="第一党支部",
    kind=OrganisationKind.BRANCH,
    parent_id=COMMITTEE,
    profile="ningxia-2023",
    term=Term(starts_on=date(2024, 3, 1), ends_on=date(2027, 3, 1)),
    settings=SETTINGS,
    groups={"wecom": "机关党委群", "sandbox": "zb1"},
    founded_on=date(1998, 7, 1),
)
PARENT = Organisation(id=COMMITTEE, name="机关党委", kind=OrganisationKind.COMMITTEE)
MEMBER = Member(
    id=LI,
    name="李建国",
    organisation_id=BRANCH,
    standing=Standing.PROBATIONARY,
    joined_on=date(2025, 6, 1),
    confirmed_on=date(2026, 6, 1),
    left_on=date(2026, 12, 1),
)
POST = Post(
    member_id=LI,
    organisation_id=BRANCH,
    role=Role.SECRETARY,
    starts_on=date(2024, 3, 1),
    ends_until=date(2027, 3, 1),
)
ACCOUNT = Account(member_id=LI, address=Address(channel="wecom", account="LiJianGuo", is_group=True), last_seen_at=NOW)
ACTIVITY = Activity(
    id=ActivityId(0),
    organisation_id=BRANCH,
    kind=ActivityKind.PARTY_LECTURE,
    held_on=DAY,
    reported_by=LI,
    reported_at=NOW,
    ended_on=date(2026, 6, 26),
    starts=time(9, 30),
    ends=time(11, 0),
    topic="七一 专题党课 😀",
    attendance=Attendance(
        expected=20, present=17, leave=("张晓", "陈立"), absent=("孙浩",), leave_count=2, absent_count=1
    ),
    host="王芳",
    lecturer="李建国",
    recorder="陈立",
    place="三楼会议室",
    participants=("李建国", "王芳"),
    amount=Decimal("120.50"),
    tags=frozenset({"七一", "民族理论"}),
    state=ActivityState.PENDING,
    late=True,
    counts_for="2026Q2",
)
WAIVER = Waiver(organisation_id=BRANCH, duty_id=DutyId("theme-day"), period="2026-06", reason="防汛", by=LI, at=NOW)
REMINDER = Reminder(
    key=ReminderKey(
        organisation_id=BRANCH,
        duty_id=DutyId("theme-day"),
        period="2026-06",
        stage=Stage.OVERDUE,
        lead_days=-3,
        recipient=LI,
    ),
    send_at=NOW,
    message_key="reminder:1001:2026-06-28",
    state=ReminderState.SENT,
    reason="补发",
)
CONTENT = Content(text="已登记\n3月1日 主题党日", buttons=(Button(label="撤销", action="undo:12"),))
MESSAGE = OutboundMessage(
    key="digest:jgdw:2026-06",
    kind=MessageKind.DIGEST,
    send_at=NOW,
    id=MessageId(1),
    organisation_id=BRANCH,
    recipient=LI,
    address=Address(channel="wecom", account="群", is_group=True),
    content=CONTENT,
    state=DeliveryState.DEAD,
    attempts=3,
    reason="81013",
    text="本月",
    sent_at=NOW + HOUR,
    doubts=1,
    rests_until=NOW + 2 * HOUR,
    receipt=Receipt(address=Address(channel="wecom", account="LiJianguo"), names=("m-1", "m-2")),
)
READING = Reading(
    kind=ActivityKind.THEME_DAY,
    held_on=DAY,
    ended_on=date(2026, 6, 26),
    starts=time(9, 30),
    ends=time(11, 0),
    topic="参观",
    expected=20,
    present=17,
    absent=("孙浩",),
    leave=("张晓",),
    absent_count=1,
    leave_count=2,
    host="王芳",
    lecturer="李建国",
    recorder="陈立",
    place="展览馆",
    participants=("李建国",),
    amount=Decimal("0.10"),
    date_words="前几天",
    counts_for="2026-06",
)
KEY = ConversationKey(
    sender=Address(channel="wecom", account="li"), group=Address(channel="wecom", account="群", is_group=True)
)
DRAFT = Draft(
    purpose=Purpose.CORRECT,
    readings=(READING, Reading()),
    organisation_id=BRANCH,
    question=Question.SAME,
    about=1,
    options=(Option(label="补充到这一条", value="same"),),
    accepted=(Accepted(index=0, question=Question.ATTENDANCE),),
    merges=(Merge(index=1, activity_id=ActivityId(12)),),
    candidate_id=ActivityId(12),
    several=(ActivityId(12), ActivityId(11)),
)
CONVERSATION = Conversation(
    key=KEY,
    draft=DRAFT,
    recent=(ActivityId(12), ActivityId(11)),
    organisation_id=BRANCH,
    expires_at=NOW,
    files=(AttachmentId(3),),
    withdrawn=ActivityId(10),
    withdrawn_with=(ActivityId(9), ActivityId(8)),
    asked=Asked(
        query=Query(
            topic=QueryTopic.COUNT,
            kind=ActivityKind.DUES,
            since=date(2026, 6, 1),
            until=date(2026, 7, 1),
            names=("张晓",),
        ),
        organisation_id=BRANCH,
        of_each=True,
        at=NOW,
    ),
)
AMENDMENT = Amendment(
    activity_id=ActivityId(1),
    by=WANG,
    at=NOW,
    before={"topic": None, "host": "王芳"},
    after={"topic": "新", "host": None},
)

WITH_COLUMNS: list[object] = [
    ORGANISATION,
    MEMBER,
    POST,
    ACCOUNT,
    ACTIVITY,
    ACTIVITY.attendance,
    WAIVER,
    REMINDER,
    MESSAGE,
    AMENDMENT,
]
"""Values whose fields have columns of their own."""


def fields_at_default(value: object) -> set[str]:
    """The fields of a dataclass that say nothing new."""
    assert is_dataclass(value)
    found = set()
    for field in fields(value):
        default = field.default if field.default_factory is MISSING else field.default_factory()
        if getattr(value, field.name) == default:
            found.add(field.name)
    return found


def settle_in(uow: SqlUnitOfWork) -> None:
    """A committee, a branch below it and two members."""
    uow.organisations.add(PARENT, next_review_at=NOW)
    uow.organisations.add(ORGANISATION, next_review_at=NOW + HOUR)
    uow.members.add(MEMBER)
    uow.members.add(Member(id=WANG, name="王芳", organisation_id=BRANCH))


def remember(key: str, value: str) -> Callable[[SqlUnitOfWork], str]:
    """A use case that keeps a text and tells its key."""

    def use_case(uow: SqlUnitOfWork) -> str:
        uow.meta.update(key, value)
        return key

    return use_case


def recall(*keys: str) -> Callable[[SqlUnitOfWork], list[str | None]]:
    """A use case that tells what is kept."""
    return lambda uow: [uow.meta.get(key) for key in keys]
