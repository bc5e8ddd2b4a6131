from dataclasses import replace
from datetime import datetime

from schedules.duties.duty import Obligation
from schedules.duties.facts import Facts
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationSettings
from schedules.people.role import Role
from schedules.reminders.private_first import digest_that_tells
from tests.schedules.reminders.office import at
from tests.schedules.reminders.values import CALENDAR, RULES, committee, dossier, obligation, post

WEEKLY = OrganisationSettings(weekly_digest=True)
PARENT = replace(committee(), settings=WEEKLY, groups={"wecom": "group"})
KNOWN = dossier(post("1002", Role.ORGANISER), parent=PARENT).facts
TOLD_AT = "2026-06-23T09:05"


def told(
    owed: Obligation | None = None, *, who: str = "1002", now: str = TOLD_AT, known: Facts = KNOWN
) -> datetime | None:
    return digest_that_tells(owed or obligation(), MemberId(who), known, now=at(now), calendar=CALENDAR, rules=RULES)


def test_next_digest_of_the_upper_group_would_tell_of_it() -> None:
    assert told() == at("2026-06-26T16:10")
    assert told(now="2026-06-26T09:05") == at("2026-06-26T16:10"), "the same day, later"
    assert told(obligation("2026-05")) == at("2026-06-26T16:10"), "what is late as well"


def test_digest_does_not_tell_of_what_is_far_off_or_sensitive_or_of_what_is_no_matter_of_his() -> None:
    assert told(obligation("2026", due="2026-12-31")) is None
    assert told(obligation(marks=frozenset({"sensitive"}))) is None
    assert told(who="1003") is None
    assert told(who="1003", known=dossier(post("1003", Role.MEMBER), parent=PARENT).facts) is None


def test_without_a_digest_or_a_group_nothing_is_said_of_it() -> None:
    assert told(known=replace(KNOWN, parent=replace(PARENT, settings=OrganisationSettings()))) is None
    assert told(known=replace(KNOWN, parent=replace(PARENT, groups={}))) is None
    assert told(known=replace(KNOWN, parent=None)) is None
