"""Who an organisation's people are on a day, and whom a name in a record means."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from schedules.duties.duty import Scope
from schedules.duties.facts import Facts
from schedules.ledger.activity import Activity
from schedules.people.member import Member, MemberId, Standing
from schedules.people.role import BRANCH_COMMITTEE, OFFICERS, Role

COMMITTEE_FROM = 7
IN_THE_PARTY = frozenset({Standing.FULL, Standing.PROBATIONARY})
TITLES = {
    Role.SECRETARY: re.compile(r"(?P<surname>[^\W副纪]{0,2}?)(?:党?支部|党委|党组|党总支)?书记"),
    Role.DISCIPLINE_SECRETARY: re.compile(r"(?P<surname>\w{0,2}?)(?:机关)?纪委书记"),
}
LEADING = frozenset({Role.LEADER, Role.SECRETARY, Role.DEPUTY})
"""Who is of the 班子 of a 党组 or 党委."""

COMRADE = re.compile(r"同志|\s")


def has_committee(facts: Facts) -> bool:
    """Whether there is a branch committee: not below seven full members (党支部工作条例)."""
    full = [member for member in at_home(facts) if member.standing is Standing.FULL and member.left_on is None]
    return len(full) >= COMMITTEE_FROM


def at_home(facts: Facts) -> Sequence[Member]:
    """Who belongs to the organisation itself; where nobody is at home (党组, 党小组), those who hold posts in it."""
    home = [member for member in facts.members if member.organisation_id == facts.organisation.id]
    return home or facts.members


def members_of(facts: Facts, scope: Scope, day: date) -> tuple[Member, ...]:
    """The people of a scope on a day, in the roster's order."""
    if scope is Scope.APPLICANTS:
        wanted = frozenset({Standing.CANDIDATE, Standing.APPLICANT})
        return tuple(member for member in at_home(facts) if member.standing in wanted and is_here(member, day))
    party = tuple(member for member in at_home(facts) if member.standing in IN_THE_PARTY and is_here(member, day))
    if scope is Scope.MEMBERS:
        return party
    if scope is Scope.ORDINARY:
        committee = holders_of(facts, BRANCH_COMMITTEE, day)
        return tuple(member for member in party if member.id not in committee)
    holders = holders_of(facts, ROLES_OF.get(scope, frozenset()), day)
    if scope is Scope.LEADERS:
        holders |= {post.member_id for post in facts.leading if post.role in LEADING and post.is_held_on(day)}
    return tuple(member for member in facts.members if member.id in holders and is_here(member, day))


ROLES_OF: Mapping[Scope, frozenset[Role]] = {
    Scope.COMMITTEE: BRANCH_COMMITTEE,
    Scope.SECRETARY: frozenset({Role.SECRETARY}),
    Scope.OFFICERS: OFFICERS - {Role.CLERK},
    Scope.LEADERS: frozenset({Role.LEADER}),
}


def is_here(member: Member, day: date) -> bool:
    """Whether the member belonged here on that day, as far as the roster tells."""
    joined = member.joined_on is None or member.joined_on <= day
    return joined and (member.left_on is None or day < member.left_on)


def holders_of(facts: Facts, roles: frozenset[Role], day: date) -> frozenset[MemberId]:
    """Who holds one of these roles in the organisation itself on that day."""
    here = facts.organisation.id
    held = (post for post in facts.posts if post.organisation_id == here and post.role in roles)
    return frozenset(post.member_id for post in held if post.is_held_on(day))


def member_named(name: str, members: Sequence[Member]) -> Member | None:
    """The member of that name; a form of address does not matter, two of one name are nobody."""
    plain = COMRADE.sub("", name)
    found = [member for member in members if member.name == plain]
    return found[0] if len(found) == 1 else None


def names_holder(text: str, role: Role, facts: Facts, day: date) -> bool:
    """Whether a name in a record means who holds the role: by full name, by the title alone, or by surname and title."""
    plain = COMRADE.sub("", text)
    ids = holders_of(facts, frozenset({role}), day)
    names = [member.name for member in facts.members if member.id in ids]
    if any(name in plain for name in names):
        return True
    titled = TITLES[role].fullmatch(plain) if role in TITLES else None
    if titled is None:
        return False
    surname = titled["surname"]
    return not surname or not names or any(name.startswith(surname) for name in names)


def talkers_of(talk: Activity, facts: Facts) -> tuple[Member, ...]:
    """Those of the roster who took part in a talk; where no host is told, it is the reporter."""
    named = [member_named(name, facts.members) for name in (talk.host or "", *talk.participants) if name]
    if talk.host is None:
        named.append(next((member for member in facts.members if member.id == talk.reported_by), None))
    return tuple(dict.fromkeys(member for member in named if member))


def was_there(activity: Activity, member: Member, roster: Sequence[Member]) -> bool:
    """Whether a record tells that the member took part: by the names of those present, or by those of all who were away."""
    if activity.participants:
        return member_named(member.name, roster) is member and member.name in activity.participants
    told = activity.attendance
    if told.expected is None or told.present is None:
        return False
    away = (*told.leave, *told.absent)
    return told.expected - told.present == len(away) and member.name not in away
