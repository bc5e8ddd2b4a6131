"""Who is told: posts, not persons."""

from collections.abc import Container, Sequence
from datetime import date

from schedules.duties.duty import Duty
from schedules.duties.facts import Facts
from schedules.people.member import Member, MemberId, Standing
from schedules.people.role import OFFICERS, Post, Role
from schedules.reminders.ladder import Rung
from schedules.reminders.review import Dossier
from schedules.reminders.stage import Stage

NO_POSTS = frozenset({Role.MEMBER, Role.SUBJECT, Role.SUPERIOR})
"""Words of an audience that name no post of the organisation."""

LEADS = frozenset({Role.SECRETARY, Role.DEPUTY, Role.GROUP_LEAD, Role.YOUTH_LEAD})
PARTY_MEMBERS = frozenset({Standing.FULL, Standing.PROBATIONARY})


def recipients_of(rung: Rung, duty: Duty, dossier: Dossier, day: date) -> tuple[MemberId, ...]:
    """Who is told of a rung on `day`: post holders, at the last rung all members where the duty says so."""
    facts = dossier.facts
    left = {member.id for member in facts.members if has_left(member, day)}
    superiors = [post.member_id for post in _held(dossier.superiors, left, day) if post.role in OFFICERS]
    if rung.stage is Stage.ESCALATED:
        return tuple(dict.fromkeys(superiors)) if facts.parent and facts.parent.settings.escalations else ()
    told = _answerable(duty, _held(facts.posts, left, day))
    if rung.stage is Stage.OPENING and Role.SUPERIOR in duty.audience:
        told += superiors
    if rung.is_last and Role.MEMBER in duty.audience:
        told += [member.id for member in facts.members if _is_ordinary(member, facts) and member.id not in left]
    return tuple(dict.fromkeys(told))


def has_left(member: Member, day: date) -> bool:
    """Whether somebody has left by `day`."""
    return member.left_on is not None and member.left_on <= day


def _held(posts: Sequence[Post], left: Container[MemberId], day: date) -> list[Post]:
    return [post for post in posts if post.is_held_on(day) and post.member_id not in left]


def _answerable(duty: Duty, posts: Sequence[Post]) -> list[MemberId]:
    """A vacant post passes its duties on: to who leads, then to any officer, then to whoever holds a post at all."""
    for roles in (frozenset(duty.audience) - NO_POSTS, LEADS, OFFICERS, frozenset(Role) - NO_POSTS):
        if holders := [post.member_id for post in posts if post.role in roles]:
            return holders
    return []


def _is_ordinary(member: Member, facts: Facts) -> bool:
    return member.organisation_id == facts.organisation.id and member.standing in PARTY_MEMBERS
