"""Who is told: posts, not persons."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import lru_cache

from schedules.duties.duty import Duty, Obligation
from schedules.duties.facts import Facts
from schedules.duties.handover import Handover
from schedules.people.member import Member, MemberId, Standing
from schedules.people.role import OFFICERS, Post, Role
from schedules.reminders.ladder import Rung
from schedules.reminders.review import Dossier
from schedules.reminders.stage import Stage

NO_POSTS = frozenset({Role.MEMBER, Role.SUBJECT, Role.SUPERIOR})
"""Words of an audience that name no post of the organisation."""

ANY_POST = frozenset(Role) - NO_POSTS
LEADS = frozenset({Role.SECRETARY, Role.DEPUTY, Role.GROUP_LEAD, Role.YOUTH_LEAD})
PARTY_MEMBERS = frozenset({Standing.FULL, Standing.PROBATIONARY})


def recipients_of(rung: Rung, obligation: Obligation, dossier: Dossier, day: date) -> tuple[MemberId, ...]:
    """Who is told of a rung on `day`: post holders, at the last rung all members where the duty says so.

    Nobody who is away; who wants no reminders of this duty only where there is nobody else to tell; in place of who has
    handed it over, the one who took it.
    """
    facts, duty = dossier.facts, obligation.duty
    missing, unwilling = absent_on(day, dossier), unwilling_of(duty, dossier)
    superiors = _officers(_held(dossier.superiors, missing | unwilling, day))
    if rung.stage is Stage.ESCALATED:
        return tuple(dict.fromkeys(superiors)) if facts.parent and facts.parent.settings.escalations else ()
    told = _answerable(duty, _held(facts.posts, missing, day), unwilling)
    if rung.stage is Stage.OPENING and Role.SUPERIOR in duty.audience:
        told += superiors
    if rung.is_last and Role.MEMBER in duty.audience:
        told += [member.id for member in _ordinary(facts) if member.id not in missing | unwilling]
    return tuple(dict.fromkeys(_taken_over(told, handovers_of(obligation, dossier), missing | unwilling)))


def has_left(member: Member, day: date) -> bool:
    """Whether somebody has left by `day`."""
    return member.left_on is not None and member.left_on <= day


@lru_cache(maxsize=16)
def absent_on(day: date, dossier: Dossier) -> frozenset[MemberId]:
    """Who is told nothing on `day`: who has left, and who is away."""
    left = (member.id for member in dossier.facts.members if has_left(member, day))
    away = (one.member_id for one in dossier.preferences.values() if one.is_away(day))
    return frozenset((*left, *away))


def unwilling_of(duty: Duty, dossier: Dossier) -> frozenset[MemberId]:
    """Who has stopped the reminders of a duty."""
    return frozenset(one.member_id for one in dossier.preferences.values() if duty.id in one.stopped)


def handovers_of(obligation: Obligation, dossier: Dossier) -> list[Handover]:
    """The handovers of one obligation."""
    wanted = (obligation.duty.id, obligation.period.label)
    return [one for one in dossier.handovers if (one.duty_id, one.period) == wanted]


def _held(posts: Sequence[Post], missing: AbstractSet[MemberId], day: date) -> list[Post]:
    return [post for post in posts if post.is_held_on(day) and post.member_id not in missing]


def _officers(posts: Iterable[Post]) -> list[MemberId]:
    return [post.member_id for post in posts if post.role in OFFICERS]


def _answerable(duty: Duty, posts: Sequence[Post], unwilling: AbstractSet[MemberId]) -> list[MemberId]:
    """A vacant post passes its duties on: to who leads, then to any officer, then to whoever holds a post at all."""
    willing = [post for post in posts if post.member_id not in unwilling]
    for asked in (willing, posts):
        for roles in (frozenset(duty.audience) - NO_POSTS, LEADS, OFFICERS, ANY_POST):
            if holders := [post.member_id for post in asked if post.role in roles]:
                return holders
    return []


def _taken_over(
    told: Iterable[MemberId], handovers: Sequence[Handover], unreached: AbstractSet[MemberId]
) -> list[MemberId]:
    """Where the one who took it is away, or wants no more of this kind, it falls back to who gave it."""
    taken = [one for one in handovers if one.taker not in unreached]
    givers = {one.giver for one in taken}
    takers = (one.taker for one in taken)
    return [member_id for member_id in (*told, *takers) if member_id not in givers]


def _ordinary(facts: Facts) -> list[Member]:
    home = facts.organisation.id
    return [one for one in facts.members if one.organisation_id == home and one.standing in PARTY_MEMBERS]
