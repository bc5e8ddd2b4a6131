"""Whatever people answer and whatever changes meanwhile: nobody is told twice, or what is not his, or at a bad hour (I3, I4)."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, make_url

from bot.storage.sqlite import writing_engine
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of
from schedules.delivery import Sent, settle, word_message
from schedules.duties.assessing import OWED
from schedules.duties.duty import DutyId
from schedules.duties.status import Assessment
from schedules.ledger.activity import Activity, ActivityId, ActivityKind
from schedules.outbox import DeliveryState, MessageKind
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind, OrganisationSettings
from schedules.people.preferences import Absence
from schedules.people.role import Post, Role
from schedules.reminders.answering import hand_over, pause, postpone, resume, stop
from schedules.reminders.audience import unwilling_of
from schedules.reminders.ladder import OVERDUE_LEAD, latest_day_of, postponed_key, rungs_of
from schedules.reminders.review import dossier_in, review_of
from schedules.reminders.stage import ReminderKey, ReminderState
from schedules.reminders.worded import Worded
from schedules.tick import tick
from tests.books import rulebook
from tests.schedules.reminders.office import at

BRANCH = OrganisationId("zb1")
THEME_DAY, LECTURE = "zhuti-dangri", "dangke"
KINDS = {THEME_DAY: ActivityKind.THEME_DAY, LECTURE: ActivityKind.PARTY_LECTURE}
PEOPLE = {"1001": Role.SECRETARY, "1002": Role.ORGANISER, "1003": Role.PUBLICITY, "1004": None, "1005": None}
WHO = st.sampled_from(sorted(PEOPLE))
NTH = st.integers(0, 4)
DUTY = st.sampled_from(sorted(KINDS))
SOON = st.integers(0, 20)
SELDOM = st.sampled_from([False, False, False, True])


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A person was told of something."""

    at: datetime
    key: ReminderKey

    @property
    def day(self) -> date:
        return local_day_of(self.at)


class LifeOfReminders(RuleBasedStateMachine):
    """A branch, its people, and time. What all lives begin with is in the database; what one adds is taken back."""

    connection: Connection
    begun_at = at("2026-06-01T08:00")
    begun_with: tuple[Told, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.connection.exec_driver_sql("BEGIN")
        self.uow = SqlUnitOfWork(self.connection)
        self.book, self.now = rulebook(), self.begun_at
        self.overrides: dict[date, bool] = {}
        self.told = list(self.begun_with)
        self.messages = Counter({(one.key.recipient, one.day): 1 for one in self.told})
        self.silent_until: dict[tuple[object, ...], date] = {}
        self.moved: set[ReminderKey] = set()
        self.leads = {duty: {OVERDUE_LEAD, *self.book.catalogue.duties[DutyId(duty)].lead_days} for duty in KINDS}

    @classmethod
    def begin(cls) -> None:
        """Live through what all lives begin with."""
        first = cls()
        first._found()
        first._play(at("2026-06-23T12:00"))
        first.one_message_a_person_and_day()
        cls.connection.exec_driver_sql("COMMIT")
        cls.begun_at, cls.begun_with = first.now, tuple(first.told)
        assert cls.begun_with

    def teardown(self) -> None:
        self.connection.exec_driver_sql("ROLLBACK")

    @rule(days=st.integers(1, 20), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        self._play(self.now + timedelta(days=days, hours=hours))

    @rule(days=st.integers(1, 12))
    def the_robot_is_down(self, days: int) -> None:
        self.now += timedelta(days=days)
        self._beat()

    @rule(nth=NTH, days=SOON)
    def somebody_puts_off(self, nth: int, days: int) -> None:
        who, found = self._answered(nth)
        if found:
            today, book = local_day_of(self.now), self.book
            latest = latest_day_of(found.obligation, today, calendar=book.calendar, rules=book.rules)
            day = min(book.calendar.workday_on_or_after(today + timedelta(days=days + 1)), latest)
            postpone(self.uow, found.obligation, MemberId(who), day, rules=book.rules)
            self.moved.add(postponed_key(found.obligation, MemberId(who), day))
            self.silent_until[BRANCH, found.obligation.duty.id, found.obligation.period.label, who] = day

    @rule(nth=NTH, taker=WHO)
    def somebody_hands_over(self, nth: int, taker: str) -> None:
        who, found = self._answered(nth)
        if found and who != taker:
            book = self.book
            giver, other = MemberId(who), MemberId(taker)
            self._break_silence(who)
            hand_over(self.uow, found.obligation, giver, other, self.now, calendar=book.calendar, rules=book.rules)

    @rule(nth=NTH)
    def somebody_stops_a_kind(self, nth: int) -> None:
        who, found = self._answered(nth)
        if found:
            stop(self.uow, MemberId(who), found.obligation.duty.id, BRANCH, self.now)
            self._break_silence(who)

    @rule(who=WHO, days=st.sampled_from([1, 2, 3, 5, 8, 13, None]))
    def somebody_goes_away(self, who: str, days: int | None) -> None:
        today = local_day_of(self.now)
        until = today + timedelta(days=days) if days else None
        absence, book = Absence(starts_on=today, ends_until=until), self.book
        pause(self.uow, self._member(who), absence, self.now, calendar=book.calendar, rules=book.rules)

    @rule(who=WHO)
    def somebody_is_back(self, who: str) -> None:
        resume(self.uow, self._member(who), self.now, calendar=self.book.calendar, rules=self.book.rules)

    @rule(who=WHO, leaves=SELDOM)
    def somebody_leaves(self, who: str, *, leaves: bool) -> None:
        if not leaves:
            return
        self.uow.members.update(replace(self._member(who), left_on=local_day_of(self.now)))
        self.uow.reviews.update(BRANCH, next_review_at=self.now)

    @rule(who=WHO, role=st.sampled_from([Role.SECRETARY, Role.ORGANISER]))
    def post_changes_hands(self, who: str, role: Role) -> None:
        today = local_day_of(self.now)
        for post in self.uow.posts.list(organisation_id=BRANCH):
            if post.role is role and post.is_held_on(today):
                self.uow.posts.update(replace(post, ends_until=today))
        new = Post(member_id=MemberId(who), organisation_id=BRANCH, role=role, starts_on=today)
        self.uow.posts.cancel(new)
        self.uow.posts.add(new)
        self.uow.reviews.update(BRANCH, next_review_at=self.now)

    @rule(duty=DUTY)
    def something_is_recorded(self, duty: str) -> None:
        record = Activity(
            id=ActivityId(0),
            organisation_id=BRANCH,
            kind=KINDS[duty],
            held_on=local_day_of(self.now),
            reported_by=MemberId("1004"),
            reported_at=self.now,
        )
        self.uow.activities.add(record)

    @rule(duty=DUTY, leads=st.lists(st.integers(-3, 15), min_size=1, max_size=4, unique=True), off=SELDOM)
    def duty_is_edited(self, duty: str, leads: list[int], *, off: bool) -> None:
        branch = self._branch()
        self.leads[duty].update(leads)
        others = branch.settings.duties_off - {duty}
        changed = replace(
            branch.settings,
            lead_days={**branch.settings.lead_days, duty: tuple(sorted(leads, reverse=True))},
            duties_off=others | {duty} if off else others,
        )
        self.uow.organisations.update(replace(branch, settings=changed))
        self.uow.reviews.update(BRANCH, next_review_at=self.now)

    @rule(days=st.integers(1, 25), works=st.booleans())
    def holiday_is_moved(self, days: int, *, works: bool) -> None:
        self.overrides[local_day_of(self.now) + timedelta(days=days)] = works
        self.book = replace(self.book, calendar=WorkCalendar.of(self.overrides))
        self.uow.reviews.update(BRANCH, next_review_at=self.now)

    @invariant()
    def nobody_is_told_of_one_stage_twice(self) -> None:
        assert [key for key, times in Counter(one.key for one in self.told).items() if times > 1] == []

    @invariant()
    def putting_off_moves_one_occurrence_and_adds_no_stage(self) -> None:
        keys = {one.key for one in self.told} - self.moved
        assert [key for key in keys if key.lead_days not in self.leads[key.duty_id]] == []

    @invariant()
    def one_message_a_person_and_day(self) -> None:
        assert [key for key, times in self.messages.items() if times > 1] == []

    @invariant()
    def everything_ends_with_a_reason_or_waits_with_its_message(self) -> None:
        waiting = {one.key for one in self.uow.outbox.list(states=(DeliveryState.PENDING,))}
        for one in self.uow.reminders.list(organisation_id=BRANCH):
            assert one.state is not ReminderState.PLANNED or one.message_key in waiting, one
            assert bool(one.reason) is (one.state is ReminderState.SUPPRESSED), one

    @invariant()
    def planning_twice_is_planning_once(self) -> None:
        self._tick()
        before = self._written()
        self.uow.reviews.update(BRANCH, next_review_at=self.now)
        self._tick()
        assert self._written() == before

    def _found(self) -> None:
        known = frozenset(duty.id for duty in self.book.catalogue.duties.values())
        branch = Organisation(
            id=BRANCH,
            name="第一党支部",
            kind=OrganisationKind.BRANCH,
            profile="neimenggu-shizhi-2023",
            settings=OrganisationSettings(duties_off=known - KINDS.keys(), owed_from=date(2026, 6, 1)),
        )
        self.uow.organisations.add(branch, next_review_at=self.now)
        for number, role in PEOPLE.items():
            self.uow.members.add(Member(id=MemberId(number), name=f"党员{number}", organisation_id=BRANCH))
            if role:
                self.uow.posts.add(Post(member_id=MemberId(number), organisation_id=BRANCH, role=role))

    def _play(self, end: datetime) -> None:
        while (due := self._next_due()) is not None and due <= end:
            self.now = max(self.now, due)
            self._beat()
        self.now = max(self.now, end)

    def _next_due(self) -> datetime | None:
        return min((one for one in (self.uow.reviews.get(), self.uow.outbox.get_next_due_at()) if one), default=None)

    def _beat(self) -> None:
        self._tick()
        while self._pump():
            pass

    def _tick(self) -> None:
        book = self.book
        while (
            outcome := tick(self.uow, self.now, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules)
        ).reviewed:
            assert outcome.problems == ()

    def _pump(self) -> int:
        book, now = self.book, self.now
        claimed = self.uow.outbox.claim(due_by=now, leased_until=now + timedelta(minutes=2), limit=50)
        for message in claimed:
            worded = word_message(
                self.uow, message, now, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules
            )
            if not isinstance(worded, Worded):
                settle(self.uow, message, worded, now)
                continue
            assert message.kind is MessageKind.REMINDER
            assert message.recipient
            self._check(message.recipient, worded.told)
            settle(self.uow, message, Sent(text=worded.text, buttons=worded.buttons, told=worded.told), now)
        return len(claimed)

    def _check(self, recipient: MemberId, told: tuple[ReminderKey, ...]) -> None:
        """What is true of whatever arrives."""
        today, member = local_day_of(self.now), self._member(recipient)
        self.messages[recipient, today] += 1
        assert member.left_on is None or member.left_on > today
        assert not self.uow.preferences.get(recipient).is_away(today)
        assert self.book.calendar.is_workday(today)
        assert not self.book.rules.is_quiet_at(self.now.astimezone(at("2026-06-01").tzinfo).time())
        assert told
        standing = {(item.obligation.duty.id, item.obligation.period.label): item for item in self._judged()}
        for key in told:
            item = standing[key.duty_id, key.period]
            assert item.status in OWED
            first_on = self.silent_until.get(key.occurrence, today)
            assert first_on <= today or key.lead_days <= self._last_lead(item), (
                "the last word before the due day, or after"
            )
            assert recipient not in self._unwilling(item) or not self._willing(item), (
                "somebody else would have been told"
            )
            self.told.append(Told(at=self.now, key=key))

    def _last_lead(self, item: Assessment) -> int:
        rungs = rungs_of(item.obligation, calendar=self.book.calendar, rules=self.book.rules)
        return next((one.lead_days for one in rungs if one.is_last), -1)

    def _break_silence(self, who: str) -> None:
        self.silent_until = {key: day for key, day in self.silent_until.items() if key[-1] != who}

    def _unwilling(self, item: Assessment) -> frozenset[MemberId]:
        dossier = dossier_in(self.uow, BRANCH, self.now)
        assert dossier
        return unwilling_of(item.obligation.duty, dossier)

    def _willing(self, item: Assessment) -> set[MemberId]:
        """Who holds a post, is here, and wants to hear of it."""
        today = local_day_of(self.now)
        held = {one.member_id for one in self.uow.posts.list(organisation_id=BRANCH) if one.is_held_on(today)}
        here = {one for one in held if not self.uow.preferences.get(one).is_away(today)}
        gone = {one.id for one in self.uow.members.list() if one.left_on and one.left_on <= today}
        taken = {one.taker for one in self.uow.handovers.list(organisation_id=BRANCH)}
        return here - gone - self._unwilling(item) - taken

    def _judged(self) -> Iterator[Assessment]:
        dossier, book = dossier_in(self.uow, BRANCH, self.now), self.book
        assert dossier
        yield from review_of(dossier, catalogue=book.catalogue, calendar=book.calendar, now=self.now).assessments

    def _answered(self, nth: int) -> tuple[str, Assessment | None]:
        """One of those who were told of anything, and the last of it, if it is still owed."""
        people = sorted({one.key.recipient for one in self.told})
        who = people[nth % len(people)]
        last = next(one.key for one in reversed(self.told) if one.key.recipient == who)
        standing = {(item.obligation.duty.id, item.obligation.period.label): item for item in self._judged()}
        found = standing.get((last.duty_id, last.period))
        return who, found if found and found.status in OWED else None

    def _branch(self) -> Organisation:
        branch = self.uow.organisations.get(BRANCH)
        assert branch
        return branch

    def _member(self, who: str) -> Member:
        member = self.uow.members.get(MemberId(who))
        assert member
        return member

    def _written(self) -> object:
        return self.uow.reminders.count(), self.uow.outbox.count()


Life = type[LifeOfReminders]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Life]:
    path = tmp_path_factory.mktemp("life") / "life.db"
    shutil.copy(sqlite_template, path)
    with writing_engine(make_url(f"sqlite+aiosqlite:///{path}"), timeout=5).connect() as opened:

        class OneLife(LifeOfReminders):
            connection = opened

        OneLife.begin()
        yield OneLife


def live(life: Life, *, examples: int, steps: int) -> None:
    told = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(life, settings=told)


def test_handing_over_to_who_is_away_is_planned_once(life: Life) -> None:
    one = life()
    one.time_passes(days=16, hours=0)
    one.somebody_hands_over(nth=3, taker="1001")
    one.somebody_goes_away(who="1002", days=5)
    one.duty_is_edited(duty=THEME_DAY, leads=[6], off=False)
    one.planning_twice_is_planning_once()
    one.somebody_hands_over(nth=3, taker="1002")
    one.planning_twice_is_planning_once()
    one.teardown()


def test_evening_before_somebody_comes_back_plans_nothing_for_him_yet(life: Life) -> None:
    one = life()
    one.somebody_goes_away(who="1002", days=3)
    one.time_passes(days=2, hours=8)
    one.planning_twice_is_planning_once()
    one.time_passes(days=1, hours=0)
    assert "1002" in {told.key.recipient for told in one.told if told.day == date(2026, 6, 26)}, (
        "but on the morning of it"
    )
    one.teardown()


def test_whatever_is_answered_and_whatever_changes(life: Life) -> None:
    live(life, examples=25, steps=30)


@pytest.mark.soak
@pytest.mark.parametrize("turn", range(10))
def test_whatever_is_answered_and_whatever_changes_in_ten_thousand_lives(life: Life, turn: int) -> None:
    live(seed(turn)(type("Turn", (life,), {})), examples=1000, steps=15)


@pytest.mark.soak
def test_whatever_is_answered_and_whatever_changes_for_long(life: Life) -> None:
    live(life, examples=1000, steps=50)
