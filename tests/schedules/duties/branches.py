"""An organisation under test, in the words of the tests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Protocol

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import instant_at
from schedules.duties.catalogue import Catalogue
from schedules.duties.compliance import status_of
from schedules.duties.deadline import obligations_of
from schedules.duties.duty import DutyId, Obligation, Waiver
from schedules.duties.facts import Facts
from schedules.duties.status import Assessment
from schedules.ledger.activity import Activity, ActivityId, ActivityKind
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role

HERE = OrganisationId("here")
NAMES = ("陈静", "李明", "王敏", "赵海燕", "刘洋", "孙晓东", "吴桂兰", "郑伟")
COMMITTEE = {"陈静": Role.SECRETARY, "李明": Role.ORGANISER, "王敏": Role.PUBLICITY}


def member(number: int, name: str, **told: Any) -> Member:  # noqa: ANN401 - fields of a member
    return Member(id=MemberId(f"{number:04}"), name=name, organisation_id=HERE, **told)


def noon(day: str) -> datetime:
    return instant_at(date.fromisoformat(day), time(12))


@dataclass(frozen=True, kw_only=True)
class Branch:
    """An organisation under test: by default a branch of eight with a committee of three."""

    catalogue: Catalogue
    calendar: WorkCalendar
    facts: Facts

    def having(self, **changes: Any) -> "Branch":  # noqa: ANN401 - fields of Facts
        return replace(self, facts=replace(self.facts, **changes))

    def being(self, **changes: Any) -> "Branch":  # noqa: ANN401 - fields of Organisation
        return self.having(organisation=replace(self.facts.organisation, **changes))

    def recording(self, *records: Activity) -> "Branch":
        numbered = [replace(record, id=ActivityId(number)) for number, record in enumerate(records, 1)]
        return self.having(activities=tuple(numbered))

    def waiving(self, duty_id: str, period: str) -> "Branch":
        waiver = Waiver(
            organisation_id=HERE,
            duty_id=DutyId(duty_id),
            period=period,
            reason="全员外出",
            by=MemberId("9"),
            at=noon("2026-01-01"),
        )
        return self.having(waivers=(waiver,))

    def obligations(self, since: str, until: str) -> Sequence[Obligation]:
        first, after = date.fromisoformat(since), date.fromisoformat(until)
        return obligations_of(self.facts, self.catalogue, self.calendar, since=first, until=after)

    def owes(self, duty_id: str, since: str, until: str) -> list[str]:
        return [one.period.label for one in self.obligations(since, until) if one.duty.id == duty_id]

    def obligation(self, duty_id: str, period: str) -> Obligation:
        found = self.obligations("2019-01-01", "2031-01-01")
        return next(one for one in found if (one.duty.id, one.period.label) == (duty_id, period))

    def judged(self, duty_id: str, period: str, at: str) -> Assessment:
        return status_of(self.obligation(duty_id, period), self.facts, now=noon(at))


def branch_facts() -> Facts:
    members = tuple(member(number, name) for number, name in enumerate(NAMES, 1))
    posts = tuple(
        Post(member_id=one.id, organisation_id=HERE, role=COMMITTEE[one.name])
        for one in members
        if one.name in COMMITTEE
    )
    organisation = Organisation(
        id=HERE, name="第一党支部", kind=OrganisationKind.BRANCH, profile="neimenggu-shizhi-2023"
    )
    return Facts(organisation=organisation, members=members, posts=posts)


class Recorder(Protocol):
    def __call__(self, kind: str, day: str, **told: Any) -> Activity: ...  # noqa: ANN401 - fields of a record


class Peopler(Protocol):
    def __call__(self, number: int, name: str, **told: Any) -> Member: ...  # noqa: ANN401 - fields of a member


def record_of(kind: str, day: str, **told: Any) -> Activity:  # noqa: ANN401 - fields of a record
    return Activity(
        id=ActivityId(0),
        organisation_id=HERE,
        kind=ActivityKind(kind),
        held_on=date.fromisoformat(day),
        reported_by=MemberId("0001"),
        reported_at=noon(day),
        **told,
    )


def post_of(member_id: str, role: Role, **told: Any) -> Post:  # noqa: ANN401 - fields of a post
    return Post(member_id=MemberId(member_id), organisation_id=HERE, role=role, **told)
