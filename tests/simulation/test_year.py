"""A year of a bureau: how much its people hear, when, and whether anything was forgotten.

Five months of eight branches in the ordinary tests; a year of forty branches, 800 people, in `make soak`.
"""

import shutil
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.calendar.zone import last_day_before, local_day_of
from schedules.duties.assessing import MET
from schedules.duties.compliance import status_of
from schedules.duties.duty import Obligation
from schedules.duties.facts import Facts
from schedules.duties.status import Assessment
from schedules.outbox import DeliveryState, OutboundMessage
from schedules.reminders.hours import may_send_at
from schedules.reminders.stage import Reminder, ReminderState
from schedules.wording import NO_ACCOUNT
from tests.books import rulebook
from tests.conftest import run_apart
from tests.simulation.bureau import COMMITTEE
from tests.simulation.year import BEAT, Delivered, Year, live_through

SEED = 20260101
A_MEMBERS_MONTH = (2, 8)
"""Messages: the median, and what no more than one of a hundred exceeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What is left of a simulated span."""

    year: Year
    months: Sequence[date]
    forgotten: Sequence[Obligation]
    unmet: int
    messages: Sequence[OutboundMessage]
    seconds: float


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((8, date(2026, 1, 1), date(2026, 6, 1)), id="five months of eight branches"),
        pytest.param((40, date(2026, 1, 1), date(2027, 1, 1)), id="a year of forty", marks=pytest.mark.soak),
    ],
)
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Lived:
    branches, first, until = request.param
    path = tmp_path_factory.mktemp("year") / "zhibu.db"
    shutil.copy(sqlite_template, path)
    return run_apart(_live(path, branches, first, until))


async def _live(path: Path, branches: int, first: date, until: date) -> Lived:
    began = time.process_time()
    year = await live_through(path, branches=branches, first=first, until=until, seed=SEED)
    seconds = time.process_time() - began
    forgotten, unmet = await _forgotten(year)
    messages = await year.database.read(lambda uow: uow.outbox.list())
    await year.database.close()
    months = [date(first.year, month, 1) for month in range(1, last_day_before(year.end).month + 1)]
    told = f"{branches} branches, {len(year.bureau.members)} people, {year.said} messages to the robot"
    print(f"{told}, {len(year.arrived)} from it, {unmet} duties unmet when due; {seconds:.0f} s of processor time")
    return Lived(year=year, months=months, forgotten=forgotten, unmet=unmet, messages=messages, seconds=seconds)


async def _forgotten(year: Year) -> tuple[list[Obligation], int]:
    """Obligations that were unmet when due, as far as anybody had said, and of which nobody had been reminded before."""
    reminded = await _reminded_at(year)
    unmet = [
        obligation
        for facts in await year.facts()
        if not year.bureau.is_silent(facts.organisation.id)
        for obligation in year.obligations(facts)
        if obligation.deadline.due_at < year.end
        and obligation.deadline.opens_at < obligation.deadline.due_at
        and local_day_of(obligation.deadline.due_at) > year.first + timedelta(days=7)
        and _status_when_due(obligation, facts).status not in MET
    ]
    return [one for one in unmet if not any(at < one.deadline.due_at for at in reminded.get(_key_of(one), ()))], len(
        unmet
    )


def _key_of(obligation: Obligation) -> tuple[str, str, str]:
    return obligation.organisation_id, obligation.duty.id, obligation.period.label


def _status_when_due(obligation: Obligation, facts: Facts) -> Assessment:
    due_at = obligation.deadline.due_at
    known = [activity for activity in facts.activities if activity.reported_at < due_at]
    return status_of(obligation, replace(facts, activities=known), now=due_at - timedelta(seconds=1))


async def _reminded_at(year: Year) -> dict[tuple[str, str, str], list[datetime]]:
    messages = await year.database.read(lambda uow: uow.outbox.list(states=(DeliveryState.SENT,)))
    sent = {message.key: message.sent_at for message in messages}
    found: dict[tuple[str, str, str], list[datetime]] = {}

    def list_sent(uow: SqlUnitOfWork) -> list[Reminder]:
        return [
            reminder
            for organisation in year.bureau.organisations
            for reminder in uow.reminders.list(organisation_id=organisation.id, state=ReminderState.SENT)
        ]

    for reminder in await year.database.read(list_sent):
        key = (reminder.key.organisation_id, reminder.key.duty_id, reminder.key.period)
        if at := sent.get(reminder.message_key):
            found.setdefault(key, []).append(at)
    return found


def to_people(lived: Lived) -> list[Delivered]:
    return [item for item in lived.year.arrived if not item.is_group]


def test_people_hear_little(lived: Lived) -> None:
    heard = Counter((item.account, local_day_of(item.at).replace(day=1)) for item in to_people(lived))
    counts = [heard[member.id, month] for member in lived.year.bureau.members for month in lived.months]
    median, seldom = statistics.median(counts), statistics.quantiles(counts, n=100)[98]
    print(
        f"messages per member and month: mean {statistics.mean(counts):.2f}, median {median}, p99 {seldom}, most {max(counts)}"
    )
    assert median <= A_MEMBERS_MONTH[0]
    assert seldom <= A_MEMBERS_MONTH[1]


def test_nobody_hears_twice_a_day(lived: Lived) -> None:
    days = Counter((item.account, local_day_of(item.at)) for item in to_people(lived))
    assert max(days.values()) == 1


def test_each_group_has_one_digest_a_week_at_most(lived: Lived) -> None:
    groups = [item for item in lived.year.arrived if item.is_group]
    weeks = Counter((item.account, local_day_of(item.at).isocalendar()[:2]) for item in groups)
    assert max(weeks.values()) == 1
    committee = {week for account, week in weeks if account == COMMITTEE}
    calendar, day = rulebook().calendar, lived.months[0]
    expected = set()
    while day < local_day_of(lived.year.end):
        if day == calendar.last_workday_of_week(day):
            expected.add(day.isocalendar()[:2])
        day += timedelta(days=1)
    assert committee == expected, "and the committee, which wants it, has one each week that is worked"


def test_nothing_comes_in_quiet_hours_or_on_days_off(lived: Lived) -> None:
    book = rulebook()
    assert [item for item in lived.year.arrived if not may_send_at(item.at, book.calendar, book.rules)] == []


def test_no_deadline_passes_without_a_reminder_before_it(lived: Lived) -> None:
    assert lived.unmet > 10, "some people never report"
    assert [_key_of(obligation) for obligation in lived.forgotten] == []


def test_digests_name_no_person(lived: Lived) -> None:
    names = {member.name for member in lived.year.bureau.members}
    texts = [item.text for item in lived.year.arrived if item.is_group]
    assert not [text for text in texts for name in names if name in text]


def test_what_people_say_is_understood(lived: Lived) -> None:
    assert len(lived.year.refused) < lived.year.said / 10, "\n".join(lived.year.refused[:5])


def test_who_has_no_account_gets_nothing_and_the_committee_hears_of_it(lived: Lived) -> None:
    silent = [one for one in lived.year.bureau.organisations if lived.year.bureau.is_silent(one.id)]
    assert silent
    members = {member.id for one in silent for member in lived.year.bureau.people_of(one.id)}
    assert not {item.account for item in to_people(lived)} & members
    digests = [item.text for item in lived.year.arrived if item.is_group and item.account == COMMITTEE]
    told = [next(line for line in text.splitlines() if "收不到提醒：" in line) for text in digests]
    assert all(one.name in line for one in silent for line in told)


def test_every_message_came_to_its_end(lived: Lived) -> None:
    by_state = {state: [one for one in lived.messages if one.state is state] for state in DeliveryState}
    assert len(by_state[DeliveryState.SENT]) == len(lived.year.arrived)
    assert all(one.reason for one in by_state[DeliveryState.SUPPRESSED])
    homes = {member.id: member.organisation_id for member in lived.year.bureau.members}
    dead = by_state[DeliveryState.DEAD]
    assert {one.reason for one in dead} <= {NO_ACCOUNT}
    assert all(one.recipient and lived.year.bureau.is_silent(homes[one.recipient]) for one in dead)
    assert all(one.send_at > lived.year.now - BEAT for one in by_state[DeliveryState.PENDING])
