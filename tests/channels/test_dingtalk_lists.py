"""To-dos and calendars of DingTalk: given once, ended once, by whatever happens in between."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.channels.base import Listing, SendError
from bot.channels.dingtalk.channel import DingtalkChannel
from bot.channels.dingtalk.settings import DingtalkSettings
from schedules.people.address import Address
from schedules.tasks import Event, Task
from tests.fakes.dingtalk_lists import FakeLists
from tests.fakes.dingtalk_sending import Fault

LI = Address(channel="dingtalk", account="lijianguo")
LIST = "/v1.0/todo/users/union-lijianguo/tasks"
CALENDAR = "/v1.0/calendar/users/union-lijianguo/calendars/primary/events"
TASK = Task(subject="主题党日（6月）", due_at=datetime(2026, 6, 30, 16, tzinfo=UTC), how="告诉支部助手一句话")


@pytest.fixture
async def fake() -> AsyncIterator[FakeLists]:
    async with FakeLists() as fake:
        fake.people[1] = [("lijianguo", "李建国")]
        yield fake


@pytest.fixture
async def channel(fake: FakeLists) -> AsyncIterator[DingtalkChannel]:
    settings = DingtalkSettings.model_validate(fake.settings())
    channel = DingtalkChannel(settings, now=lambda: datetime.now(UTC), public_url="https://zhibu.example")
    assert isinstance(channel, Listing)
    yield channel
    await channel.close()


async def test_a_to_do_is_given_ticked_off_and_taken_away(fake: FakeLists, channel: DingtalkChannel) -> None:
    names = [await channel.give_task(LI, TASK, key=key) for key in "ab"]
    assert fake.open_tasks("lijianguo") == [TASK.subject] * 2
    told = fake.lists["lijianguo"][0].told
    assert told["dueTime"] == 1782835200000
    assert told["detailUrl"] == {"appUrl": "https://zhibu.example/me", "pcUrl": "https://zhibu.example/me"}
    await channel.end_task(names[0], done=True)
    await channel.end_task(names[1], done=False)
    assert (fake.open_tasks("lijianguo"), fake.done_tasks("lijianguo")) == ([], [TASK.subject])


@pytest.mark.parametrize("names_existing", [True, False])
async def test_a_to_do_whose_answer_was_lost_is_found_again(
    fake: FakeLists, channel: DingtalkChannel, *, names_existing: bool
) -> None:
    fake.names_existing = names_existing
    for key in "xyz":
        await channel.give_task(LI, TASK, key=key)
    fake.fail(LIST, Fault(reset=True, carried_out=True))
    with pytest.raises(SendError) as lost:
        await channel.give_task(LI, TASK, key="a")
    assert lost.value.ambiguous
    name = await channel.give_task(LI, TASK, key="a")
    assert len(fake.open_tasks("lijianguo")) == 4
    await channel.end_task(name, done=True)
    assert fake.lists["lijianguo"][-1].done


async def test_a_to_do_that_is_overdue_is_given_all_the_same(fake: FakeLists, channel: DingtalkChannel) -> None:
    fake.refuses_past = True
    overdue = replace(TASK, due_at=datetime(2020, 1, 1, tzinfo=UTC))
    await channel.give_task(LI, overdue, key="a")
    assert fake.open_tasks("lijianguo") == [TASK.subject]


@pytest.mark.parametrize("done", [True, False])
async def test_a_to_do_that_is_gone_is_ended(channel: DingtalkChannel, *, done: bool) -> None:
    name = await channel.give_task(LI, TASK, key="a")
    await channel.end_task(name, done=False)
    await channel.end_task(name, done=done)


async def test_an_event_takes_its_day_once(fake: FakeLists, channel: DingtalkChannel) -> None:
    event = Event(title="支部党员大会", on=date(2026, 6, 30))
    fake.fail(CALENDAR, Fault(status=502, garbage=True, carried_out=True))
    with pytest.raises(SendError):
        await channel.note_event(LI, event, key="a")
    name = await channel.note_event(LI, event, key="a")
    [noted] = fake.calendars["lijianguo"]
    assert (noted["start"], noted["end"]) == ({"date": "2026-06-30"}, {"date": "2026-07-01"})
    assert noted["isAllDay"] is True
    await channel.recall(LI, name)
    assert fake.calendars["lijianguo"] == []


async def test_an_app_that_may_not_write_lists_says_which_permission_it_lacks(
    fake: FakeLists, channel: DingtalkChannel
) -> None:
    fake.fail(LIST, Fault(status=403, code="Forbidden.AccessDenied.AccessTokenPermissionDenied"))
    with pytest.raises(SendError, match="待办"):
        await channel.give_task(LI, TASK, key="a")


async def test_somebody_whom_the_platform_does_not_know_has_no_list(channel: DingtalkChannel) -> None:
    with pytest.raises(SendError, match="60121"):
        await channel.give_task(Address(channel="dingtalk", account="nobody"), TASK, key="a")
