"""I2: in whatever order messages come, and however often, each is answered, and is done once or refused in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, make_url

from bot.storage.sqlite import writing_engine
from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.intake import intake
from handlers.messages import InboundKind, InboundMessage, Outcome
from schedules.ledger.activity import ActivityState
from schedules.people.address import Address
from tests.books import rulebook
from tests.chaos.office import START, settle_in

REPORTS = (
    ("u1", "6月2日下午开展主题党日，到9人"),
    ("u3", "6月5日召开支部党员大会，到8人"),
    ("u1", "6月9日上党课，到7人"),
    ("u0", "6月9日上党课，到5人"),
    ("u5", "6月12日志愿服务，到4人"),
)
EDITS = ("撤销", "改成6人", "改到6月4日", "到9人", "6月3日", "1", "2", "是的", "取消", "另记一次", "推迟主题党日", "")
BUTTONS = (
    *(f"{verb}:{number}" for verb in ("undo", "amend", "same", "other") for number in (1, 2, 99)),
    "done:zb2:zhuti-dangri:2026-06",
    "more:zb2:zhiyuan-fuwu:2026Q2",
    "later:zb2:zhuti-dangri:2026-06",
    "pick:0",
    "leave:0",
    "gone:for:ever",
)
BOOK = rulebook()
WHO = st.sampled_from(["u0", "u1", "u3"])
UNHURRIED = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass
class Talk:
    """A branch's messages, which nobody keeps."""

    connection: Connection

    def begin(self) -> SqlUnitOfWork:
        if self.connection.in_transaction():
            self.connection.rollback()
        self.connection.exec_driver_sql("BEGIN")
        uow = SqlUnitOfWork(self.connection)
        settle_in(uow)
        return uow


@pytest.fixture
def talk(sqlite_template: Path) -> Iterator[Talk]:
    with writing_engine(make_url(f"sqlite+aiosqlite:///{sqlite_template}"), timeout=5).connect() as connection:
        yield Talk(connection)
        connection.rollback()


def send(uow: SqlUnitOfWork, key: str, who: str, said: str) -> Outcome:
    is_pressed = ":" in said
    message = InboundMessage(
        key=key,
        sender=Address(channel="wecom", account=who),
        sent_at=START,
        kind=InboundKind.ACTION if is_pressed else InboundKind.TEXT,
        text="" if is_pressed else said,
        action=said if is_pressed else "",
    )
    return intake(uow, message, START, rulebook=BOOK)


def ledger_of(uow: SqlUnitOfWork) -> set[tuple[object, ...]]:
    return {(one.organisation_id, one.kind, one.held_on, one.attendance.present) for one in uow.activities.list()}


@UNHURRIED
@given(order=st.permutations([*range(len(REPORTS))] * 3))
def test_reports_that_come_thrice_in_any_order_are_the_ledger_that_one_of_each_makes(
    talk: Talk, order: list[int]
) -> None:
    uow = talk.begin()
    for number, (who, text) in enumerate(REPORTS):
        send(uow, str(number), who, text)
    expected = ledger_of(uow)
    uow = talk.begin()
    heard: dict[int, Outcome] = {}
    for number in order:
        outcome = send(uow, str(number), *REPORTS[number])
        first = heard.setdefault(number, outcome)
        assert outcome.replies == first.replies
        assert outcome.repeated is (outcome is not first)
    assert ledger_of(uow) == expected
    assert len(uow.activities.list()) == len(REPORTS)


@pytest.mark.parametrize("early", ["改成6人", "撤销", "undo:1", "amend:1", "6月3日", "same:1"])
def test_what_is_said_of_a_report_before_it_comes_is_refused_and_changes_nothing(talk: Talk, early: str) -> None:
    uow = talk.begin()
    (refusal, *_) = send(uow, "early", "u1", early).replies
    assert not any(word in refusal.text for word in ("已登记", "已撤销", "已更正"))
    assert uow.activities.list() == []
    assert "已登记" in send(uow, "0", *REPORTS[0]).replies[0].text
    (record,) = uow.activities.list()
    assert (record.state, record.attendance.present) == (ActivityState.RECORDED, 9)


@UNHURRIED
@given(
    steps=st.lists(
        st.one_of(
            st.sampled_from(REPORTS), st.tuples(WHO, st.sampled_from(EDITS)), st.tuples(WHO, st.sampled_from(BUTTONS))
        ),
        max_size=12,
    )
)
def test_whatever_is_said_in_whatever_order_is_answered(talk: Talk, steps: list[tuple[str, str]]) -> None:
    uow = talk.begin()
    for number, (who, said) in enumerate(steps):
        before = list(uow.activities.list())
        outcome = send(uow, str(number), who, said)
        assert outcome.replies, said
        after = list(uow.activities.list())
        assert send(uow, str(number), who, said).repeated
        assert uow.activities.list() == after
        assert len(after) - len(before) in {0, 1}
        assert {one.id for one in before} <= {one.id for one in after}, "what is withdrawn stays visible"
