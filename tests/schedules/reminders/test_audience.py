from dataclasses import replace

from schedules.calendar.zone import start_of
from schedules.duties.duty import Duty, DutyId
from schedules.duties.handover import Handover
from schedules.people.member import MemberId, Standing
from schedules.people.preferences import Absence, Preferences
from schedules.people.role import Role
from schedules.reminders.audience import recipients_of
from schedules.reminders.ladder import Rung
from schedules.reminders.review import Dossier
from schedules.reminders.stage import Stage
from tests.schedules.reminders.values import BRANCH, COMMITTEE, committee, day, dossier, duty, member, obligation, post

TODAY = "2026-06-26"
SECRETARY, ORGANISER = post("1001", Role.SECRETARY), post("1002", Role.ORGANISER)
ABOVE = (post("2001", Role.SECRETARY, COMMITTEE), post("2002", Role.COMMITTEE_MEMBER, COMMITTEE))


def told(
    known: Dossier, owed: Duty | None = None, stage: Stage = Stage.AHEAD, *, is_last: bool = False, on: str = TODAY
) -> list[str]:
    rung = Rung(stage=stage, lead_days=2, falls_on=day(on), is_last=is_last)
    return list(recipients_of(rung, replace(obligation(), duty=owed or duty()), known, day(on)))


def test_posts_are_told() -> None:
    assert told(dossier(SECRETARY, ORGANISER)) == ["1002"]
    assert told(dossier(SECRETARY, ORGANISER), duty(audience=(Role.SECRETARY, Role.ORGANISER))) == ["1001", "1002"]


def test_successor_is_told_from_the_day_of_the_handover() -> None:
    old = post("1002", Role.ORGANISER, ends_until=day("2026-06-26"))
    new = post("1003", Role.ORGANISER, starts_on=day("2026-06-26"))
    assert told(dossier(old, new), on="2026-06-25") == ["1002"]
    assert told(dossier(old, new), on="2026-06-26") == ["1003"]


def test_vacant_post_passes_to_who_leads_then_to_any_officer() -> None:
    assert told(dossier(SECRETARY)) == ["1001"]
    assert told(dossier(post("1004", Role.PUBLICITY))) == ["1004"]
    assert told(dossier(post("1005", Role.STUDY_CLERK))) == ["1005"]
    assert told(dossier(post("1006", Role.MEMBER))) == []


def test_who_has_left_is_told_nothing() -> None:
    gone = member("1002", left_on=day("2026-06-20"))
    assert told(dossier(SECRETARY, ORGANISER, members=(gone,))) == ["1001"]
    assert told(dossier(ORGANISER, members=(gone,)), is_last=True) == []
    assert told(dossier(SECRETARY, ORGANISER, members=(gone,)), on="2026-06-19") == ["1002"]


def test_ordinary_members_are_told_at_the_last_rung_only() -> None:
    people = (
        member("1003"),
        member("1004", standing=Standing.PROBATIONARY),
        member("1005", standing=Standing.APPLICANT),
        member("1006", home=COMMITTEE),
    )
    known = dossier(ORGANISER, members=people)
    assert told(known) == ["1002"]
    assert told(known, is_last=True) == ["1002", "1003", "1004"]
    assert told(known, duty(audience=(Role.ORGANISER,)), is_last=True) == ["1002"]


def test_upper_organisation_is_told_at_the_opening_where_the_duty_says_so() -> None:
    known = dossier(SECRETARY, superiors=ABOVE, parent=committee())
    reported = duty(audience=(Role.SECRETARY, Role.SUPERIOR))
    assert told(known, reported, Stage.OPENING) == ["1001", "2001"]
    assert told(known, reported, Stage.AHEAD) == ["1001"]


def test_escalation_needs_the_upper_organisations_consent() -> None:
    assert told(dossier(SECRETARY, superiors=ABOVE, parent=committee()), stage=Stage.ESCALATED) == []
    opted_in = dossier(SECRETARY, superiors=ABOVE, parent=committee(escalations=True))
    assert told(opted_in, stage=Stage.ESCALATED) == ["2001"], "its officers, and not the branch's"
    assert told(dossier(SECRETARY), stage=Stage.ESCALATED) == []


def away(number: str, since: str, until: str | None = None) -> Preferences:
    absence = Absence(starts_on=day(since), ends_until=day(until) if until else None)
    return Preferences(member_id=MemberId(number), absence=absence)


def unwilling(*numbers: str) -> dict[MemberId, Preferences]:
    wishes = (Preferences(member_id=MemberId(number), stopped=frozenset({"zhuti-dangri"})) for number in numbers)
    return {one.member_id: one for one in wishes}


def handed(giver: str, taker: str) -> Handover:
    return Handover(
        organisation_id=BRANCH,
        duty_id=DutyId("zhuti-dangri"),
        period="2026-06",
        giver=MemberId(giver),
        taker=MemberId(taker),
        at=start_of(day(TODAY)),
    )


def test_who_is_away_gives_way_to_who_leads_until_he_is_back() -> None:
    settled = {MemberId("1002"): away("1002", "2026-06-20", "2026-06-28")}
    known = replace(dossier(SECRETARY, ORGANISER), preferences=settled)
    assert [told(known, on=on) for on in ("2026-06-19", "2026-06-20", "2026-06-27", "2026-06-28")] == [
        ["1002"],
        ["1001"],
        ["1001"],
        ["1002"],
    ]
    open_end = replace(known, preferences={MemberId("1002"): away("1002", "2026-06-20")})
    assert told(open_end, on="2026-12-31") == ["1001"]


def test_who_stopped_a_kind_is_told_only_where_nobody_else_is_left() -> None:
    known = dossier(SECRETARY, ORGANISER)
    assert told(replace(known, preferences=unwilling("1002"))) == ["1001"]
    assert told(replace(known, preferences=unwilling("1001", "1002"))) == ["1002"]
    other = duty(id=DutyId("dangke"))
    assert told(replace(known, preferences=unwilling("1002")), other) == ["1002"]


def test_superior_who_stopped_a_kind_is_not_told_that_it_is_late() -> None:
    opted_in = dossier(SECRETARY, superiors=ABOVE, parent=committee(escalations=True))
    assert told(replace(opted_in, preferences=unwilling("2001")), stage=Stage.ESCALATED) == []


def test_who_took_it_over_is_told_in_place_of_who_gave_it() -> None:
    known = dossier(SECRETARY, ORGANISER)
    assert told(replace(known, handovers=(handed("1002", "1003"),))) == ["1003"]
    assert told(replace(known, handovers=(handed("1002", "1003"), handed("1003", "1004")))) == ["1004"]
    assert told(replace(known, handovers=(replace(handed("1002", "1003"), period="2026-07"),))) == ["1002"]
    gone = {MemberId("1003"): away("1003", "2026-06-20")}
    assert told(replace(known, handovers=(handed("1002", "1003"),), preferences=gone)) == ["1002"]
