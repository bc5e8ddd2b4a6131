"""A bureau in numbers: a committee, its branches and their people, drawn from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from schedules.calendar.zone import start_of
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId, Standing
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind, OrganisationSettings
from schedules.people.role import Post, Role
from schedules.people.term import Term
from schedules.ports import UnitOfWork

PROFILE = "neimenggu-shizhi-2023"
CHANNEL = "sandbox"
COMMITTEE = OrganisationId("jgdw")
PEOPLE_OF_A_BRANCH = 20
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = "建国志强文华秀英桂兰海燕丽娟永刚晓东立新卫民春梅雪松玉兰明辉国庆爱华振宇思远嘉宁若楠泽民浩然雨晴子涵欣怡"
COMMITTEE_ROLES = (Role.SECRETARY, Role.ORGANISER, Role.PUBLICITY, Role.DISCIPLINE, Role.DEPUTY)
OFFICE_ROLES = (Role.SECRETARY, Role.DEPUTY, Role.ORGANISER, Role.PUBLICITY, Role.CLERK, Role.STUDY_CLERK)
SILENT_BRANCH = 7
"""Of every so many branches one has nobody with an account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bureau:
    """All organisations and people, those above first."""

    organisations: tuple[Organisation, ...]
    members: tuple[Member, ...]
    posts: tuple[Post, ...]

    def people_of(self, organisation_id: OrganisationId) -> tuple[Member, ...]:
        """Who is at home there."""
        return tuple(member for member in self.members if member.organisation_id == organisation_id)

    def holder_of(self, role: Role, organisation_id: OrganisationId) -> Member | None:
        """Who holds a post there."""
        held = {post.member_id for post in self.posts if (post.role, post.organisation_id) == (role, organisation_id)}
        return next((member for member in self.members if member.id in held), None)

    def is_silent(self, organisation_id: OrganisationId) -> bool:
        """Whether nobody there has an account."""
        number = str(organisation_id).removeprefix("zb")
        return number.isdecimal() and int(number) % SILENT_BRANCH == 0


def found_bureau(branches: int, year: int, seed: int) -> Bureau:
    """A committee with its office and so many branches of twenty people each; some of their terms end in the year."""
    draw = Random(seed)
    names = _names(draw)
    ids = [OrganisationId(f"zb{number}") for number in range(1, branches + 1)]
    committee = Organisation(
        id=COMMITTEE,
        name="市××局机关党委",
        kind=OrganisationKind.COMMITTEE,
        profile=PROFILE,
        term=_term(draw, year),
        settings=OrganisationSettings(weekly_digest=True, monthly_digest=True, escalations=True),
        groups={CHANNEL: COMMITTEE},
    )
    members = [_member(draw, next(names), COMMITTEE, number, year) for number in range(len(OFFICE_ROLES))]
    posts = [
        Post(member_id=one.id, organisation_id=COMMITTEE, role=role)
        for one, role in zip(members, OFFICE_ROLES, strict=True)
    ]
    for organisation_id in ids:
        people = [_member(draw, next(names), organisation_id, number, year) for number in range(PEOPLE_OF_A_BRANCH)]
        members += people
        posts += [
            Post(member_id=one.id, organisation_id=organisation_id, role=role)
            for one, role in zip(people, COMMITTEE_ROLES, strict=False)
        ]
    own = [_branch(draw, organisation_id, year) for organisation_id in ids]
    return Bureau(organisations=(committee, *own), members=tuple(members), posts=tuple(posts))


def settle_in(uow: UnitOfWork, bureau: Bureau, first: date) -> None:
    """Store the bureau; its first day with us is `first`."""
    for organisation in bureau.organisations:
        uow.organisations.add(organisation, next_review_at=start_of(first))
    for member in bureau.members:
        uow.members.add(member)
        if not bureau.is_silent(member.organisation_id):
            uow.accounts.add(Account(member_id=member.id, address=Address(channel=CHANNEL, account=member.id)))
    for post in bureau.posts:
        uow.posts.add(post)


def _names(draw: Random) -> Iterator[str]:
    known: set[str] = set()
    while True:
        name = draw.choice(SURNAMES) + "".join(draw.sample(GIVEN, 2))
        if name not in known:
            known.add(name)
            yield name


def _member(draw: Random, name: str, home: OrganisationId, number: int, year: int) -> Member:
    joined = date(year - draw.randint(3, 40), draw.randint(1, 12), draw.randint(1, 28))
    return Member(
        id=MemberId(f"{home}-{number:02}"),
        name=name,
        organisation_id=home,
        standing=Standing.FULL,
        joined_on=joined,
        confirmed_on=joined.replace(year=joined.year + 1),
    )


def _branch(draw: Random, organisation_id: OrganisationId, year: int) -> Organisation:
    number = str(organisation_id).removeprefix("zb")
    own = OrganisationSettings(monthly_digest=draw.random() < 0.2)
    return Organisation(
        id=organisation_id,
        name=f"第{number}党支部",
        kind=OrganisationKind.BRANCH,
        parent_id=COMMITTEE,
        profile=PROFILE,
        term=_term(draw, year),
        settings=own,
        groups={CHANNEL: organisation_id},
    )


def _term(draw: Random, year: int) -> Term:
    ends_on = date(year, 1, 1) + timedelta(days=draw.randint(60, 1000))
    return Term(starts_on=ends_on.replace(year=ends_on.year - 3, day=1), ends_on=ends_on)
