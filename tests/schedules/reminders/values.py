"""Duties, people and obligations in the words of the tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from schedules.calendar.periods import Cadence, parse_period
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import start_of
from schedules.duties.duty import Deadline, Duty, DutyId, Obligation
from schedules.duties.facts import Facts
from schedules.duties.status import Assessment, Status
from schedules.ledger.activity import ActivityKind
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind, OrganisationSettings
from schedules.people.role import Post, Role
from schedules.reminders.review import Dossier, Review
from schedules.reminders.rules import DAY, ReminderRules
from schedules.reminders.stage import Reminder, ReminderKey, Stage

CALENDAR, RULES = WorkCalendar.of(), ReminderRules()
BRANCH, COMMITTEE = OrganisationId("zb1"), OrganisationId("jgdw")


def day(text: str) -> date:
    return date.fromisoformat(text)


def duty(**told: Any) -> Duty:  # noqa: ANN401 - fields of a duty
    theme_day = Duty(
        id=DutyId("zhuti-dangri"),
        name="主题党日",
        owner_kinds=frozenset({OrganisationKind.BRANCH}),
        cadence=Cadence.MONTHLY,
        lead_days=(7, 2, 0),
        kinds=frozenset({ActivityKind.THEME_DAY}),
        audience=(Role.ORGANISER, Role.MEMBER),
        source="《支部工作条例》第16条",
    )
    return replace(theme_day, **told)


def obligation(
    label: str = "2026-06",
    *,
    due: str | None = None,
    organisation: OrganisationId = BRANCH,
    **told: Any,  # noqa: ANN401
) -> Obligation:
    """A duty of a period; `due` is the last day on which it is asked for."""
    period = parse_period(label)
    assert period
    due_on = day(due) if due else period.last_on
    deadline = Deadline(
        opens_at=start_of(period.starts_on), due_at=start_of(due_on + DAY), grace_until=start_of(period.ends_until)
    )
    return Obligation(organisation_id=organisation, duty=duty(**told), period=period, deadline=deadline)


def assessment(owed: Obligation, status: Status = Status.OPEN, done: int = 0, needed: int = 1) -> Assessment:
    return Assessment(obligation=owed, status=status, done=done, needed=needed)


def member(number: str, name: str = "李建国", home: OrganisationId = BRANCH, **told: Any) -> Member:  # noqa: ANN401
    return Member(id=MemberId(number), name=name, organisation_id=home, **told)


def post(number: str, role: Role, place: OrganisationId = BRANCH, **told: Any) -> Post:  # noqa: ANN401
    return Post(member_id=MemberId(number), organisation_id=place, role=role, **told)


def organisation(**told: Any) -> Organisation:  # noqa: ANN401 - fields of an organisation
    return replace(Organisation(id=BRANCH, name="第一党支部", kind=OrganisationKind.BRANCH), **told)


def committee(*, escalations: bool = False) -> Organisation:
    settings = OrganisationSettings(escalations=escalations)
    return Organisation(id=COMMITTEE, name="市统计局机关党委", kind=OrganisationKind.COMMITTEE, settings=settings)


def dossier(*posts: Post, superiors: tuple[Post, ...] = (), **told: Any) -> Dossier:  # noqa: ANN401 - fields of Facts
    facts = Facts(organisation=organisation(), posts=posts)
    return Dossier(facts=replace(facts, **told), superiors=superiors)


def review(known: Dossier, *assessments: Assessment) -> Review:
    return Review(dossier=known, assessments=assessments)


def reminder(recipient: str = "1001", stage: Stage = Stage.AHEAD, lead_days: int = 2, **told: Any) -> Reminder:  # noqa: ANN401
    key = ReminderKey(
        organisation_id=BRANCH,
        duty_id=DutyId("zhuti-dangri"),
        period="2026-06",
        stage=stage,
        lead_days=lead_days,
        recipient=MemberId(recipient),
    )
    return replace(Reminder(key=key, send_at=start_of(day("2026-06-26")), message_key="reminder"), **told)
