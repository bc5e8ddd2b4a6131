"""June of a branch: what arrives, and when, from 1 June to 10 July 2026. 19 June is 端午."""

from datetime import date, time

from schedules.calendar.zone import SHANGHAI
from schedules.ledger.activity import ActivityKind
from schedules.outbox import MessageKind
from schedules.people.organisation import OrganisationSettings
from tests.books import rulebook
from tests.schedules.reminders.office import Office, at

LECTURE, THEME_DAY = "党支部书记讲专题党课", "主题党日（6月）"
HOURS = (time(8, 30), time(18))


def june(*days: int) -> list[date]:
    return [date(2026, 6, day) for day in days]


async def test_lecture_is_asked_for_before_the_first_of_july_until_a_record_stops_it(office: Office) -> None:
    await office.found()
    await office.go_to(at("2026-06-25T17:00"))
    assert office.told("1001", LECTURE) == june(15, 18), "18 June: the working day before 端午 and the weekend"
    assert office.told("1002", LECTURE) == june(15, 18)
    assert "6月30日（周二）前完成" in next(item.text for item in office.arrived if LECTURE in item.text)

    await office.record(ActivityKind.PARTY_LECTURE, lecturer="李建国")
    await office.go_to(at("2026-07-20T18:00"))
    assert office.told("1001", LECTURE) == june(15, 18)


async def test_lecture_that_nobody_records_is_late_only_after_the_window(office: Office) -> None:
    await office.found()
    await office.go_to(at("2026-07-25T18:00"))
    assert office.told("1001", LECTURE) == [*june(15, 18, 26, 30), date(2026, 7, 16)]


async def test_missed_theme_day_turns_overdue_and_escalates(office: Office) -> None:
    await office.found()
    await office.go_to(at("2026-07-10T18:00"))
    assert office.told("1002", THEME_DAY) == [*june(23, 26, 30), date(2026, 7, 1)]
    assert office.told("1004", THEME_DAY) == june(30), "an ordinary member hears of it once"
    for officer in ("2001", "2002"):
        escalated = "主题党日（6月），6月30日（周二）到期：第一党支部"
        assert office.told(officer, escalated) == [date(2026, 7, 7)], "five working days after the end"


async def test_digests_of_the_committee(office: Office) -> None:
    await office.found()
    await office.go_to(at("2026-06-25T17:00"))
    await office.record(ActivityKind.PARTY_LECTURE, lecturer="李建国")
    await office.go_to(at("2026-07-10T18:00"))
    digests = {item.day: item for item in office.arrived if item.recipient == "jgdw"}
    assert [*digests] == [*june(5, 12, 18, 26), date(2026, 7, 3), date(2026, 7, 10)], "one a week"
    assert digests[date(2026, 6, 18)].at == at("2026-06-18T16:10"), "the week of 端午 ends on Thursday"
    both = digests[date(2026, 7, 3)]
    assert both.at == at("2026-07-03T16:10")
    assert "工作简报·周报、6月月报】2026年6月1日（周一）至7月5日（周日）" in both.text
    done, _ = digests[date(2026, 6, 26)].text.split("近期到期")
    assert "本周完成：\n" in done
    assert f"“七一”{LECTURE}：第一党支部，累计1/1" in done
    assert "主题党日（6月），6月30日（周二）到期：第一党支部" in both.text
    assert f"“七一”{LECTURE}：第一党支部，累计1/1" in both.text.split("近期到期")[0], "June's is told with the month"
    assert "七一：还有5天" in digests[date(2026, 6, 26)].text
    assert not [name for name in ("陈立", "李建国", "王芳") for item in digests.values() if name in item.text]


async def test_nothing_comes_on_days_off_in_quiet_hours_or_twice_a_day(office: Office) -> None:
    await office.found()
    await office.go_to(at("2026-07-10T18:00"))
    calendar = rulebook().calendar
    assert {item.day for item in office.arrived if not calendar.is_workday(item.day)} == set()
    clocks = [item.at.astimezone(SHANGHAI).time() for item in office.arrived]
    assert all(HOURS[0] <= clock < HOURS[1] and not time(12) <= clock < time(14) for clock in clocks)
    reminded = [(item.recipient, item.day) for item in office.arrived if item.kind is MessageKind.REMINDER]
    assert len(reminded) == len(set(reminded)) > 0


async def test_committee_that_has_not_opted_in_hears_nothing(office: Office) -> None:
    await office.found(OrganisationSettings())
    await office.go_to(at("2026-07-10T18:00"))
    assert not office.told("2001", "第一党支部")
    assert not office.told("jgdw")


async def test_every_reminder_ends_in_exactly_one_state(office: Office) -> None:
    await office.found()
    await office.go_to(at("2026-07-10T18:00"))
    reminders = await office.reminders()
    counts = {state: sum(item.state == state for item in reminders) for state in ("planned", "sent", "suppressed")}
    assert sum(counts.values()) == len(reminders)
    assert counts["planned"] == 0
    assert all(item.reason for item in reminders if item.state == "suppressed")
